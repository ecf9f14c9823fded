package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Commitments writes, for a terminal, the commitments of a billing account as of a
// day. No line is wider than opt.Width.
func Commitments(w io.Writer, a *reconcile.AccountCommitments, opt Options) error {
	out := bufio.NewWriter(w)
	text := writesText(out, opt)
	if len(a.Checks) == 0 {
		out.WriteString("No commitments.\n")
	} else {
		text("", "Commitments as of "+a.AsOf.Format(time.DateOnly))
	}
	for _, c := range maccs(a) {
		out.WriteString("\n")
		text("", commitmentTitle(c))
		for _, s := range statedText(c) {
			text("", s)
		}
		for _, g := range commitmentGrids(c) {
			out.WriteString("\n" + g.draw(opt.width(), opt.Color))
		}
		if points := commitmentPoints(c); points != nil {
			out.WriteString("\n")
			for _, s := range points {
				text("- ", s)
			}
		}
	}
	if g, ok := othersGrid(a); ok {
		out.WriteString("\n" + g.draw(opt.width(), opt.Color))
	}
	if points := accountPoints(a); points != nil {
		out.WriteString("\n")
		for _, s := range points {
			text("- ", s)
		}
	}
	return out.Flush()
}

// CommitmentsMarkdown writes the same as GitHub's Markdown.
func CommitmentsMarkdown(w io.Writer, a *reconcile.AccountCommitments, _ Options) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Commitments as of %s\n", a.AsOf.Format(time.DateOnly))
	if len(a.Checks) == 0 {
		out.WriteString("\nNo commitments.\n")
	}
	list := func(points []string) {
		if points != nil {
			out.WriteString("\n")
		}
		for _, s := range points {
			fmt.Fprintf(out, "- %s\n", escape(clean(s)))
		}
	}
	for _, c := range maccs(a) {
		fmt.Fprintf(out, "\n## %s\n\n", escape(clean(commitmentTitle(c))))
		for _, s := range statedText(c) {
			out.WriteString(escape(clean(s)) + "\n")
		}
		for _, g := range commitmentGrids(c) {
			out.WriteString("\n" + g.markdown())
		}
		list(commitmentPoints(c))
	}
	if g, ok := othersGrid(a); ok {
		out.WriteString("\n" + g.markdown())
	}
	list(accountPoints(a))
	return out.Flush()
}

// maccs are the commitments that something counts toward.
func maccs(a *reconcile.AccountCommitments) (list []*reconcile.CommitmentCheck) {
	for _, c := range a.Checks {
		if c.IsMACC() {
			list = append(list, c)
		}
	}
	return list
}

// othersGrid lists the others, such as reservations; ok is false where there is none.
func othersGrid(a *reconcile.AccountCommitments) (g grid, ok bool) {
	g = grid{keep: 1, columns: []column{{"Commitment", false}, {"What", false}, {"From", false}, {"To", false}, {"Amount", true}, {"Quantity", true}}}
	for _, c := range a.Checks {
		if c.IsMACC() {
			continue
		}
		row := []cell{words(c.ID[strings.LastIndex(c.ID, "/")+1:]), words(c.Kind), words(dayOrDash(c.Start)), words(dayOrDash(reconcile.LastDay(c.Until))), words("–"), words("–")}
		if c.Name != "" {
			row[1].note = clean(c.Name)
		}
		if c.Amount != nil {
			row[4] = figure(amount(c.Amount.Value, c.Currency))
			row[4].code = string(c.Currency)
		}
		if c.Quantity != nil {
			row[5] = words(quantity(*c.Quantity) + " " + c.Unit)
		}
		g.rows = append(g.rows, row)
	}
	return g, len(g.rows) > 0
}

// commitmentTitle names a commitment: "MACC G2021032459206000XXXX, Active".
func commitmentTitle(c *reconcile.CommitmentCheck) string {
	s := c.Kind + " " + c.ID
	if c.Name != "" {
		s += ", " + c.Name
	}
	if c.Status != "" {
		s += ", " + c.Status
	}
	return s
}

