package compare

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A bridgeway gathers the levers from one case to another.
type bridgeway struct {
	at   scenario.Case // with all levers so far
	list []lever
}

func (w *bridgeway) pull(name, what string, pull, alone func(*scenario.Case)) {
	w.at.Changes = slices.Clone(w.at.Changes)
	pull(&w.at)
	w.list = append(w.list, lever{name: name, what: what, alone: alone, to: w.at})
}

// leversOf are the levers from the base case to another, in the order of a
// Bridge.
func leversOf(ctx context.Context, book estimate.Ratebook, asOf time.Time, base, to scenario.Case) ([]lever, error) {
	w := &bridgeway{at: base}
	sameCurrency := base.Terms.Currency == to.Terms.Currency
	otherTerms := base.Terms != to.Terms
	commitment := !reflect.DeepEqual(base.Commitment, to.Commitment)
	if commitment && base.Commitment != nil && (otherTerms || to.Commitment == nil) {
		off := func(c *scenario.Case) { c.Commitment = nil }
		w.pull("commitment ended", commitmentName(base), off, off)
	}
	benefits := !sameBenefits(base, to)
	if benefits && base.HasBenefits() && (otherTerms || !to.HasBenefits()) {
		off := func(c *scenario.Case) { c.Reservations, c.SavingsPlan, c.Find = nil, nil, scenario.FindNone }
		w.pull("benefits ended", benefitsName(base), off, off)
	}
	if err := w.terms(ctx, book, asOf, base, to); err != nil {
		return nil, err
	}
	if base.Region != to.Region {
		move := func(c *scenario.Case) { c.Region = to.Region }
		w.pull("region", arrow(string(base.Region), string(to.Region)), move, move)
	}
	w.changes(base, to)
	if !base.Discount.Equal(to.Discount) || !sameDiscounts(base.Discounts, to.Discounts) {
		off := func(c *scenario.Case) { c.Discount, c.Discounts = to.Discount, to.Discounts }
		w.pull("discounts", discountsName(base, to), off, off)
	}
	if commitment && to.Commitment != nil {
		on := func(c *scenario.Case) { c.Commitment = to.Commitment }
		w.pull("commitment", commitmentName(to), on, when(sameCurrency, on))
	}
	if benefits && to.HasBenefits() {
		on := func(c *scenario.Case) {
			c.Reservations, c.SavingsPlan, c.Find = to.Reservations, to.SavingsPlan, to.Find
		}
		w.pull("benefits", benefitsName(to), on, when(sameCurrency && !to.Finds(), on))
	}
	return w.list, nil
}

// when is f where it says something.
func when(ok bool, f func(*scenario.Case)) func(*scenario.Case) {
	if !ok {
		return nil
	}
	return f
}

// terms adds the steps to other terms: each that has a card, together with
// those before it that have none.
func (w *bridgeway) terms(ctx context.Context, book estimate.Ratebook, asOf time.Time, base, to scenario.Case) error {
	type setter func(*ratebook.Terms)
	var names, whats []string
	var sets []setter
	for _, k := range []struct {
		name, from, to string
		set            setter
	}{
		{"offer", offerName(base.Terms), offerName(to.Terms), func(t *ratebook.Terms) { t.Source, t.Offer = to.Terms.Source, to.Terms.Offer }},
		{"currency", string(base.Terms.Currency), string(to.Terms.Currency), func(t *ratebook.Terms) { t.Currency = to.Terms.Currency }},
		{"market", marketName(base.Terms), marketName(to.Terms), func(t *ratebook.Terms) { t.Market, t.Locale = to.Terms.Market, to.Terms.Locale }},
	} {
		if k.from == k.to {
			continue
		}
		names, whats, sets = append(names, k.name), append(whats, arrow(k.from, k.to)), append(sets, k.set)
		all := slices.Clone(sets)
		pull := func(c *scenario.Case) {
			for _, set := range all {
				set(&c.Terms)
			}
		}
		next, only := w.at, base
		pull(&next)
		pull(&only)
		ok, err := has(ctx, book, asOf, next.Terms)
		if err != nil {
			return err
		}
		if !ok && next.Terms != to.Terms {
			continue
		}
		alone, err := has(ctx, book, asOf, only.Terms)
		if err != nil {
			return err
		}
		w.pull(strings.Join(names, " and "), strings.Join(whats, "; "), pull, when(alone, pull))
		names, whats, sets = nil, nil, nil
	}
	return nil
}

