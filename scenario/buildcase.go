package scenario

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// defaultSweep is the most cases that a sweep makes where it states no limit.
const defaultSweep = 64

// MaxCases bounds a scenario's cases.
const MaxCases = 500

func (r *reader) cases(s *Scenario, f fileScenario, line int) {
	names := map[string]int{}
	for _, it := range f.Cases {
		r.unique(names, "case", it.v.Name)
		s.Cases = append(s.Cases, r.oneCase(s.Cases, it))
	}
	if f.Sweep != nil {
		r.sweep(s, *f.Sweep, line)
	}
	if len(s.Cases) == 0 {
		r.errorf(line, "cases is missing: say under which terms the usage is priced (or give a sweep)")
	}
	if len(s.Cases) > MaxCases {
		r.errorf(line, "%d cases are more than %d", len(s.Cases), MaxCases)
	}
	r.currencies(s)
}

func (r *reader) oneCase(earlier []Case, it item[fileCase]) Case {
	f, line := it.v, it.line
	c := Case{Terms: ratebook.Terms{Source: ratebook.RateCard, Locale: ratebook.DefaultLocale}}
	if f.Like.line > 0 {
		i := slices.IndexFunc(earlier, func(e Case) bool { return e.Name == f.Like.value })
		if i < 0 {
			r.errorf(f.Like.line, "no case before this one is named %q%s", f.Like.value, caseNames(earlier, f.Like.value))
		} else {
			c = earlier[i]
			c.Changes = slices.Clone(c.Changes)
		}
	}
	c.Pos, c.Name = Pos{r.file, line}, need(r, f.Name, line, "name", asIs)
	set(r, &c.Terms.Source, f.Source, oneOf("source", ratebook.RateCard))
	set(r, &c.Terms.Offer, f.Offer, ratebook.ParseOffer)
	set(r, &c.Terms.Currency, f.Currency, money.ParseCurrency)
	set(r, &c.Terms.Market, f.Market, ratebook.ParseMarket)
	set(r, &c.Terms.Locale, f.Locale, ratebook.ParseLocale)
	set(r, &c.Region, f.Region, region)
	set(r, &c.Discount, f.Discount.text, percent("discount", 0, 100))
	if f.Like.line == 0 { // never assumed
		for key, t := range map[string]text{"offer": f.Offer, "currency": f.Currency, "market": f.Market} {
			if t.line == 0 {
				r.errorf(line, "case %q has no %s, and is not like another case", c.Name, key)
			}
		}
	}
	if f.Commitment != nil {
		c.Commitment = &Commitment{
			Amount: need(r, f.Commitment.Amount.text, line, "amount", positive("amount")),
			Months: need(r, f.Commitment.Months.text, line, "months", whole("months", 1, MaxMonths)),
		}
	}
	for _, ch := range f.Changes {
		c.Changes = append(c.Changes, r.change(ch))
	}
	return c
}

// set parses a text into a field that keeps its value where the text is
// missing.
func set[T any](r *reader, field *T, t text, parse func(string) (T, error)) {
	if t.line > 0 {
		*field = value(r, t, parse)
	}
}

func caseNames(cases []Case, wanted string) string {
	var names []string
	for _, c := range cases {
		names = append(names, c.Name)
	}
	if near := ratebook.NearestWords(wanted, names, 1); len(near) == 1 {
		return fmt.Sprintf("; did you mean %q?", near[0])
	}
	return ""
}

func (r *reader) change(it item[fileChange]) Change {
	f := it.v
	c := Change{Pos: Pos{r.file, it.line}}
	if w := f.Where; w != nil {
		c.Where = Where{
			Workload:     w.Workload.value,
			Subscription: w.Subscription.value,
			Tags:         tags(w.Tags),
			Region:       value(r, w.Region, region),
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
	c.Region = value(r, f.Region, region)
	if c.Scale == nil && c.Hours == nil && c.Swap == nil && f.Region.line == 0 {
		r.errorf(it.line, "the change changes nothing; give scale, hours, swap or region")
	}
	return c
}

func (r *reader) sweep(s *Scenario, f fileSweep, line int) {
	limit := defaultSweep
	if f.Limit.line > 0 {
		limit = value(r, f.Limit.text, whole("limit", 1, MaxCases))
	}
	regions := f.Regions
	if len(regions) == 0 {
		regions = []text{{}}
	}
	if n := len(f.Offers) * len(f.Currencies) * len(f.Markets) * len(regions); n == 0 {
		r.errorf(line, "the sweep needs offers, currencies and markets")
		return
	} else if n > limit {
		r.errorf(f.Offers[0].line, "the sweep makes %d cases, more than its limit of %d; leave some out, or state a higher limit", n, limit)
		return
	}
	for _, offer := range f.Offers {
		for _, currency := range f.Currencies {
			for _, market := range f.Markets {
				for _, to := range regions {
					c := Case{Pos: Pos{r.file, offer.line}, Terms: ratebook.Terms{
						Source:   ratebook.RateCard,
						Offer:    value(r, offer, ratebook.ParseOffer),
						Currency: value(r, currency, money.ParseCurrency),
						Market:   value(r, market, ratebook.ParseMarket),
						Locale:   ratebook.DefaultLocale,
					}, Region: value(r, to, region)}
					c.Name = strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", c.Terms.Offer, c.Terms.Currency, c.Terms.Market, c.Region)), " ")
					if slices.ContainsFunc(s.Cases, func(e Case) bool { return e.Name == c.Name }) {
						r.errorf(offer.line, "the sweep makes a case %q that stands already", c.Name)
					}
					s.Cases = append(s.Cases, c)
				}
			}
		}
	}
}

// currencies checks that every case's total can be reported.
func (r *reader) currencies(s *Scenario) {
	if s.ReportIn == "" {
		return
	}
	missing := map[money.Currency]bool{}
	for _, c := range s.Cases {
		from := c.Terms.Currency
		if _, ok := s.Exchange[from]; !ok && from != s.ReportIn && from != "" && !missing[from] {
			missing[from] = true
			r.errorf(c.Line, "case %q is in %s and totals are reported in %s: state the rate under exchange: {%s: {rate: …, as_of: …, source: …}}", c.Name, from, s.ReportIn, from)
		}
	}
}
