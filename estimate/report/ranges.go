package report

import (
	"cmp"
	"fmt"
	"strconv"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// rangesGrids show how totals spread, and where from: of the base case and of
// the one that is cheapest at the usage as stated.
func rangesGrids(c *compare.Comparison) []grid {
	r := c.Ranges
	if r == nil {
		return nil
	}
	grids := []grid{rangesGrid(c)}
	if len(c.Estimates) > 1 {
		grids = append(grids, choiceGrid(c))
	}
	var show []int
	if ok, _ := c.Compares(c.Base()); ok {
		show = append(show, 0)
	}
	if v := c.Verdict(); len(v.Cheapest) > 0 && v.Cheapest[0] != 0 && !v.Open {
		show = append(show, v.Cheapest[0])
	}
	for _, i := range show {
		grids = append(grids, swingsGrid(c, i))
	}
	return grids
}

// float shows an amount of the ranges in the currency's minor unit.
func float(x float64, c money.Currency) cell {
	out := figure(compare.FloatText(x, c)[len(c)+1:])
	out.exact = minor(x, c)
	return out
}

// minor is an amount of the ranges as JSON has it, in the currency's minor unit.
func minor(x float64, in money.Currency) string {
	return strconv.FormatFloat(x, 'f', int(in.Digits()), 64)
}

func rangesGrid(c *compare.Comparison) grid {
	r := c.Ranges
	g := grid{
		title:   fmt.Sprintf("Ranges: %s draws, seed %d", money.Thousands(strconv.Itoa(r.Draws)), r.Seed),
		keep:    1,
		columns: []column{{"Case", false}, {"Likely", true}, {"P10", true}, {"P50", true}, {"P90", true}, {"Mean", true}},
	}
	code := func(in money.Currency) string { return string(in) }
	if in := rangeCurrency(r); in != "" {
		for i := range g.columns[1:] {
			g.columns[i+1].head += "\n" + string(in)
		}
		code = func(money.Currency) string { return "" }
	}
	for i, k := range r.Cases {
		in := k.Likely.Currency
		row := []cell{caseCell(c.Estimates[i]), amountFigure(k.Likely.Value, in)}
		for _, x := range []float64{k.P10, k.P50, k.P90, k.Mean} {
			row = append(row, float(x, in))
		}
		for n := range row[1:] {
			row[n+1].code = code(in)
		}
		if estimate.GapsOf(c.Estimates[i]).NothingPriced(c.Estimates[i]) { // 0 would be read as a price
			row = []cell{row[0], {text: notPriced, alert: true}, words(""), words(""), words(""), words("")}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// rangeCurrency is the one of all cases; "" where there are several.
func rangeCurrency(r *compare.Ranges) money.Currency {
	for _, k := range r.Cases {
		if k.Likely.Currency != r.Cases[0].Likely.Currency {
			return ""
		}
	}
	return r.Cases[0].Likely.Currency
}

// choiceGrid says, of the cases that are compared, how good a choice each is
// over the draws, and of the others why they are not.
func choiceGrid(c *compare.Comparison) grid {
	g := grid{title: "To choose a case, over all draws", columns: []column{{"Case", false}, {"Cheapest in", true}, {"Mean", true}, {"Expected regret", true}}}
	why := map[int]string{}
	for _, l := range c.Ranges.LeftOut {
		why[l.Case] = l.Reason
	}
	for i, k := range c.Ranges.Cases {
		name := words(c.Estimates[i].Case.Name)
		if in := k.Likely.Currency; k.Compared {
			g.columns[2].head, g.columns[3].head = "Mean\n"+string(in), "Expected regret\n"+string(in)
			g.rows = append(g.rows, []cell{name, figure(compare.PartText(k.Cheapest)), float(k.Mean, in), float(k.Regret, in)})
		} else {
			name.note = "not compared: " + cmp.Or(why[i], "no other case can be")
			g.rows = append(g.rows, []cell{name, words("–"), words("–"), words("–")})
		}
	}
	return g
}

// mostSwings are shown of a case.
const mostSwings = 12

func swingsGrid(c *compare.Comparison, i int) grid {
	k := c.Ranges.Cases[i]
	in := k.Likely.Currency
	g := grid{
		title:   "What " + clean(c.Estimates[i].Case.Name) + " swings by: one workload's usage at its P10 and P90, the others likely",
		columns: []column{{"Workload", false}, {"Usage P10", true}, {"P90", true}, {"Total at P10\n" + string(in), true}, {"at P90\n" + string(in), true}, {"", false}},
	}
	for n, s := range k.Swings {
		if n == mostSwings && len(k.Swings) > mostSwings+1 {
			g.rows = append(g.rows, []cell{words(fmt.Sprintf("… and %d more", len(k.Swings)-n)), words(""), words(""), words(""), words(""), words("")})
			break
		}
		row := []cell{words(s.Name), figure(factor(s.LowFactor)), figure(factor(s.HighFactor)), float(s.Low, in), float(s.High, in), words("")}
		if s.NotPriced { // its swing is not known
			row[3], row[4] = cell{text: notPriced, alert: true}, words("")
		} else if widest := k.Swings[0].Width(); widest > 0 {
			row[5] = words(bar(money.Int(int64(s.Width()/widest*1000)), money.Int(1000), barColumns))
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// factor shows a factor as a percentage.
func factor(x float64) string { return strconv.FormatFloat(100*x, 'f', 1, 64) + "%" }

// Amounts of the ranges are rounded to the currency's minor unit, for they are
// no more exact; factors and parts have six decimals.

type jsonRanges struct {
	Draws   int             `json:"draws"`
	Seed    string          `json:"seed"`
	LeftOut []jsonLeftOut   `json:"left_out"`
	Cases   []jsonCaseRange `json:"cases"`
}

type jsonCaseRange struct {
	Case        string         `json:"case"`
	Currency    money.Currency `json:"currency"`
	Likely      money.Decimal  `json:"likely"` // exact
	P10         string         `json:"p10"`
	P50         string         `json:"p50"`
	P90         string         `json:"p90"`
	Mean        string         `json:"mean"`
	Deviation   string         `json:"deviation"`
	Cheapest    *string        `json:"cheapest"` // a part of the draws; null where the case is not compared
	Regret      *string        `json:"regret"`
	Percentiles []string       `json:"percentiles"` // from the least to the most
	Swings      []jsonSwing    `json:"swings"`
}

type jsonSwing struct {
	Workload  string  `json:"workload"`
	UsageLow  string  `json:"usage_p10"`
	UsageHigh string  `json:"usage_p90"`
	Low       *string `json:"total_at_p10"` // null where no usage of it has a price
	High      *string `json:"total_at_p90"`
}

// rangesJSON is nil where nothing was drawn.
func rangesJSON(c *compare.Comparison) *jsonRanges {
	r := c.Ranges
	if r == nil {
		return nil
	}
	out := &jsonRanges{Draws: r.Draws, Seed: strconv.FormatUint(r.Seed, 10), LeftOut: []jsonLeftOut{}}
	for _, l := range r.LeftOut {
		out.LeftOut = append(out.LeftOut, jsonLeftOut{c.Estimates[l.Case].Case.Name, l.Reason})
	}
	six := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	for i, k := range r.Cases {
		in := k.Likely.Currency
		money := func(x float64) string { return minor(x, in) }
		one := jsonCaseRange{
			Case: c.Estimates[i].Case.Name, Currency: in, Likely: k.Likely.Value,
			P10: money(k.P10), P50: money(k.P50), P90: money(k.P90), Mean: money(k.Mean), Deviation: money(k.Deviation),
		}
		if k.Compared {
			chance, regret := six(k.Cheapest), money(k.Regret)
			one.Cheapest, one.Regret = &chance, &regret
		}
		for _, p := range k.Percentiles {
			one.Percentiles = append(one.Percentiles, money(p))
		}
		for _, s := range k.Swings {
			swing := jsonSwing{Workload: s.Name, UsageLow: six(s.LowFactor), UsageHigh: six(s.HighFactor)}
			if !s.NotPriced {
				low, high := money(s.Low), money(s.High)
				swing.Low, swing.High = &low, &high
			}
			one.Swings = append(one.Swings, swing)
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}
