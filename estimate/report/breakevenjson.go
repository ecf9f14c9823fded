package report

import (
	"io"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// Levels of usage are factors: "1" is the usage as stated.

type jsonBreakEven struct {
	Varied      string            `json:"varied"` // the workload; "" for all usage
	From        money.Decimal     `json:"from"`
	To          money.Decimal     `json:"to"`
	Step        money.Decimal     `json:"step"`
	Currency    money.Currency    `json:"currency"`
	LeftOut     []jsonLeftOut     `json:"left_out"`
	Cheapest    []jsonStretch     `json:"cheapest"`
	Pairs       []jsonPair        `json:"pairs"`
	Commitments []jsonAmounts     `json:"commitments"`
	Curve       []jsonCurvePoints `json:"curve"`
}

type jsonLeftOut struct {
	Case   string `json:"case"`
	Reason string `json:"reason"`
}

type jsonStretch struct {
	From  money.Decimal `json:"from"`
	To    money.Decimal `json:"to"`
	Cases []string      `json:"cheapest"` // null where it depends on what is still owed
	// Of a comparison with a case that is open: the cheapest by basis, where they
	// are not the same.
	Depends map[compare.Basis][]string `json:"depends,omitempty"`
}

type jsonPair struct {
	Cases     [2]string     `json:"cases"`
	Stretches []jsonStretch `json:"stretches"`
	Basis     string        `json:"basis,omitempty"` // of what is still owed; left out where no case is open
}

type jsonAmounts struct {
	Cases  []string     `json:"cases"`
	Months int          `json:"months"` // that totals are of
	Levels []jsonAmount `json:"levels"`
}

type jsonAmount struct {
	Usage  money.Decimal `json:"usage"`
	Amount money.Decimal `json:"amount"`
	Total  money.Decimal `json:"total"`
}

type jsonCurvePoints struct {
	Usage  money.Decimal `json:"usage"`
	Totals []jsonTotal   `json:"totals"`
}

type jsonTotal struct {
	Case     string         `json:"case"`
	Complete bool           `json:"complete"`
	Currency money.Currency `json:"currency"`
	Total    money.Decimal  `json:"total"`
	// Of a case that is open: with what is still owed, and a month of the whole
	// term.
	Lost *money.Decimal `json:"total_with_it_lost,omitempty"`
	Term *money.Decimal `json:"whole_term_month,omitempty"`
}

// BreakEvenJSON writes c.BreakEven for programs: version, scenario, verdict (its
// sentences) and break_even, as JSON has it.
func BreakEvenJSON(w io.Writer, c *compare.Comparison, _ Options) error {
	out := newStream(w)
	out.value(0, struct {
		Version   int            `json:"version"`
		Scenario  string         `json:"scenario"`
		Verdict   []string       `json:"verdict"`
		BreakEven *jsonBreakEven `json:"break_even"`
	}{1, c.Scenario.Name, c.Words(c.Verdict()), breakEvenJSON(c)})
	return out.end()
}

// breakEvenJSON is nil where it was not looked for.
func breakEvenJSON(c *compare.Comparison) *jsonBreakEven {
	b := c.BreakEven
	if b == nil {
		return nil
	}
	known := func(a money.Amount) *money.Decimal { // nil where there is none
		if a.Currency == "" {
			return nil
		}
		return &a.Value
	}
	names := func(cases []int) (list []string) {
		for _, i := range cases {
			list = append(list, c.Estimates[i].Case.Name)
		}
		return list
	}
	stretches := func(from []compare.Stretch) []jsonStretch {
		list := []jsonStretch{}
		for _, s := range from {
			one := jsonStretch{From: s.From, To: s.To, Cases: names(s.Cases)}
			for i, cases := range s.Depends {
				if one.Depends == nil {
					one.Depends = map[compare.Basis][]string{}
				}
				one.Depends[b.Bases[i]] = names(cases)
			}
			list = append(list, one)
		}
		return list
	}
	out := &jsonBreakEven{
		Varied: b.Workload, From: b.Points[0].Level, To: b.Points[len(b.Points)-1].Level, Step: compare.LevelStep, Currency: b.Currency,
		LeftOut: []jsonLeftOut{}, Cheapest: stretches(b.Cheapest), Pairs: []jsonPair{}, Commitments: []jsonAmounts{},
	}
	for _, l := range b.LeftOut {
		out.LeftOut = append(out.LeftOut, jsonLeftOut{c.Estimates[l.Case].Case.Name, l.Reason})
	}
	for _, p := range b.Pairs {
		one := jsonPair{Cases: [2]string{c.Estimates[p.A].Case.Name, c.Estimates[p.B].Case.Name}, Stretches: stretches(p.Stretches)}
		if len(b.Bases) > 1 {
			one.Basis = string(p.Basis)
		}
		out.Pairs = append(out.Pairs, one)
	}
	for _, k := range b.Commitments {
		amounts := jsonAmounts{Cases: names(k.Cases), Months: k.Months}
		for _, l := range k.Levels {
			amounts.Levels = append(amounts.Levels, jsonAmount{l.Level, l.Amount, l.Total})
		}
		out.Commitments = append(out.Commitments, amounts)
	}
	for _, p := range b.Points {
		point := jsonCurvePoints{Usage: p.Level}
		for k, t := range p.Totals {
			e := c.Estimates[b.Cases[k]]
			one := jsonTotal{Case: e.Case.Name, Complete: e.Complete(), Currency: t.Currency, Total: t.Value}
			if e.Open != nil && p.Lost != nil {
				one.Lost, one.Term = known(p.Lost[k]), known(p.Term[k])
			}
			point.Totals = append(point.Totals, one)
		}
		out.Curve = append(out.Curve, point)
	}
	return out
}
