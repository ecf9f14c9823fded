package compare_test

import (
	"context"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestBilledTies holds generated usage to what is always so: each bill adds up to
// what was billed, and a difference is the import's lines less what was billed.
func TestBilledTies(t *testing.T) {
	for seed := range uint64(60) {
		g := estimatetest.Generate(seed, 12, 1, 1)
		kinds := []scenario.RecordKind{scenario.Metered, scenario.Metered, scenario.Metered, scenario.Purchase, scenario.Tax}
		got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-01-01", Last: "2026-04-20"}}}
		billed := money.Zero
		for range 60 {
			u := scenario.Used{
				Kind: kinds[g.Rand.IntN(len(kinds))], Month: scenario.Month{Year: 2026, Month: time.Month(1 + g.Rand.IntN(4))},
				Meter:    ratebook.Meter{ID: estimatetest.ID(g.Rand.IntN(12)), Category: "Test", Name: "Old name", Unit: unit.MustParse("1")},
				Quantity: g.Amount(200, 3), Billed: g.Amount(300, 3), Currency: "EUR", Records: 1,
			}
			billed = billed.Add(u.Billed)
			got.Used = append(got.Used, u)
		}
		pos := scenario.Pos{File: "test"}
		s := &scenario.Scenario{
			Start: scenario.Month{Year: 2026, Month: 2}, Months: 5, Rules: scenario.DefaultRules,
			Cases: []scenario.Case{{Pos: pos, Name: "base", Terms: g.Terms}},
		}
		for _, as := range []scenario.ImportAs{scenario.AsRecorded, scenario.TypicalMonth} {
			if err := s.Add(scenario.Import{Pos: pos, As: as}, got); err != nil {
				t.Fatal(err)
			}
		}
		c, err := compare.Cases(context.Background(), estimatetest.Cards{g.Terms: g.Card}, s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		lines := map[string]money.Decimal{}
		for _, l := range c.Base().Lines {
			lines[l.Import] = lines[l.Import].Add(l.Amount())
		}
		bills := c.Billed()
		if len(bills) != 2 {
			t.Fatalf("seed %d: %d bills", seed, len(bills))
		}
		for _, b := range bills {
			if !b.Total().Equal(billed) {
				t.Errorf("seed %d: %s: billed %s, and its parts total %s", seed, b.As, billed, b.Total())
			}
			want := lines[b.Import].Sub(b.Rated())
			if b.As == scenario.TypicalMonth {
				// 1 January to 20 April are 110 days; the scenario's five months have 28 + 31 + 30 + 31 + 30 = 150
				if mean := b.Rated().Mul(money.Int(150)).Div(money.Int(110 * 5)); !mean.Equal(b.Typical) {
					t.Errorf("seed %d: a typical month is billed at %s, want %s", seed, b.Typical, mean)
				}
				want = lines[b.Import].Div(money.Int(5)).Sub(b.Typical)
			}
			if k := b.Cases[0]; !k.Differs || !k.Difference.Equal(want) {
				t.Errorf("seed %d: %s: the difference is %s, want %s (%s)", seed, b.As, k.Difference, want, k.Why)
			}
		}
	}
}
