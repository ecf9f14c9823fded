package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

// Reconciliation writes, for a terminal, what was billed against our figure,
// meter by meter, and the sums. No line is wider than opt.Width.
func Reconciliation(w io.Writer, r *reconcile.Statement, opt Options) error {
	columns, in := opt.width(), r.Currency()
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "Billed cost against the card of %s\n", r.Card.Terms)
	if v := r.Card.Provenance; !v.Fetched.IsZero() {
		fmt.Fprintf(out, "fetched %s, SHA-256 %.12s\n", v.Fetched.Format("2006-01-02"), v.SHA256)
	}
	if s := r.Card.Provenance.Sample; s != "" {
		out.WriteString(strings.Join(wrap("Note: "+clean(s), columns, 0), "\n") + "\n")
	}
	t := r.Totals()
	show := func(g grid) {
		if len(g.rows) > 0 {
			out.WriteString("\n" + g.title + "\n" + g.draw(columns, opt.Color))
		}
	}
	head := func(s string) column { return column{s + "\n" + string(in), true} }
	g := grid{
		title: "Priced usage, by meter", keep: 1,
		columns: []column{{"Meter", false}, head("Billed"), head("Ours"), head("Difference")},
		foot:    []cell{words("Sum"), figure(amount(t.Priced, in)), figure(amount(t.Ours, in)), figure(signed(amount(t.Difference(), in)))},
	}
	for _, m := range r.Priced {
		g.rows = append(g.rows, []cell{
			meterCell(m), figure(amount(m.Billed, in)), figure(amount(m.Ours, in)), figure(signed(amount(m.Difference(), in))),
		})
	}
	show(g)
	g = grid{
		title: "Usage without a price, by meter", keep: 1,
		columns: []column{{"Meter", false}, head("Billed")}, foot: []cell{words("Sum"), figure(amount(t.Unpriced, in))},
	}
	for _, m := range r.Unpriced {
		c := meterCell(m)
		c.alert = true
		g.rows = append(g.rows, []cell{c, figure(amount(m.Billed, in))})
	}
	show(g)
	g = grid{title: "Not rated", keep: 1, columns: []column{{"Kind", false}, {"Records", true}, {"Billed", true}}}
	for _, a := range r.Aside {
		billed := figure(amount(a.Billed.Value, a.Billed.Currency))
		billed.code = string(a.Billed.Currency)
		g.rows = append(g.rows, []cell{words(strings.TrimSpace(a.Provider + " " + string(a.Kind))), figure(rounded(money.Int(a.Records), 0)), billed})
	}
	show(g)
	show(totalsGrid(t, in))
	out.WriteString("\n")
	for _, line := range wrap(verdict(t, in), columns, 0) {
		out.WriteString(line + "\n")
	}
	return out.Flush()
}

// meterCell names the meter, where it runs, and the reasons.
func meterCell(m reconcile.Meter) cell {
	c := words(m.Meter.Title())
	if m.Meter.Title() == "" {
		c = words("meter " + string(m.Meter.ID))
	}
	if m.Meter.Region != "" {
		c.text += ", " + clean(m.Meter.Region.Display())
	}
	c.note = clean(strings.Join(m.Reasons, "; "))
	return c
}

func totalsGrid(t reconcile.Totals, in money.Currency) grid {
	g := grid{title: "The whole", keep: 1, columns: []column{{"Billed", false}, {string(in), true}}}
	for _, p := range []struct {
		name string
		sum  money.Decimal
	}{{"usage with a price", t.Priced}, {"usage without a price", t.Unpriced}, {"not rated", t.Aside}} {
		g.rows = append(g.rows, []cell{words(p.name), figure(amount(p.sum, in))})
	}
	g.foot = []cell{words("in the files"), figure(amount(t.Billed, in))}
	return g
}

// verdict is one figure for the whole.
func verdict(t reconcile.Totals, in money.Currency) string {
	coverage, ok := t.Coverage()
	if !ok {
		return "No cost was billed for usage: there is nothing to hold our figure against."
	}
	if coverage.IsZero() {
		return "No usage that was billed for has a price: there is nothing to hold our figure against."
	}
	s := fmt.Sprintf("Our figure differs by %s %s", in, signed(amount(t.Difference(), in)))
	if p, ok := t.Percent(); ok {
		s += " (" + percent(p) + ")"
	}
	return s + fmt.Sprintf(" from what was billed for usage with a price, which is %s%% of the usage's billed cost.", rounded(coverage.Mul(money.Int(100)), 1))
}
