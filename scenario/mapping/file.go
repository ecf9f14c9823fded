package mapping

import "azwhatif/scenario"

// The types of this file are the mapping file's shape: one field a key, every
// value still text, with the line that it stands on.

type (
	text   = scenario.Text
	number = scenario.Number
)

type fileMapping struct {
	Version  number                                    `yaml:"version"`
	Name     text                                      `yaml:"name"`
	Provider text                                      `yaml:"provider"`
	Joint    text                                      `yaml:"joint"`
	Regions  scenario.Keyed[fileRegion]                `yaml:"regions"`
	Series   scenario.Keyed[scenario.Keyed[fileShape]] `yaml:"series"`
	Machines []scenario.Item[fileMachine]              `yaml:"machines"`
	Rules    []scenario.Item[fileRule]                 `yaml:"rules"`
}

type fileRegion struct {
	To     text   `yaml:"to"`
	Leave  text   `yaml:"leave"`
	Names  []text `yaml:"names"`
	Codes  []text `yaml:"codes"`
	Reason text   `yaml:"reason"`
}

type fileShape struct {
	VCPU   number `yaml:"vcpu"`
	Memory number `yaml:"memory"`
	Billed number `yaml:"billed_vcpu"`
}

type fileMachine struct {
	Families []text                    `yaml:"families"`
	Series   []text                    `yaml:"series"`
	Reason   text                      `yaml:"reason"`
	Leave    text                      `yaml:"leave"`
	Sizes    scenario.Keyed[fileShape] `yaml:"sizes"`
}

type fileRule struct {
	Where  scenario.Item[fileWhere]    `yaml:"where"`
	Series []text                      `yaml:"series"`
	To     []scenario.Item[fileTarget] `yaml:"to"`
	Reason text                        `yaml:"reason"`
	Skip   text                        `yaml:"skip"`
	Leave  text                        `yaml:"leave"`
}

type fileWhere struct {
	Service   text `yaml:"service"`
	UsageType text `yaml:"usage_type"`
	Operation text `yaml:"operation"`
	Region    text `yaml:"region"`
	Unit      text `yaml:"unit"`
	Described text `yaml:"described"`
}

type fileTarget struct {
	Meter  scenario.Item[fileMeter] `yaml:"meter"`
	Factor number                   `yaml:"factor"`
	Region text                     `yaml:"region"`

	Machine scenario.Item[fileMachineTarget] `yaml:"machine"`
}

type fileMachineTarget struct {
	OS   text `yaml:"os"`
	SQL  text `yaml:"sql"`
	Spot text `yaml:"spot"`
	Part text `yaml:"part"`
	Of   text `yaml:"of"`
}

type fileMeter struct {
	Category    text  `yaml:"category"`
	Subcategory *text `yaml:"subcategory"`
	Name        text  `yaml:"name"`
	Unit        text  `yaml:"unit"`
}
