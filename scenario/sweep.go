package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// defaultSweep is the most cases that a sweep makes where it states no limit: a grid of
// 45 regions, three ways to reserve and two of licences.
const defaultSweep = 300

// AllRegions is a sweep over every region that its cards cover (regions: all). Which
// these are is not known before there are cards.
type AllRegions struct {
	Pos
	cases []Case // without a region, in order; a case a region is made of each
	limit int
}

// allCases are those of the scenario, and those that InRegions makes others of.
func (s *Scenario) allCases() []Case {
	if s.AllRegions == nil {
		return s.Cases
	}
	return slices.Concat(s.Cases, s.AllRegions.cases)
}

// InRegions makes the cases of a sweep with regions: all, and takes it away. covered
// gives the regions of the terms' card, sorted; an error of it is given as it is.
func (s *Scenario) InRegions(covered func(ratebook.Terms) ([]ratebook.Region, error)) error {
	all := s.AllRegions
	if all == nil {
		return nil
	}
	var made []Case
	for _, c := range all.cases {
		regions, err := covered(c.Terms)
		if err != nil {
			return err
		}
		if len(regions) == 0 {
			return all.Errorf("the card of %s has no region", c.Terms)
		}
		if len(made)+len(regions) > all.limit {
			return all.Errorf("the sweep makes more cases than its limit of %d: with %d ways to pay, each in %d regions; leave some out, or state a higher limit", all.limit, len(all.cases), len(regions))
		}
		made = append(made, c.in(regions)...)
	}
	if len(s.Cases)+len(made) > MaxCases {
		return all.Errorf("%d cases, with those of the sweep, are more than %d", len(s.Cases)+len(made), MaxCases)
	}
	names := map[string]bool{}
	for _, c := range s.Cases {
		names[c.Name] = true
	}
	for i, c := range made {
		made[i].Owned = s.Owned
		if names[c.Name] {
			return all.Errorf("the sweep makes a case %q that stands already", c.Name)
		}
		names[c.Name] = true
	}
	s.Cases, s.AllRegions = append(s.Cases, made...), nil
	return nil
}

// Regions adds cases that are as the base case but in another region each: "all", for
// those of the base case's card, or names with commas between.
func (s *Scenario) Regions(list string, covered func(ratebook.Terms) ([]ratebook.Region, error)) error {
	if len(s.Cases) == 0 {
		return errors.New("the scenario has no case to take to other regions")
	}
	base := s.Cases[0]
	var regions []ratebook.Region
	if strings.EqualFold(strings.TrimSpace(list), allRegions) {
		var err error
		if regions, err = covered(base.Terms); err != nil {
			return err
		}
	} else {
		for name := range strings.SplitSeq(list, ",") {
			r, err := place(strings.TrimSpace(name))
			if err != nil {
				return err
			}
			if !slices.Contains(regions, r) {
				regions = append(regions, r)
			}
		}
	}
	if len(s.Cases)+len(regions) > MaxCases {
		return fmt.Errorf("%d cases, with those of %d regions, are more than %d", len(s.Cases)+len(regions), len(regions), MaxCases)
	}
	made := base.in(regions)
	for _, c := range made {
		if slices.ContainsFunc(s.Cases, func(k Case) bool { return k.Name == c.Name }) {
			return fmt.Errorf("a case of the scenario is named %q already", c.Name)
		}
	}
	s.Cases = append(s.Cases, made...)
	return nil
}

// in is the case in each of some regions: all of its usage, also where its changes say otherwise.
func (c Case) in(regions []ratebook.Region) []Case {
	var made []Case
	group := c.Name
	for _, r := range regions {
		k := c
		k.Changes = slices.Clone(c.Changes)
		for i := range k.Changes { // else some usage would stay where they take it
			k.Changes[i].Region = ""
		}
		k.Changes = slices.DeleteFunc(k.Changes, Change.empty)
		k.Reservations = slices.Clone(c.Reservations)
		for i := range k.Reservations {
			if k.Reservations[i].Meter.ID == "" {
				k.Reservations[i].Region = r
			}
		}
		k.Region, k.Group = r, group
		if before, after, ok := strings.Cut(group, ", "); ok {
			k.Name = fmt.Sprintf("%s %s, %s", before, r, after)
		} else {
			k.Name = fmt.Sprintf("%s %s", group, r)
		}
		made = append(made, k)
	}
	return made
}

// empty tells whether a change changes nothing.
func (c Change) empty() bool {
	return c.Scale == nil && c.Hours == nil && c.Swap == nil && c.Region == "" && len(c.Levers) == 0
}

// reserved is one value of a sweep's reserve: a term in months, 0 for none.
func reserved(s string) (int, error) {
	if strings.EqualFold(s, "none") {
		return 0, nil
	}
	n, err := term(s)
	if err != nil {
		return 0, fmt.Errorf("reserve %q is neither none nor a term of reservations: 12, 36 or 60", s)
	}
	return n, nil
}