// changes adds the steps of changes: those of the base case that the case does
// not have are taken back, and each lever of the case's further ones is pulled.
func (w *bridgeway) changes(base, to scenario.Case) {
	same := 0
	for same < min(len(base.Changes), len(to.Changes)) && reflect.DeepEqual(base.Changes[same], to.Changes[same]) {
		same++
	}
	if same < len(base.Changes) {
		off := func(c *scenario.Case) { c.Changes = c.Changes[:same:same] }
		w.pull("changes taken back", "those of the base case", off, off)
	}
	for i, change := range to.Changes[same:] {
		for _, p := range change.Parts() {
			at := same + i
			w.pull(p.Name, p.What,
				func(c *scenario.Case) { c.Changes = append(c.Changes[:at:at], p.Through) },
				func(c *scenario.Case) { c.Changes = append(c.Changes[:len(c.Changes):len(c.Changes)], p.Only) })
		}
	}
}

func sameBenefits(a, b scenario.Case) bool {
	none := func(f scenario.Finding) scenario.Finding {
		if f == "" {
			return scenario.FindNone
		}
		return f
	}
	return none(a.Find) == none(b.Find) && reflect.DeepEqual(a.SavingsPlan, b.SavingsPlan) && reflect.DeepEqual(a.Reservations, b.Reservations)
}

func sameDiscounts(a, b []scenario.Discount) bool {
	return slices.EqualFunc(a, b, func(x, y scenario.Discount) bool { return reflect.DeepEqual(x, y) })
}

func arrow(from, to string) string {
	if from == "" {
		from = "as stated"
	}
	if to == "" {
		to = "as stated"
	}
	return from + " → " + to
}

func offerName(t ratebook.Terms) string {
	if t.Source == ratebook.RateCard {
		return string(t.Offer)
	}
	return fmt.Sprintf("%s (%s)", t.Offer, t.Source)
}

func marketName(t ratebook.Terms) string {
	if t.Locale == ratebook.DefaultLocale {
		return string(t.Market)
	}
	return fmt.Sprintf("%s (%s)", t.Market, t.Locale)
}

func commitmentName(c scenario.Case) string {
	k := c.Commitment
	switch k.Kind {
	case scenario.PlanOf2012:
		return fmt.Sprintf("%s plan, %s a month", k.Plan.Name, money.Amount{Value: k.Monthly, Currency: c.Terms.Currency})
	default:
		return fmt.Sprintf("%s, %s over %d months", k.Kind, money.Amount{Value: k.Amount, Currency: c.Terms.Currency}, k.Months)
	}
}

func benefitsName(c scenario.Case) string {
	var names []string
	if n := len(c.Reservations); n > 0 {
		names = append(names, map[bool]string{true: "a reservation", false: fmt.Sprintf("%d reservations", n)}[n == 1])
	}
	if c.SavingsPlan != nil {
		names = append(names, "a savings plan")
	}
	if c.Finds() {
		names = append(names, "the cheapest that is found")
	}
	return strings.Join(names, ", ")
}

func discountsName(base, to scenario.Case) string {
	var parts []string
	if !base.Discount.Equal(to.Discount) {
		parts = append(parts, scenario.Percent(base.Discount)+" → "+scenario.Percent(to.Discount))
	}
	if !sameDiscounts(base.Discounts, to.Discounts) {
		parts = append(parts, fmt.Sprintf("%d by meter", len(to.Discounts)))
	}
	return strings.Join(parts, ", ")
}
