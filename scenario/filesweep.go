package scenario

import (
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// The shape of a sweep in a scenario's file.

type fileSweep struct {
	Sources    []text      `yaml:"sources,omitempty" jsonschema_description:"Where the cards come from, such as retail; left out: ratecard."`
	Offers     []text      `yaml:"offers" jsonschema_description:"Such as MS-AZR-0003P."`
	Currencies []text      `yaml:"currencies" jsonschema_description:"Such as EUR."`
	Markets    []text      `yaml:"markets" jsonschema_description:"Countries where the offers are bought, such as NL."`
	Regions    fileRegions `yaml:"regions,omitempty" jsonschema_description:"Regions to move all usage to, or all for every region that the cards cover; left out: usage stays where it is."`
	Reserve    []number    `yaml:"reserve,omitempty" jsonschema_description:"Reservations of all that runs all the time: none, 12, 36 or 60 months; left out: none."`
	Hybrid     []text      `yaml:"hybrid_benefit,omitempty" jsonschema_description:"Licences of one's own: none, windows, sql or both; left out: none."`
	Limit      number      `yaml:"limit,omitempty" jsonschema_description:"The most cases that the sweep may make; 300 where left out."`
}

// fileRegions are a list of regions, or the word all.
type fileRegions struct {
	line int
	all  bool
	list []text
}

// allRegions is the word for every region that the cards cover.
const allRegions = "all"

func (f *fileRegions) UnmarshalYAML(n *yaml.Node) error {
	f.line = n.Line
	if n.Kind == yaml.ScalarNode {
		f.all = true // as the shape has it
		return nil
	}
	return n.Decode(&f.list)
}

// JSONSchema says that there may be a list, or the word.
func (fileRegions) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "array", Items: &jsonschema.Schema{Type: "string"}}, {Type: "string", Enum: []any{allRegions}}}}
}
