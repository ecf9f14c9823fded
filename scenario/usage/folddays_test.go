package usage

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"azwhatif/scenario"
)

// TestDays holds the days beside a month's sum to those that stand alone.
func TestDays(t *testing.T) {
	t.Parallel()
	files := []string{"testdata/azure-cost/ea.csv", "testdata/focus/*.csv", "testdata/azure-consumption/*.json"}
	roll := func(s Spec) *scenario.Imported {
		s.Files = files
		got, err := RollUp(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	key := func(u scenario.Used, day string) string {
		return fmt.Sprint(u.Kind, u.Month, u.Subscription, u.Offer, u.Meter, u.Foreign, u.Currency, day)
	}
	alone, beside := map[string]string{}, map[string]string{}
	sums := map[string]scenario.Used{}
	for _, u := range roll(Spec{ByDay: true}).Used {
		day := sums[key(u, u.Day)]
		day.Quantity = day.Quantity.Add(u.Quantity)
		sums[key(u, u.Day)] = day
		alone[key(u, u.Day)] = day.Quantity.String()
	}
	clear(sums)
	for _, u := range roll(Spec{Days: true}).Used {
		total := scenario.Used{}.Quantity
		for _, d := range u.Days {
			day := sums[key(u, d.Day)]
			day.Quantity = day.Quantity.Add(d.Quantity)
			sums[key(u, d.Day)] = day
			beside[key(u, d.Day)] = day.Quantity.String()
			total = total.Add(d.Quantity)
		}
		if !total.Equal(u.Quantity) || u.Day != "" {
			t.Errorf("%s: the days add up to %s, and the month, %q, is %s", u.Meter.Name, total, u.Day, u.Quantity)
		}
	}
	if !maps.Equal(alone, beside) || len(alone) == 0 {
		t.Errorf("alone %v\nbeside %v", slices.Sorted(maps.Keys(alone)), slices.Sorted(maps.Keys(beside)))
	}
}