// statedText says how much is promised, and where that stands.
func statedText(c *reconcile.CommitmentCheck) (list []string) {
	term := ""
	if !c.Start.IsZero() && !c.Until.IsZero() {
		term = fmt.Sprintf(", from %s to %s", c.Start.Format(time.DateOnly), reconcile.LastDay(c.Until).Format(time.DateOnly))
	}
	switch {
	case c.Amount != nil && c.Quantity != nil:
		list = append(list, fmt.Sprintf("%s %s for %s %s%s", c.Currency, amount(c.Amount.Value, c.Currency), quantity(*c.Quantity), c.Unit, term))
	case c.Amount != nil:
		list = append(list, fmt.Sprintf("%s %s%s", c.Currency, amount(c.Amount.Value, c.Currency), term))
	case c.Quantity != nil:
		list = append(list, fmt.Sprintf("%s %s%s", quantity(*c.Quantity), c.Unit, term))
	}
	if counted, ok := c.Counted(); ok && c.Amount.Value.Sign() > 0 {
		left := c.Amount.Value.Sub(counted)
		s := fmt.Sprintf("%s %s counted toward it (%s%%); %s is still to be spent", c.Currency, amount(counted, c.Currency), rounded(counted.Div(c.Amount.Value).Mul(money.Int(100)), 1), amount(left, c.Currency))
		if last := lastEvent(c); last != nil {
			s += ", by the invoice of " + last.Date.Format(time.DateOnly)
		}
		list = append(list, s)
	}
	if c.Charged != nil {
		list = append(list, fmt.Sprintf("A shortfall of %s %s was charged.", c.Charged.Currency, amount(c.Charged.Value, c.Charged.Currency)))
	}
	return list
}

func lastEvent(c *reconcile.CommitmentCheck) *reconcile.Event {
	if len(c.Events) == 0 {
		return nil
	}
	return &c.Events[len(c.Events)-1]
}

func commitmentGrids(c *reconcile.CommitmentCheck) (list []grid) {
	in := string(c.Currency)
	if len(c.Events) > 0 {
		g := grid{keep: 1, columns: []column{{"Event", false}, {"Invoice", false}, {"Profile", false}, {"Counted\n" + in, true}, {"Still to be\nspent " + in, true}}}
		for _, e := range c.Events {
			row := []cell{words(e.Date.Format(time.DateOnly)), words(orDash(e.Invoice)), words(orDash(e.Profile)), figure(amount(e.Charges.Value.Neg(), e.Charges.Currency)), words("–")}
			if e.Balance != nil {
				row[4] = figure(amount(*e.Balance, e.Charges.Currency))
			}
			g.rows = append(g.rows, row)
		}
		list = append(list, g)
	}
	if len(c.Months) > 0 && c.Rated != nil {
		list = append(list, countedGrid(c, in))
	}
	if len(c.Targets) > 0 {
		list = append(list, targetsGrid(c, in))
	}
	return list
}

// countedGrid is what counted in each month, by both sides, and the sums of the months
// that both know whole.
func countedGrid(c *reconcile.CommitmentCheck, in string) grid {
	g := grid{keep: 1, columns: []column{{"Usage of", false}, {"Microsoft\n" + in, true}, {"Our rating\n" + in, true}, {"Difference\n" + in, true}, {"", false}}}
	for _, m := range c.Months {
		row := []cell{words(m.Month.String()), words("–"), words("–"), words("–"), words(m.Part)}
		if m.Theirs != nil {
			row[1] = figure(amount(*m.Theirs, c.Currency))
		}
		if m.Ours != nil {
			row[2] = figure(amount(*m.Ours, c.Currency))
		}
		if d, ok := m.Difference(); ok {
			row[3] = figure(signed(amount(d, c.Currency)))
		}
		g.rows = append(g.rows, row)
	}
	if theirs, ours, n := c.Compared(); n > 0 {
		g.foot = []cell{words("compared"), figure(amount(theirs, c.Currency)), figure(amount(ours, c.Currency)), figure(signed(amount(ours.Sub(theirs), c.Currency))), words(monthsOf(n))}
	}
	return g
}

