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

// step is a BridgeStep before it is priced.
type step struct {
	name, what string
	to         scenario.Case  // with all steps up to this one
	alone      *scenario.Case // the base case with this step alone; nil where that says nothing
}

// A path gathers the steps from the base case to another.
type path struct {
	base, at scenario.Case // at has all steps so far
	steps    []step
}

// add adds a step: set makes it, and alone makes it upon the base case, nil where that
// says nothing.
func (w *path) add(name, what string, set, alone func(*scenario.Case)) {
	w.at.Changes = slices.Clone(w.at.Changes)
	set(&w.at)
	s := step{name: name, what: what, to: w.at}
	if alone != nil {
		k := w.base
		k.Changes = slices.Clone(k.Changes)
		alone(&k)
		s.alone = &k
	}
	w.steps = append(w.steps, s)
}

// stepsTo are the steps from the base case to another, in the order of a Bridge.
func stepsTo(ctx context.Context, book estimate.Ratebook, asOf time.Time, base, to scenario.Case) ([]step, error) {
	w := &path{base: base, at: base}
	sameCurrency := base.Terms.Currency == to.Terms.Currency
	otherTerms := base.Terms != to.Terms
	commitment := !sameCommitments(base, to)
	if commitment && len(base.Commitments) > 0 && (otherTerms || len(to.Commitments) == 0) {
		off := func(c *scenario.Case) { c.Commitments = nil }
		w.add("commitment ended", commitmentName(base), off, off)
	}
	benefits := !sameBenefits(base, to)
	if benefits && base.Buys() && (otherTerms || !to.Buys()) {
		off := func(c *scenario.Case) { c.Reservations, c.SavingsPlans, c.Find = nil, nil, scenario.FindNone }
		w.add("benefits ended", benefitsName(base), off, off)
	}
	if err := w.terms(ctx, book, asOf, base, to); err != nil {
		return nil, err
	}
	for _, k := range scenario.Settings {
		if !k.Same(&base, &to) {
			take := func(c *scenario.Case) { k.Take(c, &to) }
			w.add(k.Name, arrow(k.Text(&base), k.Text(&to)), take, take)
		}
	}
	w.changes(base, to)
	if !base.Discount.Equal(to.Discount) || !sameDiscounts(base.Discounts, to.Discounts) {
		off := func(c *scenario.Case) { c.Discount, c.Discounts = to.Discount, to.Discounts }
		w.add("discounts", discountsName(base, to), off, off)
	}
	if commitment && len(to.Commitments) > 0 {
		on := func(c *scenario.Case) { c.Commitments = to.Commitments }
		w.add("commitment", commitmentName(to), on, when(sameCurrency, on))
	}
	if benefits && to.Buys() {
		on := func(c *scenario.Case) {
			c.Reservations, c.SavingsPlans, c.Find = to.Reservations, to.SavingsPlans, to.Find
		}
		w.add("benefits", benefitsName(to), on, when(sameCurrency && !to.Finds(), on))
	}
	return w.steps, nil
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
func (w *path) terms(ctx context.Context, book estimate.Ratebook, asOf time.Time, base, to scenario.Case) error {
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
		take := func(c *scenario.Case) {
			for _, set := range all {
				set(&c.Terms)
			}
		}
		next, only := w.at, base
		take(&next)
		take(&only)
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
		w.add(strings.Join(names, " and "), strings.Join(whats, "; "), take, when(alone, take))
		names, whats, sets = nil, nil, nil
	}
	return nil
}

// changes adds the steps of changes: those of the base case that the case does
// not have are taken back, and each part of the case's further ones is a step.
func (w *path) changes(base, to scenario.Case) {
	same := 0
	for same < min(len(base.Changes), len(to.Changes)) && reflect.DeepEqual(base.Changes[same], to.Changes[same]) {
		same++
	}
	if same < len(base.Changes) {
		off := func(c *scenario.Case) { c.Changes = c.Changes[:same:same] }
		w.add("changes taken back", "those of the base case", off, off)
	}
	for i, change := range to.Changes[same:] {
		for _, p := range change.Parts() {
			at := same + i
			w.add(p.Name, p.What,
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
	return none(a.Find) == none(b.Find) && reflect.DeepEqual(a.SavingsPlans, b.SavingsPlans) && reflect.DeepEqual(a.Reservations, b.Reservations)
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
	var names []string
	for _, k := range c.Commitments {
		name := fmt.Sprintf("%s, %s over %d months", k.Kind, money.Amount{Value: k.Amount, Currency: c.Terms.Currency}, k.Months)
		if k.Kind == scenario.PlanOf2012 {
			name = fmt.Sprintf("%s plan, %s a month", k.Plan.Name, money.Amount{Value: k.Monthly, Currency: c.Terms.Currency})
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

func benefitsName(c scenario.Case) string {
	var names []string
	for _, kind := range ratebook.BenefitKinds {
		if n := c.Bought(kind.Kind); n > 0 {
			names = append(names, kind.Count(n))
		}
	}
	if months, all := c.Find.ReserveAll(); all {
		names = append(names, fmt.Sprintf("reservations of %d months for all that runs all the time", months))
	} else if c.Finds() {
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
