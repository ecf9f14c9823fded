package workbook

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// benefits writes the block that calculates reservations and savings plans.
func (c *caseWriter) benefits() {
	k := c.m.benefit
	if k == nil {
		return
	}
	title := "Reservations and savings plans: what runs in each hour, and what of it is covered"
	if c.m.e.Found != nil {
		title += " (the mix was found by the program, and is not searched again where inputs change)"
	}
	if !k.live {
		title += " (values as the program calculated them: prices or schedules change their order from month to month, and these do not follow from the inputs)"
	}
	c.block(title, "Total", "No.", "Benefit, subscription or schedule", "Meter, or what it is", "Region", "Unit", "First", "Second", "Third", "Fourth")
	c.classRows()
	for b := range k.claims {
		c.benefitHead(b)
	}
	c.runningRows()
	for b := range k.claims {
		c.coverRows(b)
	}
	c.coveredRows()
	c.skip(k.end + 1)
}

// benefitRow writes one row of the block: labels, parameters, and the months.
func (c *caseWriter) benefitRow(name, what, unit string, params []func(col int), st style, sums bool, formula func(m monthCol) string, values []float64) {
	c.text(colName, styleText, name)
	if what != "" {
		c.text(colMeter, styleText, what)
	}
	c.text(colUnit, styleText, unit)
	for i, p := range params {
		if p != nil {
			p(colP1 + i)
		}
	}
	if formula == nil || !c.m.benefit.live {
		c.blanks(colNo, colP4, styleText)
		st.kind = plain
		for i, v := range values {
			c.num(colMonth+i, st, v)
		}
	} else {
		c.monthly(st, formula, func(i int) any { return values[i] })
	}
	if sums {
		st.kind = sum
		c.total(st, sumOf(values))
	}
	c.next()
}

// classRows has the hours of all the month and of the schedules; and of the parts of the
// month between them.
func (c *caseWriter) classRows() {
	k := c.m.benefit
	link, calc := style{kind: link, format: factor}, style{kind: calc, format: factor}
	for n := range k.classes {
		if n == 0 {
			params := []func(int){
				func(col int) { c.num(col, style{kind: plain, format: factor}, 24) },
				func(col int) { c.num(col, style{kind: plain, format: wholes}, 7) },
			}
			day, week := fixed(colP1, c.at), fixed(colP2, c.at)
			c.benefitRow("All hours of the month", "hours a day, days a week", "hours", params, link, false, func(m monthCol) string {
				calendar, first := m-colMonth+inputsMonth, c.b.places.calendar // the same month on Inputs
				return day + "*INDEX(" + quote(inputsSheet) + calendar.fixed(first) + ":" + calendar.fixed(first+6) + "," + week + ")"
			}, k.figures.hours[n])
			continue
		}
		row := c.b.places.schedules + n - 1
		name := func(col int) { c.num(col, style{kind: plain, format: wholes}, float64(n)) }
		c.calc(colMeter, style{kind: word}, quote(inputsSheet)+fixed(inputsLabel, row), scheduleName(c.b.schedules[n-1]))
		c.benefitRow(fmt.Sprintf("Schedule %d", n), "", "hours", []func(int){name}, link, false, func(m monthCol) string {
			return "MIN(" + m.fixed(k.hours) + "," + quote(inputsSheet) + (m - colMonth + inputsMonth).fixed(row) + ")"
		}, k.figures.hours[n])
	}
	for n := range k.classes {
		number := fixed(colP1, c.at)
		c.benefitRow(fmt.Sprintf("Part %d of the month", n+1), "hours of the schedule that is so many in order, the shortest first", "hours",
			[]func(int){func(col int) { c.num(col, style{kind: plain, format: wholes}, float64(n+1)) }}, calc, false,
			func(m monthCol) string { return "SMALL(" + m.rows(k.hours, k.hours+k.classes-1) + "," + number + ")" }, k.figures.sorted[n])
	}
	for n := range k.classes {
		c.benefitRow(fmt.Sprintf("Part %d of the month", n+1), "hours by which that is longer than the one before", "hours", nil, calc, false, func(m monthCol) string {
			f := m.at(k.sorted + n)
			if n > 0 {
				f += "-" + m.at(k.sorted+n-1)
			}
			return f
		}, k.figures.bands[n])
	}
	if k.stretch > 0 {
		c.benefitRow("Usage as recorded", "hours of the calendar month, in one of the month's", "part", nil, calc, false, func(m monthCol) string {
			return "24*DAY(EOMONTH(" + m.fixed(rowMonths) + ",0))/" + m.at(k.whole())
		}, k.figures.stretch)
	}
}

// whole is the row of all hours of the month.
func (k *benefitBlock) whole() int { return k.hours }

