package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Explain writes how the lines of a case came about, as arithmetic to be
// checked by hand: from what was asked for to the meter, its quantity, included
// quantity and tiers, through discounts, commitment, credit and recurring
// charges to the line's share; with the card at the end. Months that are the
// same are told once. Figures are exact, and rounded behind the total only.
func Explain(w io.Writer, c *compare.Comparison, caseName string, f ExplainFilter) error {
	return explain(w, c, caseName, f, derivation{columns: defaultWidth})
}

// ExplainHTML is Explain as a part of a page: a heading for each line and month, and a
// paragraph for each step. Outside text is escaped.
func ExplainHTML(w io.Writer, c *compare.Comparison, caseName string, f ExplainFilter) error {
	return explain(w, c, caseName, f, derivation{html: true})
}

func explain(w io.Writer, c *compare.Comparison, caseName string, f ExplainFilter, as derivation) error {
	e, err := named(c, caseName)
	if err != nil {
		return err
	}
	picked, err := f.lines(e)
	if err != nil {
		return err
	}
	x := explainer{derivation: as, c: c, e: e, g: estimate.GapsOf(e), only: -1, off: map[int][]money.Decimal{}}
	if !f.Month.IsZero() {
		x.only = f.Month.Since(e.Months[0])
	}
	x.head()
	for _, i := range picked {
		x.out.WriteString("\n")
		x.lineOf(i)
	}
	if x.only < 0 && len(picked) == len(e.Lines) {
		x.payable()
	}
	x.out.WriteString("\n")
	x.card(picked)
	_, err = io.WriteString(w, x.out.String())
	return err
}

// explainer writes the derivation of lines of one estimate.
type explainer struct {
	derivation
	c    *compare.Comparison
	e    *estimate.Estimate
	g    estimate.Gaps
	only int // the one month to explain; -1 for all
	off  map[int][]money.Decimal
}

// offerDiscounts keeps what each meter's month has of the offer's discount.
func (x *explainer) offerDiscounts(month int) []money.Decimal {
	if x.off[month] == nil {
		x.off[month] = x.e.OfferDiscounts(month)
	}
	return x.off[month]
}

func (x *explainer) head() {
	x.title(clean(x.c.Scenario.Name) + ": " + clean(x.e.Case.Name))
	x.text("terms", terms(x.e.Card))
	x.text("amounts in", string(x.e.Currency()))
	if s := x.c.Samples(); s != "" {
		x.text("note", s)
	}
	if x.e.Card.Terms.ForReference() {
		x.text("note", fmt.Sprintf("retail prices in %s are for reference: Azure prices in USD", x.e.Currency()))
	}
	for _, k := range x.e.Commitments {
		x.text("commitment", commitmentText(x.e, k))
	}
	x.benefits()
	if !x.e.Complete() {
		x.text("incomplete", x.e.Incomplete())
	}
}

// lineOf explains one line.
func (x *explainer) lineOf(i int) {
	l := x.e.Lines[i]
	x.title(clean(l.Workload) + ": " + clean(title(l.Meter)))
	if l.Unshared {
		x.unshared(l)
		return
	}
	x.asked(l)
	u, ok := x.meterOf(i)
	if !ok {
		for _, u := range x.e.Unpriced {
			if u.Line == i {
				x.text(notPriced, u.Reason)
			}
		}
		return
	}
	x.months(l, func(m int) string { return x.month(i, u, m) })
	x.total(i)
}

// meterOf is the index of the line's meter among the estimate's.
func (x *explainer) meterOf(line int) (u int, ok bool) {
	for u, use := range x.e.Meters {
		if slices.Contains(use.Lines, line) {
			return u, true
		}
	}
	return 0, false
}

// months writes each month's text, and those that are the same once.
func (x *explainer) months(l estimate.Line, of func(month int) string) {
	first, last := 0, len(x.e.Months)-1
	if x.only >= 0 {
		first, last = x.only, x.only
	}
	for m := first; m <= last; {
		text, to := of(m), m
		for to < last && of(to+1) == text {
			to++
		}
		head := months(x.e, m, to)
		if to > m {
			head += ", each"
		}
		x.when(head)
		x.out.WriteString(text)
		m = to + 1
	}
}

