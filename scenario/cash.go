package scenario

import (
	"slices"

	"azwhatif/ratebook/money"
)

// Cash says how payments of different months are weighed.
type Cash struct {
	Discount *money.Decimal // what money costs a year, 0.08 is 8%; nil where nothing is stated, and there is no present value
}

// Current is what is paid today, and what each case replaces: it is in no case's total.
type Current struct {
	Pos
	Name     string
	Currency money.Currency
	Growth   money.Decimal // from each year to the next, counted from the scenario's first month
	Monthly  money.Decimal // in the first year; where OnPremises is nil
	OnPremises
	Waves []Wave // parts that move later than in the scenario's first month; what is in none goes on. nil: all of it ends at once
}

// OnPremises are the figures that a data centre's cost is calculated from; nil where the
// monthly cost is stated.
type OnPremises []Factor

// Factor is one of them. One that is neither published nor stated has no value.
type Factor struct {
	Key, Label, Unit string
	Value            money.Decimal
	Stated           bool // in the scenario
	Known            bool // stated, or published
	Percent          bool // Value is a part, and is written as a percentage
	Money            bool // Value is an amount of the currency; a published one is in USD
}

// At is a figure by its key; zero where it has no value.
func (p OnPremises) At(key string) money.Decimal {
	if i := slices.IndexFunc(p, func(f Factor) bool { return f.Key == key }); i >= 0 {
		return p[i].Value
	}
	return money.Zero
}

// Lacks tells whether one of the figures has no value.
func (p OnPremises) Lacks(keys ...string) bool {
	return slices.ContainsFunc(p, func(f Factor) bool { return !f.Known && slices.Contains(keys, f.Key) })
}

// BusinessCase is the page that the formulas and the figures of OnPremises are from.
const BusinessCase = "Microsoft Learn, Azure Migrate, concepts-business-case-calculation"

// PercentOf reads a percentage of so many percent at the least and at the most, such as
// "8%": 0.08.
func PercentOf(what string, low, high int64, s string) (money.Decimal, error) {
	return percent(what, low, high)(s)
}

// The bounds of a discount rate, in percent.
const (
	LowestDiscount  = 0
	HighestDiscount = 100
)

// cash reads how payments are weighed.
func (r *reader) cash(it *item[fileCash]) *Cash {
	if it == nil {
		return nil
	}
	out := &Cash{}
	if f := it.v.Discount; f.line > 0 {
		d := value(r, f.text, percent("discount_rate", LowestDiscount, HighestDiscount))
		out.Discount = &d
	}
	return out
}

// current reads what is paid today.
func (r *reader) current(s *Scenario, it *item[fileCurrent]) *Current {
	if it == nil {
		return nil
	}
	f, line := it.v, it.line
	out := &Current{
		Pos: Pos{r.file, line}, Name: "Current",
		Currency: need(r, f.Currency, line, "currency", money.ParseCurrency),
		Growth:   value(r, f.Growth.text, percent("growth", -100, 100)),
	}
	if f.Name.line > 0 {
		out.Name = value(r, f.Name, words("name"))
	}
	switch {
	case f.Monthly.line > 0 && f.OnPremises != nil:
		r.errorf(f.OnPremises.line, "monthly and on_premises are both given; take one")
	case f.Monthly.line > 0:
		out.Monthly = counted(r, "monthly", f.Monthly.text, notNegative("monthly"))
	case f.OnPremises != nil:
		out.OnPremises = r.onPremises(*f.OnPremises, out.Currency)
	default:
		r.errorf(line, "current has no cost; say what is paid: monthly: 12000, or on_premises: {servers: 40, cores: 320, memory: 2560, storage: 60000}")
	}
	out.Waves = r.waves(s, f, out.Monthly)
	return out
}

// currentCurrency holds that what is paid today can be told in the currency that cases are
// compared in.
func (r *reader) currentCurrency(s *Scenario) {
	if s.Current == nil || s.Current.Currency == "" {
		return
	}
	if s.ReportIn != "" {
		if _, ok := s.Worth(s.Current.Currency); !ok {
			r.errorf(s.Current.Line, "current is in %s and totals are reported in %s: state the rate under exchange: {%s: {rate: …, as_of: …, source: …}}", s.Current.Currency, s.ReportIn, s.Current.Currency)
		}
		return
	}
	for _, c := range s.allCases() {
		if in := c.Terms.Currency; in != "" && in != s.Current.Currency {
			r.errorf(s.Current.Line, "current is in %s and case %q in %s: state report_in, and the rate under exchange: {%s: {rate: …, as_of: …, source: …}}", s.Current.Currency, c.Name, in, s.Current.Currency)
			return
		}
	}
}
