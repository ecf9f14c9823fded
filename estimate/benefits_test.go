package estimate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// benefitScenario has machines of two regions and subscriptions, some with
// growth, some for a part of the time, and one case with all at once:
// reservations and a savings plan that begin before, with, or in the scenario,
// a commitment of any kind, discounts, a credit, a recurring charge, tiers, own
// licences, a move. It changes the card.
func benefitScenario(t testing.TB, seed uint64, book estimatetest.Cards) (s *scenario.Scenario, text string) {
	r := rand.New(rand.NewPCG(seed, 9))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var terms ratebook.Terms
	for terms = range book {
		card := book[terms]
		card.OfferTerms = (&estimatetest.Generated{Rand: r}).OfferTerms(len(machineCard))
		for i := range card.Rates {
			if rate := &card.Rates[i]; r.IntN(4) == 0 {
				rate.Included = money.Int(r.Int64N(300))
				first := rate.Tiers[0]
				rate.Tiers = []ratebook.Tier{first, {Above: money.Int(500), UnitPrice: first.UnitPrice.Mul(money.MustParse("0.9"))}}
			}
		}
	}
	months := 1 + r.IntN(14)
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nname: Benefits\nstart: 2026-01\nmonths: %d\nhours_per_month: %s\nworkloads:\n", months, pick("730", "calendar", "100"))
	for i := range 2 + r.IntN(6) {
		m := machineCard[r.IntN(len(machineCard))]
		from := r.IntN(months)
		fmt.Fprintf(&b, "  - {name: w%d, region: %s, subscription: %s, from: %s, until: %s, growth: %s, usage: [{meter: {name: %s, subcategory: %s}, %s}]}\n",
			i, pick("westeurope", "westeurope", "northeurope"), pick("a", "b"), month(from), month(from+r.IntN(months-from)), pick("0%", "3%"), m.name, m.series,
			pick("count: 1, hours: 24x7", "count: 3, hours: 12x5", "count: 2, hours: 60", "count: 5, hours: 16x7", "quantity: 900"))
	}
	b.WriteString("cases:\n  - {name: All, source: retail, offer: MS-AZR-0003P, currency: EUR, market: NL")
	if r.IntN(2) == 0 {
		b.WriteString(", discount: 10%, discounts: [{where: {subscription: b}, discount: 25%}]")
	}
	if r.IntN(4) == 0 {
		b.WriteString(", region: northeurope")
	}
	if r.IntN(4) == 0 {
		b.WriteString(", hybrid_benefit: windows")
	}
	b.WriteString(pick("", ", commitment: {amount: 4000, months: 3}", ", commitment: {amount: 90000, months: 12, discount: 7%}", ", commitment: {plan: 6-month, pay: monthly, monthly: 700, discount: 5%}",
		", commitment: {kind: macc, amount: 30000, months: 12, milestones: [{month: 2, amount: 9000}, {month: 4, amount: 12000}]}", ", commitment: {kind: macc, amount: 9000, months: 3, shortfall: lost}"))
	b.WriteString(", reservations: [")
	for range r.IntN(4) {
		m := machineCard[r.IntN(3)]
		fmt.Fprintf(&b, "{meter: {name: %s, subcategory: %s}, region: %s, count: %d, months: 12, payment: %s, flexibility: %s, from: %s}, ", m.name, m.series,
			pick("westeurope", "northeurope"), 1+r.IntN(4), pick("upfront", "monthly"), pick("on", "on", "off"), month(r.IntN(months+8)-8))
	}
	b.WriteString("]")
	if r.IntN(2) == 0 {
		fmt.Fprintf(&b, ", savings_plan: {hourly: %s, months: 12, payment: %s, from: %s}", pick("0.5", "2", "7.5"), pick("upfront", "monthly"), month(r.IntN(months+8)-8))
	}
	b.WriteString("}\n")
	text = strings.ReplaceAll(b.String(), ", ]", "]")
	s, err := scenario.Read("benefits.yaml", []byte(text))
	if err != nil {
		t.Fatalf("seed %d: %v in\n%s", seed, err, text)
	}
	return s, text
}

// month is 2026-01 and so many later.
func month(n int) string { return scenario.Month{Year: 2026, Month: 1}.Add(n).String() }

// TestBenefitsTie holds cases with benefits and all else to what is always so,
// and the float model and the engine at other levels to the engine.
func TestBenefitsTie(t *testing.T) {
	for seed := range uint64(400) {
		book := machinesCard(t)
		s, text := benefitScenario(t, seed, book)
		e := compared(t, book, s).Base()
		checkTies(t, e)
		checkBenefits(t, e)
		checkModel(t, fmt.Sprint("seed ", seed), e, len(s.Workloads), seed)
		levels := make(estimate.Levels, len(s.Workloads))
		for i, w := range s.Workloads {
			levels[i] = money.MustParse("0.25").Mul(money.Int(int64(i)))
			s.Cases[0].Changes = append(s.Cases[0].Changes, scenario.Change{Where: scenario.Where{Workload: w.Name}, Scale: &levels[i]})
		}
		if got, want := e.At(levels).Total(), compared(t, book, s).Base().Total(); !got.Value.Equal(want.Value) {
			t.Errorf("seed %d: at other levels %s, with changes of that scale %s", seed, got.Value, want.Value)
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s%+v", seed, text, book[s.Cases[0].Terms].OfferTerms)
		}
	}
}

// checkBenefits holds each benefit to its price, and what is covered to what
// runs.
func checkBenefits(t *testing.T, e *estimate.Estimate) {
	t.Helper()
	sum := money.Zero
	for _, b := range e.Benefits {
		total := b.Total()
		if !b.Before.Add(b.Beyond).Add(total.Cost).Equal(b.Whole()) {
			t.Errorf("%s: %s before, %s in and %s after the scenario are not its price, %s", b.Name(), b.Before, total.Cost, b.Beyond, b.Whole())
		}
		sum = sum.Add(total.Cost)
		for m, use := range b.Use {
			if use.Bought.Less(use.Used) || use.Within.Less(use.Used) || use.Unused.Sign() < 0 {
				t.Errorf("%s, %s: %+v", b.Name(), e.Months[m], use)
			}
		}
	}
	if charge := e.Charges().Benefit; !charge.Equal(sum) {
		t.Errorf("%s is charged for benefits that cost %s", charge, sum)
	}
	for _, use := range e.Meters {
		for m := range e.Months {
			mm := e.Month(use.Index, m)
			whole := money.Zero
			for _, i := range use.Lines {
				whole = whole.Add(e.Lines[i].Quantities[m])
			}
			if mm.Charge.Quantity.Sign() < 0 || !mm.Quantity().Equal(whole) {
				t.Errorf("%s, %s: %s covered and %s charged of %s", use.Meter.Name, e.Months[m], mm.CoveredQuantity(), mm.Charge.Quantity, whole)
			}
		}
	}
}