func monthsOf(n int) string {
	if n == 1 {
		return "1 month"
	}
	return fmt.Sprintf("%d months", n)
}

// targetsGrid is what is missing of each target, now and on its day.
func targetsGrid(c *reconcile.CommitmentCheck, in string) grid {
	g := grid{keep: 1, columns: []column{{"By", false}, {"Amount\n" + in, true}, {"Missing\nnow", true}, {"Shortfall\nexpected", true}, {"at the lowest\nof the months", true}}}
	if c.Ours.Known() {
		g.columns = append(g.columns, column{"by our\nrating", true})
	}
	for _, t := range c.Targets {
		by := words(t.Last.Format(time.DateOnly))
		by.note = t.Name
		if t.Status != "" {
			by.note += ", " + t.Status
		}
		if t.Passed {
			by.note += ", over"
		}
		row := []cell{by, figure(amount(t.Amount, c.Currency)), figure(amount(t.Missing, c.Currency)), words("–"), words("–")}
		if o := t.Theirs; o != nil {
			row[3], row[4] = figure(amount(o.Shortfall, c.Currency)), figure(amount(o.AtLowest, c.Currency))
			row[3].alert = o.Shortfall.Sign() > 0
		}
		if c.Ours.Known() {
			row = append(row, words("–"))
			if o := t.Ours; o != nil {
				row[5] = figure(amount(o.Shortfall, c.Currency))
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// commitmentPoints say what the figures are of.
func commitmentPoints(c *reconcile.CommitmentCheck) (list []string) {
	say := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if c.Pace.Known() && c.Why == "" {
		say("expected: if from %s on as much counts a day as in %s, %s %s; in the lowest of these months it was %s, in the highest %s", c.Pace.Through.AddDate(0, 0, 1).Format(time.DateOnly),
			scenario.Span(c.Pace.Months), c.Currency, amount(c.Pace.Mean, c.Currency), amount(c.Pace.Low, c.Currency), amount(c.Pace.High, c.Currency))
		for _, t := range c.Targets {
			if t.Theirs != nil && !t.Theirs.Reached.IsZero() {
				say("at this pace %s, %s %s, is reached on %s", t.Name, c.Currency, amount(t.Amount, c.Currency), t.Theirs.Reached.Format(time.DateOnly))
			}
		}
	}
	if c.Ours.Known() && c.Why == "" {
		say("by our rating: what Microsoft counted, our whole months of usage after that, up to %s, and then our pace of %s (%s %s a day)", c.Ours.Through.Format(time.DateOnly), scenario.Span(c.Ours.Months), c.Currency, amount(c.Ours.Mean, c.Currency))
	}
	if c.Why != "" {
		say("nothing is forecast: %s", c.Why)
	}
	if len(c.Events) > 0 && (c.Rated != nil || len(c.Targets) > 0) {
		say("an event is taken for the usage of the month before its date")
	}
	if c.Rated != nil {
		say("our rating is by the card of %s, fetched %s: eligible usage at its prices; purchases that count are in none of it", c.Rated.Terms, c.Rated.Provenance.Fetched.Format(time.DateOnly))
		if s := c.Rated.Provenance.Sample; s != "" {
			say("%s", s)
		}
	}
	if c.IsMACC() && !c.Resource && len(c.Targets) > 0 {
		say("its maccs resource was not read: whether it has milestones is not known")
	}
	switch c.Shortfall {
	case "Enabled":
		say("a shortfall is charged by itself")
	case "Disabled":
		say("a shortfall is not charged by itself")
	}
	return append(list, c.Notes...)
}

func accountPoints(a *reconcile.AccountCommitments) (list []string) {
	for _, e := range a.Left {
		list = append(list, fmt.Sprintf("an event of %s, %s %s, names no commitment that was read (%s)", e.Date.Format(time.DateOnly), e.Charges.Currency, amount(e.Charges.Value, e.Charges.Currency), orDash(e.Lot)))
	}
	return append(list, a.Notes...)
}
