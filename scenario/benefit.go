package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// Reservation is a number of units of a meter, reserved for a term: a benefit,
// as is a SavingsPlan. It covers usage of the meter in its region, hour by
// hour, of the subscriptions in its scope.
type Reservation struct {
	Pos
	Kind     ratebook.PriceKind
	Meter    ratebook.Selector
	Region   ratebook.Region // where it is for; Global where the meter is picked by its id
	Count    int             // how many units, such as machines
	Months   int             // the term, from From on
	Payment  Payment
	Flexible bool // covers the other sizes of the meter's series, too
	Scope    Scope
	From     Month // may lie before the scenario
}

// SavingsPlan is an amount that is paid each hour of a term, for usage of any
// meter that has a savings plan's price.
type SavingsPlan struct {
	Pos
	Kind    ratebook.PriceKind
	Hourly  money.Decimal // in the case's currency
	Months  int           // the term, from From on
	Payment Payment
	Scope   Scope
	From    Month // may lie before the scenario
}

// Scope is the subscription whose usage a benefit covers; Shared is all of them.
type Scope string

// Shared is the scope of a benefit that covers usage of all subscriptions.
const Shared Scope = ""

// Has tells whether a subscription is in the scope.
func (s Scope) Has(subscription string) bool { return s == Shared || string(s) == subscription }

// sharedScope is how a file writes Shared.
const sharedScope = "shared"

// Payment is when a benefit is paid for. It does not change what it costs.
type Payment string

const (
	Upfront Payment = "upfront" // the whole term in its first month
	Monthly Payment = "monthly" // each month its part
)

// Finding asks for the benefits that make a case cheapest.
type Finding string

const (
	// FindNone takes the benefits that the case states.
	FindNone Finding = "none"
	// FindAuto looks among the terms that do not end after the scenario; it buys
	// nothing where all do.
	FindAuto Finding = "auto"
	// FindAuto12 and FindAuto36 look among the terms of so many months, and the
	// shorter ones, however long the scenario is: what is owed after it stands beside
	// the total.
	FindAuto12 Finding = "auto-12"
	FindAuto36 Finding = "auto-36"
)

// reserveAll is how a Finding of ReserveAllFor begins.
const reserveAll = "reserve-all-"

// ReserveAllFor asks for reservations, of a term in months, of what runs all the time;
// nothing is weighed.
func ReserveAllFor(months int) Finding { return Finding(fmt.Sprintf("%s%d", reserveAll, months)) }

// ReserveAll is the term that ReserveAllFor was given; ok is false of any other.
func (f Finding) ReserveAll() (months int, ok bool) {
	digits, ok := strings.CutPrefix(string(f), reserveAll)
	if !ok {
		return 0, false
	}
	months, err := strconv.Atoi(digits)
	return months, err == nil
}

// Longest is the longest term, in months, to look at in a scenario of so many
// months.
func (f Finding) Longest(months int) int {
	if months, ok := f.ReserveAll(); ok {
		return months
	}
	switch f {
	case FindAuto12:
		return 12
	case FindAuto36:
		return 36
	default:
		return months
	}
}

type fileReserve struct {
	What   text   `yaml:"what" jsonschema:"enum=all" jsonschema_description:"all: each machine that runs all the time until the scenario's end, at its own size, paid monthly."`
	Months number `yaml:"months" jsonschema_description:"The term: 12, 36 or 60, as the card has it. Where it ends before the scenario, what still runs is reserved again."`
}

type fileReservation struct {
	Meter       item[fileMeter] `yaml:"meter" jsonschema_description:"What is reserved: the meter of a size, without a licence of Windows."`
	Region      text            `yaml:"region,omitempty" jsonschema_description:"Where; may be left out with a meter's id."`
	Count       number          `yaml:"count" jsonschema_description:"How many, a whole number."`
	Months      number          `yaml:"months" jsonschema_description:"The term: 12, 36 or 60, as the card has it."`
	Payment     text            `yaml:"payment" jsonschema:"enum=upfront,enum=monthly" jsonschema_description:"When it is paid."`
	Flexibility text            `yaml:"flexibility,omitempty" jsonschema:"enum=on,enum=off" jsonschema_description:"Whether it covers other sizes of the series; left out: on."`
	Scope       text            `yaml:"scope,omitempty" jsonschema_description:"shared (left out): it covers usage of all subscriptions; or the one subscription whose usage it covers."`
	From        text            `yaml:"from,omitempty" jsonschema_description:"The first month of its term; left out: the scenario's."`
}

