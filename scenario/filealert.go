package scenario

// The shape of an alert in the scenario file, and its schema; see file.go.

type fileAlert struct {
	Name    text   `yaml:"name" jsonschema_description:"The alert's name, by which it is known again."`
	On      text   `yaml:"on" jsonschema:"enum=actual,enum=forecast,enum=change,enum=commitment,enum=unpriced,enum=price" jsonschema_description:"What is watched: the billing month so far, what it will be at its end, its change against the same days before, a commitment, usage without a price, or the card's prices."`
	Of      text   `yaml:"of,omitempty" jsonschema:"enum=billed,enum=rated" jsonschema_description:"Of actual and change: the billed cost in the imported files, or our rating of their usage under a case."`
	Case    text   `yaml:"case,omitempty" jsonschema_description:"The case to rate under; left out: the base case."`
	Above   number `yaml:"above,omitempty" jsonschema_description:"Fires above this: an amount such as 5000 EUR, a part such as 80%, or a number of meters."`
	Below   number `yaml:"below,omitempty" jsonschema_description:"Fires below this."`
	Budget  number `yaml:"budget,omitempty" jsonschema_description:"What a part is of, such as 5000 EUR; of actual and forecast."`
	Least   number `yaml:"least,omitempty" jsonschema_description:"Of change: what it must be at least, such as 100 EUR."`
	Against text   `yaml:"against,omitempty" jsonschema:"enum=month,enum=year,enum=week" jsonschema_description:"Of change: the same days of the billing month before (left out), of the same month a year before, or the last seven days against the seven before."`
	Late    number `yaml:"late,omitempty" jsonschema_description:"Of change: how many days at the end are left out, since usage comes in late; left out: 0."`
	At      text   `yaml:"at,omitempty" jsonschema:"enum=expected,enum=low80,enum=high80,enum=low95,enum=high95" jsonschema_description:"Of forecast: the figure that counts; left out: expected."`
	WorseBy number `yaml:"worse_by,omitempty" jsonschema_description:"How much further it has to be to be sent again in the same period; left out: 10%."`

	Commitment text `yaml:"commitment,omitempty" jsonschema:"enum=prepay,enum=plan,enum=macc" jsonschema_description:"Of commitment: which one, where the case has two."`

	Where *item[fileAlertWhere] `yaml:"where,omitempty" jsonschema_description:"What usage is meant; left out: all."`
}

type fileAlertWhere struct {
	Subscription  text             `yaml:"subscription,omitempty" jsonschema_description:"That of this subscription."`
	ResourceGroup text             `yaml:"resource_group,omitempty" jsonschema_description:"That of this resource group."`
	Resource      text             `yaml:"resource,omitempty" jsonschema_description:"That of the resource of this id."`
	Category      text             `yaml:"category,omitempty" jsonschema_description:"That of this service, such as Storage."`
	Meter         *item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"That of this meter."`
	Tags          keyed[number]    `yaml:"tags,omitempty" jsonschema_description:"That with all of these tags."`
}