// benefitHead has what a benefit costs and covers in a month.
func (c *caseWriter) benefitHead(b int) {
	k, e := c.m.benefit, c.m.e
	use := e.Benefits[b]
	values := k.figures.heads[b]
	name, cur := use.Name(), string(e.Currency())
	at := func(n int) func(m monthCol) string {
		return func(m monthCol) string { return m.at(k.heads[b] + n) }
	}
	plan := use.Kind == ratebook.SavingsPlan
	inputs := c.b.places.benefits[c.m.index][b]
	amount := fixed(colP1, k.heads[b]+headCost)
	price, part, unit := fixed(colP2, k.heads[b]+headCost), partUnit(use), "ratio × hours"
	if plan {
		price, unit = "", cur
	}
	months := []func(int){
		func(col int) { c.num(col, style{kind: plain, format: month}, serial(use.From)) },
		func(col int) { c.num(col, style{kind: plain, format: month}, serial(use.Last())) },
	}
	r := k.heads[b]
	c.benefitRow(name, "its term: from, until", "yes or no", months, style{kind: calc, format: yesNo}, false, func(m monthCol) string {
		return "(" + m.fixed(rowMonths) + ">=" + fixedCol(colP1, r) + ")*(" + m.fixed(rowMonths) + "<=" + fixedCol(colP2, r) + ")"
	}, values[headTerm])
	c.benefitPart(b)
	each, _ := use.Each()
	params := []func(int){func(col int) {
		c.calc(col, style{kind: link, format: factor}, quote(inputsSheet)+fixed(inputsValue, inputs), amountOf(use.Count, num(use.Hourly)))
	}}
	times := amount + "*"
	if !plan {
		times += price + "*"
		params = append(params, func(col int) {
			row := inputs + 1 // of what one has already
			if k.prices[b] != nil {
				row = k.prices[b].at
			}
			c.calc(col, style{kind: link, format: unitPrice}, quote(inputsSheet)+fixed(inputsValue, row), num(each))
		})
	}
	cost := "cost of the month: how many, at which price"
	if part, ok := laterPart(use); ok {
		cost += "; what later months cost for each 1 of these"
		if plan {
			params = append(params, nil)
		}
		months, days := fixed(colP3, k.heads[b]+headPart), fixed(colP4, k.heads[b]+headPart)
		params = append(params, func(col int) {
			c.calc(col, style{kind: calc, format: factor}, "IF(ISNUMBER("+nameHours+"),"+months+","+days+")", part)
		})
	}
	c.benefitRow(name, cost, cur, params, style{kind: calc, format: c.money}, true,
		func(m monthCol) string { return times + at(headPart)(m) }, values[headCost])
	covers := []func(int){func(col int) { c.num(col, style{kind: plain, format: factor}, num(use.PerUnit())) }}
	per := fixed(colP1, k.heads[b]+headHour)
	c.benefitRow(name, "covers in an hour: one covers", unit, covers, style{kind: calc, format: factor}, false,
		func(m monthCol) string { return at(headTerm)(m) + "*" + amount + "*" + per }, values[headHour])
	c.benefitRow(name, "bought in the month", unit, nil, style{kind: calc, format: quantity2}, true,
		func(m monthCol) string { return at(headHour)(m) + "*" + m.at(k.whole()) }, values[headBought])
	used := func(m monthCol) string {
		if len(k.claims[b]) == 0 {
			return "0*" + at(headTerm)(m)
		}
		return "SUM(" + m.rows(k.taken[b], k.taken[b]+len(k.claims[b])-1) + ")"
	}
	c.benefitRow(name, "used", unit, nil, style{kind: calc, format: quantity2}, true, used, values[headUsed])
	c.benefitRow(name, "cost of what is used", cur, nil, style{kind: calc, format: c.money}, true, func(m monthCol) string {
		return "IF(" + at(headBought)(m) + "=0,0," + at(headCost)(m) + "*" + at(headUsed)(m) + "/" + at(headBought)(m) + ")"
	}, values[headUsedCost])
	c.benefitRow(name, "cost of what is unused", cur, nil, style{kind: calc, format: c.money}, true,
		func(m monthCol) string { return at(headCost)(m) + "-" + at(headUsedCost)(m) }, values[headUnused])
	c.benefitRow(name, "part that is paid in this month", part, nil, style{kind: calc, format: unitPrice}, false, c.paidPart(b), values[headPaidPart])
	c.benefitRow(name, "paid in this month: not the cost of the month", cur, nil, style{kind: calc, format: c.money}, true,
		func(m monthCol) string { return times + at(headPaidPart)(m) }, values[headPaid])
}

func partUnit(use estimate.BenefitUse) string {
	if use.Kind == ratebook.SavingsPlan {
		return "hours"
	}
	return "part of the price"
}

