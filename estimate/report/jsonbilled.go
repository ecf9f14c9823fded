package report

import (
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// jsonBilled is what an import's exports state in one currency.
type jsonBilled struct {
	Import   string            `json:"import"`
	As       scenario.ImportAs `json:"as"`
	Currency *money.Currency   `json:"currency"` // null where no cost is stated, as are the costs
	Months   []scenario.Month  `json:"months"`   // of the usage that is rated
	Records  int64             `json:"records"`  // of it
	Usage    *money.Decimal    `json:"usage"`    // billed for it
	Hours    money.Decimal     `json:"hours"`    // of it: those of use that its records count
	Covered  jsonTally         `json:"covered"`  // of it: what a reservation or a savings plan covers
	ByMonth  []*money.Decimal  `json:"by_month"`
	Mean     *money.Decimal    `json:"mean_month"` // of a typical month only
	Aside    []jsonAside       `json:"aside"`
	Total    *money.Decimal    `json:"total"` // usage and aside
	Cases    []jsonBeside      `json:"cases"`
}

type jsonAside struct {
	What    string         `json:"what"`
	Records int64          `json:"records"`
	Billed  *money.Decimal `json:"billed"`
	Hours   money.Decimal  `json:"hours"`
}

// jsonBeside holds a case's estimate of the import against Usage or, of a typical
// month, its mean month against MeanMonth.
type jsonBeside struct {
	Name       string         `json:"name"`
	Estimated  money.Decimal  `json:"estimated"`
	Currency   money.Currency `json:"currency"`
	Unpriced   int            `json:"unpriced_lines"`
	Difference *money.Decimal `json:"difference"`
	Note       string         `json:"note,omitempty"` // why there is none
	Priced     jsonTally      `json:"priced"`         // of Records: each is here or in Left
	Left       []jsonLeft     `json:"left"`
	OfPriced   *money.Decimal `json:"billed_priced"` // of what is beside it, the part of usage that is priced; null where that cannot be told
}

type jsonTally struct {
	Records int64          `json:"records"`
	Billed  *money.Decimal `json:"billed"` // null where it is not known
	Hours   money.Decimal  `json:"hours"`
}

type jsonLeft struct {
	Reason string `json:"reason"`
	jsonTally
}

// jsonRead counts the rows of an import's files: rows = usage + aside + refused.
type jsonRead struct {
	Import   string `json:"import"`
	Rows     int64  `json:"rows"`
	Usage    int64  `json:"usage"`
	Covered  int64  `json:"covered"` // those of them that a benefit covers
	Aside    int64  `json:"aside"`
	Refused  int64  `json:"refused"`
	Outside  int64  `json:"outside"`  // not among rows: outside the period or the subscriptions asked for
	Repeated int64  `json:"repeated"` // not among rows
}

func billedJSON(c *compare.Comparison, b compare.BilledImport) jsonBilled {
	out := jsonBilled{Import: b.Import, As: b.As, Months: b.Months, Records: b.Records, Hours: b.Hours, ByMonth: []*money.Decimal{}, Aside: []jsonAside{}}
	cost := func(d money.Decimal) *money.Decimal {
		if b.Currency == "" {
			return nil
		}
		return &d
	}
	if b.Currency != "" {
		out.Currency = &b.Currency
	}
	tally := func(t scenario.Tally) jsonTally { return jsonTally{t.Records, cost(t.Paid), t.Hours} }
	out.Usage, out.Total, out.Covered = cost(b.Rated()), cost(b.Total()), tally(b.Covered)
	if b.Unpaid > 0 {
		out.Covered.Billed = nil
	}
	if b.As == scenario.TypicalMonth {
		out.Mean = cost(b.Typical)
	}
	for _, d := range b.Usage {
		out.ByMonth = append(out.ByMonth, cost(d))
	}
	for _, a := range b.Aside {
		out.Aside = append(out.Aside, jsonAside{a.Why, a.Records, cost(a.Cost), a.Hours})
	}
	for i, k := range b.Cases {
		beside := jsonBeside{Name: c.Estimates[i].Case.Name, Estimated: k.Estimated.Value, Currency: k.Estimated.Currency, Unpriced: k.Unpriced, Note: k.Why}
		beside.Priced, beside.Left = tally(k.Priced), []jsonLeft{}
		for _, l := range k.Left {
			beside.Left = append(beside.Left, jsonLeft{l.Reason, tally(l.Tally)})
		}
		if !k.Apart {
			beside.OfPriced = cost(k.OfPriced)
		}
		if k.Differs {
			beside.Difference = &k.Difference
		}
		out.Cases = append(out.Cases, beside)
	}
	return out
}
