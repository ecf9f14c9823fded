package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

// Invoices writes a list of invoices for a terminal. No line is wider than
// opt.Width.
func Invoices(w io.Writer, list []reconcile.Invoice, opt Options) error {
	if len(list) == 0 {
		_, err := io.WriteString(w, "No invoices.\n")
		return err
	}
	g := grid{keep: 1, columns: []column{{"Invoice", false}, {"First day", false}, {"Last day", false}, {"Status", false}, {"Billed", true}, {"Due", true}}}
	for _, i := range list {
		name := words(i.Name)
		if !strings.EqualFold(i.Kind, "AzureServices") {
			name.note = clean(i.Kind)
		}
		g.rows = append(g.rows, []cell{name, words(dayOrDash(i.Start)), words(dayOrDash(i.End)), words(orDash(i.Status)), sumCell(i, "billedAmount"), sumCell(i, "amountDue")})
	}
	out := bufio.NewWriter(w)
	out.WriteString(g.draw(opt.width(), opt.Color))
	for _, i := range list {
		for _, n := range i.Notes {
			for _, line := range hanging("- ", clean(i.Name+": "+n), opt.width(), 0) {
				out.WriteString(line + "\n")
			}
		}
	}
	return out.Flush()
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func dayOrDash(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Format(time.DateOnly)
}

// sumCell is one of the invoice's sums; what it does not state is no zero.
func sumCell(i reconcile.Invoice, name string) cell {
	for _, a := range i.Amounts {
		if a.Name == name {
			c := figure(amount(a.Value, a.Currency))
			c.code = string(a.Currency)
			return c
		}
	}
	return words("–")
}

// InvoiceCheck writes for a terminal what an invoice states beside what the usage
// of its period costs. No line is wider than opt.Width.
func InvoiceCheck(w io.Writer, c *reconcile.InvoiceCheck, opt Options) error {
	columns := opt.width()
	out := bufio.NewWriter(w)
	text := func(mark, s string) {
		for _, line := range hanging(mark, clean(s), columns, 0) {
			out.WriteString(line + "\n")
		}
	}
	title := "Invoice " + c.Invoice.Name
	if p := c.Invoice.Period(); p != "" {
		title += ", " + p
	}
	text("", title)
	e := c.Estimate
	if e != nil {
		text("", fmt.Sprintf("against the card of %s, fetched %s, SHA-256 %.12s", e.Card.Terms, e.Card.Provenance.Fetched.Format(time.DateOnly), e.Card.Provenance.SHA256))
		if s := e.Card.Provenance.Sample; s != "" {
			text("", "Note: "+s)
		}
	}
	sum, _, stated := c.Invoice.Sum()
	if e != nil {
		out.WriteString("\n" + checkGrid(c, sum, stated).draw(columns, opt.Color))
	}
	if len(c.Invoice.Amounts) > 0 {
		g := grid{title: "On the invoice", columns: []column{{"On the invoice", false}, {"", true}}}
		for _, a := range c.Invoice.Amounts {
			g.rows = append(g.rows, []cell{words(a.Name), sumCell(c.Invoice, a.Name)})
		}
		out.WriteString("\n" + g.draw(columns, opt.Color))
	}
	if len(c.Aside) > 0 {
		g := grid{columns: []column{{"In the files, and not rated", false}, {"Records", true}, {"Billed", true}}}
		for _, a := range c.Aside {
			billed := figure(amount(a.Billed.Value, a.Billed.Currency))
			billed.code = string(a.Billed.Currency)
			g.rows = append(g.rows, []cell{words(strings.TrimSpace(a.Provider + " " + string(a.Kind))), figure(rounded(money.Int(a.Records), 0)), billed})
		}
		out.WriteString("\n" + g.draw(columns, opt.Color))
	}
	out.WriteString("\n")
	text("", checkVerdict(c))
	for _, n := range c.Notes {
		text("- ", n)
	}
	return out.Flush()
}

// checkGrid is our figure, part by part, and the invoice's.
func checkGrid(c *reconcile.InvoiceCheck, sum reconcile.InvoiceAmount, stated bool) grid {
	in := c.Estimate.Currency()
	g := grid{columns: []column{{"Our rating", false}, {string(in), true}}}
	charges := c.Estimate.Charges()
	for _, p := range []struct {
		name string
		sum  money.Decimal
	}{
		{"usage at the card's rates", charges.Usage}, {"discount", charges.Discount}, {"monthly credit", charges.Credit}, {"recurring charges", charges.Recurring},
	} {
		if !p.sum.IsZero() || p.name == "usage at the card's rates" {
			g.rows = append(g.rows, []cell{words(p.name), figure(amount(p.sum, in))})
		}
	}
	g.rows = append(g.rows, []cell{words("in all"), figure(amount(charges.Total(), in))})
	if stated {
		g.rows = append(g.rows, []cell{words("the invoice's " + sum.Name), figure(amount(sum.Value, in))})
		g.foot = []cell{words("difference"), words("none")}
		if d, ok := c.Difference(); ok {
			g.foot[1] = figure(signed(amount(d, in)))
		}
	}
	return g
}

func checkVerdict(c *reconcile.InvoiceCheck) string {
	if c.Estimate == nil {
		return "There is no usage of the period to rate: there is nothing to hold the invoice against."
	}
	if c.Partial != "" {
		return "No difference is given: " + c.Partial + "."
	}
	d, ok := c.Difference()
	if !ok {
		return "The API gives no amount of the invoice to hold our figure against."
	}
	s := fmt.Sprintf("Our figure differs by %s %s", c.Estimate.Currency(), signed(amount(d, c.Estimate.Currency())))
	if p, ok := c.Percent(); ok {
		s += " (" + percent(p) + ")"
	}
	return s + " from the invoice's."
}
