package scenario

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Case is one set of terms and changes.
type Case struct {
	Pos
	Name   string
	Terms  ratebook.Terms
	Region ratebook.Region // where all usage is moved to; "" leaves it where it is
	// Commitments is money promised: at most one that is paid (a prepayment or a plan of
	// 2012) and one MACC, in the order stated. A case that is like another one may share
	// them: nothing changes them.
	Commitments []Commitment
	Discount    money.Decimal // negotiated, on eligible charges; 0.1 is ten percent
	DiscountPos Pos           // where Discount is stated; of a case that is like another one, there
	Discounts   []Discount    // negotiated, by meter: the first that picks one counts, in place of Discount
	Sizing      Sizing        // of machines, over their workload's
	Modernise   Modernise     // of machines that state a size; "" leaves them
	Changes     []Change      // in order
	Payable     *Payable      // what stands below the total; nil where nothing is stated

	Reservations []Reservation
	SavingsPlans []SavingsPlan
	Find         Finding // asks for the cheapest benefits, in place of stated ones
	Owned        []Owned // the scenario's, the same in every case

	// Group is the same in the cases of a sweep that differ in their region only, which
	// are ranked; "" of all other cases.
	Group string
}

// A Setting is a choice of a case that stands by itself: the way from one case to another
// has a step for it (compare.Bridge).
type Setting struct {
	Name string
	Same func(a, b *Case) bool
	Take func(to, from *Case) // makes the setting of to that of from
	Text func(c *Case) string // "" where the case leaves it as it is
}

// Settings are in the order in which they are taken: after the terms, before changes,
// discounts, commitments and benefits, which have steps of their own.
var Settings = []Setting{
	{"region", func(a, b *Case) bool { return a.Region == b.Region }, func(to, from *Case) { to.Region = from.Region },
		func(c *Case) string { return string(c.Region) }},
	{"sizing", func(a, b *Case) bool { return a.Sizing.Same(b.Sizing) }, func(to, from *Case) { to.Sizing = from.Sizing },
		func(c *Case) string { return c.Sizing.String() }},
	{"modernise", func(a, b *Case) bool { return a.Modernise == b.Modernise }, func(to, from *Case) { to.Modernise = from.Modernise },
		func(c *Case) string { return string(c.Modernise) }},
}

type fileCase struct {
	Name       text                 `yaml:"name" jsonschema_description:"The case's name."`
	Like       text                 `yaml:"like,omitempty" jsonschema_description:"The name of an earlier case, to start from."`
	Source     text                 `yaml:"source,omitempty" jsonschema_description:"Where the card comes from; left out: ratecard."`
	Offer      text                 `yaml:"offer,omitempty" jsonschema_description:"Such as MS-AZR-0003P."`
	Currency   text                 `yaml:"currency,omitempty" jsonschema_description:"Such as EUR."`
	Market     text                 `yaml:"market,omitempty" jsonschema_description:"The country where the offer was bought, such as NL."`
	Locale     text                 `yaml:"locale,omitempty" jsonschema_description:"The card's language; left out: en-US."`
	Region     text                 `yaml:"region,omitempty" jsonschema_description:"Move all usage to this region."`
	Commitment *fileCommitments     `yaml:"commitment,omitempty" jsonschema_description:"Money promised for a term: one commitment, or a list of a prepayment and a MACC, in place of those of the case that this one is like; none takes these away."`
	Discount   number               `yaml:"discount,omitempty" jsonschema_description:"A negotiated discount on eligible charges, such as 10%."`
	Payable    *item[filePayable]   `yaml:"payable,omitempty" jsonschema_description:"What is paid in the end, in place of the scenario's; payable: {} for nothing."`
	Discounts  []item[fileDiscount] `yaml:"discounts,omitempty" jsonschema_description:"Negotiated discounts by meter, category or service, before those of the case that this one is like; the first that fits a meter counts, in place of discount."`
	Sizing     *item[fileSizing]    `yaml:"sizing,omitempty" jsonschema_description:"How sizes are chosen for machines in this case; over that of the case that this one is like."`
	Modernise  text                 `yaml:"modernise,omitempty" jsonschema:"enum=drop-in,enum=latest,enum=cheapest,enum=none" jsonschema_description:"Newer sizes in the place of those that machines state: drop-in, to which they can be resized as they are; latest, of the same series; cheapest, of any that the sizing allows. Never fewer vCPUs or less memory."`
	Changes    []item[fileChange]   `yaml:"changes,omitempty" jsonschema_description:"Changes to the usage, in order; after those of the case that this one is like."`

	Hybrid      text `yaml:"hybrid_benefit,omitempty" jsonschema:"enum=windows,enum=sql,enum=both" jsonschema_description:"For all usage, after the changes: licences of one's own (Azure Hybrid Benefit), priced as the meter without the licence."`
	Spot        flag `yaml:"spot,omitempty" jsonschema_description:"For all usage, after the changes: priced as the size's spot meter, capacity that Azure may take back."`
	LowPriority flag `yaml:"low_priority,omitempty" jsonschema_description:"For all usage, after the changes: priced as the size's low-priority meter, of Azure Batch."`

	Reservations []item[fileReservation] `yaml:"reservations,omitempty" jsonschema_description:"Reservations, in place of those of the case that this one is like; of a card with their prices (source: retail)."`
	SavingsPlan  *fileSavingsPlans       `yaml:"savings_plan,omitempty" jsonschema_description:"A savings plan for compute, or a list of them; of a card with its prices (source: retail)."`
	Benefits     text                    `yaml:"benefits,omitempty" jsonschema:"enum=auto,enum=auto-12,enum=auto-36,enum=none" jsonschema_description:"auto finds the reservations and the savings plan that cost least, of terms that do not end after the scenario (nothing where all do); auto-12 and auto-36 of terms up to so many months, however long the scenario is. none takes what the case that this one is like has away."`
	Reserve      *item[fileReserve]      `yaml:"reserve,omitempty" jsonschema_description:"Reservations for all that runs all the time, in place of reservations, savings_plan and benefits."`
	FormerFind   text                    `yaml:"commitments,omitempty" jsonschema:"enum=auto,enum=auto-12,enum=auto-36,enum=none" jsonschema_description:"The word for benefits before commitment took a list; write benefits."`
}

