package scenario

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// TestSpendTies holds generated usage to what is always so: no matter what it is
// summed up by, each record and each cost is in one row, and no key comes twice.
func TestSpendTies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	kinds := []RecordKind{Metered, Metered, CoveredUsage, Purchase, Tax, Credit}
	units := []unit.Unit{unit.MustParse("1 Hour"), unit.MustParse("1 GB")}
	got := &Imported{}
	billed, records := map[money.Currency]money.Decimal{}, int64(0)
	hours := money.Zero
	for range 500 {
		u := Used{
			Kind: kinds[r.IntN(len(kinds))], Month: Month{2026, time.Month(1 + r.IntN(3))},
			Day: fmt.Sprintf("2026-01-%02d", 1+r.IntN(28)), Subscription: fmt.Sprint("s", r.IntN(4)),
			Meter:    ratebook.Meter{Category: fmt.Sprint("c", r.IntN(6)), Name: fmt.Sprint("m", r.IntN(20)), Region: "westeurope", Unit: units[r.IntN(2)]},
			Quantity: money.Int(r.Int64N(100)).Div(money.Int(8)), Billed: money.Int(r.Int64N(9000) - 1000).Div(money.Int(16)),
			Currency: []money.Currency{"EUR", "USD", ""}[r.IntN(3)], Records: 1 + r.Int64N(5),
		}
		if r.IntN(3) == 0 {
			u.Tags = map[string]string{"project": fmt.Sprint("p", r.IntN(3))}
		}
		u.Meter.Name += " " + u.Meter.Unit.String()
		billed[u.Currency] = billed[u.Currency].Add(u.Billed)
		records += u.Records
		if (u.Kind == Metered || u.Kind == CoveredUsage) && u.Meter.Unit == units[0] {
			hours = hours.Add(u.Quantity)
		}
		got.Used = append(got.Used, u)
	}
	for _, by := range append(spendBys, "tag:project") {
		rows := Spend(got, by)
		sums, counted := map[money.Currency]money.Decimal{}, int64(0)
		seen := map[string]bool{}
		inHours := money.Zero
		for i, s := range rows {
			sums[s.Currency] = sums[s.Currency].Add(s.Billed)
			counted += s.Records
			key := string(s.Currency) + " " + s.Key
			if seen[key] {
				t.Errorf("by %s: %s comes twice", by, key)
			}
			seen[key] = true
			if s.Unit == "1 Hour" {
				inHours = inHours.Add(s.Quantity)
			}
			if s.Unit == "" && !s.Quantity.IsZero() {
				t.Errorf("by %s: %s has a quantity of no unit", by, key)
			}
			if i > 0 && rows[i-1].Currency == s.Currency {
				if by.Rising() && rows[i-1].Key > s.Key || !by.Rising() && rows[i-1].Billed.Less(s.Billed) {
					t.Errorf("by %s: %s is out of order", by, key)
				}
			}
		}
		if counted != records {
			t.Errorf("by %s: %d records, and %d in the rows", by, records, counted)
		}
		for c, want := range billed {
			if !sums[c].Equal(want) {
				t.Errorf("by %s: billed %s %s, and the rows add up to %s", by, c, want, sums[c])
			}
		}
		if by == "meter" && !inHours.Equal(hours) {
			t.Errorf("%s hours, and %s in the rows", hours, inHours)
		}
	}
	for _, bad := range []string{"", "tag:", "days", "Tag:x"} {
		if _, err := ParseSpendBy(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
