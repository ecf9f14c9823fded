package mapping

import (
	"azwhatif/scenario"

	"github.com/invopop/jsonschema"
)

// The types of this file are the mapping file's shape: one field a key, every
// value still text, with the line that it stands on.

type (
	text   = scenario.Text
	number = scenario.Number
)

type fileMapping struct {
	Version  number                                    `yaml:"version" jsonschema_description:"The version of the file's form: 1."`
	Name     text                                      `yaml:"name" jsonschema_description:"What the mapping is called, for explain and the workbook."`
	Provider text                                      `yaml:"provider" jsonschema_description:"Whose usage it maps: a glob, or several with | between them, in either case."`
	Joint    text                                      `yaml:"joint,omitempty" jsonschema_description:"What stands between a family and a size in the names of machines: - of n2-standard-4; left out: a full stop, as of m5.large."`
	Regions  scenario.Keyed[fileRegion]                `yaml:"regions,omitempty" jsonschema_description:"Where each of the cloud's regions goes, by its id."`
	Series   scenario.Keyed[scenario.Keyed[fileShape]] `yaml:"series,omitempty" jsonschema_description:"Azure's sizes by series, for machines that a rule puts into one size: what each has."`
	Machines []scenario.Item[fileMachine]              `yaml:"machines,omitempty" jsonschema_description:"What the cloud's types of machines have."`
	Rules    []scenario.Item[fileRule]                 `yaml:"rules" jsonschema_description:"What becomes of usage: the first rule that fits decides."`
}

type fileRegion struct {
	To     text   `yaml:"to,omitempty" jsonschema_description:"Azure's region, such as northeurope."`
	Leave  text   `yaml:"leave,omitempty" jsonschema_description:"Or why usage of the region is left unmapped."`
	Names  []text `yaml:"names,omitempty" jsonschema_description:"Other names of the region in exports, such as Europe (Ireland)."`
	Codes  []text `yaml:"codes,omitempty" jsonschema_description:"Its codes before usage types, such as EUW1; an empty one is of usage types without a code."`
	Reason text   `yaml:"reason,omitempty" jsonschema_description:"Why it goes there; explain shows it."`
}

type fileShape struct {
	VCPU   number `yaml:"vcpu" jsonschema_description:"vCPUs."`
	Memory number `yaml:"memory" jsonschema_description:"Memory in GiB."`
	Billed number `yaml:"billed_vcpu,omitempty" jsonschema_description:"How many vCPUs are billed for an hour, where not all are."`
}

type fileMachine struct {
	Families []text                    `yaml:"families" jsonschema_description:"The families of types, such as m5."`
	Series   []text                    `yaml:"series,omitempty" jsonschema_description:"Series of sizes in Azure that would do."`
	Reason   text                      `yaml:"reason,omitempty" jsonschema_description:"Why these would do; explain shows it."`
	Leave    text                      `yaml:"leave,omitempty" jsonschema_description:"Or why such machines are left unmapped."`
	Sizes    scenario.Keyed[fileShape] `yaml:"sizes,omitempty" jsonschema_description:"What each size of the families has, by its name, such as large."`
}

type fileRule struct {
	Where  scenario.Item[fileWhere]    `yaml:"where" jsonschema_description:"Which usage the rule is for: all of its conditions have to fit."`
	Series []text                      `yaml:"series,omitempty" jsonschema_description:"Series in place of those of the machine, where the rule puts it into one size."`
	To     []scenario.Item[fileTarget] `yaml:"to,omitempty" jsonschema_description:"The meters that it becomes, or the machine."`
	Reason text                        `yaml:"reason,omitempty" jsonschema_description:"Why; explain shows it. It goes with to."`
	Skip   text                        `yaml:"skip,omitempty" jsonschema_description:"Or why it costs nothing in Azure."`
	Leave  text                        `yaml:"leave,omitempty" jsonschema_description:"Or why it is left unmapped: it is listed by what was billed, and never priced at zero."`
}

type fileWhere struct {
	Service   text `yaml:"service,omitempty" jsonschema_description:"The service as the export calls it: a glob, or several with | between them. {name} keeps a word under a name."`
	UsageType text `yaml:"usage_type,omitempty" jsonschema_description:"The type of usage, without its region's code."`
	Operation text `yaml:"operation,omitempty" jsonschema_description:"The operation."`
	Region    text `yaml:"region,omitempty" jsonschema_description:"The region as the export calls it."`
	Unit      text `yaml:"unit,omitempty" jsonschema_description:"The unit of the quantity."`
	Described text `yaml:"described,omitempty" jsonschema_description:"Compared with the usage type and with the operation: some exports have a description in one of them."`
}

type fileTarget struct {
	Meter  scenario.Item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"A meter of Azure's, by its words."`
	Factor number                   `yaml:"factor,omitempty" jsonschema_description:"What the quantity is multiplied by to count the meter's unit: a product of numbers and names in braces, such as 2 * {vcpu}; left out: 1."`
	Region text                     `yaml:"region,omitempty" jsonschema_description:"The meter's region, where it is not the usage's; global for meters of none."`

	Machine scenario.Item[fileMachineTarget] `yaml:"machine,omitempty" jsonschema_description:"Or a machine, as a need of its vCPUs and memory, which each case sizes by its own prices."`
}

type fileMachineTarget struct {
	OS   text `yaml:"os,omitempty" jsonschema:"enum=linux,enum=windows,enum=rhel,enum=sles" jsonschema_description:"Its operating system."`
	SQL  text `yaml:"sql,omitempty" jsonschema:"enum=standard,enum=enterprise,enum=web" jsonschema_description:"SQL Server's edition, whose licence is beside it."`
	Spot text `yaml:"spot,omitempty" jsonschema_description:"true: on spare capacity."`
	Part text `yaml:"part,omitempty" jsonschema:"enum=vcpus,enum=memory,enum=licence,enum=licence vcpus" jsonschema_description:"The part that the usage is of, where the cloud bills machines in parts."`
	Of   text `yaml:"of,omitempty" jsonschema_description:"The family that a part is of, where the usage does not name the machine."`
}

type fileMeter struct {
	Category    text  `yaml:"category" jsonschema_description:"Such as Virtual Machines. Names in braces stand for what a condition kept."`
	Subcategory *text `yaml:"subcategory,omitempty" jsonschema_description:"Such as Dsv5 Series."`
	Name        text  `yaml:"name" jsonschema_description:"Such as D4s v5."`
	Unit        text  `yaml:"unit" jsonschema_description:"The unit that the quantity then counts, such as 1 Hour."`
}

// JSONSchemaExtend says that spot is true or false.
func (fileMachineTarget) JSONSchemaExtend(s *jsonschema.Schema) {
	spot := s.Properties.Value("spot")
	spot.Type = "boolean"
}

// Schema is the JSON schema of a mapping file, for editors. Read is stricter.
func Schema() *jsonschema.Schema { return scenario.SchemaOf("azwhatif mapping", &fileMapping{}) }