// MaxCases bounds a scenario's cases, MaxChanges the changes of one, those of
// the case that it is like among them.
const (
	MaxCases   = 500
	MaxChanges = 1000
)

func (r *reader) cases(s *Scenario, f fileScenario, line int) {
	switch {
	case len(f.Cases) > MaxCases:
		r.errorf(f.Cases[MaxCases].line, "%d cases are more than %d", len(f.Cases), MaxCases)
		return
	case len(f.Cases) == 0 && f.Sweep == nil:
		r.errorf(line, "cases is missing: say under which terms the usage is priced (or give a sweep)")
	}
	names, lines := map[string]int{}, map[string]int{}
	for _, it := range slices.Backward(f.Cases) {
		lines[it.v.Name.value] = it.line
	}
	for _, it := range f.Cases {
		r.unique(names, "a case", it.v.Name)
		c := r.oneCase(s.Cases, it, lines)
		r.benefits(s, &c, it.v)
		for _, ch := range it.v.Changes {
			c.Changes = append(c.Changes, r.change(ch, s))
		}
		if levers := r.levers(it.v.Hybrid, it.v.Spot, it.v.LowPriority); levers != nil {
			c.Changes = append(c.Changes, Change{Pos: c.Pos, Levers: levers})
		}
		if len(c.Changes) > MaxChanges {
			r.errorf(it.line, "case %q has %d changes, more than %d", c.Name, len(c.Changes), MaxChanges)
			c.Changes = nil
		}
		s.Cases = append(s.Cases, c)
	}
	if f.Sweep != nil {
		r.sweep(s, *f.Sweep)
		if len(s.Cases) > MaxCases {
			r.errorf(f.Sweep.line, "%d cases, with those of the sweep, are more than %d", len(s.Cases), MaxCases)
		}
	}
	for i := range s.Cases {
		s.Cases[i].Owned = s.Owned
	}
}

// oneCase reads a case but for its own changes. lines has the lines of all
// cases, by name.
func (r *reader) oneCase(earlier []Case, it item[fileCase], lines map[string]int) Case {
	f, line := it.v, it.line
	c := Case{Terms: ratebook.Terms{Source: ratebook.RateCard, Locale: ratebook.DefaultLocale}}
	if f.Like.line > 0 {
		i := slices.IndexFunc(earlier, func(e Case) bool { return e.Name == f.Like.value })
		if i < 0 {
			r.errorf(f.Like.line, "no case before this one is named %q%s", f.Like.value, otherCase(f.Like.value, earlier, lines))
		} else {
			c = earlier[i]
			c.Changes = slices.Clone(c.Changes)
		}
	}
	c.Pos, c.Name = Pos{r.file, line}, need(r, f.Name, line, "name", words("name"))
	set(r, &c.Terms.Source, f.Source, oneOf("source", ratebook.Sources...))
	set(r, &c.Terms.Offer, f.Offer, ratebook.ParseOffer)
	set(r, &c.Terms.Currency, f.Currency, money.ParseCurrency)
	set(r, &c.Terms.Market, f.Market, ratebook.ParseMarket)
	set(r, &c.Terms.Locale, f.Locale, ratebook.ParseLocale)
	set(r, &c.Region, f.Region, place)
	set(r, &c.Discount, f.Discount.text, percent("discount", 0, 100))
	if f.Discount.line > 0 {
		c.DiscountPos = Pos{r.file, f.Discount.line}
	}
	if f.Like.line == 0 { // never assumed
		for _, k := range []struct {
			key string
			text
		}{{"offer", f.Offer}, {"currency", f.Currency}, {"market", f.Market}} {
			if k.line == 0 {
				r.errorf(line, "the case has no %s, and is not like another case", k.key)
			}
		}
	}
	c.Sizing = r.sizing(f.Sizing).Over(c.Sizing)
	set(r, &c.Modernise, f.Modernise, oneOf("modernise", ModerniseDropIn, ModerniseLatest, ModerniseCheapest, "none"))
	if c.Modernise == "none" {
		c.Modernise = ""
	}
	c.Discounts = append(r.discounts(f.Discounts), c.Discounts...)
	if f.Payable != nil {
		c.Payable = r.payable(*f.Payable)
	}
	if m := f.Commitment; m != nil {
		c.Commitments = r.commitments(*m)
		line = m.line
	}
	r.planCurrency(c, line)
	return c
}

// set parses a text into a field that keeps its value where the text is
// missing.
func set[T any](r *reader, field *T, t text, parse func(string) (T, error)) {
	if t.line > 0 {
		*field = value(r, t, parse)
	}
}

// otherCase says what would do in place of a case that is not there.
func otherCase(wanted string, earlier []Case, lines map[string]int) string {
	var names []string
	for _, c := range earlier {
		names = append(names, c.Name)
	}
	if later, ok := lines[wanted]; ok {
		return fmt.Sprintf("; one comes in line %d, but must stand before", later)
	}
	return nearestName(wanted, names)
}

func nearestName(wanted string, names []string) string {
	if near := ratebook.NearestWords(wanted, names, 1); len(near) == 1 {
		return fmt.Sprintf("; did you mean %q?", near[0])
	}
	return ""
}
