package estimate_test

import (
	"runtime"
	"testing"
	"time"
	"weak"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// TestPlansShareQuantities: cases of one scale have their lines' quantities together,
// on whichever card they are, and these are the base case's times the scale.
func TestPlansShareQuantities(t *testing.T) {
	book, s := large(50, 50, 12)
	estimates, err := estimate.Price(t.Context(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	base := estimates[0]
	for i, e := range estimates {
		first := estimates[i%6]
		scale := *s.Cases[i].Changes[0].Scale
		for l := range s.Workloads {
			if &e.Lines[l].Quantities[0] != &first.Lines[l].Quantities[0] {
				t.Fatalf("%s, line %d: the quantities are not those of %s", e.Case.Name, l, first.Case.Name)
			}
			for m, q := range e.Lines[l].Quantities {
				if want := base.Lines[l].Quantities[m].Mul(scale); !q.Equal(want) || e.Lines[l].Scale != scale {
					t.Fatalf("%s, line %d, month %d: %s, want %s", e.Case.Name, l, m, q, want)
				}
			}
		}
	}
	if s.Cases[1].Changes[0].Scale.Equal(money.One) {
		t.Error("no case has a scale")
	}
}

// TestPlansKeepNoRatebook: what compiling needs, such as the ratebook, is not kept by
// the plans.
func TestPlansKeepNoRatebook(t *testing.T) {
	type opened struct{ estimate.Ratebook }
	cards, s := large(5, 5, 12)
	book := &opened{cards}
	is := weak.Make(book)
	plans, err := estimate.Compile(t.Context(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	book = nil
	runtime.GC()
	if is.Value() != nil {
		t.Error("the plans keep the ratebook that they are compiled on")
	}
	runtime.KeepAlive(plans)
}