type fileSavingsPlan struct {
	Hourly  number `yaml:"hourly" jsonschema_description:"What is paid each hour, in the case's currency."`
	Months  number `yaml:"months" jsonschema_description:"The term: 12 or 36, as the card has it."`
	Payment text   `yaml:"payment" jsonschema:"enum=upfront,enum=monthly" jsonschema_description:"When it is paid."`
	Scope   text   `yaml:"scope,omitempty" jsonschema_description:"shared (left out): it covers usage of all subscriptions; or the one subscription whose usage it covers."`
	From    text   `yaml:"from,omitempty" jsonschema_description:"The first month of its term; left out: the scenario's."`
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

// HasBenefits tells whether the case has benefits: those that it buys, or that one has
// already.
func (c Case) HasBenefits() bool { return len(c.Owned) > 0 || c.Buys() }

// Buys tells whether the case states benefits to buy, or asks for some.
func (c Case) Buys() bool {
	return len(c.Reservations) > 0 || len(c.SavingsPlans) > 0 || c.Finds()
}

// Finds tells whether the case asks for the benefits that make it cheapest.
func (c Case) Finds() bool { return c.Find != "" && c.Find != FindNone }

// maxCount bounds a reservation's count, maxReservations those of a case or those that
// one has, and maxPlans a case's savings plans.
const (
	maxCount        = 1_000_000
	maxReservations = 200
	maxPlans        = 50
)

// benefits reads a case's reservations, savings plans and search. What the case
// states takes the place of what the case that it is like has.
func (r *reader) benefits(s *Scenario, c *Case, f fileCase) {
	find := f.Benefits
	if f.FormerFind.line > 0 {
		if find.line > 0 {
			r.errorf(f.FormerFind.line, "commitments is the former word for benefits, which line %d has; leave it out", find.line)
		}
		find = f.FormerFind
		r.warns = append(r.warns, fmt.Sprintf("%s: commitments: %s is now written benefits: %s; the old word still works", Pos{r.file, find.line}, find.value, find.value))
	}
	units, plans := f.benefits()
	stated := len(units)+len(plans) > 0
	if find.line > 0 {
		c.Find = value(r, find, oneOf("benefits", FindAuto, FindAuto12, FindAuto36, FindNone))
		if c.Finds() && stated {
			r.errorf(find.line, "benefits: %s finds reservations and savings plans; leave out those that the case states", c.Find)
		}
		c.Reservations, c.SavingsPlans = nil, nil
	}
	if f.Reserve != nil {
		r.reserve(c, f, stated)
	}
	for _, k := range units {
		c.Find = FindNone
		c.Reservations = without(c.Reservations, func(v Reservation) bool { return v.Kind == k.kind })
		if len(k.list) > maxReservations {
			r.errorf(k.list[maxReservations].line, "%d %s are more than %d", len(k.list), k.several(), maxReservations)
			return
		}
		for _, it := range k.list {
			c.Reservations = append(c.Reservations, r.reservation(s, k.kind, it))
		}
	}
	for _, k := range plans {
		c.Find = FindNone
		c.SavingsPlans = without(c.SavingsPlans, func(p SavingsPlan) bool { return p.Kind == k.kind })
		if len(k.list) == 0 {
			r.errorf(k.line, "the list of %s is empty; write benefits: none where there is none", k.several())
		}
		if len(k.list) > maxPlans {
			r.errorf(k.list[maxPlans].line, "%d %s are more than %d", len(k.list), k.several(), maxPlans)
			return
		}
		for _, it := range k.list {
			c.SavingsPlans = append(c.SavingsPlans, r.savingsPlan(s, k.kind, it))
		}
	}
}

// keyedBenefits are what a key of a case states of a kind of benefit.
type keyedBenefits[T any] struct {
	kind ratebook.PriceKind
	line int
	list []item[T]
}

func (k keyedBenefits[T]) several() string {
	b, _ := k.kind.Benefit()
	return b.Several
}

// benefits are the keys of the case that state benefits: those bought in units of a meter,
// and those bought by the hour.
func (f *fileCase) benefits() (units []keyedBenefits[fileReservation], plans []keyedBenefits[fileSavingsPlan]) {
	if f.Reservations != nil {
		units = append(units, keyedBenefits[fileReservation]{kind: ratebook.Reservation, list: f.Reservations})
	}
	if p := f.SavingsPlan; p != nil {
		plans = append(plans, keyedBenefits[fileSavingsPlan]{ratebook.SavingsPlan, p.line, p.list})
	}
	return units, plans
}

// without is a list of its own of those that something is not true of; nil of none.
func without[T any](list []T, is func(T) bool) (left []T) {
	for _, v := range list {
		if !is(v) {
			left = append(left, v)
		}
	}
	return left
}

// Bought is how many benefits of a kind the case states.
func (c Case) Bought(kind ratebook.PriceKind) (n int) {
	for _, v := range c.Reservations {
		if v.Kind == kind {
			n++
		}
	}
	for _, p := range c.SavingsPlans {
		if p.Kind == kind {
			n++
		}
	}
	return n
}

// scope reads whose usage a benefit covers.
func scope(s string) (Scope, error) {
	if strings.EqualFold(s, sharedScope) {
		return Shared, nil
	}
	s, err := subscriptionID(s)
	return Scope(s), err
}

// reserve reads reserve: {what: all, months: 36}.
func (r *reader) reserve(c *Case, f fileCase, stated bool) {
	it := *f.Reserve
	value(r, it.v.What, oneOf("what", "all"))
	if it.v.What.line == 0 {
		r.errorf(it.line, "what is missing: all is for what runs all the time")
	}
	months := need(r, it.v.Months.text, it.line, "months", term)
	if stated || f.Benefits.line > 0 || f.FormerFind.line > 0 {
		r.errorf(it.line, "reserve takes the place of reservations, savings_plan and benefits; leave those of the case out")
	}
	c.Reservations, c.SavingsPlans, c.Find = nil, nil, ReserveAllFor(months)
}

func (r *reader) reservation(s *Scenario, kind ratebook.PriceKind, it item[fileReservation]) Reservation {
	f, line := it.v, it.line
	out := Reservation{
		Pos:      Pos{r.file, line},
		Kind:     kind,
		Region:   value(r, f.Region, place),
		Count:    need(r, f.Count.text, line, "count", whole("count", 1, maxCount)),
		Months:   need(r, f.Months.text, line, "months", term),
		Payment:  need(r, f.Payment, line, "payment", oneOf("payment", Upfront, Monthly)),
		Flexible: value(r, f.Flexibility, oneOf("flexibility", "on", "off")) != "off",
		Scope:    value(r, f.Scope, scope),
		From:     r.from(s, f.From),
	}
	if f.Meter.line == 0 {
		r.errorf(line, "meter is missing")
	} else {
		out.Meter = r.meter(f.Meter)
	}
	if f.Region.line == 0 && f.Meter.line > 0 && out.Meter.ID == "" {
		r.errorf(line, "region is missing: a reservation is for one region")
	}
	r.ended(s, line, out.From, out.Months)
	return out
}

func (r *reader) savingsPlan(s *Scenario, kind ratebook.PriceKind, it item[fileSavingsPlan]) SavingsPlan {
	f, line := it.v, it.line
	out := SavingsPlan{
		Pos:     Pos{r.file, line},
		Kind:    kind,
		Hourly:  need(r, f.Hourly.text, line, "hourly", positive("hourly")),
		Months:  need(r, f.Months.text, line, "months", term),
		Payment: need(r, f.Payment, line, "payment", oneOf("payment", Upfront, Monthly)),
		Scope:   value(r, f.Scope, scope),
		From:    r.from(s, f.From),
	}
	r.ended(s, line, out.From, out.Months)
	return out
}

// term reads the months of a benefit's term. Which of them a card has, the
// estimate finds out.
func term(s string) (int, error) {
	for _, n := range []int{12, 36, 60} {
		if s == fmt.Sprint(n) {
			return n, nil
		}
	}
	return 0, fmt.Errorf("months %q is not a term of reservations or savings plans; write 12, 36 or 60", s)
}

// from reads the month in which a term begins; the scenario's first where it is
// left out.
func (r *reader) from(s *Scenario, t text) Month {
	if t.line == 0 {
		return s.Start
	}
	return value(r, t, ParseMonth)
}

// ended refuses a term that no month of the scenario lies in.
func (r *reader) ended(s *Scenario, line int, from Month, months int) {
	last := s.Start.Add(s.Months - 1)
	switch {
	case from.IsZero() || months == 0:
	case from.Since(last) > 0:
		r.errorf(line, "its term begins in %s, after the scenario's last month, %s", from, last)
	case s.Start.Since(from) >= months:
		r.errorf(line, "its term of %d months from %s on ends before the scenario begins, in %s", months, from, s.Start)
	}
}
