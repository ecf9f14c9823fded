package scenario

// fileEstate is the shape of an estate in a scenario's file.
type fileEstate struct {
	Name         text              `yaml:"name,omitempty" jsonschema_description:"What its workloads are called; left out: estate."`
	Files        []text            `yaml:"files" jsonschema_description:"Inventories: files, folders or globs, beside the scenario's file. Their format is found by what is in them."`
	Format       text              `yaml:"format,omitempty" jsonschema_description:"The files' format, where it is not found."`
	Decimal      text              `yaml:"decimal,omitempty" jsonschema_description:"The decimal sign, . or a comma, where the files do not settle it."`
	Region       text              `yaml:"region,omitempty" jsonschema_description:"Where machines run whose file names no region."`
	OS           text              `yaml:"os,omitempty" jsonschema:"enum=linux,enum=windows,enum=rhel,enum=sles" jsonschema_description:"What machines run whose file names no operating system; left out: linux, with a warning."`
	Sizing       *item[fileSizing] `yaml:"sizing,omitempty" jsonschema_description:"How sizes are chosen for its machines."`
	Extras       *item[fileExtras] `yaml:"extras,omitempty" jsonschema_description:"What its machines bring along, in the estate's region: backup, load balancers, monitoring, egress."`
	Subscription text              `yaml:"subscription,omitempty" jsonschema_description:"Their subscription."`
	Account      text              `yaml:"billing_account,omitempty" jsonschema_description:"The subscription's billing account, where there are several."`
	Group        text              `yaml:"resource_group,omitempty" jsonschema_description:"Their resource group."`
	Tags         keyed[number]     `yaml:"tags,omitempty" jsonschema_description:"Tags that their charges are shown by."`
	From         text              `yaml:"from,omitempty" jsonschema_description:"Their first month; left out: the scenario's."`
	Until        text              `yaml:"until,omitempty" jsonschema_description:"Their last month, included; left out: the scenario's."`
	Growth       number            `yaml:"growth,omitempty" jsonschema_description:"Growth a month, compounding from the first month on, such as 2%."`
	Spread       *item[fileSpread] `yaml:"spread,omitempty" jsonschema_description:"How sure its machines are, as one factor on all of them; for ranges."`
}

// estates reads the estates. What their files list, AddInventory adds.
func (r *reader) estates(s *Scenario, f fileScenario) {
	for _, it := range f.Estates {
		e, line := it.v, it.line
		out := Estate{
			Pos:          Pos{r.file, line},
			Name:         value(r, e.Name, words("name")),
			Files:        values(r, e.Files, words("files")),
			Format:       value(r, e.Format, words("format")),
			Decimal:      value(r, e.Decimal, oneOf("decimal", ".", ",")),
			Region:       value(r, e.Region, place),
			Subscription: value(r, e.Subscription, subscriptionID),
			Account:      value(r, e.Account, words("billing_account")),
			Group:        value(r, e.Group, words("resource_group")),
			Tags:         r.tags(e.Tags),
			Growth:       value(r, e.Growth.text, percent("growth", -100, 1000)),
			Sizing:       r.sizing(e.Sizing),
			Spread:       r.spreadFor("an estate", e.Name, e.Spread),
		}
		out.Extras = r.extras(e.Extras, out.Region, "the estate")
		set(r, &out.OS, e.OS, oneOf("os", Linux, Windows, RHEL, SLES))
		if len(e.Files) == 0 {
			r.errorf(line, "the estate has no files; write files: [rvtools.xlsx]")
		}
		w := Workload{Name: out.Describe(), From: value(r, e.From, ParseMonth), Until: value(r, e.Until, ParseMonth)}
		r.moveIn(s, &w.From, out.Tags, e.From)
		out.Dated = e.From.line > 0
		r.period(s, &w, fileWorkload{From: e.From, Until: e.Until})
		out.From, out.Until = w.From, w.Until
		s.Estates = append(s.Estates, out)
	}
}
