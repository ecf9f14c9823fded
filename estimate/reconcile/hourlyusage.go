package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// HourlyUsage prices usage that is kept apart by the hour, for savings plans of a
// term: each meter at its price on the card, and at its price in a plan. Usage that
// no plan covers, or that a benefit covers already, is left out. There is one entry
// for each hour from the usage's first day to its last, whether something ran or not.
func HourlyUsage(ctx context.Context, book estimate.Ratebook, got *scenario.Imported, terms ratebook.Terms, months int, asOf time.Time) (*Hourly, error) {
	got = got.LeaveCovered()
	first, last := span(got)
	if first.IsZero() {
		return nil, errors.New("the files have no usage to price")
	}
	if !got.Hourly() {
		return nil, errors.New("the files have usage by the day, and a savings plan covers hours; pull or export the usage by the hour (azwhatif usage pull --hourly)")
	}
	e, err := priceRecorded(ctx, book, "benefits check", got, terms, first, last, asOf, func(c *scenario.Case) {
		c.SavingsPlans = []scenario.SavingsPlan{{Pos: c.Pos, Kind: ratebook.SavingsPlan, Hourly: money.One, Months: months, From: first}}
	})
	if err != nil {
		return nil, err
	}
	hours, err := e.byHour(got, months)
	if err != nil {
		return nil, err
	}
	return &Hourly{Hours: hours, By: fmt.Sprintf("the usage by the hour, at the card of %s", terms), Partial: e.Incomplete()}, nil
}

// byHour lists what runs in each hour.
func (e *recordedUsage) byHour(got *scenario.Imported, months int) ([][]estimate.PlanUse, error) {
	prices := make([][]estimate.PlanUse, len(e.Months))
	for m := range e.Months {
		prices[m] = e.PlanPrices(m, months)
	}
	type priced struct {
		use estimate.PlanUse
		all money.Decimal // in the card's unit
	}
	of := map[recorded]priced{}
	i := 0
	for _, w := range e.scenario.Workloads {
		for _, u := range w.Usage {
			l := e.Lines[i]
			i++
			meter, ok := e.Use(l)
			if !ok {
				continue
			}
			for m, month := range e.Months {
				if p := prices[m][meter.Index]; !p.Plan.IsZero() {
					of[record(w.Subscription, month, *u.Imported)] = priced{p, l.Quantities[m]}
				}
			}
		}
	}
	if len(of) == 0 {
		return nil, fmt.Errorf("the card of %s has no price in a savings plan of %d months for any of the usage; retail cards have them (--source retail)", e.Card.Terms, months)
	}
	sums := map[recorded]money.Decimal{}
	var from, to time.Time
	for _, u := range got.Used {
		if !u.Rated() {
			continue
		}
		k := record(u.Subscription, u.Month, u.Meter)
		sums[k] = sums[k].Add(u.Quantity)
		at, err := hourOf(u)
		if err != nil {
			return nil, err
		}
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	from = from.Truncate(24 * time.Hour)
	hours := make([][]estimate.PlanUse, int(to.Truncate(24*time.Hour).Sub(from)/time.Hour)+24)
	for _, u := range got.Used {
		k := record(u.Subscription, u.Month, u.Meter)
		p, ok := of[k]
		if !ok || !u.Rated() || sums[k].IsZero() {
			continue
		}
		at, _ := hourOf(u) // read above
		h := int(at.Sub(from) / time.Hour)
		use := p.use
		use.Units = u.Quantity.Mul(p.all).Div(sums[k])
		if same := slices.IndexFunc(hours[h], func(o estimate.PlanUse) bool { return o.Price.Equal(use.Price) && o.Plan.Equal(use.Plan) }); same >= 0 {
			hours[h][same].Units = hours[h][same].Units.Add(use.Units)
			continue
		}
		hours[h] = append(hours[h], use)
	}
	return hours, nil
}

func hourOf(u scenario.Used) (time.Time, error) {
	at, err := time.Parse("2006-01-02T15", u.Day)
	if err != nil {
		return at, fmt.Errorf("usage of %s has no hour: %q", u.Meter.Title(), u.Day)
	}
	return at, nil
}
