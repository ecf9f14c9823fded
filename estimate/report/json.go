package report

import (
	"io"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// The types below are the contract's objects; their fields stand in the
// contract's order, the additions behind them. A nil Decimal is null.

type jsonComparison struct {
	Version  int            `json:"version"`
	Scenario string         `json:"scenario"`
	Start    scenario.Month `json:"start"`
	Months   int            `json:"months"`
	Cases    []jsonCase     `json:"cases"`

	Sample         string                          `json:"sample,omitempty"`
	HoursPerMonth  string                          `json:"hours_per_month"`
	ReportCurrency money.Currency                  `json:"report_currency,omitempty"`
	Exchange       map[money.Currency]jsonExchange `json:"exchange,omitempty"` // encoding/json sorts its keys
	Imports        []jsonRead                      `json:"imports,omitempty"`
	Billed         []jsonBilled                    `json:"billed,omitempty"`
	Covered        []jsonCovering                  `json:"covered,omitempty"`
	Verdict        []string                        `json:"verdict"`
	CompleteMonths *jsonOver                       `json:"complete_months,omitempty"`
	BreakEven      *jsonBreakEven                  `json:"break_even,omitempty"`
	Ranges         *jsonRanges                     `json:"ranges,omitempty"`
	Rankings       []jsonRanking                   `json:"rankings,omitempty"`
	Cash           *jsonCash                       `json:"cash,omitempty"` // left out where it was not asked for
}

type jsonExchange struct {
	Rate   money.Decimal `json:"rate"`
	AsOf   string        `json:"as_of"`
	Source string        `json:"source"`
}

type jsonCase struct {
	Name              string          `json:"name"`
	Base              bool            `json:"base"`
	Source            ratebook.Source `json:"source"`
	Offer             ratebook.Offer  `json:"offer"`
	Currency          money.Currency  `json:"currency"`
	Market            ratebook.Market `json:"market"`
	Region            string          `json:"region"`
	Card              jsonCard        `json:"card"`
	Cards             []jsonCard      `json:"cards,omitempty"` // all of the case, where there are several; card is the newest
	Total             money.Decimal   `json:"total"`
	Complete          bool            `json:"complete"`
	Unpriced          []jsonUnpriced  `json:"unpriced"`
	Difference        *money.Decimal  `json:"difference"`
	DifferencePercent *money.Decimal  `json:"difference_percent"`
	TotalReported     *money.Decimal  `json:"total_reported"`
	ByMonth           []jsonMonth     `json:"by_month"`
	Charges           jsonCharges     `json:"charges"`
	Lines             []jsonLine      `json:"lines,omitzero"` // nil where they are not asked for
	Warnings          []string        `json:"warnings"`

	DifferenceCurrency *money.Currency   `json:"difference_currency"`
	DifferenceReason   *string           `json:"difference_reason"` // why there is none; null where there is one
	Open               *jsonOpen         `json:"open"`              // null where nothing is owed after the scenario
	Locale             string            `json:"locale"`
	Discount           money.Decimal     `json:"discount"`
	Commitment         *jsonCommitment   `json:"commitment,omitempty"`  // the first of Commitments
	Commitments        []*jsonCommitment `json:"commitments,omitempty"` // where there are several
	Assumptions        []string          `json:"assumptions"`
	Missing            []jsonMissing     `json:"missing,omitempty"`
	Discounts          []jsonDiscount    `json:"discounts,omitempty"`
	Benefits           []jsonBenefit     `json:"benefits,omitempty"`
	Found              *jsonFound        `json:"found_benefits,omitempty"`
	Bridge             *jsonBridge       `json:"bridge,omitempty"`
	Payable            *jsonPayable      `json:"payable,omitempty"`  // left out where nothing is stated
	Machines           []jsonMachine     `json:"machines,omitempty"` // where lines are asked for
}

type jsonCard struct {
	Fetched string `json:"fetched"` // RFC 3339, UTC
	SHA256  string `json:"sha256"`

	URL       string `json:"url"`
	Sample    string `json:"sample,omitempty"`
	Reference bool   `json:"for_reference,omitempty"` // Azure itself gives the prices for reference only: retail, outside USD
	Covers    string `json:"covers,omitempty"`        // what the card was asked for, where that is not everything
}

type jsonUnpriced struct {
	Workload string           `json:"workload"`
	MeterID  ratebook.MeterID `json:"meter_id"`
	Meter    string           `json:"meter"`
	Region   ratebook.Region  `json:"region"`
	Unit     string           `json:"unit"`
	Quantity *money.Decimal   `json:"quantity"`
	Asked    string           `json:"asked"`
	Months   []scenario.Month `json:"months"`
	Reason   string           `json:"reason"`
	Billed   *money.Decimal   `json:"billed"` // null where the exports state none
	BilledIn money.Currency   `json:"billed_currency"`
}

type jsonMonth struct {
	Month    scenario.Month `json:"month"`
	Total    money.Decimal  `json:"total"`
	Complete bool           `json:"complete"` // all usage of the month is there, and has a price
}

type jsonCharges struct {
	Usage      money.Decimal `json:"usage"`
	Discount   money.Decimal `json:"discount"`
	Commitment money.Decimal `json:"commitment"`
	Overage    money.Decimal `json:"overage"`
	Credit     money.Decimal `json:"credit"`
	Recurring  money.Decimal `json:"recurring"`
	Benefit    money.Decimal `json:"benefit"`

	Marketplace money.Decimal `json:"marketplace"`
}

type jsonDiscount struct {
	Where    string        `json:"where"`
	Discount money.Decimal `json:"discount"`
}

// JSON writes the comparison for programs, line by line; see the package's
// comment for its shape.
func JSON(w io.Writer, c *compare.Comparison, opt Options) error {
	s := c.Scenario
	head := jsonComparison{
		Version: 1, Scenario: s.Name, Start: s.Start, Months: s.Months, Cases: []jsonCase{},
		Sample: c.Samples(), HoursPerMonth: s.Hours.String(), ReportCurrency: s.ReportIn,
		Exchange: map[money.Currency]jsonExchange{}, Verdict: c.Words(c.Verdict()), CompleteMonths: overJSON(c), BreakEven: breakEvenJSON(c), Ranges: rangesJSON(c), Rankings: rankingsJSON(c),
		Cash: cashJSON(c),
	}
	for k, x := range s.Exchange {
		head.Exchange[k] = jsonExchange{x.Rate, x.AsOf, x.Source}
	}
	for _, r := range s.Rows {
		head.Imports = append(head.Imports, jsonRead(r))
	}
	for _, b := range c.Billed() {
		head.Billed = append(head.Billed, billedJSON(c, b))
	}
	head.Covered = coveredJSON(c)
	out := newStream(w)
	cases := summarize(c)
	out.object(0, head, "cases", len(cases), func(i int) {
		k := cases[i]
		lines := linesOf(k, opt.Detail)
		out.object(2, caseJSON(c, k, opt.Detail), "lines", len(k.Lines), func(i int) {
			out.value(4, lines.line(i))
		})
	})
	return out.end()
}

func caseJSON(c *compare.Comparison, k *summary, d Detail) jsonCase {
	e := k.Estimate
	t := e.Card.Terms
	out := jsonCase{
		Name: e.Case.Name, Base: k.base,
		Source: t.Source, Offer: t.Offer, Currency: t.Currency, Market: t.Market, Locale: t.Locale,
		Region: e.Regions(),
		Card:   cardJSON(e.Card), Cards: cardsJSON(e),
		Total:    k.total.Value,
		Complete: e.Complete(),
		Unpriced: []jsonUnpriced{},
		Missing:  missingJSON(e),
		Charges:  jsonCharges(k.charges),
		Warnings: []string{},

		Discount:    e.Case.Discount,
		Assumptions: e.Assumptions(),
		Benefits:    benefitsJSON(e),
		Found:       foundJSON(e.Found),
		Open:        openJSON(c, e),
		Payable:     payableJSON(e),
	}
	if all := commitmentsJSON(e); len(all) > 0 {
		out.Commitment = all[0]
		if len(all) > 1 {
			out.Commitments = all
		}
	}
	out.Difference, out.DifferencePercent, out.DifferenceReason = differenceJSON(k.difference)
	if a, ok := k.difference.Amount(); ok {
		out.DifferenceCurrency = &a.Currency
	}
	if c.Scenario.ReportIn != "" {
		out.TotalReported = &k.reported.Value
	}
	for m, month := range e.Months {
		out.ByMonth = append(out.ByMonth, jsonMonth{month, k.months[m], k.CompleteIn(m)})
	}
	for _, u := range e.Unpriced {
		out.Unpriced = append(out.Unpriced, unpricedJSON(e, u))
	}
	for _, b := range c.Bridges {
		if c.Estimates[b.Case] == e {
			out.Bridge = bridgeJSON(k, b)
		}
	}
	for _, d := range e.Case.Discounts {
		out.Discounts = append(out.Discounts, jsonDiscount{d.Where.String(), d.Rate})
	}
	for _, warning := range e.Warnings {
		out.Warnings = append(out.Warnings, warning.String())
	}
	if d.Has(DetailLines) {
		out.Lines = []jsonLine{}
		out.Machines = machinesJSON(e)
	}
	return out
}

func unpricedJSON(e *estimate.Estimate, u estimate.Unpriced) jsonUnpriced {
	l := e.Lines[u.Line]
	out := jsonUnpriced{
		Workload: l.Workload, MeterID: l.Meter.ID, Meter: l.Meter.Name, Region: l.Meter.Region,
		Asked: l.Asked, Months: u.Months, Reason: u.Reason, Billed: stated(u.Billed), BilledIn: u.Billed.Currency,
	}
	if known(l) {
		out.Unit, out.Quantity = l.Meter.Unit.String(), &u.Quantity
	}
	return out
}

func cardJSON(h ratebook.Header) jsonCard {
	from := h.Provenance
	card := jsonCard{Fetched: from.Fetched.UTC().Format(time.RFC3339), SHA256: from.SHA256, URL: from.URL, Sample: from.Sample, Reference: h.Terms.ForReference()}
	if asked, known := h.Coverage(); known && !asked.Everything() {
		card.Covers = asked.String()
	}
	return card
}

// cardsJSON are a case's cards where it has several.
func cardsJSON(e *estimate.Estimate) (cards []jsonCard) {
	if len(e.Cards) < 2 {
		return nil
	}
	for _, h := range e.Cards {
		cards = append(cards, cardJSON(h))
	}
	return cards
}
