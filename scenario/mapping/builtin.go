package mapping

import (
	_ "embed"
	"maps"
	"slices"
	"sync"
)

//go:embed aws.yaml
var awsFile []byte

//go:embed gcp.yaml
var gcpFile []byte

var aws, gcp = builtIn("aws.yaml", awsFile), builtIn("gcp.yaml", gcpFile)

// builtIn reads a mapping once, when it is first asked for.
func builtIn(name string, file []byte) func() *Mapping {
	return sync.OnceValue(func() *Mapping {
		m, err := Read(name, file)
		if err != nil {
			panic(err) // a test reads it
		}
		return m
	})
}

// AWS is the mapping that is built in, for common compute, storage and transfer
// of AWS: aws.yaml. Every call gives the same one; it is not to be changed.
func AWS() *Mapping { return aws() }

// GCP is that of Google Cloud: gcp.yaml.
func GCP() *Mapping { return gcp() }

// BuiltIn are the mappings that are built in, by the word that names each.
var BuiltIn = map[string]func() *Mapping{"aws": AWS, "gcp": GCP}

// File is the file of a mapping that is built in, by its word, to start one's own from; nil
// where there is none.
func File(word string) []byte {
	return slices.Clone(map[string][]byte{"aws": awsFile, "gcp": gcpFile}[word])
}

// Words name the mappings that are built in, sorted.
func Words() []string { return slices.Sorted(maps.Keys(BuiltIn)) }

// WordFor is the word of the built-in mapping for a cloud, "" where there is none.
func WordFor(provider string) string {
	for _, word := range Words() {
		if anyMatch(BuiltIn[word]().Providers, map[string]string{}, provider) {
			return word
		}
	}
	return ""
}
