package mapping

import (
	_ "embed"
	"sync"
)

//go:embed aws.yaml
var awsFile []byte

var aws = sync.OnceValue(func() *Mapping {
	m, err := Read("aws.yaml", awsFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return m
})

// AWS is the mapping that is built in, for common compute, storage and transfer
// of AWS: aws.yaml. Every call gives the same one; it is not to be changed.
func AWS() *Mapping { return aws() }

// AWSFile is the file that AWS is read from, to start one's own from.
func AWSFile() []byte { return append([]byte(nil), awsFile...) }
