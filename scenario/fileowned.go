package scenario

import (
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// fileOwned is a reservation or, with hourly, a savings plan that one has already.
type fileOwned struct {
	Meter       *item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"Of a reservation: what is reserved, the meter of a size, without a licence of Windows."`
	Region      text             `yaml:"region,omitempty" jsonschema_description:"Where; may be left out where only one region has the meter."`
	Count       number           `yaml:"count,omitempty" jsonschema_description:"How many are reserved, a whole number."`
	Monthly     number           `yaml:"monthly,omitempty" jsonschema_description:"What one costs in each month of the term."`
	Upfront     number           `yaml:"upfront,omitempty" jsonschema_description:"What one cost for the whole term, paid in its first month; in place of monthly. Without either, the price for the term is that of the card."`
	Hourly      number           `yaml:"hourly,omitempty" jsonschema_description:"Of a savings plan: what is paid each hour."`
	Payment     text             `yaml:"payment,omitempty" jsonschema:"enum=upfront,enum=monthly" jsonschema_description:"When a savings plan, or a reservation at the card's price, is paid; left out: monthly."`
	Currency    text             `yaml:"currency,omitempty" jsonschema_description:"The currency of the price; may be left out where all cases are in one."`
	Flexibility text             `yaml:"flexibility,omitempty" jsonschema:"enum=on,enum=off" jsonschema_description:"Whether a reservation covers other sizes of the series; left out: on."`
	Scope       text             `yaml:"scope,omitempty" jsonschema_description:"shared (left out): it covers usage of all subscriptions; or the one subscription whose usage it covers."`
	From        text             `yaml:"from" jsonschema_description:"The first month of its term, such as 2025-03."`
	Until       text             `yaml:"until" jsonschema_description:"The last month of its term, included."`
}

// fileSavingsPlans are one savings plan, or a list of them.
type fileSavingsPlans struct {
	line int
	list []item[fileSavingsPlan]
}

func (p *fileSavingsPlans) UnmarshalYAML(n *yaml.Node) (err error) {
	p.line = n.Line
	p.list, err = oneOrList[fileSavingsPlan](n)
	return err
}

// JSONSchema says that there may be one or several.
func (fileSavingsPlans) JSONSchema() *jsonschema.Schema { return oneOrListSchema(&fileSavingsPlan{}) }
