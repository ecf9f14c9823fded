package estimate_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"

	"golang.org/x/tools/txtar"
)

// TestPricing runs the cases of testdata/*.txtar. Each has a scenario, cards in
// the wire format of the RateCard ("card OFFER CURRENCY MARKET") or of the
// Retail Prices API ("retail …"), and under "want" figures with the sum that they
// come from:
//
//	Sixteen: 17 = 5 × 1 + 6 × 2
//	Prepay.discount: -5 = 100 × -0.05
//	Prepay unpriced: no price            (a part of the reason)
//	Prepay warns: is lost                (a part of the warning)
//	Prepay assumes: is drawn down        (a part of the assumptions)
//	Prepay.bridge offer: -3              (what the lever does; "alone offer", by itself)
//
// "used" is what the scenario's import has: a line a meter of its subscription,
// meter id, unit, and quantities of the scenario's months; "days" such lines whose
// quantities are of days, "03-14=20".
func TestPricing(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			comparison, want := price(t, ar)
			wants := 0
			for line := range strings.Lines(want) {
				if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
					check(t, comparison, line)
					wants++
				}
			}
			if wants == 0 {
				t.Error("the case wants nothing")
			}
			for _, e := range comparison.Estimates {
				checkTies(t, e)
			}
		})
	}
}

func price(t *testing.T, ar *txtar.Archive) (c *compare.Comparison, want string) {
	t.Helper()
	book := estimatetest.Cards{}
	var s *scenario.Scenario
	var err error
	for _, f := range ar.Files {
		words := strings.Fields(f.Name)
		switch words[0] {
		case "scenario.yaml":
			s, err = scenario.Read(f.Name, f.Data)
		case "card":
			terms := ratebook.Terms{Source: ratebook.RateCard, Offer: ratebook.Offer(words[1]), Currency: money.Currency(words[2]), Market: ratebook.Market(words[3]), Locale: "en-US"}
			book[terms], err = fetch.DecodeRateCard(strings.NewReader(string(f.Data)), terms)
		case "retail":
			terms := ratebook.Terms{Source: ratebook.Retail, Offer: ratebook.Offer(words[1]), Currency: money.Currency(words[2]), Market: ratebook.Market(words[3]), Locale: "en-US"}
			book[terms], err = fetch.DecodeRetail(strings.NewReader(string(f.Data)), terms)
		case "pricesheet": // an agreement's, in the form of retail prices
			retail := ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: money.Currency(words[2]), Market: ratebook.Market(words[3]), Locale: "en-US"}
			card, failed := fetch.DecodeRetail(strings.NewReader(string(f.Data)), retail)
			if err = failed; err == nil {
				card.Terms.Source, card.Terms.Offer = ratebook.PriceSheet, ratebook.Offer(words[1])
				book[card.Terms] = card
			}
		case "days":
			got := days(t, s, string(f.Data))
			s.KeepDays = map[string]bool{}
			for _, u := range got.Used {
				s.KeepDays[scenario.EvidenceOf(u.Meter)] = true
			}
			err = s.Add(s.Imports[0], got)
		case "used":
			err = s.Add(s.Imports[0], used(t, s, string(f.Data)))
		case "want":
			want = string(f.Data)
		default:
			t.Fatalf("unknown file %q", f.Name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err = compare.Cases(context.Background(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.FindBridges(context.Background(), book, time.Time{}); err != nil {
		t.Fatal(err)
	}
	checkBridges(t, c)
	return c, want
}

// used reads what an import has: "sub-1 00000000-… 1_Hour 100 -50".
func used(t *testing.T, s *scenario.Scenario, text string) *scenario.Imported {
	t.Helper()
	months := s.Period()
	got := &scenario.Imported{Sources: []scenario.ImportSource{{
		First: months[0].Start().Format(time.DateOnly), Last: months[len(months)-1].End().AddDate(0, 0, -1).Format(time.DateOnly),
	}}}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		for m, q := range words[3:] {
			got.Used = append(got.Used, scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Month: months[m], Subscription: words[0],
				Meter:    ratebook.Meter{ID: ratebook.MeterID(words[1]), Unit: unit.MustParse(strings.ReplaceAll(words[2], "_", " "))},
				Quantity: money.MustParse(q), Records: 1,
			})
		}
	}
	return got
}

// days reads what an import has day by day: "sub-1 00000000-… 1_Hour 01-14=20 02-03=5".
func days(t *testing.T, s *scenario.Scenario, text string) *scenario.Imported {
	t.Helper()
	months := s.Period()
	got := &scenario.Imported{Sources: []scenario.ImportSource{{
		First: months[0].Start().Format(time.DateOnly), Last: months[len(months)-1].End().AddDate(0, 0, -1).Format(time.DateOnly),
	}}}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		for m, month := range months {
			u := scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Month: month, Subscription: words[0], Records: 1,
				Meter: ratebook.Meter{ID: ratebook.MeterID(words[1]), Unit: unit.MustParse(strings.ReplaceAll(words[2], "_", " "))},
			}
			for _, word := range words[3:] {
				day, quantity, _ := strings.Cut(word, "=")
				if day[:2] == months[m].String()[5:] {
					d := scenario.DayUsed{Day: month.String() + day[2:], Quantity: money.MustParse(quantity)}
					u.Days, u.Quantity = append(u.Days, d), u.Quantity.Add(d.Quantity)
				}
			}
			if u.Days != nil {
				got.Used = append(got.Used, u)
			}
		}
	}
	return got
}

