package report

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// burnDown draws what is left of each commitment, from its start to the end of each
// month, and says in words how each ends. Of a case that is incomplete, or in another
// currency than the first, nothing is drawn, and that is said.
func (p page) burnDown(c *compare.Comparison) {
	var in money.Currency
	picture := curves{id: "burn-down", about: "A line for each commitment, from its start to the end of each month. The tables of commitments have the figures."}
	var without, ends []string
	for _, k := range c.Estimates {
		for _, u := range k.Commitments {
			name := k.Case.Name
			if len(k.Commitments) > 1 {
				name += " (" + u.Kind.String() + ")"
			}
			months := min(u.Months, len(k.Months))
			left := func(d money.Decimal) money.Amount {
				return c.Reported(money.Amount{Value: d, Currency: k.Currency()})
			}
			currency := left(u.Amount).Currency
			switch {
			case !k.Complete():
				without = append(without, clean(name)+" (incomplete)")
				continue
			case in != "" && in != currency:
				without = append(without, clean(name)+" (in "+string(currency)+")")
				continue
			case len(picture.of) == mostLines:
				without = append(without, clean(name))
				continue
			}
			in = currency
			one := curve{name: name, values: []float64{left(u.Opening[0]).Value.Float64()}}
			for m := range months {
				one.values = append(one.values, left(u.Closing(m)).Value.Float64())
			}
			for len(picture.at) <= months {
				at := "start"
				if n := len(picture.at); n > 0 {
					at = k.Months[n-1].String()
				}
				picture.at = append(picture.at, at)
			}
			picture.of = append(picture.of, one)
			ends = append(ends, clean(name)+": "+commitmentEnd(k, u))
		}
	}
	if picture.of != nil {
		picture.title = "What is left of the commitments, " + string(in)
		p.figureTag()
		p.curves(picture)
		p.put("</figure>\n<ul>\n")
		for _, s := range ends {
			p.put("<li>", esc(s), "</li>\n")
		}
		p.put("</ul>\n")
	}
	if without != nil {
		p.put("<p>Commitments that are not drawn: ", esc(strings.Join(without, ", ")), ".</p>\n")
	}
}

// commitmentEnd says in a sentence what becomes of a commitment.
func commitmentEnd(e *estimate.Estimate, u *estimate.CommitmentUse) string {
	amount := func(d money.Decimal) string { return money.Amount{Value: d, Currency: e.Currency()}.String() }
	var said []string
	if !u.Exhausted.IsZero() {
		said = append(said, "used up in "+u.Exhausted.String())
	}
	if !u.Lost.IsZero() {
		lost := "is not used, and is lost"
		if u.Kind == scenario.MACC {
			lost = "is not used, and is due as a shortfall"
		}
		said = append(said, amount(u.Lost)+" "+lost)
	}
	if !u.Left.IsZero() {
		said = append(said, fmt.Sprintf("%s is left at the end of the months shown", amount(u.Left)))
	}
	if said == nil {
		said = []string{"used up at its end"}
	}
	return strings.Join(said, "; ") + "."
}
