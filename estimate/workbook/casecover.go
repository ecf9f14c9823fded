package workbook

import (
	"fmt"
	"strings"
)

// runningRows has what runs of each meter by each schedule; and in each hour of a part of
// the month: by every schedule that is as long.
func (c *caseWriter) runningRows() {
	k, at := c.m.benefit, c.m.at
	for r, index := range k.rows {
		row := c.m.meters[index]
		sub, meter, unit := c.meterName(r)
		lines := c.m.uses[row.use].lines
		from, to := at.quantity+lines[0], at.quantity+lines[1]-1
		classes := down(colP3, from, to)
		for n := range k.classes {
			params := []func(int){func(col int) { c.num(col, style{kind: plain, format: wholes}, float64(n)) }}
			number := fixedCol(colP1, c.at)
			c.benefitRow(sub, meter, fmt.Sprintf("%s, in each hour of schedule %d", unit, n), params, style{kind: calc, format: factor}, false, func(m monthCol) string {
				hours, amounts := m.at(k.hours+n), m.rows(from, to)
				f := "SUMPRODUCT((" + classes + "=" + number + ")*(" + amounts + ">0)," + amounts + ")/" + hours
				if row.below { // what is corrected within the month runs for none
					f += "*IF(SUM(" + amounts + ")>0,SUM(" + amounts + ")/SUMIF(" + amounts + ",\">0\"),0)"
				}
				if k.recorded[r] {
					f += "/" + m.fixed(k.stretch)
				}
				f = "IF(" + hours + "=0,0," + f + ")"
				if uses := c.m.uses[row.use].meters; uses[1]-uses[0] > 1 { // in the stretch's months
					f += "*(" + m.fixed(rowMonths) + ">=" + fixed(colP1, at.use+index) + ")*(" + m.fixed(rowMonths) + "<=" + fixed(colP2, at.use+index) + ")"
				}
				return f
			}, k.figures.own[r][n])
		}
	}
	for n := range k.classes {
		for r := range k.rows {
			sub, meter, unit := c.meterName(r)
			own := k.own + r*k.classes
			c.benefitRow(sub, meter, fmt.Sprintf("%s, each hour of part %d", unit, n+1), nil, style{kind: calc, format: factor}, false, func(m monthCol) string {
				return "SUMPRODUCT((" + m.rows(k.hours, k.hours+k.classes-1) + ">=" + m.at(k.sorted+n) + ")*" + m.rows(own, own+k.classes-1) + ")"
			}, k.figures.running[n][r])
		}
	}
}

// coverRows has what a benefit covers: in each part of the month, what the
// benefits before it leave, in its own terms, and what it covers of that.
func (c *caseWriter) coverRows(b int) {
	k := c.m.benefit
	claims := k.claims[b]
	name := c.m.e.Benefits[b].Name()
	for n := range k.classes {
		part := fmt.Sprintf("each hour of part %d", n+1)
		for i, claim := range claims {
			_, meter, _ := c.meterName(claim.row)
			at := c.at
			params := c.claimParams(claim, k.wants[b][0]+i)
			c.benefitRow(name, meter+": could take, by what one takes and its turn", part, params, style{kind: calc, format: factor}, false, func(m monthCol) string {
				f := m.at(k.running + n*len(k.rows) + claim.row)
				for before := range b {
					for o, other := range k.claims[before] {
						if other.row == claim.row {
							f += "-" + m.at(k.covers[before][n]+o)
						}
					}
				}
				return fixedCol(colP1, at) + "*(" + f + ")"
			}, k.figures.wants[b][n][i])
		}
		first, last := k.wants[b][n], k.wants[b][n]+len(claims)-1
		turns := down(colP2, first, last)
		for i, claim := range claims {
			_, meter, _ := c.meterName(claim.row)
			each, turn := fixed(colP1, first+i), fixed(colP2, first+i)
			c.benefitRow(name, meter+": covered", "units, "+part, nil, style{kind: calc, format: factor}, false, func(m monthCol) string {
				wants := m.rows(first, last)
				same := "SUMPRODUCT((ABS(" + turns + "-" + turn + ")<=" + nameRelative + ")*" + wants + ")"
				before := "-SUMPRODUCT((" + turns + "<" + turn + "-" + nameRelative + ")*" + wants + ")"
				none := same + "<=0"
				if claim.price != nil { // its price may be no lower than the machine's
					none = "OR(" + each + "=0," + none + ")"
				}
				return "IF(" + none + ",0," + m.at(first+i) + "/" + each + "*MAX(0,MIN(1,(" + m.at(k.heads[b]+headHour) + before + ")/" + same + ")))"
			}, k.figures.covers[b][n][i])
		}
	}
	for i, claim := range claims {
		_, meter, _ := c.meterName(claim.row)
		each := ""
		c.benefitRow(name, meter+": taken in the month", "ratio × hours, or money", nil, style{kind: calc, format: quantity2}, true, func(m monthCol) string {
			var parts []string
			for n := range k.classes {
				parts = append(parts, m.at(k.covers[b][n]+i)+"*"+m.at(k.bands+n))
			}
			each = fixed(colP1, k.wants[b][0]+i)
			return each + "*(" + strings.Join(parts, "+") + ")"
		}, k.figures.taken[b][i])
	}
}