// checkBridges holds each bridge against the difference: the steps add up to it.
func checkBridges(t *testing.T, c *compare.Comparison) {
	t.Helper()
	for _, b := range c.Bridges {
		e := c.Estimates[b.Case]
		sum, after := money.Zero, c.Reported(c.Base().Total()).Value
		for _, s := range b.Steps {
			sum, after = sum.Add(s.Amount), after.Add(s.Amount)
			if !after.Equal(s.After) {
				t.Errorf("%s, %s: %s, and the steps total %s", e.Case.Name, s.Name, s.After, after)
			}
		}
		if d, ok := c.Difference(e).Amount(); ok && len(b.Steps) > 0 && !sum.Equal(d.Value) {
			t.Errorf("%s: the bridge totals %s, the difference is %s", e.Case.Name, sum, d.Value)
		}
		if len(b.Steps) == 0 && b.Why == "" {
			t.Errorf("%s: no bridge, and no reason", e.Case.Name)
		}
	}
}

func check(t *testing.T, c *compare.Comparison, line string) {
	t.Helper()
	key, value, _ := strings.Cut(line, ": ")
	name, what, dotted := strings.Cut(key, ".")
	if !dotted {
		for _, w := range []string{" unpriced", " warns", " assumes"} {
			if strings.HasSuffix(key, w) {
				name, what = strings.TrimSuffix(key, w), w
			}
		}
	}
	for _, e := range c.Estimates {
		if e.Case.Name != name {
			continue
		}
		switch what {
		case " unpriced":
			for _, u := range e.Unpriced {
				if strings.Contains(u.Reason, value) {
					return
				}
			}
			t.Errorf("%s: nothing is unpriced with %q, but %v", name, value, e.Unpriced)
		case " assumes":
			if strings.Contains(strings.Join(e.Assumptions(), "\n"), value) {
				return
			}
			t.Errorf("%s: %q is not assumed: %q", name, value, e.Assumptions())
		case " warns":
			for _, w := range e.Warnings {
				if strings.Contains(w.String(), value) {
					return
				}
			}
			t.Errorf("%s: no warning %q in %v", name, value, e.Warnings)
		default:
			var got money.Decimal
			sum := ""
			if lever, ok := strings.CutPrefix(what, "bridge "); ok {
				got = step(t, c, e, lever).Amount
			} else if lever, ok := strings.CutPrefix(what, "alone "); ok {
				got = *step(t, c, e, lever).Alone
			} else {
				got = figure(t, e, what)
			}
			value, sum, _ = strings.Cut(value, " = ")
			if _, decimals, ok := strings.Cut(value, "."); ok && strings.HasPrefix(what, "benefit ") {
				got = got.Round(int32(len(decimals))) // a quotient
			}
			if want := money.MustParse(value); !got.Equal(want) {
				t.Errorf("%s is %s, want %s", key, got, line)
			}
			if sum != "" && !evaluate(t, sum).Equal(money.MustParse(value)) {
				t.Errorf("the sum of %q is %s", line, evaluate(t, sum))
			}
		}
		return
	}
	t.Errorf("no case for %q", line)
}

// step is the one of a lever in the bridge to a case.
func step(t *testing.T, c *compare.Comparison, e *estimate.Estimate, lever string) compare.BridgeStep {
	t.Helper()
	var names []string
	for _, b := range c.Bridges {
		for _, s := range b.Steps {
			if c.Estimates[b.Case] == e && s.Name == lever {
				return s
			}
			names = append(names, s.Name)
		}
	}
	t.Fatalf("%s: no lever %q in %v", e.Case.Name, lever, names)
	return compare.BridgeStep{}
}

