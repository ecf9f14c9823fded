package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Statement holds what exports say was billed against what their usage
// costs on a card. Every record is in one of the three lists.
type Statement struct {
	Card     ratebook.Header
	Priced   []Meter // highest billed first
	Unpriced []Meter // without Ours
	Got      *scenario.Imported
	Aside    []Aside // what is not usage of Azure's meters, and not rated
}

// Meter is one meter, in all months and subscriptions.
type Meter struct {
	Meter   ratebook.Meter // as the export names it
	Records int64
	Billed  money.Decimal
	Ours    money.Decimal // at the card's rates, before the offer's credit and recurring charges
	Reasons []string      // why the two differ, where that is known; or why there is no price
}

// Difference is what our figure is above what was billed.
func (r Meter) Difference() money.Decimal { return r.Ours.Sub(r.Billed) }

// Currency is that of all amounts but those of Aside, which have their own.
func (r *Statement) Currency() money.Currency { return r.Card.Terms.Currency }

// Totals are the sums of a statement: Billed is Priced + Unpriced +
// Aside, exactly.
type Totals struct {
	Billed                  money.Decimal
	Priced, Unpriced, Aside money.Decimal // the parts of Billed
	Ours                    money.Decimal // for what is Priced
}

// Totals adds up. What was set aside in another currency is not in the sums.
func (r *Statement) Totals() Totals {
	var t Totals
	for _, m := range r.Priced {
		t.Priced, t.Ours = t.Priced.Add(m.Billed), t.Ours.Add(m.Ours)
	}
	for _, m := range r.Unpriced {
		t.Unpriced = t.Unpriced.Add(m.Billed)
	}
	for _, a := range r.Aside {
		if a.Billed.Currency == r.Currency() {
			t.Aside = t.Aside.Add(a.Billed.Value)
		}
	}
	t.Billed = money.Sum(t.Priced, t.Unpriced, t.Aside)
	return t
}

// Difference is what our figure is above the billed cost of what is priced.
func (t Totals) Difference() money.Decimal { return t.Ours.Sub(t.Priced) }

// Percent is the difference as a part of the billed cost of what is priced;
// ok is false where that is nothing.
func (t Totals) Percent() (p money.Decimal, ok bool) {
	if t.Priced.Sign() <= 0 {
		return money.Zero, false
	}
	return t.Difference().Div(t.Priced), true
}

// Coverage is the part of the usage's billed cost that has a price, 0 to 1; ok
// is false where nothing was billed for usage.
func (t Totals) Coverage() (p money.Decimal, ok bool) {
	usage := t.Priced.Add(t.Unpriced)
	if usage.Sign() <= 0 {
		return money.Zero, false
	}
	return t.Priced.Div(usage), true
}

// Usage prices usage, month by month as it was recorded, on the card of the
// terms that it was billed under. For a month whose quantity is below zero, a late
// correction, it takes what was billed: the price of what is corrected is not in
// the month's records.
func Usage(ctx context.Context, book estimate.Ratebook, got *scenario.Imported, terms ratebook.Terms, asOf time.Time) (*Statement, error) {
	got = got.LeaveCovered() // whose cost is not the card's
	first, last, err := period(got, terms)
	if err != nil {
		return nil, err
	}
	r := &Statement{Card: ratebook.Header{Terms: terms}, Got: got, Aside: aside(got, terms.Currency)}
	if first.IsZero() {
		return r, nil
	}
	e, err := priceRecorded(ctx, book, "reconcile", got, terms, first, last, asOf)
	if err != nil {
		return nil, err
	}
	r.Card = e.Card
	r.meters(e, got)
	return r, nil
}

// period is the first and the last month of the usage that is rated; both are
// zero where there is none. Its cost has to be in the terms' currency.
func period(got *scenario.Imported, terms ratebook.Terms) (first, last scenario.Month, err error) {
	for _, u := range got.Used {
		switch {
		case !u.Rated():
			continue
		case u.Currency == "" && !u.Billed.IsZero():
			return first, last, fmt.Errorf("the export names no currency of its costs, as for %s in %s: state it, with --billed-currency %s, say", u.Meter.Title(), u.Month, terms.Currency)
		case u.Currency == "":
			return first, last, fmt.Errorf("the export states no cost for %s in %s: there is nothing to hold our figure against", u.Meter.Title(), u.Month)
		case u.Currency != terms.Currency && slices.ContainsFunc(got.Used, func(o scenario.Used) bool { return o.Rated() && o.Currency == terms.Currency }):
			return first, last, fmt.Errorf("the export is billed in %s and in %s (subscription %s): two currencies are not compared; name the subscriptions of one, with --only-subscription", terms.Currency, u.Currency, u.Subscription)
		case u.Currency != terms.Currency:
			return first, last, fmt.Errorf("the export is billed in %s, and the terms are in %s: give --currency %s; two currencies are not compared", u.Currency, terms.Currency, u.Currency)
		}
		if first.IsZero() || u.Month.Since(first) < 0 {
			first = u.Month
		}
		if last.IsZero() || u.Month.Since(last) > 0 {
			last = u.Month
		}
	}
	return first, last, nil
}

type billed struct {
	cost         money.Decimal
	records      int64
	agreed, list scenario.Price
}

// meters joins the estimate's lines with what was billed for them, by meter.
func (r *Statement) meters(e *recordedUsage, got *scenario.Imported) {
	cost := map[recorded]billed{}
	for _, u := range got.Used {
		if u.Rated() {
			k := record(u.Subscription, u.Month, u.Meter)
			b := cost[k]
			cost[k] = billed{b.cost.Add(u.Billed), b.records + u.Records, b.agreed.Or(u.Agreed), b.list.Or(u.List)}
		}
	}
	reasons := e.reasons()
	ours := e.atRates()
	sums := map[string]*reconciling{}
	line := 0
	for _, w := range e.scenario.Workloads {
		for _, u := range w.Usage {
			l, m := e.Lines[line], *u.Imported
			for i, month := range e.Months {
				b, recorded := cost[record(w.Subscription, month, m)]
				if !recorded {
					continue
				}
				reason, without := reasons[[2]int{line, i}]
				key := fmt.Sprintf("%s\x00%s\x00%s\x00%s", m.ID, l.Meter.ID, reason, m.Region)
				if m.ID == "" {
					key += "\x00" + m.Title()
				}
				if sums[key] == nil {
					sums[key] = &reconciling{Meter: Meter{Meter: m}, line: l, without: without}
					if without {
						sums[key].Reasons = []string{reason}
					}
				}
				sums[key].add(e, l, i, b, ours[line][i])
			}
			line++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		if m := sums[key]; m.without {
			r.Unpriced = append(r.Unpriced, m.Meter)
		} else {
			m.explain(e)
			r.Priced = append(r.Priced, m.Meter)
		}
	}
	highest := func(a, b Meter) int {
		return cmp.Or(b.Billed.Cmp(a.Billed), cmp.Compare(a.Meter.Title(), b.Meter.Title()))
	}
	slices.SortStableFunc(r.Priced, highest)
	slices.SortStableFunc(r.Unpriced, highest)
}
