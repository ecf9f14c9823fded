package scenario

import (
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// The shape of extras in a scenario's file.

type fileExtras struct {
	Backup       fileBackups           `yaml:"backup,omitempty" jsonschema_description:"Machines that Azure Backup protects, and what it stores; or a list of them."`
	LoadBalancer fileLoadBalancers     `yaml:"load_balancer,omitempty" jsonschema_description:"Load balancers of the Standard SKU; or a list of them."`
	Monitoring   *item[fileMonitoring] `yaml:"monitoring,omitempty" jsonschema_description:"Logs of Azure Monitor (Log Analytics), by the GB."`
	Egress       *item[fileEgress]     `yaml:"egress,omitempty" jsonschema_description:"Data a month that leaves the region, and comes in."`
}

type fileBackup struct {
	Instances  number `yaml:"instances,omitempty" jsonschema_description:"How many machines are protected."`
	Size       text   `yaml:"size,omitempty" jsonschema_description:"How much data each of them has, such as 120 GiB: up to 50 GB count as half an instance, else each 500 GB as one."`
	Stored     text   `yaml:"stored,omitempty" jsonschema_description:"What the vault stores of all of them, such as 2 TiB."`
	Redundancy text   `yaml:"redundancy,omitempty" jsonschema:"enum=LRS,enum=ZRS,enum=GRS,enum=RA-GRS" jsonschema_description:"Of what is stored; nothing is assumed."`
}

type fileLoadBalancer struct {
	Rules number `yaml:"rules" jsonschema_description:"How many load-balancing and outbound rules each has; inbound NAT rules do not count."`
	Data  text   `yaml:"data,omitempty" jsonschema_description:"What each processes a month, such as 500 GiB."`
	Count number `yaml:"count,omitempty" jsonschema_description:"How many load balancers; left out: 1."`
}

type fileMonitoring struct {
	Logs     text `yaml:"logs,omitempty" jsonschema_description:"What is taken in a month, such as 50 GB."`
	Retained text `yaml:"retained,omitempty" jsonschema_description:"What is kept for longer than is free (31 days), such as 100 GB."`
}

type fileEgress struct {
	Internet text `yaml:"internet,omitempty" jsonschema_description:"Data to the internet a month, such as 1 TB, by Microsoft's network (not by routing preference internet)."`
	Regions  text `yaml:"regions,omitempty" jsonschema_description:"Data a month to other regions of the same continent, such as 200 GB."`
	In       text `yaml:"in,omitempty" jsonschema_description:"Data a month that comes in."`
}

// fileBackups are one backup, or a list of them.
type fileBackups struct {
	line int
	list []item[fileBackup]
}

// fileLoadBalancers are one kind of load balancer, or a list of them.
type fileLoadBalancers struct {
	line int
	list []item[fileLoadBalancer]
}

func (b *fileBackups) UnmarshalYAML(n *yaml.Node) (err error) {
	b.line = n.Line
	b.list, err = oneOrList[fileBackup](n)
	return err
}

func (b *fileLoadBalancers) UnmarshalYAML(n *yaml.Node) (err error) {
	b.line = n.Line
	b.list, err = oneOrList[fileLoadBalancer](n)
	return err
}

// JSONSchema says that there may be one or several.
func (fileBackups) JSONSchema() *jsonschema.Schema       { return oneOrListSchema(&fileBackup{}) }
func (fileLoadBalancers) JSONSchema() *jsonschema.Schema { return oneOrListSchema(&fileLoadBalancer{}) }

// oneOrList reads one part, or a list of them.
func oneOrList[T any](n *yaml.Node) ([]item[T], error) {
	if n.Kind == yaml.SequenceNode {
		var list []item[T]
		return list, n.Decode(&list)
	}
	list := make([]item[T], 1)
	return list, n.Decode(&list[0])
}

func oneOrListSchema(of any) *jsonschema.Schema {
	one := schemaOf(of)
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{one, {Type: "array", Items: one, MinItems: new(uint64(1))}}}
}