func figure(t *testing.T, e *estimate.Estimate, what string) money.Decimal {
	t.Helper()
	ch := e.Charges()
	figures := map[string]money.Decimal{
		"": ch.Total(), "usage": ch.Usage, "discount": ch.Discount, "commitment": ch.Commitment,
		"overage": ch.Overage, "credit": ch.Credit, "recurring": ch.Recurring, "benefit": ch.Benefit, "marketplace": ch.Marketplace,
	}
	if d, ok := figures[what]; ok {
		return d
	}
	switch p := e.Payable(); {
	case what == "paid" && p == nil:
		return ch.Total()
	case p == nil:
	case what == "paid":
		return p.Paid
	case what == "support":
		return money.Sum(p.Support...)
	case what == "tax":
		return money.Sum(p.Taxes...)
	case what == "net":
		return p.Net
	case what == "bought":
		return p.Bought
	case what == "sold":
		return p.Sold
	case what == "margin":
		keeps, _, _ := p.Margin()
		return keeps
	}
	if b, ok := strings.CutPrefix(what, "benefit "); ok {
		return benefitFigure(t, e, strings.Fields(b))
	}
	name, of, _ := strings.Cut(what, " ") // "drawn", or "macc drawn" of several
	use := e.Prepaid()
	if use == nil || name == "macc" {
		use = e.MACC()
	}
	if name != "macc" && name != "prepay" {
		of = name
	}
	switch of {
	case "drawn":
		return use.TotalDrawn()
	case "left":
		return use.Left
	case "lost":
		return use.Lost
	}
	switch what {
	case "owed":
		return e.Open.Sum()
	case "later":
		sum := money.Zero
		for _, owed := range e.OwnedLater() {
			sum = sum.Add(owed.Amount)
		}
		return sum
	case "effective":
		part, ok := e.EffectiveDiscount()
		if !ok {
			t.Fatalf("%s has no effective discount", e.Case.Name)
		}
		return part
	}
	if month, err := scenario.ParseMonth(what); err == nil {
		return e.ChargesIn(month.Since(e.Months[0])).Total()
	}
	sum, found := money.Zero, false
	for _, l := range e.Lines {
		if l.Workload == what {
			sum, found = sum.Add(l.Amount()), true
		}
	}
	if !found {
		t.Fatalf("no figure %q", what)
	}
	return sum
}

// benefitFigure is one of a benefit, counted from 1, over all months or one:
// "1 unused", "2 paid 2026-03".
func benefitFigure(t *testing.T, e *estimate.Estimate, words []string) money.Decimal {
	t.Helper()
	b := e.Benefits[int(words[0][0]-'1')]
	m := b.Total()
	if len(words) > 2 {
		month, err := scenario.ParseMonth(words[2])
		if err != nil {
			t.Fatal(err)
		}
		m = b.Use[month.Since(e.Months[0])]
	}
	utilisation, _ := m.Utilisation()
	coverage, _ := m.Coverage()
	rate, _ := m.Rate()
	figures := map[string]money.Decimal{
		"bought": m.Bought, "used": m.Used, "cost": m.Cost, "unused": m.Unused, "paid": m.Paid, "saved": m.Saved(),
		"utilisation": utilisation, "coverage": coverage, "rate": rate, "beyond": b.Beyond, "before": b.Before,
	}
	d, ok := figures[words[1]]
	if !ok {
		t.Fatalf("no figure %q of a benefit", words[1])
	}
	return d
}

// evaluate calculates "5 × 1 + 6 × 2 - 3".
func evaluate(t *testing.T, sum string) money.Decimal {
	t.Helper()
	total, sign := money.Zero, money.One
	product := money.One
	for _, word := range append(strings.Fields(sum), "+") {
		switch word {
		case "×":
		case "+", "-":
			total = total.Add(sign.Mul(product))
			sign, product = money.One, money.One
			if word == "-" {
				sign = sign.Neg()
			}
		default:
			d, err := money.Parse(word)
			if err != nil {
				t.Fatalf("%q: %v", sum, err)
			}
			product = product.Mul(d)
		}
	}
	return total
}

