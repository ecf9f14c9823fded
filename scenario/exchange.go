package scenario

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"azwhatif/ratebook/money"
)

type fileExchange struct {
	Rate   number `yaml:"rate" jsonschema_description:"What one unit is worth in report_in."`
	AsOf   text   `yaml:"as_of" jsonschema_description:"The date of the rate, such as 2026-08-03."`
	Source text   `yaml:"source" jsonschema_description:"Who published the rate."`
}

func (r *reader) exchange(s *Scenario, f fileScenario) {
	for i, code := range slices.Sorted(maps.Keys(f.Exchange)) {
		line, e := f.Exchange[code].line, f.Exchange[code].v
		currency := value(r, text{code, line}, money.ParseCurrency)
		if _, again := s.Exchange[currency]; again && currency != "" {
			r.errorf(line, "a rate of %s is stated twice", currency)
		}
		s.Exchange[currency] = Exchange{
			Rate:   need(r, e.Rate.text, line, "rate", positive("rate")),
			AsOf:   need(r, e.AsOf, line, "as_of", date),
			Source: need(r, e.Source, line, "source", words("source")),
		}
		if f.ReportIn.line == 0 && i == 0 {
			r.errorf(line, "exchange is given, but report_in is not: say which currency the rates lead to")
		}
		if currency == s.ReportIn && currency != "" {
			r.errorf(line, "exchange has a rate of %s, the currency of report_in itself; leave it out", currency)
		}
	}
}

func date(s string) (string, error) {
	_, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", errNotDate(s)
	}
	return s, nil
}

type errNotDate string

func (e errNotDate) Error() string {
	return `"` + string(e) + `" is not a date; write it as 2026-08-03`
}

// currencies checks that every case's total can be reported.
func (r *reader) currencies(s *Scenario) {
	cases := s.allCases()
	for _, code := range slices.Sorted(maps.Keys(s.Exchange)) {
		used := slices.ContainsFunc(cases, func(c Case) bool { return c.Terms.Currency == code }) ||
			slices.ContainsFunc(s.Marketplace, func(p MarketplacePurchase) bool { return p.Currency == code }) ||
			slices.ContainsFunc(s.Owned, func(o Owned) bool { return o.Currency == code }) ||
			slices.ContainsFunc(cases, func(c Case) bool { return c.Payable.pays(code) }) ||
			s.Current != nil && s.Current.Currency == code
		if s.ReportIn != "" && !used {
			s.Warnings = append(s.Warnings, fmt.Sprintf("exchange: the rate of %s is not used: no case is in it", code))
		}
	}
	for _, p := range s.Marketplace {
		r.exchangeable(s, p.Pos, fmt.Sprintf("purchase %q", p.Name), p.Currency)
	}
	r.ownedCurrencies(s)
	r.currentCurrency(s)
	if s.ReportIn == "" {
		return
	}
	missing := map[money.Currency]bool{}
	for _, c := range cases {
		from := c.Terms.Currency
		if _, ok := s.Exchange[from]; !ok && from != s.ReportIn && from != "" && !missing[from] {
			missing[from] = true
			r.errorf(c.Line, "case %q is in %s and totals are reported in %s: state the rate under exchange: {%s: {rate: …, as_of: …, source: …}}", c.Name, from, s.ReportIn, from)
		}
	}
}

// exchangeable holds that an amount which the scenario states can be told in every
// case's currency: a case whose own rate is missing is said by currencies.
func (r *reader) exchangeable(s *Scenario, at Pos, what string, in money.Currency) {
	for _, c := range s.allCases() {
		if !r.exchangeableIn(s, at, what, in, c) {
			return
		}
	}
}

// exchangeableIn is the same of one case's currency.
func (r *reader) exchangeableIn(s *Scenario, at Pos, what string, in money.Currency, c Case) bool {
	to := c.Terms.Currency
	if _, ok := s.Exchanged(money.One, in, to); ok || in == "" || to == "" {
		return true
	}
	if _, ok := s.Worth(in); ok { // the case's own rate is missing, which is said of the case
		return false
	}
	report := ""
	if s.ReportIn == "" {
		report = fmt.Sprintf("report_in: %s, and ", to)
	}
	r.errorf(at.Line, "%s is in %s and case %q in %s: state %sthe rate under exchange: {%s: {rate: …, as_of: …, source: …}}", what, in, c.Name, to, report, in)
	return false
}