// sweep adds a case for each combination of terms.
func (r *reader) sweep(s *Scenario, it item[fileSweep]) {
	f, line := it.v, it.line
	before := len(r.errs)
	limit := defaultSweep
	if f.Limit.line > 0 {
		limit = value(r, f.Limit.text, whole("limit", 1, MaxCases))
	}
	n := 1 // counted before a name of very many is looked up
	for _, k := range []struct {
		key string
		n   int
	}{
		{"offers", len(f.Offers)}, {"currencies", len(f.Currencies)}, {"markets", len(f.Markets)}, {"sources", max(1, len(f.Sources))},
		{"regions", max(1, len(f.Regions.list))}, {"reserve", max(1, len(f.Reserve))}, {"hybrid_benefit", max(1, len(f.Hybrid))},
	} {
		if k.n == 0 {
			r.errorf(line, "the sweep has no %s", k.key)
		}
		if n <= 1e9 { // else it is too many in any case, and could overflow
			n *= k.n
		}
	}
	if limit == 0 { // it is no limit, which is said already
		limit = MaxCases
	}
	if n > limit {
		r.errorf(line, "the sweep makes %d cases, more than its limit of %d; leave some out, or state a higher limit", n, limit)
		return
	}
	axes := sweepAxes{
		sources: []ratebook.Source{ratebook.RateCard}, reserve: []int{0}, hybrid: [][]Lever{nil},
		offers: values(r, f.Offers, ratebook.ParseOffer), currencies: values(r, f.Currencies, money.ParseCurrency), markets: values(r, f.Markets, ratebook.ParseMarket),
	}
	if len(f.Sources) > 0 {
		axes.sources = values(r, f.Sources, oneOf("source", ratebook.Sources...))
	}
	if len(f.Reserve) > 0 {
		axes.reserve = nil
		for _, t := range f.Reserve {
			axes.reserve = append(axes.reserve, value(r, t.text, reserved))
		}
	}
	if len(f.Hybrid) > 0 {
		axes.hybrid = nil
		for _, t := range f.Hybrid {
			var levers []Lever
			if value(r, t, oneOf("hybrid_benefit", "none", "windows", "sql", "both")) != "none" {
				levers = r.levers(t, flag{}, flag{})
			}
			axes.hybrid = append(axes.hybrid, levers)
		}
	}
	regions := values(r, f.Regions.list, place)
	if len(r.errs) > before {
		return
	}
	made := axes.cases(Pos{r.file, line})
	switch {
	case f.Regions.all:
		s.AllRegions = &AllRegions{Pos: Pos{r.file, line}, cases: made, limit: limit}
		return
	case len(regions) > 0:
		var moved []Case
		for _, c := range made {
			moved = append(moved, c.in(regions)...)
		}
		made = moved
	}
	names := map[string]bool{}
	for _, c := range s.Cases {
		names[c.Name] = true
	}
	for _, c := range made {
		if names[c.Name] {
			r.errorf(line, "the sweep makes a case %q that stands already", c.Name)
		}
		names[c.Name] = true
		s.Cases = append(s.Cases, c)
	}
}

// sweepAxes are what a sweep combines, but for regions.
type sweepAxes struct {
	sources    []ratebook.Source
	offers     []ratebook.Offer
	currencies []money.Currency
	markets    []ratebook.Market
	reserve    []int // months; 0 is none
	hybrid     [][]Lever
}

// cases are all combinations, named by what they combine: "MS-AZR-0003P EUR NL, reserved
// for 36 months, own windows licences". A source stands in the name where there are several.
func (a sweepAxes) cases(at Pos) []Case {
	var list []Case
	for _, source := range a.sources {
		for _, offer := range a.offers {
			for _, currency := range a.currencies {
				for _, market := range a.markets {
					for _, months := range a.reserve {
						for _, levers := range a.hybrid {
							c := Case{Pos: at, Terms: ratebook.Terms{Source: source, Offer: offer, Currency: currency, Market: market, Locale: ratebook.DefaultLocale}}
							c.Name = fmt.Sprintf("%s %s %s", offer, currency, market)
							if len(a.sources) > 1 {
								c.Name = fmt.Sprintf("%s %s", source, c.Name)
							}
							if months > 0 {
								c.Find = ReserveAllFor(months)
								c.Name += fmt.Sprintf(", reserved for %d months", months)
							}
							if len(levers) > 0 {
								c.Changes = []Change{{Pos: at, Levers: levers}}
								c.Name += ", own " + licences(levers) + " licences"
							}
							list = append(list, c)
						}
					}
				}
			}
		}
	}
	return list
}

// licences names the levers of licences.
func licences(levers []Lever) string {
	windows, sql := slices.Contains(levers, OwnWindows), slices.Contains(levers, OwnSQL)
	switch {
	case windows && sql:
		return "windows and sql"
	case sql:
		return "sql"
	}
	return "windows"
}
