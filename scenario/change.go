package scenario

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Change alters the usage that it applies to.
type Change struct {
	Pos
	Where  Where
	Scale  *money.Decimal
	Hours  *Schedule          // of usage that has hours; other usage stays as it is
	Swap   *ratebook.Selector // another meter of the same category and region
	Region ratebook.Region    // "" leaves it where it is
	Levers []Lever            // other meters of the same thing, in order
}

// Where picks usage: all that is given must fit. Without anything, all usage
// is picked.
type Where struct {
	Workload     string
	Subscription string
	Tags         map[string]string // "" picks workloads without the tag, too
	Region       ratebook.Region   // the workload's, not the meter's
	Meter        *ratebook.Selector
}

// Picks tells whether the workload's usage of the meter is meant.
func (w Where) Picks(l Workload, m ratebook.Meter) bool {
	if w.Workload != "" && w.Workload != l.Name ||
		w.Subscription != "" && w.Subscription != l.Subscription ||
		w.Region != "" && w.Region != l.Region {
		return false
	}
	for k, v := range w.Tags {
		if l.Tags[k] != v {
			return false
		}
	}
	return w.Meter == nil || w.Meter.Matches(m)
}

type fileChange struct {
	Where  *fileWhere       `yaml:"where,omitempty" jsonschema_description:"What usage is meant; left out: all."`
	Scale  number           `yaml:"scale,omitempty" jsonschema_description:"A factor on the quantity, such as 1.2."`
	Hours  number           `yaml:"hours,omitempty" jsonschema_description:"Another schedule, for usage that has hours."`
	Swap   *item[fileMeter] `yaml:"swap,omitempty" jsonschema_description:"Another meter instead; words that are left out stay as they are."`
	Region text             `yaml:"region,omitempty" jsonschema_description:"Move the usage to this region."`

	Hybrid      text `yaml:"hybrid_benefit,omitempty" jsonschema:"enum=windows,enum=sql,enum=both" jsonschema_description:"Licences of one's own (Azure Hybrid Benefit): priced as the meter without the licence."`
	Spot        flag `yaml:"spot,omitempty" jsonschema_description:"Priced as the size's spot meter: capacity that Azure may take back."`
	LowPriority flag `yaml:"low_priority,omitempty" jsonschema_description:"Priced as the size's low-priority meter, of Azure Batch."`
}

type fileWhere struct {
	Workload     text             `yaml:"workload,omitempty" jsonschema_description:"That of the workload of this name."`
	Subscription text             `yaml:"subscription,omitempty" jsonschema_description:"That in this subscription."`
	Tags         keyed[number]    `yaml:"tags,omitempty" jsonschema_description:"That of workloads with all of these tags."`
	Region       text             `yaml:"region,omitempty" jsonschema_description:"That of workloads in this region."`
	Meter        *item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"That of this meter, after the changes before."`
}

func (r *reader) change(it item[fileChange], s *Scenario) Change {
	f := it.v
	c := Change{Pos: Pos{r.file, it.line}}
	if w := f.Where; w != nil {
		c.Where = Where{
			Workload:     value(r, w.Workload, workloadOf(s)),
			Subscription: value(r, w.Subscription, r.subscription),
			Tags:         r.tags(w.Tags),
			Region:       value(r, w.Region, place),
		}
		if w.Meter != nil {
			m := r.meter(*w.Meter)
			c.Where.Meter = &m
		}
	}
	if f.Scale.line > 0 {
		scale := value(r, f.Scale.text, notNegative("scale"))
		c.Scale = &scale
	}
	if f.Hours.line > 0 {
		hours := value(r, f.Hours.text, ParseSchedule)
		c.Hours = &hours
	}
	if f.Swap != nil {
		m := r.meter(*f.Swap)
		c.Swap = &m
	}
	c.Region = value(r, f.Region, place)
	before := len(r.errs)
	c.Levers = r.levers(f.Hybrid, f.Spot, f.LowPriority)
	if c.Scale == nil && c.Hours == nil && c.Swap == nil && f.Region.line == 0 && c.Levers == nil && len(r.errs) == before {
		r.errorf(it.line, "the change changes nothing; give scale, hours, swap, region, hybrid_benefit, spot or low_priority")
	}
	return c
}

// workloadOf reads the name of one of the workloads. What imports bring is not
// known yet: then any name will do, and one that fits nothing is warned of.
func workloadOf(s *Scenario) func(string) (string, error) {
	return func(name string) (string, error) {
		var names []string
		for _, w := range s.Workloads {
			names = append(names, w.Name)
		}
		if !slices.Contains(names, name) && len(s.Imports)+len(s.Estates) == 0 {
			return "", fmt.Errorf("no workload is named %q%s", name, nearestName(name, names))
		}
		return name, nil
	}
}