// claimParams are what one unit of a meter takes of a benefit, and its turn. Of a savings
// plan these follow from its price, the machine's, and what is negotiated: the greatest
// discount has its turn first. They stand in the first part's rows.
func (c *caseWriter) claimParams(claim claimOf, first int) []func(int) {
	if c.at != first {
		own := func(value float64, f format) func(col int) {
			return func(col int) { c.calc(col, style{kind: calc, format: f}, fixed(col, first), value) }
		}
		return []func(int){own(claim.each, factor), own(claim.turn, factor)}
	}
	if claim.price == nil {
		return []func(int){
			func(col int) { c.num(col, style{kind: plain, format: factor}, claim.each) },
			func(col int) { c.num(col, style{kind: plain, format: factor}, claim.turn) },
		}
	}
	k := c.m.benefit
	row := k.rows[claim.row]
	machine := ratesSheet + "!" + fixed(c.b.places.rates.price, k.machines[claim.row].at)
	plan := inputsSheet + "!" + fixed(inputsValue, claim.price.at)
	kept := machine + "*(1-" + fixed(colP2, c.m.at.net+row) + ")"
	return []func(int){
		func(col int) {
			c.calc(col, style{kind: link, format: factor}, "IF(AND("+plan+">0,"+plan+"<"+machine+"),MIN("+plan+","+kept+"),0)", claim.each)
		},
		func(col int) {
			each := fixed(colP1, first)
			c.calc(col, style{kind: link, format: factor}, "IF("+each+"=0,0,"+each+"/("+kept+"))", claim.turn)
		},
	}
}

// coveredRows has, for each meter, what is covered of its month, what the
// licence of that costs, and its part of what the benefits cost.
func (c *caseWriter) coveredRows() {
	k, cur := c.m.benefit, string(c.m.e.Currency())
	join := func(r int, of func(b, i int, m monthCol) string) func(m monthCol) string {
		return func(m monthCol) string {
			var parts []string
			for b := range k.claims {
				for i, claim := range k.claims[b] {
					if claim.row == r {
						parts = append(parts, of(b, i, m))
					}
				}
			}
			return strings.Join(parts, "+")
		}
	}
	for r := range k.rows {
		sub, meter, unit := c.meterName(r)
		c.benefitRow(sub, meter+": covered", unit, nil, style{kind: calc, format: quantity2}, true, join(r, func(b, i int, m monthCol) string {
			each := fixed(colP1, k.wants[b][0]+i)
			f := m.at(k.taken[b]+i) + "/" + each
			if k.claims[b][i].price != nil {
				f = "IF(" + each + "=0,0," + f + ")"
			}
			if k.recorded[r] {
				f += "*" + m.fixed(k.stretch)
			}
			return f
		}), k.figures.covered[r])
	}
	for r, index := range k.rows {
		sub, meter, _ := c.meterName(r)
		row := c.m.meters[index]
		price := c.b.places.rates.price
		machine := ratesSheet + "!" + fixed(price, k.machines[r].at)
		c.benefitRow(sub, meter+": licence, at the meter's price less that of the machine without one", cur, nil, style{kind: link, format: c.money}, true, func(m monthCol) string {
			return m.at(k.covered+r) + "*MAX(0," + ratesSheet + "!" + fixed(price, row.listed.at) + "-" + machine + ")"
		}, k.figures.licences[r])
	}
	for r := range k.rows {
		sub, meter, _ := c.meterName(r)
		c.benefitRow(sub, meter+": its part of what is used of the benefits", cur, nil, style{kind: calc, format: c.money}, true, join(r, func(b, i int, m monthCol) string {
			used := m.at(k.heads[b] + headUsed)
			return "IF(" + used + "=0,0," + m.at(k.heads[b]+headUsedCost) + "*" + m.at(k.taken[b]+i) + "/" + used + ")"
		}), k.figures.costs[r])
	}
}
