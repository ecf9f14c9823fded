package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
)

// inParts is the amount of a row, where the price changes within some of its months and
// the days of the usage are known: each part of such a month is what its rate prices up to
// its end, less what it prices up to its beginning. last prices a billable quantity by the
// row's own rate, of prices a formula by an earlier one, which has no row on Rates in this
// month and stands in the formula, as does the part of the usage.
func (c *caseWriter) inParts(k int, whole func(m monthCol) string, last func(billable string) string, of func(rate *ratebook.Rate, billable string) string) func(m monthCol) string {
	row := c.m.meters[k]
	parts := map[int][]estimate.PartCharge{}
	for i := row.from; i <= row.to; i++ {
		if list := c.m.e.Parts(row.use, i); list != nil {
			parts[i] = list
		}
	}
	if len(parts) == 0 {
		return whole
	}
	return func(m monthCol) string {
		list := parts[int(m)-colMonth]
		if list == nil {
			return whole(m)
		}
		quantity := c.countedQuantity(k, m)
		all := 0.0
		for _, p := range list {
			all += num(p.Charge.Quantity)
		}
		var sums []string
		reached := 0.0
		for n, p := range list {
			price := func(part float64) string {
				q := "(" + quantity + ")*" + constant(part)
				if n == len(list)-1 {
					included := ratesSheet + "!" + fixed(rateIncluded, row.listed.at)
					return last("MAX(0," + q + "-" + included + ")")
				}
				return of(p.Rate, "MAX(0,"+q+"-"+constant(num(p.Rate.Included))+")")
			}
			from := reached
			reached += num(p.Charge.Quantity) / all
			if n == len(list)-1 {
				reached = 1
			}
			sum := price(reached)
			if from > 0 {
				sum += "-" + price(from)
			}
			sums = append(sums, sum)
		}
		return "(" + strings.Join(sums, "+") + ")"
	}
}

func constant(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// atRate prices a billable quantity by a rate that stands in the formula.
func atRate(rate *ratebook.Rate, billable string) string {
	var bounds, steps []string
	before := 0.0
	for _, t := range tiersOf(rate) {
		bounds, steps = append(bounds, constant(num(t.Above))), append(steps, constant(num(t.UnitPrice)-before))
		before = num(t.UnitPrice)
	}
	at := "{" + strings.Join(bounds, ",") + "}"
	return fmt.Sprintf("SUMPRODUCT((%s>%s)*(%s-%s)*{%s})", billable, at, billable, at, strings.Join(steps, ","))
}

// firstTierOf is what of it the first tier prices.
func firstTierOf(rate *ratebook.Rate, billable string) string {
	tiers := tiersOf(rate)
	if len(tiers) == 0 || tiers[0].Above.Sign() > 0 {
		return "0"
	}
	if len(tiers) > 1 {
		billable = "MIN(" + billable + "," + constant(num(tiers[1].Above)) + ")"
	}
	return billable + "*" + constant(num(tiers[0].UnitPrice))
}
