package report

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// burnDown draws what is left of each commitment, and says in words how each ends. What
// is not drawn is said.
func (p page) burnDown(c *compare.Comparison) {
	picture := chart.Commitments(c)
	if picture.Of != nil {
		p.figureTag()
		p.lines(picture, "burn-down", "A line for each commitment, from its start to the end of each month. The tables of commitments have the figures.")
		p.put("</figure>\n<ul>\n")
		for _, k := range picture.Of {
			p.put("<li>", esc(clean(k.Name)+": "+commitmentEnd(k.Of, k.Commitment)), "</li>\n")
		}
		p.put("</ul>\n")
	}
	p.notDrawn("Commitments that are not drawn", picture.Without)
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
