package report

import (
	"io"

	"azwhatif/estimate"
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
	Cases []string      `json:"cheapest"`
}

type jsonPair struct {
	Cases     [2]string     `json:"cases"`
	Stretches []jsonStretch `json:"stretches"`
}

type jsonAmounts struct {
	Cases  []string     `json:"cases"`
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
}

// BreakEvenJSON writes c.BreakEven for programs: version, scenario, verdict (its
// sentences) and break_even, as JSON has it.
func BreakEvenJSON(w io.Writer, c *estimate.Comparison, _ Options) error {
	out := newStream(w)
	out.value(0, struct {
		Version   int            `json:"version"`
		Scenario  string         `json:"scenario"`
		Verdict   []string       `json:"verdict"`
		BreakEven *jsonBreakEven `json:"break_even"`
	}{1, c.Scenario.Name, c.Words(c.Verdict()), breakEvenJSON(c)})
	return out.end()
}

// breakEvenJSON is nil where nobody looked for it.
func breakEvenJSON(c *estimate.Comparison) *jsonBreakEven {
	b := c.BreakEven
	if b == nil {
		return nil
	}
	names := func(cases []int) (list []string) {
		for _, i := range cases {
			list = append(list, c.Estimates[i].Case.Name)
		}
		return list
	}
	stretches := func(from []estimate.Stretch) []jsonStretch {
		list := []jsonStretch{}
		for _, s := range from {
			list = append(list, jsonStretch{s.From, s.To, names(s.Cases)})
		}
		return list
	}
	out := &jsonBreakEven{
		Varied: b.Workload, From: b.Points[0].Level, To: b.Points[len(b.Points)-1].Level, Step: estimate.LevelStep, Currency: b.Currency,
		LeftOut: []jsonLeftOut{}, Cheapest: stretches(b.Cheapest), Pairs: []jsonPair{}, Commitments: []jsonAmounts{},
	}
	for _, l := range b.LeftOut {
		out.LeftOut = append(out.LeftOut, jsonLeftOut{c.Estimates[l.Case].Case.Name, l.Reason})
	}
	for _, p := range b.Pairs {
		out.Pairs = append(out.Pairs, jsonPair{[2]string{c.Estimates[p.A].Case.Name, c.Estimates[p.B].Case.Name}, stretches(p.Stretches)})
	}
	for _, k := range b.Commitments {
		amounts := jsonAmounts{Cases: names(k.Cases)}
		for _, l := range k.Levels {
			amounts.Levels = append(amounts.Levels, jsonAmount{l.Level, l.Amount, l.Total})
		}
		out.Commitments = append(out.Commitments, amounts)
	}
	for _, p := range b.Points {
		point := jsonCurvePoints{Usage: p.Level}
		for k, t := range p.Totals {
			e := c.Estimates[b.Cases[k]]
			point.Totals = append(point.Totals, jsonTotal{e.Case.Name, e.Complete(), t.Currency, t.Value})
		}
		out.Curve = append(out.Curve, point)
	}
	return out
}