// total adds a line's months up.
func (x *explainer) total(i int) {
	l := x.e.Lines[i]
	if x.only >= 0 {
		x.rounded("in all", l.Amounts[x.only])
		return
	}
	total, priced := x.g.Line(x.e, i)
	if !priced {
		x.text("in all", notPriced)
		return
	}
	x.when(months(x.e, 0, len(x.e.Months)-1))
	var left []string
	for m := 0; m < len(l.Amounts); {
		to := m
		for to+1 < len(l.Amounts) && l.Amounts[to+1].Equal(l.Amounts[m]) {
			to++
		}
		if s := x.n(l.Amounts[m]); s != "0" {
			if to > m {
				s = fmt.Sprintf("%d × %s", to+1-m, s)
			}
			left = append(left, s)
		}
		m = to + 1
	}
	if left != nil {
		sum := strings.ReplaceAll(strings.Join(left, " + "), "+ -", "- ")
		x.equation("sum of months", sum, true, total)
	}
	x.rounded("in all", total)
	if len(x.g[i]) > 0 {
		x.text("", "without the months that are not priced")
	}
}

// rounded shows an amount as it would be read, in the report's currency too.
func (x *explainer) rounded(label string, d money.Decimal) {
	a := amountOf(x.e, d)
	x.text(label, a.String()+", rounded")
	if r := x.c.Reported(a); r.Currency != a.Currency {
		rate := x.c.Scenario.Exchange[a.Currency]
		x.product("in "+string(r.Currency), r.Value, d, rate.Rate)
		x.text("", fmt.Sprintf("%s, rounded; at the rate of %s, %s", r, rate.AsOf, rate.Source))
	}
}

// unshared lists charges that no usage was there to share by.
func (x *explainer) unshared(l estimate.Line) {
	x.months(l, func(m int) string {
		c := x.e.Unshared[m]
		d := x.aside()
		if l.Purchase != nil {
			d.purchase(x, l, m)
			return d.out.String()
		}
		if l.Unused {
			var parts []money.Decimal
			for _, b := range x.e.Benefits {
				parts = append(parts, b.Use[m].Unused)
			}
			d.sum("unused", c.Benefit, parts...)
			return d.out.String()
		}
		c.Benefit, c.Marketplace = money.Zero, money.Zero // in lines of their own
		d.sum("charges", c.Total(), c.Usage, c.Discount, c.Commitment, c.Overage, c.Credit, c.Recurring)
		if !c.Commitment.IsZero() {
			d.text("", "commitment that is lost, and that no usage drew on")
		}
		if !c.Recurring.IsZero() {
			d.text("", "recurring charge of a subscription without charges to share it by")
		}
		return d.out.String()
	})
	for i := range x.e.Lines {
		if k := x.e.Lines[i]; k.Unshared && k.Unused == l.Unused && k.Purchase == l.Purchase {
			x.total(i)
		}
	}
}

// cards are those of the lines, each once.
func (x *explainer) cards(lines []int) (cards []ratebook.Header) {
	for _, i := range lines {
		h := x.e.CardOfLine(x.e.Lines[i])
		if !slices.ContainsFunc(cards, func(k ratebook.Header) bool {
			return k.Provenance.SHA256 == h.Provenance.SHA256 && k.Provenance.Fetched.Equal(h.Provenance.Fetched)
		}) {
			cards = append(cards, h)
		}
	}
	if cards == nil {
		cards = []ratebook.Header{x.e.Card}
	}
	return cards
}

// aside is a derivation of its own, as wide.
func (x *explainer) aside() *derivation { return &derivation{columns: x.columns, html: x.html} }

// card says where the prices of the lines come from.
func (x *explainer) card(lines []int) {
	for i, h := range x.cards(lines) {
		from := h.Provenance
		if i == 0 {
			x.title("Card")
		}
		x.text("terms", terms(h))
		x.text("fetched", from.Fetched.UTC().Format(time.RFC3339))
		if from.URL != "" {
			x.text("from", from.URL)
		}
		x.text("sha-256", from.SHA256)
	}
}
