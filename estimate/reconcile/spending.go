package reconcile

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Spending is what exports say was used and billed, and what a card says it
// costs, by what was asked for.
type Spending struct {
	By   scenario.SpendBy
	Rows []Spent // by currency; then in the order of time, or the highest billed first
	Card *ratebook.Header
	Got  *scenario.Imported
}

// Spent is one row: each record is in one. Without a card its figures of ours
// are zero.
type Spent struct {
	scenario.Spent
	Ours    money.Decimal // at the card's rates, in the card's currency: the row's share of each meter's month
	Rated   int64         // records with a price
	Unrated int64         // records of metered usage without a price
}

// SpendTotal is the sum of the rows of one currency.
type SpendTotal struct {
	Currency                money.Currency // "" where no cost is stated
	Records, Rated, Unrated int64
	Billed, Ours            money.Decimal
}

// Spend sums up what an import has; pricing may be nil. Ours adds up to the
// pricing's total, exactly.
func Spend(got *scenario.Imported, by scenario.SpendBy, pricing *Pricing) *Spending {
	s := &Spending{By: by, Got: got}
	if pricing != nil {
		s.Card = &pricing.Card
	}
	for _, row := range scenario.Spend(got, by) {
		r := Spent{Spent: row}
		if pricing != nil {
			for _, i := range row.Uses {
				u := pricing.Uses[i]
				r.Ours = r.Ours.Add(u.Ours)
				if u.Match.Priced() {
					r.Rated += got.Used[i].Records
				} else if got.Used[i].Kind.IsUsage() {
					r.Unrated += got.Used[i].Records
				}
			}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// Totals are the sums of the rows, one for each currency, in their order.
func (s *Spending) Totals() []SpendTotal {
	var list []SpendTotal
	for i, r := range s.Rows {
		if i == 0 || r.Currency != s.Rows[i-1].Currency {
			list = append(list, SpendTotal{Currency: r.Currency})
		}
		t := &list[len(list)-1]
		t.Records, t.Rated, t.Unrated = t.Records+r.Records, t.Rated+r.Rated, t.Unrated+r.Unrated
		t.Billed, t.Ours = t.Billed.Add(r.Billed), t.Ours.Add(r.Ours)
	}
	return list
}

// In are the rows of one currency.
func (s *Spending) In(c money.Currency) []Spent {
	var rows []Spent
	for _, r := range s.Rows {
		if r.Currency == c {
			rows = append(rows, r)
		}
	}
	return rows
}
