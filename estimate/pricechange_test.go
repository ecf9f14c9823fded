package estimate_test

import (
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestDayByDay holds prices that change within months to a calculation in fractions that
// goes through the days one by one: each costs what its price charges of all days up to
// it, less what it charges of those before.
func TestDayByDay(t *testing.T) {
	meter := ratebook.Meter{ID: estimatetest.ID(0), Name: "Q0", Category: "Test", Unit: unit.MustParse("1")}
	changed := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1410))
		card := &ratebook.Card{Header: ratebook.Header{Terms: ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}}}
		for n := range 1 + r.IntN(5) {
			rate := ratebook.Rate{Meter: meter, Effective: time.Date(2025, 12, 1+r.IntN(120), r.IntN(24), 0, 0, 0, time.UTC), Included: money.Int(int64(r.IntN(3) * 7))}
			if n == 0 {
				rate.Effective = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
			}
			above := int64(0)
			for range 1 + r.IntN(3) {
				rate.Tiers = append(rate.Tiers, ratebook.Tier{Above: money.Int(above), UnitPrice: money.Int(int64(r.IntN(900))).Div(money.Int(100))})
				above += 1 + int64(r.IntN(60))
			}
			card.Rates = append(card.Rates, rate)
		}
		s, err := scenario.Read("days.yaml", []byte("version: 1\nname: Days\nstart: 2026-01\nmonths: 3\nimports: [{name: used, files: [x.csv], as: as-recorded}]\ncases: [{name: c, offer: MS-AZR-0003P, currency: EUR, market: NL}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		s.KeepDays = map[string]bool{scenario.EvidenceOf(meter): true}
		got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-01-01", Last: "2026-03-31"}}}
		var want []*big.Rat
		for _, month := range s.Period() {
			u := scenario.Used{Provider: "Azure", Kind: scenario.Metered, Month: month, Meter: meter, Records: 1}
			total, used := new(big.Rat), new(big.Rat)
			for day := month.Start(); day.Before(month.End()); day = day.AddDate(0, 0, 1) {
				if r.IntN(3) == 0 {
					continue
				}
				quantity := money.Int(int64(r.IntN(4000))).Div(money.Int(1000))
				u.Quantity = u.Quantity.Add(quantity)
				u.Days = append(u.Days, scenario.DayUsed{Day: day.Format(time.DateOnly), Quantity: quantity})
				rate, next := card.Rates[0], day.AddDate(0, 0, 1)
				for _, other := range card.Rates {
					if other.Effective.Before(next) && other.Effective.After(rate.Effective) {
						rate = other
					}
				}
				if rate.Effective.After(month.Start()) {
					changed++
				}
				upTo := sumRat(used, rat(quantity.String()))
				total = sumRat(total, less(charged(rate, upTo), charged(rate, used)))
				used = upTo
			}
			r.Shuffle(len(u.Days), func(i, j int) { u.Days[i], u.Days[j] = u.Days[j], u.Days[i] })
			got.Used, want = append(got.Used, u), append(want, total)
		}
		if err := s.Add(s.Imports[0], got); err != nil {
			t.Fatal(err)
		}
		e := compared(t, estimatetest.Cards{card.Terms: card}, s).Base()
		checkTies(t, e)
		for m := range want {
			if off := less(rat(e.ChargesIn(m).Total().String()), want[m]); off.Abs(off).Cmp(rat("0.000000001")) > 0 {
				t.Fatalf("seed %d, month %d: %s, and %s day by day", seed, m+1, e.ChargesIn(m).Total(), want[m].FloatString(6))
			}
		}
	}
	if changed < 1000 {
		t.Errorf("%d days have a price that took effect in their month", changed)
	}
}

// charged is what a rate charges of a quantity.
func charged(rate ratebook.Rate, quantity *big.Rat) *big.Rat {
	billable := maxRat(new(big.Rat), less(quantity, rat(rate.Included.String())))
	sum := new(big.Rat)
	for i, t := range rate.Tiers {
		top := billable
		if i+1 < len(rate.Tiers) {
			top = minRat(top, rat(rate.Tiers[i+1].Above.String()))
		}
		if above := rat(t.Above.String()); top.Cmp(above) > 0 {
			sum = sumRat(sum, times(less(top, above), rat(t.UnitPrice.String())))
		}
	}
	return sum
}
