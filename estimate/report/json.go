package report

import (
	"io"
	"slices"
	"time"

	"azwhatif/estimate"
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
	Billed         []jsonBilled                    `json:"billed,omitempty"`
	Verdict        []string                        `json:"verdict"`
	BreakEven      *jsonBreakEven                  `json:"break_even,omitempty"`
	Ranges         *jsonRanges                     `json:"ranges,omitempty"`
}

// jsonBilled is what an import's exports state in one currency.
type jsonBilled struct {
	Import   string            `json:"import"`
	As       scenario.ImportAs `json:"as"`
	Currency *money.Currency   `json:"currency"` // null where no cost is stated, as are the costs
	Months   []scenario.Month  `json:"months"`   // of the usage that is rated
	Records  int64             `json:"records"`  // of it
	Usage    *money.Decimal    `json:"usage"`    // billed for it
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

	DifferenceCurrency *money.Currency `json:"difference_currency"`
	Locale             string          `json:"locale"`
	Discount           money.Decimal   `json:"discount"`
	Commitment         *jsonCommitment `json:"commitment,omitempty"`
	Assumptions        []string        `json:"assumptions"`
	Discounts          []jsonDiscount  `json:"discounts,omitempty"`
	Benefits           []jsonBenefit   `json:"benefits,omitempty"`
	Found              *jsonFound      `json:"found_benefits,omitempty"`
	Bridge             *jsonBridge     `json:"bridge,omitempty"`
}

type jsonBridge struct {
	Currency money.Currency   `json:"currency,omitempty"`
	Steps    []jsonBridgeStep `json:"steps"`
	Why      string           `json:"why,omitempty"`
}

type jsonBridgeStep struct {
	Lever         string         `json:"lever"`
	What          string         `json:"what"`
	Amount        money.Decimal  `json:"amount"`
	Total         money.Decimal  `json:"total"`
	Alone         *money.Decimal `json:"alone"`
	UnpricedLines int            `json:"unpriced_lines"`
}

type jsonCard struct {
	Fetched string `json:"fetched"` // RFC 3339, UTC
	SHA256  string `json:"sha256"`

	URL    string `json:"url"`
	Sample string `json:"sample,omitempty"`
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
}

type jsonMonth struct {
	Month scenario.Month `json:"month"`
	Total money.Decimal  `json:"total"`
}

type jsonCharges struct {
	Usage      money.Decimal `json:"usage"`
	Discount   money.Decimal `json:"discount"`
	Commitment money.Decimal `json:"commitment"`
	Overage    money.Decimal `json:"overage"`
	Credit     money.Decimal `json:"credit"`
	Recurring  money.Decimal `json:"recurring"`
	Benefit    money.Decimal `json:"benefit"`
}

type jsonCommitment struct {
	Amount    money.Decimal   `json:"amount"`
	Months    int             `json:"months"`
	Drawn     []money.Decimal `json:"drawn"` // by month of the scenario
	Lost      money.Decimal   `json:"lost"`
	Left      money.Decimal   `json:"left"`
	Exhausted *scenario.Month `json:"exhausted"` // null where it did not run out

	Kind              string                `json:"kind"`
	EffectiveDiscount *money.Decimal        `json:"effective_discount"` // 0.1 is ten percent
	Plan              string                `json:"plan,omitempty"`
	Monthly           *money.Decimal        `json:"monthly,omitempty"`
	Discount          *money.Decimal        `json:"discount,omitempty"` // stated
	Shortfall         string                `json:"shortfall,omitempty"`
	Milestones        []jsonMilestone       `json:"milestones,omitempty"`
	ByMonth           []jsonCommitmentMonth `json:"by_month"`
}

type jsonMilestone struct {
	Month     int            `json:"month"` // of the term
	Amount    money.Decimal  `json:"amount"`
	Shortfall *money.Decimal `json:"shortfall"` // null where it is after the scenario
}

type jsonCommitmentMonth struct {
	Month    scenario.Month `json:"month"`
	Opening  money.Decimal  `json:"opening"`
	Drawn    money.Decimal  `json:"drawn"`
	Unused   money.Decimal  `json:"unused"`
	Returned money.Decimal  `json:"returned"`
	Closing  money.Decimal  `json:"closing"`
	// Of drawn and returned, what is paid for reservations and savings plans; left
	// out where nothing is.
	Purchases *money.Decimal `json:"purchases,omitempty"`
}

type jsonDiscount struct {
	Where    string        `json:"where"`
	Discount money.Decimal `json:"discount"`
}

type jsonLine struct {
	Workload string           `json:"workload"`
	MeterID  ratebook.MeterID `json:"meter_id"`
	Meter    string           `json:"meter"`
	Category string           `json:"category"`
	Region   ratebook.Region  `json:"region"`
	Unit     string           `json:"unit"`
	Quantity *money.Decimal   `json:"quantity"`
	Amount   *money.Decimal   `json:"amount"`
	Months   []jsonLineMonth  `json:"months,omitzero"`

	Subcategory  string            `json:"subcategory"`
	Subscription string            `json:"subscription"`
	Tags         map[string]string `json:"tags"`
	Asked        string            `json:"asked"`
	MovedFrom    *jsonMeter        `json:"moved_from,omitempty"`
	Levers       []scenario.Lever  `json:"levers,omitempty"`
	Priced       bool              `json:"priced"`
}