// checkTies holds an estimate's parts to its total: lines, months, charges.
func checkTies(t *testing.T, e *estimate.Estimate) {
	t.Helper()
	total := e.Total().Value
	lines, months := money.Zero, money.Zero
	for _, l := range e.Lines {
		lines = lines.Add(l.Amount())
	}
	for m := range e.Months {
		ofMonth := money.Zero
		for _, l := range e.Lines {
			ofMonth = ofMonth.Add(l.Amounts[m])
		}
		if charges := e.ChargesIn(m).Total(); !ofMonth.Equal(charges) {
			t.Errorf("%s, %s: lines total %s, charges to %s", e.Case.Name, e.Months[m], ofMonth, charges)
		}
		months = months.Add(ofMonth)
	}
	if !lines.Equal(total) || !months.Equal(total) {
		t.Errorf("%s: lines total %s, months to %s, the total is %s", e.Case.Name, lines, months, total)
	}
	all := make([]money.Decimal, len(e.Months)) // charged for commitments
	for _, c := range e.Commitments {
		checkCommitment(t, e, c)
		for m := range min(c.Months, len(e.Months)) {
			all[m] = all[m].Add(c.Unused[m]).Sub(c.Returned[m])
		}
	}
	for m := range e.Months {
		if charge := e.ChargesIn(m).Commitment; !charge.Equal(all[m]) {
			t.Errorf("%s, %s: %s is charged for commitments, and they are %s", e.Case.Name, e.Months[m], charge, all[m])
		}
		for u := range e.Meters {
			paid := e.Gross(u, m).Add(e.ChargesOf(u, m).Discount)
			if left := paid.Sub(e.Drawn(u, m)).Add(e.ChargesOf(u, m).Credit).Sub(e.Counted(u, m)); paid.Sign() >= 0 && left.Less(rounding.Neg()) && !givesBack(e, m) {
				t.Errorf("%s, %s: a meter is charged %s, and %s more is paid, or counts, of it", e.Case.Name, e.Months[m], paid, left.Neg())
			}
		}
	}
}

// rounding is more than shares are rounded by.
var rounding = money.MustParse("0.000000000001")

// checkCommitment holds one of an estimate's commitments to its amount and to what its
// meters draw.
func checkCommitment(t *testing.T, e *estimate.Estimate, c *estimate.CommitmentUse) {
	t.Helper()
	if !c.TotalDrawn().Add(c.Lost).Add(c.Left).Equal(c.Amount) {
		t.Errorf("%s: of the commitment of %s, %s are drawn, %s lost, %s left", e.Case.Name, c.Amount, c.TotalDrawn(), c.Lost, c.Left)
	}
	for m := range min(c.Months, len(e.Months)) {
		drawn := money.Zero
		for _, use := range e.Meters {
			if c.Paid() {
				drawn = drawn.Add(e.Drawn(use.Index, m))
			} else {
				drawn = drawn.Add(e.Counted(use.Index, m))
			}
		}
		if want := c.Drawn[m].Add(c.Returned[m]).Sub(c.Purchases[m]).Sub(c.Prepaid[m]).Sub(c.Marketplace[m]); !drawn.Equal(want) {
			t.Errorf("%s, %s: meters draw %s, the commitment is drawn by %s", e.Case.Name, e.Months[m], drawn, want)
		}
		for what, of := range map[string][2]money.Decimal{
			"the prepayment": {c.Prepaid[m], e.PrepaymentPaid(m)}, "the Marketplace": {c.Marketplace[m], e.MarketplacePaid(m)}, "benefits": {c.Purchases[m], e.BenefitsPaid(m)},
		} {
			if of[1].Add(rounding).Less(of[0]) || what != "benefits" && c.Drawn[m].Max(money.Zero).Add(rounding).Less(of[0]) {
				t.Errorf("%s, %s: %s of the %s counted is for %s, and %s is paid for it", e.Case.Name, e.Months[m], of[0], c.Drawn[m], what, of[1])
			}
		}
		if c.Closing(m).Sign() < 0 || c.Drawn[m].Sign() < 0 && !givesBack(e, m) || c.Unused[m].Sign() < 0 {
			t.Errorf("%s, %s: drawn %s, unused %s, then %s", e.Case.Name, e.Months[m], c.Drawn[m], c.Unused[m], c.Closing(m))
		}
	}
}

// givesBack tells whether a month has quantities below zero: what they give back
// goes back to a commitment, too.
func givesBack(e *estimate.Estimate, month int) bool {
	return slices.ContainsFunc(e.Lines, func(l estimate.Line) bool { return l.Quantities[month].Sign() < 0 })
}
