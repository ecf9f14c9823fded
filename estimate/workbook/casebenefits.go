package workbook

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
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
	plan := use.Kind.Hourly()
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
	if use.Kind.Hourly() {
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
	if use.Kind.Hourly() {
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
	plan, upfront := use.Kind.Hourly(), use.Payment == scenario.Upfront
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