// benefitPart has the month's part of a benefit's term: of its price, by the months' hours;
// of a savings plan, its hours. Beside it stand the term's months and days, or the hours
// of these; and what the months after the period are of those within it, by each.
func (c *caseWriter) benefitPart(b int) {
	k := c.m.benefit
	use := c.m.e.Benefits[b]
	within, beyond, days := 0.0, 0.0, 0.0
	daysWithin, daysBeyond := 0.0, 0.0
	for i := range use.Months {
		month := use.From.Add(i)
		days += float64(month.Days(7))
		switch n := month.Since(c.months[0]); {
		case n >= len(c.months):
			beyond, daysBeyond = beyond+1, daysBeyond+float64(month.Days(7))
		case n >= 0:
			within, daysWithin = within+1, daysWithin+float64(month.Days(7))
		}
	}
	what := "the month's part of its price, by hours; its term in months, and in days"
	at := func(col int) string { return fixed(col, k.heads[b]+headPart) }
	calendar := c.b.places.calendar - 4 // the row of all days
	formula := func(m monthCol) string {
		return m.at(k.heads[b]+headTerm) + "*IF(ISNUMBER(" + nameHours + "),1/" + at(colP1) + "," +
			quote(inputsSheet) + (m - colMonth + inputsMonth).fixed(calendar) + "/" + at(colP2) + ")"
	}
	if use.Kind == ratebook.SavingsPlan {
		what, days = "hours of its term; its term in months, and in hours of the calendar", days*24
		formula = func(m monthCol) string { return m.at(k.heads[b]+headTerm) + "*" + m.at(k.whole()) }
	} else if _, monthly := use.Each(); monthly {
		what, formula = "a month of its term: its price is for each; its term in months, and in days", func(m monthCol) string { return m.at(k.heads[b] + headTerm) }
	}
	plainNumber := func(v float64, f format) func(int) {
		return func(col int) { c.num(col, style{kind: plain, format: f}, v) }
	}
	params := []func(int){plainNumber(float64(use.Months), wholes), plainNumber(days, wholes)}
	if _, ok := laterPart(use); ok {
		what += "; later months to those of the period, by months and by days"
		params = append(params, plainNumber(beyond/within, factor), plainNumber(daysBeyond/daysWithin, factor))
	}
	c.benefitRow(use.Name(), what, partUnit(use), params, style{kind: calc, format: unitPrice}, false, formula, k.figures.heads[b][headPart])
}

// paidPart is the part of a benefit's price that is paid in a month; of a savings plan,
// the hours that are.
func (c *caseWriter) paidPart(b int) func(m monthCol) string {
	k, use := c.m.benefit, c.m.e.Benefits[b]
	head := func(row int) int { return k.heads[b] + row }
	months, all := fixed(colP1, head(headPart)), fixed(colP2, head(headPart))
	first := func(m monthCol) string { return "N(" + m.fixed(rowMonths) + "=" + fixed(colP1, head(headTerm)) + ")" }
	plan, upfront := use.Kind == ratebook.SavingsPlan, use.Payment == scenario.Upfront
	_, monthly := use.Each()
	switch {
	case !plan && monthly:
		return func(m monthCol) string { return m.at(head(headTerm)) }
	case plan && upfront:
		return func(m monthCol) string {
			return first(m) + "*IF(ISNUMBER(" + nameHours + ")," + nameHours + "*" + months + "," + all + ")"
		}
	case plan:
		return func(m monthCol) string { return m.at(head(headPart)) }
	case upfront:
		return first
	}
	return func(m monthCol) string { return m.at(head(headTerm)) + "/" + months }
}

func amountOf(count int, hourly float64) float64 {
	if count > 0 {
		return float64(count)
	}
	return hourly
}

// meterName names one of the block's rows.
func (c *caseWriter) meterName(r int) (subscription, meter, unit string) {
	row := c.m.meters[c.m.benefit.rows[r]]
	m := c.m.e.Meters[row.use].Meter
	return named(c.m.subs[row.sub]), m.Title(), m.Unit.String()
}

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

// benefitHeads are the first rows of the benefits' heads.
func (c *caseWriter) benefitHeads() []int {
	if c.m.benefit == nil {
		return nil
	}
	return c.m.benefit.heads
}

// benefitName is what formulas call a row of a benefit's head.
func benefitName(b, head int) string { return fmt.Sprintf("benefit %d row %d", b+1, head) }

// benefitSum is the formula that adds a row of every benefit up: what all cost,
// or leave unused.
func (c *caseWriter) benefitSum(head int) string {
	var parts []string
	for b := range c.benefitHeads() {
		parts = append(parts, "{"+benefitName(b, head)+"}")
	}
	return strings.Join(parts, "+")
}
