package estimate_test

import (
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/scenario"
)

// TestAt prices generated scenarios at other levels, and holds the figures to
// those of the same scenarios with changes of that scale.
func TestAt(t *testing.T) {
	for seed := range uint64(60) {
		g := estimatetest.Generate(seed, 8, 10, 4)
		base := g.Compare(t)
		levels := make(estimate.Levels, len(g.Scenario.Workloads))
		var changes []scenario.Change
		for i, w := range g.Scenario.Workloads {
			levels[i] = g.Amount(3, 3)
			changes = append(changes, scenario.Change{Where: scenario.Where{Workload: w.Name}, Scale: &levels[i]})
		}
		at := base.Base().At(levels)
		again := base.Base().At(levels)
		g.Scenario.Cases[0].Changes = changes
		want := g.Compare(t).Base()
		if got := at.Total().Value; !got.Equal(want.Total().Value) || !again.Total().Value.Equal(got) {
			t.Fatalf("seed %d: %s, then %s; with changes of that scale %s", seed, got, again.Total(), want.Total())
		}
		for m := range at.Months {
			if at.ChargesIn(m) != want.ChargesIn(m) && !at.ChargesIn(m).Total().Equal(want.ChargesIn(m).Total()) {
				t.Errorf("seed %d: month %d is %+v, want %+v", seed, m, at.ChargesIn(m), want.ChargesIn(m))
			}
		}
		for i, c := range at.Commitments {
			if k := want.Commitments[i]; !c.Lost.Equal(k.Lost) || !c.Left.Equal(k.Left) {
				t.Errorf("seed %d: of the commitment %s are lost and %s left, want %s and %s", seed, c.Lost, c.Left, k.Lost, k.Left)
			}
		}
	}
}
