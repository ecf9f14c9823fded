package ratebook

import (
	"slices"
	"testing"
)

// TestBenefitKinds holds what the table of kinds says of each price, and the words of
// price sheets: each is of one kind only.
func TestBenefitKinds(t *testing.T) {
	for _, k := range []struct {
		kind           PriceKind
		hourly, ofTerm bool
	}{{Reservation, false, true}, {SavingsPlan, true, false}, {List, false, false}, {Base, false, false}, {"", false, false}} {
		if k.kind.Hourly() != k.hourly || k.kind.OfTerm() != k.ofTerm {
			t.Errorf("%q: hourly %v, of a term %v; want %v, %v", k.kind, k.kind.Hourly(), k.kind.OfTerm(), k.hourly, k.ofTerm)
		}
		if b, ok := k.kind.Benefit(); ok != (k.hourly || k.ofTerm) || ok && b.Kind != k.kind {
			t.Errorf("%q: its benefit is %v, %v", k.kind, b, ok)
		}
	}
	for text, want := range map[string]PriceKind{"ReservedInstance": Reservation, " reserved instance ": Reservation, "Reservation": Reservation, "SavingsPlan": SavingsPlan, "Savings Plan": SavingsPlan, "Consumption": "", "": ""} {
		if kind, ok := BenefitInSheet(text); kind != want || ok != (want != "") {
			t.Errorf("%q in a sheet is %q, %v; want %q", text, kind, ok, want)
		}
	}
	if CompareTurns(Reservation, SavingsPlan) >= 0 {
		t.Error("savings plans cover before reservations")
	}
	var words []string
	for _, b := range BenefitKinds {
		for _, word := range append([]string{string(b.Kind), b.Several}, b.InSheets...) {
			if word != string(b.Kind) && slices.Contains(words, word) {
				t.Errorf("%q is a word of two kinds", word)
			}
			words = append(words, word)
		}
	}
	if got := []string{BenefitKinds[0].Count(1), BenefitKinds[1].Count(3)}; !slices.Equal(got, []string{"a reservation", "3 savings plans"}) {
		t.Errorf("counts are %q", got)
	}
}
