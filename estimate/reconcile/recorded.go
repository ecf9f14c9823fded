package reconcile

import (
	"context"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// recordedUsage is imported usage, priced: the lines of the estimate are the
// scenario's usage, in their order.
type recordedUsage struct {
	*estimate.Estimate
	scenario *scenario.Scenario
}

// priceRecorded prices imported usage in the months that it was recorded in, from
// the first to the last. who asks stands in errors; with says what the case has besides
// its terms.
func priceRecorded(ctx context.Context, book estimate.Ratebook, who string, got *scenario.Imported, terms ratebook.Terms, first, last scenario.Month, asOf time.Time, with ...func(*scenario.Case)) (*recordedUsage, error) {
	pos := scenario.Pos{File: who}
	s := &scenario.Scenario{
		Name: "As billed", Start: first, Months: last.Since(first) + 1, Rules: scenario.DefaultRules,
		Cases: []scenario.Case{{Pos: pos, Name: "as billed", Terms: terms}},
	}
	for _, change := range with {
		change(&s.Cases[0])
	}
	if err := s.Add(scenario.Import{Pos: pos, As: scenario.AsRecorded, Given: true}, got); err != nil {
		return nil, err
	}
	cases, err := estimate.Price(ctx, book, s, asOf)
	if err != nil {
		return nil, err
	}
	return &recordedUsage{cases[0], s}, nil
}

// span is the first and the last month of the usage that is rated; both are zero
// where there is none.
func span(got *scenario.Imported) (first, last scenario.Month) {
	for _, u := range got.Used {
		if !u.Rated() {
			continue
		}
		if first.IsZero() || u.Month.Since(first) < 0 {
			first = u.Month
		}
		if last.IsZero() || u.Month.Since(last) > 0 {
			last = u.Month
		}
	}
	return first, last
}

// recorded is what an export has of one meter in one subscription and month:
// one line's month of the estimate.
type recorded struct {
	subscription                      string
	month                             scenario.Month
	id                                ratebook.MeterID
	category, subcategory, name, unit string
	region                            ratebook.Region
}

func record(subscription string, month scenario.Month, m ratebook.Meter) recorded {
	return recorded{subscription, month, m.ID, m.Category, m.Subcategory, m.Name, m.Unit.Text(), m.Region}
}

// recordedLine is what is priced for one recorded.
type recordedLine struct {
	match  Match
	meter  ratebook.Meter
	ours   money.Decimal
	reason string
}

// byRecord finds what was priced for each meter, subscription and month.
func (e *recordedUsage) byRecord() map[recorded]recordedLine {
	reasons := e.reasons()
	ours := e.atRates()
	out := map[recorded]recordedLine{}
	i := 0
	for _, w := range e.scenario.Workloads {
		for _, u := range w.Usage {
			l := e.Lines[i]
			_, known := e.Use(l)
			for m, month := range e.Months {
				k := record(w.Subscription, month, *u.Imported)
				r := out[k]
				r.ours = r.ours.Add(ours[i][m])
				reason, without := reasons[[2]int{i, m}]
				switch {
				case without && !known && l.From.Unit.String() == u.Imported.Unit.String():
					r.match, r.meter, r.reason = NotInCard, *u.Imported, reason
				case without: // or it is counted in another unit
					r.match, r.meter, r.reason = NotPriced, *u.Imported, reason
				case r.reason != "": // of another line
				case l.From.ID == u.Imported.ID:
					r.match, r.meter = MatchedByID, l.Meter
				default:
					r.match, r.meter = MatchedByName, l.Meter
				}
				out[k] = r
			}
			i++
		}
	}
	return out
}

// reasons say why lines have no price, by line and month. A line without any
// price has none in each month; else the months count in which it is used.
func (e *recordedUsage) reasons() map[[2]int]string {
	reasons := map[[2]int]string{}
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		_, priced := e.Use(l)
		for _, month := range u.Months {
			if m := month.Since(e.Months[0]); !priced || !l.Quantities[m].IsZero() {
				reasons[[2]int{u.Line, m}] = u.Reason
			}
		}
	}
	return reasons
}

// atRates is what the lines cost at the card's rates, by month: the
// export's cost, too, is before the invoice takes credits off.
func (e *recordedUsage) atRates() [][]money.Decimal {
	sums := make([][]money.Decimal, len(e.Lines))
	for i := range sums {
		sums[i] = make([]money.Decimal, len(e.Months))
	}
	for _, use := range e.Meters {
		weights := make([]money.Decimal, len(use.Lines))
		for m := range e.Months {
			for k, i := range use.Lines {
				weights[k] = e.Lines[i].Quantities[m]
			}
			parts := estimate.ShareByQuantity(e.RateCharge(use.Index, m), weights)
			for k, i := range use.Lines {
				sums[i][m] = parts[k]
			}
		}
	}
	return sums
}