type jsonMeter struct {
	MeterID ratebook.MeterID `json:"meter_id"`
	Meter   string           `json:"meter"`
	Region  ratebook.Region  `json:"region"`
}

type jsonLineMonth struct {
	Month    string         `json:"month"`
	Quantity *money.Decimal `json:"quantity"`
	Included *money.Decimal `json:"included"`
	Amount   *money.Decimal `json:"amount"`
	Tiers    []jsonTier     `json:"tiers,omitzero"`
	Covered  *money.Decimal `json:"covered,omitempty"` // of Quantity, by benefits
}

type jsonTier struct {
	Above     money.Decimal `json:"above"`
	Quantity  money.Decimal `json:"quantity"`
	UnitPrice money.Decimal `json:"unit_price"`
	Amount    money.Decimal `json:"amount"`
}

// JSON writes the comparison for programs, line by line; see the package's
// comment for its shape.
func JSON(w io.Writer, c *estimate.Comparison, opt Options) error {
	s := c.Scenario
	head := jsonComparison{
		Version: 1, Scenario: s.Name, Start: s.Start, Months: s.Months, Cases: []jsonCase{},
		Sample: c.Samples(), HoursPerMonth: s.Hours.String(), ReportCurrency: s.ReportIn,
		Exchange: map[money.Currency]jsonExchange{}, Verdict: c.Words(c.Verdict()), BreakEven: breakEvenJSON(c), Ranges: rangesJSON(c),
	}
	for k, x := range s.Exchange {
		head.Exchange[k] = jsonExchange{x.Rate, x.AsOf, x.Source}
	}
	for _, b := range c.Billed() {
		head.Billed = append(head.Billed, billedJSON(c, b))
	}
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

func billedJSON(c *estimate.Comparison, b estimate.Billed) jsonBilled {
	out := jsonBilled{Import: b.Import, As: b.As, Months: b.Months, Records: b.Records, ByMonth: []*money.Decimal{}, Aside: []jsonAside{}}
	cost := func(d money.Decimal) *money.Decimal {
		if b.Currency == "" {
			return nil
		}
		return &d
	}
	if b.Currency != "" {
		out.Currency = &b.Currency
	}
	out.Usage, out.Total = cost(b.Rated()), cost(b.Total())
	if b.As == scenario.TypicalMonth {
		out.Mean = cost(b.Mean())
	}
	for _, d := range b.Usage {
		out.ByMonth = append(out.ByMonth, cost(d))
	}
	for _, a := range b.Aside {
		out.Aside = append(out.Aside, jsonAside{a.Why, a.Records, cost(a.Cost)})
	}
	for i, k := range b.Cases {
		beside := jsonBeside{Name: c.Estimates[i].Case.Name, Estimated: k.Estimated.Value, Currency: k.Estimated.Currency, Unpriced: k.Unpriced, Note: k.Why}
		if k.Differs {
			beside.Difference = &k.Difference
		}
		out.Cases = append(out.Cases, beside)
	}
	return out
}

func caseJSON(c *estimate.Comparison, k *summary, d Detail) jsonCase {
	e := k.Estimate
	t := e.Card.Terms
	out := jsonCase{
		Name: e.Case.Name, Base: k.base,
		Source: t.Source, Offer: t.Offer, Currency: t.Currency, Market: t.Market, Locale: t.Locale,
		Region:   e.Regions(),
		Card:     cardJSON(e),
		Total:    k.total.Value,
		Complete: e.Complete(),
		Unpriced: []jsonUnpriced{},
		Charges:  jsonCharges(k.charges),
		Warnings: []string{},

		Discount:    e.Case.Discount,
		Commitment:  commitmentJSON(e),
		Assumptions: e.Assumptions(),
		Benefits:    benefitsJSON(e),
		Found:       foundJSON(e.Found),
	}
	if k.differs {
		out.Difference, out.DifferenceCurrency = &k.difference.Value, &k.difference.Currency
	}
	if k.hasPart {
		p := k.part.Mul(money.Int(100))
		out.DifferencePercent = &p
	}
	if c.Scenario.ReportIn != "" {
		out.TotalReported = &k.reported.Value
	}
	for m, month := range e.Months {
		out.ByMonth = append(out.ByMonth, jsonMonth{month, k.months[m]})
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
	}
	return out
}

func bridgeJSON(k *summary, b estimate.Bridge) *jsonBridge {
	out := &jsonBridge{Steps: []jsonBridgeStep{}, Why: b.Why}
	if b.Why == "" {
		out.Currency = k.reported.Currency
	}
	for _, s := range b.Steps {
		out.Steps = append(out.Steps, jsonBridgeStep{s.Lever, s.What, s.Amount, s.After, s.Alone, s.Unpriced})
	}
	return out
}

func commitmentJSON(e *estimate.Estimate) *jsonCommitment {
	c := e.Commitment
	if c == nil {
		return nil
	}
	out := &jsonCommitment{
		Amount: c.Amount, Months: c.Months, Drawn: c.Drawn, Lost: c.Lost, Left: c.Left,
		Kind: c.Kind.String(), Discount: c.Discount, ByMonth: []jsonCommitmentMonth{},
	}
	if !c.Exhausted.IsZero() {
		out.Exhausted = &c.Exhausted
	}
	if part, ok := e.EffectiveDiscount(); ok {
		out.EffectiveDiscount = &part
	}
	switch c.Kind {
	case scenario.PlanOf2012:
		out.Plan, out.Monthly = c.Plan.Name, &c.Monthly
	case scenario.MACC:
		out.Shortfall = map[bool]string{true: "lost", false: "credit"}[c.ShortfallLost]
		for _, m := range append(slices.Clone(c.Milestones), scenario.Milestone{Month: c.Months, Amount: c.Amount}) {
			j := jsonMilestone{Month: m.Month, Amount: m.Amount}
			if m.Month <= len(c.Unused) {
				j.Shortfall = &c.Unused[m.Month-1]
			}
			out.Milestones = append(out.Milestones, j)
		}
	}
	for m, month := range e.Months[:min(c.Months, len(e.Months))] {
		by := jsonCommitmentMonth{month, c.Opening[m], c.Drawn[m], c.Unused[m], c.Returned[m], c.Closing(m), nil}
		if !c.Purchases[m].IsZero() {
			by.Purchases = &c.Purchases[m]
		}
		out.ByMonth = append(out.ByMonth, by)
	}
	return out
}

func unpricedJSON(e *estimate.Estimate, u estimate.Unpriced) jsonUnpriced {
	l := e.Lines[u.Line]
	out := jsonUnpriced{
		Workload: l.Workload, MeterID: l.Meter.ID, Meter: l.Meter.Name, Region: l.Meter.Region,
		Asked: l.Asked, Months: u.Months, Reason: u.Reason,
	}
	if known(l) {
		out.Unit, out.Quantity = l.Meter.Unit.String(), &u.Quantity
	}
	return out
}

// lines makes the objects of a case's lines.
type lines struct {
	*summary
	detail Detail
	names  []string      // of months
	shares [][]lineTiers // nil where months are not asked for
}

func linesOf(k *summary, d Detail) lines {
	out := lines{summary: k, detail: d}
	if d.Has(DetailMonths) {
		out.shares = tiersOf(k.Estimate)
		for _, m := range k.Months {
			out.names = append(out.names, m.String())
		}
	}
	return out
}

func (k lines) line(i int) jsonLine {
	l := k.Lines[i]
	out := jsonLine{
		Workload: l.Workload, MeterID: l.Meter.ID, Meter: l.Meter.Name, Category: l.Meter.Category,
		Region: l.Meter.Region, Subcategory: l.Meter.Subcategory, Subscription: l.Subscription,
		Tags: l.Tags, Asked: l.Asked, Levers: l.Levers, Priced: len(k.missing[i]) == 0,
	}
	if out.Tags == nil {
		out.Tags = map[string]string{}
	}
	if known(l) {
		total := l.Total()
		out.Unit, out.Quantity = l.Meter.Unit.String(), &total
	}
	if amount, ok := k.missing.line(k.Estimate, i); ok {
		out.Amount = &amount
	}
	if l.Moved() {
		out.MovedFrom = &jsonMeter{l.From.ID, l.From.Name, l.From.Region}
	}
	if k.shares != nil {
		out.Months = make([]jsonLineMonth, 0, len(k.Months))
		for m := range k.Months {
			out.Months = append(out.Months, k.month(i, m))
		}
	}
	return out
}

func (k lines) month(line, month int) jsonLineMonth {
	l, share := k.Lines[line], k.shares[line][month]
	out := jsonLineMonth{Month: k.names[month]}
	if known(l) {
		out.Quantity = &l.Months[month].Quantity
	}
	amount, why, ok := k.missing.month(k.Estimate, line, month)
	if ok {
		out.Amount = &amount
	}
	if _, has := k.Use(l); has && why == "" {
		out.Included = &share.Included
	}
	if !share.Covered.IsZero() {
		out.Covered = &share.Covered
	}
	if k.detail.Has(DetailTiers) {
		out.Tiers = make([]jsonTier, 0, len(share.Tiers))
		for _, t := range share.Tiers {
			out.Tiers = append(out.Tiers, jsonTier{t.Above, t.Quantity, t.UnitPrice, t.Amount})
		}
	}
	return out
}

func cardJSON(e *estimate.Estimate) jsonCard {
	from := e.Card.Provenance
	return jsonCard{from.Fetched.UTC().Format(time.RFC3339), from.SHA256, from.URL, from.Sample}
}
