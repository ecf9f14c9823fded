package ratebook

import (
	"slices"
	"strconv"
	"strings"
)

// A BenefitKind is what the program knows of a kind of benefit, wherever it is read,
// priced and shown; the key of a scenario's case that states one is in package scenario
// (benefit.go).
type BenefitKind struct {
	Kind    PriceKind // of its prices beside a rate; its name in messages and JSON, too
	Several string    // its name for several

	// Hourly tells that it is bought as an amount of money an hour: usage of each meter
	// that has such a price draws it down, at that price. Else it is bought as so many
	// units of one meter, at a price for the whole term.
	Hourly bool

	InSheets []string // what price sheets call its rows, in small letters and without blanks
}

// BenefitKinds are all kinds, in the order in which they cover usage.
var BenefitKinds = []BenefitKind{
	{Kind: Reservation, Several: "reservations", InSheets: []string{"reservedinstance", "reservation"}},
	{Kind: SavingsPlan, Several: "savings plans", Hourly: true, InSheets: []string{"savingsplan"}},
}

// turn is the place of the kind among BenefitKinds; -1 of a price that is of no benefit.
func (k PriceKind) turn() int {
	return slices.IndexFunc(BenefitKinds, func(b BenefitKind) bool { return b.Kind == k })
}

// Benefit is the kind of benefit that the price is of; ok is false of another price.
func (k PriceKind) Benefit() (b BenefitKind, ok bool) {
	if i := k.turn(); i >= 0 {
		return BenefitKinds[i], true
	}
	return b, false
}

// CompareTurns orders kinds as they cover usage.
func CompareTurns(a, b PriceKind) int { return a.turn() - b.turn() }

// Hourly tells whether the price is that of one unit of a meter, where a benefit covers
// it that is bought as an amount an hour.
func (k PriceKind) Hourly() bool {
	b, ok := k.Benefit()
	return ok && b.Hourly
}

// OfTerm tells whether the price is that of a benefit for its whole term.
func (k PriceKind) OfTerm() bool {
	b, ok := k.Benefit()
	return ok && !b.Hourly
}

// Count names so many of a kind of benefit: "a reservation", "3 reservations".
func (b BenefitKind) Count(n int) string {
	if n == 1 {
		return "a " + string(b.Kind)
	}
	return strconv.Itoa(n) + " " + b.Several
}

// BenefitInSheet is the kind of benefit that a price sheet calls so; ok is false where
// it is none.
func BenefitInSheet(priceType string) (kind PriceKind, ok bool) {
	word := strings.ToLower(strings.Join(strings.Fields(priceType), ""))
	for _, b := range BenefitKinds {
		if slices.Contains(b.InSheets, word) {
			return b.Kind, true
		}
	}
	return "", false
}
