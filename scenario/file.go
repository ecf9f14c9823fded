package scenario

import (
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// The types whose names begin with file are the scenario file's shape: one field a key,
// every value still text, with the line that it stands on. Their tags are the JSON
// schema that editors use. The keys of a case stand in case.go, and what a key holds
// beside what reads it (change.go, discount.go, benefit.go, …).

// text is a scalar as it was written.
type text struct {
	value string
	line  int // 0 where the key is missing
}

// number is a scalar that may be written with or without quotes.
type number struct{ text }

// flag is true or false.
type flag struct{ text }

// item is a part of the file, with the line that it begins on: an element of
// a list, or what stands under a key.
type item[T any] struct {
	line int
	v    T
}

// keyed is what stands under keys that the user chooses. An item's line is its
// key's; where a merge ("<<") brings the key, that of the whole.
type keyed[T any] map[string]item[T]

func (t *text) UnmarshalYAML(n *yaml.Node) error {
	*t = text{value: n.Value, line: n.Line}
	return nil
}

func (i *item[T]) UnmarshalYAML(n *yaml.Node) error {
	i.line = n.Line
	return n.Decode(&i.v)
}

func (k *keyed[T]) UnmarshalYAML(n *yaml.Node) error {
	var m map[string]T
	if err := n.Decode(&m); err != nil {
		return err
	}
	*k = keyed[T]{}
	for key, v := range m {
		(*k)[key] = item[T]{n.Line, v}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := resolved(n.Content[i]).Value
		if v, ok := m[key]; ok {
			(*k)[key] = item[T]{n.Content[i].Line, v}
		}
	}
	return nil
}

type fileScenario struct {
	Version      number                  `yaml:"version" jsonschema_description:"The version of this file's format: 1."`
	Name         text                    `yaml:"name" jsonschema_description:"What the comparison is about; the workbook's title."`
	Ratebook     text                    `yaml:"ratebook,omitempty" jsonschema_description:"\"sample\" for the cards built in, or a folder. Left out: your own ratebook."`
	Start        text                    `yaml:"start" jsonschema_description:"The first month, such as 2026-01."`
	Months       number                  `yaml:"months" jsonschema_description:"How many months, 1 to 120."`
	Hours        number                  `yaml:"hours_per_month,omitempty" jsonschema_description:"The hours of a month: 730 (the default), another number, or \"calendar\" for each month's own."`
	ReportIn     text                    `yaml:"report_in,omitempty" jsonschema_description:"Show totals in this currency, too."`
	Exchange     keyed[fileExchange]     `yaml:"exchange,omitempty" jsonschema_description:"For each currency, what one unit of it is worth in report_in."`
	Rules        fileRules               `yaml:"rules,omitempty" jsonschema_description:"Readings of rules that Azure's documents leave open."`
	Sizing       *item[fileSizing]       `yaml:"sizing,omitempty" jsonschema_description:"How sizes are chosen for machines that state a need; workloads and cases may state it otherwise."`
	Workloads    []item[fileWorkload]    `yaml:"workloads,omitempty" jsonschema_description:"The expected usage."`
	Estates      []item[fileEstate]      `yaml:"estates,omitempty" jsonschema_description:"Machines from inventories: RVTools, Azure Migrate, a CSV, the Pricing Calculator's export."`
	Imports      []item[fileImport]      `yaml:"imports,omitempty" jsonschema_description:"Usage from exports, beside the workloads or instead of them."`
	Marketplace  []item[fileMarketplace] `yaml:"marketplace,omitempty" jsonschema_description:"Purchases on Azure's Marketplace, in the total of every case; those that are eligible count toward a MACC."`
	Payable      *item[filePayable]      `yaml:"payable,omitempty" jsonschema_description:"What is paid in the end beside Azure's charges: it stands below each total, never in it. A case may have its own."`
	Current      *item[fileCurrent]      `yaml:"current,omitempty" jsonschema_description:"What is paid today, which each case replaces: it is in no total; cases are held against it in the cash flow."`
	Cash         *item[fileCash]         `yaml:"cash,omitempty" jsonschema_description:"Show what is paid when, beside what counts as cost."`
	Ranges       *item[fileRanges]       `yaml:"ranges,omitempty" jsonschema_description:"How totals are drawn where workloads, imports or estates have spreads."`
	Correlations []item[fileCorrelation] `yaml:"correlation,omitempty" jsonschema_description:"Which workloads' usage goes together."`
	Owned        []item[fileOwned]       `yaml:"owned,omitempty" jsonschema_description:"Reservations and savings plans that one has already: they are paid in every case, and cover usage first."`
	Cases        []item[fileCase]        `yaml:"cases,omitempty" jsonschema_description:"The terms and changes to compare; the first is the base case."`
	Sweep        *item[fileSweep]        `yaml:"sweep,omitempty" jsonschema_description:"Adds a case for each combination of these terms."`

	Chargeback *item[fileChargeback] `yaml:"chargeback,omitempty" jsonschema_description:"Who pays what, for the command chargeback."`
	Alerts     []item[fileAlert]     `yaml:"alerts,omitempty" jsonschema_description:"What the command alert watches; it changes no figure."`
}

type fileMarketplace struct {
	Name         text          `yaml:"name" jsonschema_description:"What is bought."`
	Monthly      number        `yaml:"monthly,omitempty" jsonschema_description:"What is paid each month."`
	Once         number        `yaml:"once,omitempty" jsonschema_description:"What is paid once, in the month of from."`
	Currency     text          `yaml:"currency" jsonschema_description:"The currency of the amount, such as USD; exchange says what it is worth in other cases' currencies."`
	Eligible     flag          `yaml:"eligible" jsonschema_description:"Whether it counts toward a MACC (an offer that is Azure benefit eligible does, all of it)."`
	From         text          `yaml:"from,omitempty" jsonschema_description:"The first month, or that of a payment once; left out: the scenario's first."`
	Until        text          `yaml:"until,omitempty" jsonschema_description:"The last month, included, of what is paid monthly; left out: it goes on."`
	Subscription text          `yaml:"subscription,omitempty" jsonschema_description:"The subscription that it is bought in, to charge it by."`
	Group        text          `yaml:"resource_group,omitempty" jsonschema_description:"Its resource group, to charge it by."`
	Tags         keyed[number] `yaml:"tags,omitempty" jsonschema_description:"Tags that it is shown by."`
}

type filePayable struct {
	Partner *item[filePartner]  `yaml:"partner,omitempty" jsonschema_description:"A partner who buys from Microsoft and sells to the customer."`
	Support []item[fileSupport] `yaml:"support,omitempty" jsonschema_description:"Support plans."`
	Tax     []item[fileTax]     `yaml:"tax,omitempty" jsonschema_description:"Taxes on all that is paid."`
}

type filePartner struct {
	Buy  number `yaml:"buy" jsonschema_description:"At which part of the total the partner buys, such as 85%."`
	Sell number `yaml:"sell" jsonschema_description:"At which part of the total the partner sells, such as 97%."`
}

type fileSupport struct {
	Name     text   `yaml:"name" jsonschema_description:"The plan's name."`
	Monthly  number `yaml:"monthly,omitempty" jsonschema_description:"What it costs each month."`
	Currency text   `yaml:"currency,omitempty" jsonschema_description:"The currency of monthly."`
	Percent  number `yaml:"percent,omitempty" jsonschema_description:"Or which part of what is paid for Azure it costs, such as 10%."`
}

type fileTax struct {
	Name    text   `yaml:"name" jsonschema_description:"Such as VAT."`
	Percent number `yaml:"percent" jsonschema_description:"Its part of all that is paid before tax, such as 21%."`
}

type fileWorkload struct {
	Name         text                `yaml:"name" jsonschema_description:"The workload's name."`
	Region       text                `yaml:"region,omitempty" jsonschema_description:"Where its resources run: an ARM name such as westeurope, or global."`
	Subscription text                `yaml:"subscription,omitempty" jsonschema_description:"Tiers and included quantities count per subscription and meter."`
	Account      text                `yaml:"billing_account,omitempty" jsonschema_description:"The subscription's billing account, where there are several; left out: one for all."`
	Group        text                `yaml:"resource_group,omitempty" jsonschema_description:"Its resource group, to charge it by."`
	Tags         keyed[number]       `yaml:"tags,omitempty" jsonschema_description:"Tags that its charges are shown by."`
	From         text                `yaml:"from,omitempty" jsonschema_description:"Its first month; left out: the scenario's."`
	Until        text                `yaml:"until,omitempty" jsonschema_description:"Its last month, included; left out: the scenario's."`
	Growth       number              `yaml:"growth,omitempty" jsonschema_description:"Growth a month, compounding from its first month on, such as 2%."`
	Spread       *item[fileSpread]   `yaml:"spread,omitempty" jsonschema_description:"How sure the usage is, as factors of what is stated; for ranges."`
	Usage        []item[fileUsage]   `yaml:"usage,omitempty" jsonschema_description:"The meters that it uses."`
	Machines     []item[fileMachine] `yaml:"machines,omitempty" jsonschema_description:"The machines that it runs: their meters are found under each card."`
	Sizing       *item[fileSizing]   `yaml:"sizing,omitempty" jsonschema_description:"How sizes are chosen for its machines."`
	Extras       *item[fileExtras]   `yaml:"extras,omitempty" jsonschema_description:"What machines bring along: backup, load balancers, monitoring, egress. Their meters are found under each card."`
}

type fileImport struct {
	Name          text              `yaml:"name,omitempty" jsonschema_description:"What the imported workloads are called; left out: imported."`
	Files         []text            `yaml:"files,omitempty" jsonschema_description:"Files, folders or globs, beside the scenario's file. Their format is found by their header."`
	ClickHouse    text              `yaml:"clickhouse,omitempty" jsonschema_description:"Instead of files: where a table is, such as clickhouse://host:9000,host2:9000/database?secure=true. User and password are AZWHATIF_CLICKHOUSE_USER and AZWHATIF_CLICKHOUSE_PASSWORD."`
	Kusto         text              `yaml:"kusto,omitempty" jsonschema_description:"Instead of files: the cluster of Azure Data Explorer, or the query address of an eventhouse of Fabric, and the database, such as https://hub.westeurope.kusto.windows.net/Hub. One signs in as elsewhere with Azure."`
	Table         text              `yaml:"table,omitempty" jsonschema_description:"The table in ClickHouse, of one server or Distributed over many; or the table in Kusto, or a function such as Costs()."`
	As            text              `yaml:"as" jsonschema:"enum=typical-month,enum=as-recorded" jsonschema_description:"typical-month: each month of the scenario has what follows from the mean of the days that the files are of. as-recorded: each month has what was recorded in it; months without files are missing."`
	Format        text              `yaml:"format,omitempty" jsonschema_description:"The format of the files or the table, where it is not found."`
	DateOrder     text              `yaml:"date_order,omitempty" jsonschema:"enum=mdy,enum=dmy,enum=ymd" jsonschema_description:"The order of day, month and year, where the files do not settle it."`
	Decimal       text              `yaml:"decimal,omitempty" jsonschema_description:"The decimal sign, . or a comma, where the files do not settle it."`
	Billed        text              `yaml:"billed_currency,omitempty" jsonschema_description:"What costs are in, such as EUR, where the files name no currency."`
	From          text              `yaml:"from,omitempty" jsonschema_description:"The first month to take, such as 2026-01."`
	Until         text              `yaml:"until,omitempty" jsonschema_description:"The last month to take, included."`
	Subscriptions []text            `yaml:"subscriptions,omitempty" jsonschema_description:"Take only the usage of these subscriptions."`
	Tags          keyed[number]     `yaml:"tags,omitempty" jsonschema_description:"Take only usage with these tags."`
	Account       text              `yaml:"billing_account,omitempty" jsonschema_description:"The billing account of its subscriptions, where there are several; left out: one for all."`
	KeepTags      []text            `yaml:"keep_tags,omitempty" jsonschema_description:"The tags to show charges by."`
	Groups        text              `yaml:"resource_groups,omitempty" jsonschema:"enum=keep,enum=merge" jsonschema_description:"keep: resource groups are workloads of their own, to charge by. merge (the default): they are not."`
	Mapping       text              `yaml:"mapping,omitempty" jsonschema_description:"How other clouds' usage becomes Azure's: aws, gcp, a mapping file, or none to leave it out."`
	Covered       text              `yaml:"covered,omitempty" jsonschema:"enum=price,enum=leave" jsonschema_description:"What becomes of usage that a reservation or a savings plan covers. price (the default): it is priced like all usage. leave: it is in no case's total, and stands beside."`
	CycleDay      number            `yaml:"billing_cycle_day,omitempty" jsonschema_description:"The day, 1 to 28, on which the billing month starts."`
	Days          text              `yaml:"days,omitempty" jsonschema_description:"The days that the files are of, such as 2026-01-01 to 2026-12-31, where days without any usage stand at their ends or fill a month: what was used on them is then nothing, and not missing."`
	Spread        *item[fileSpread] `yaml:"spread,omitempty" jsonschema_description:"How sure its usage is, as one factor on all of it; for ranges."`
}

type fileSpread struct {
	Distribution text   `yaml:"distribution,omitempty" jsonschema:"enum=triangle,enum=pert,enum=uniform,enum=normal,enum=lognormal,enum=gamma,enum=beta" jsonschema_description:"How the factor is distributed; left out: triangle."`
	Low          number `yaml:"low,omitempty" jsonschema_description:"The least that is expected, such as 0.8; of a triangle, pert, uniform or beta."`
	Likely       number `yaml:"likely,omitempty" jsonschema_description:"What is most likely, such as 1; of a triangle or pert."`
	High         number `yaml:"high,omitempty" jsonschema_description:"The most that is expected, such as 1.5; of a triangle, pert, uniform or beta."`
	Mean         number `yaml:"mean,omitempty" jsonschema_description:"The mean, such as 1; of a normal (cut off at 0), lognormal or gamma."`
	Deviation    number `yaml:"deviation,omitempty" jsonschema_description:"The standard deviation, such as 0.2; of a normal (before it is cut off), lognormal or gamma."`
	Alpha        number `yaml:"alpha,omitempty" jsonschema_description:"The first parameter of a beta's shape."`
	Beta         number `yaml:"beta,omitempty" jsonschema_description:"The second parameter of a beta's shape."`
}

type fileRanges struct {
	Draws number `yaml:"draws,omitempty" jsonschema_description:"How many draws, 1 to 100000; left out: 10000."`
	Seed  number `yaml:"seed,omitempty" jsonschema_description:"The seed of the draws: the same seed gives the same figures; left out: 1."`
}

type fileCorrelation struct {
	Workloads []text     `yaml:"workloads" jsonschema_description:"Two or more workloads, imports or estates by name, each with a spread."`
	Value     number     `yaml:"value,omitempty" jsonschema_description:"The correlation of each two of them, -1 to 1."`
	Matrix    [][]number `yaml:"matrix,omitempty" jsonschema_description:"Or the matrix of their correlations, a row a workload: symmetric, 1 on its diagonal."`
}

type fileUsage struct {
	Meter    item[fileMeter] `yaml:"meter" jsonschema_description:"The meter: its id, or words that only one meter of the region has."`
	Count    number          `yaml:"count,omitempty" jsonschema_description:"How many; with hours where the meter counts time."`
	Hours    number          `yaml:"hours,omitempty" jsonschema_description:"A schedule such as 24x7 or 12x5 (hours a day, days a week), or a number of hours a month."`
	Quantity number          `yaml:"quantity,omitempty" jsonschema_description:"A month's quantity with its unit, such as 2 TB; converted to the meter's unit."`
}

type fileMeter struct {
	ID          text  `yaml:"id,omitempty" jsonschema_description:"Azure's id of the meter."`
	Category    text  `yaml:"category,omitempty" jsonschema_description:"Such as Virtual Machines."`
	Subcategory *text `yaml:"subcategory,omitempty" jsonschema_description:"Such as Dsv5 Series."`
	Name        text  `yaml:"name,omitempty" jsonschema_description:"Such as D4s v5."`
	Unit        text  `yaml:"unit,omitempty" jsonschema_description:"Such as 1 Hour; where one name has several units."`
}

// JSONSchemaExtend says that usage comes from files or from a table.
func (fileImport) JSONSchemaExtend(s *jsonschema.Schema) {
	s.OneOf = []*jsonschema.Schema{{Required: []string{"files"}}, {Required: []string{"clickhouse", "table"}}, {Required: []string{"kusto", "table"}}}
}

// JSONSchema says that the value is text.
func (text) JSONSchema() *jsonschema.Schema { return &jsonschema.Schema{Type: "string"} }

// JSONSchema says that the value is text or a number.
func (number) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "number"}}}
}

// JSONSchema says that the value is true or false.
func (flag) JSONSchema() *jsonschema.Schema { return &jsonschema.Schema{Type: "boolean"} }

// JSONSchema is that of the element.
func (i item[T]) JSONSchema() *jsonschema.Schema { return schemaOf(&i.v) }

func schemaOf(v any) *jsonschema.Schema {
	r := jsonschema.Reflector{FieldNameTag: "yaml", DoNotReference: true, Anonymous: true}
	s := r.Reflect(v)
	s.Version = ""
	return s
}
