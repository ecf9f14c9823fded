package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Inspection writes, for a terminal, what is in exports: file by file, by kind,
// and, where it was rated, by what it was matched. No line is wider than
// opt.Width. At most twenty meters and subscriptions of a kind are shown.
func Inspection(w io.Writer, in *reconcile.Inspection, opt Options) error {
	columns := opt.width()
	out := bufio.NewWriter(w)
	for _, f := range in.Got.Sources {
		inspectFile(out, f, columns)
	}
	for _, s := range in.Got.Doubts() {
		for i, line := range hanging("Warning: ", clean(s), columns, 0) {
			if i == 0 {
				out.WriteString("\n")
			}
			if opt.Color {
				line = yellow + line + reset
			}
			out.WriteString(line + "\n")
		}
	}
	show := func(g grid) {
		if len(g.rows) > 0 {
			out.WriteString("\n" + g.title + "\n" + g.draw(columns, opt.Color))
		}
	}
	show(kindGrid(in))
	if in.Covered != nil {
		out.WriteString("\n")
		for _, s := range in.Covered.Sentences() {
			out.WriteString(strings.Join(wrap(clean(s), columns, 0), "\n") + "\n")
		}
	}
	show(daysGrid(in.Got))
	r := in.Rows()
	if in.Pricing == nil {
		fmt.Fprintf(out, "\n%s = %s + %d set aside + %d refused\n", rowCount(r.Rows), scenario.UsageRows(r.Metered, r.Covered), r.Aside, r.Refused)
		inspectUnmatched(out, in, columns)
		return out.Flush()
	}
	card := in.Pricing.Card
	fmt.Fprintf(out, "\nThe card of %s\n", card.Terms)
	if v := card.Provenance; !v.Fetched.IsZero() {
		fmt.Fprintf(out, "fetched %s, SHA-256 %.12s\n", v.Fetched.Format("2006-01-02"), v.SHA256)
	}
	if s := card.Provenance.Sample; s != "" {
		out.WriteString(strings.Join(wrap("Note: "+clean(s), columns, 0), "\n") + "\n")
	}
	show(matchGrid(in))
	show(unitGrid(in))
	show(meterGrid(in, "Without a price, highest billed first", false, func(m reconcile.MeterSum) bool { return !m.Match.Priced() && m.Match != reconcile.NotRated }))
	show(meterGrid(in, "Of other clouds, which a mapping makes Azure's meters", false, func(m reconcile.MeterSum) bool { return m.Foreign != scenario.Foreign{} }))
	show(meterGrid(in, "Matched by name, not by meter id", true, func(m reconcile.MeterSum) bool { return m.Match == reconcile.MatchedByName }))
	out.WriteString("\n" + strings.Join(wrap(fmt.Sprintf("%s = %d rated + %d without a price + %d set aside + %d refused", rowCount(r.Rows), r.Rated, r.Unrated, r.Aside, r.Refused), columns, 0), "\n") + "\n")
	return out.Flush()
}

func rowCount(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

func inspectFile(out *bufio.Writer, f scenario.ImportSource, columns int) {
	say := func(format string, args ...any) {
		out.WriteString(strings.Join(hanging("  ", clean(fmt.Sprintf(format, args...)), columns, 0), "\n") + "\n")
	}
	fmt.Fprintf(out, "%s\n", clean(f.Name))
	if f.Fault != "" {
		say("cannot be read: %s", f.Fault)
		return
	}
	if f.Format == "" {
		for _, n := range f.Notes {
			say("%s", n)
		}
		return
	}
	s := fmt.Sprintf("%s, %s = %s + %d set aside + %d refused", f.Format, rowCount(f.Rows), scenario.UsageRows(f.Metered, f.Covered), f.Aside, f.Refused)
	if f.Outside > 0 {
		s += fmt.Sprintf("; %d more are not wanted", f.Outside)
	}
	if f.Repeated > 0 {
		s += fmt.Sprintf("; %d more are on another page, too, and count once", f.Repeated)
	}
	if f.First != "" {
		s += fmt.Sprintf("; %s to %s", f.First, f.Last)
	}
	say("%s", s)
	for _, n := range f.Notes {
		say("%s", n)
	}
	more := f.Refused - int64(len(f.Refusal))
	for i := 0; i < len(f.Refusal); {
		first := f.Refusal[i]
		n := 1
		for i+n < len(f.Refusal) && first.Line > 0 && f.Refusal[i+n].Reason == first.Reason {
			n++
		}
		switch {
		case first.Rows > 1:
			say("refused, %d rows: %s", first.Rows, first.Reason)
		case first.Line == 0:
			say("refused, %s", first.Reason)
		case n == 1:
			say("refused, line %d: %s", first.Line, first.Reason)
		default:
			say("refused, %d rows, line %d to line %d: %s", n, first.Line, f.Refusal[i+n-1].Line, first.Reason)
		}
		i += n
		more -= max(0, first.Rows-1)
	}
	if more > 0 {
		say("… and %d more refused", more)
	}
}

// statedCell is an amount in its own currency, or that none is stated.
func statedCell(a money.Amount) cell {
	if a.Currency == "" {
		return words("not stated")
	}
	c := figure(amount(a.Value, a.Currency))
	c.code = string(a.Currency)
	return c
}

// hoursCell is how many hours of use there are; nothing where none are counted.
func hoursCell(d money.Decimal) cell {
	if d.IsZero() {
		return words("")
	}
	return figure(quantity(d))
}

func countCell(n int64) cell { return figure(rounded(money.Int(n), 0)) }

func kindGrid(in *reconcile.Inspection) grid {
	g := grid{title: "What the rows are", keep: 1, columns: []column{{"Kind", false}, {"Records", true}, {"Billed", true}, {"Hours", true}, {"", false}}}
	hours := false
	for _, k := range in.Kinds {
		rated := "not rated"
		if k.Kind.IsUsage() {
			rated = ""
		}
		g.rows = append(g.rows, []cell{words(strings.TrimSpace(k.Provider + " " + string(k.Kind))), countCell(k.Records), statedCell(k.Billed), hoursCell(k.Hours), words(rated)})
		hours = hours || !k.Hours.IsZero()
	}
	if r := in.Rows(); r.Refused > 0 {
		g.rows = append(g.rows, []cell{words("refused"), countCell(r.Refused), words("unknown"), words(""), words("cannot be read, and in no sum")})
	}
	if !hours {
		return g.without(3)
	}
	return g
}

// mostCovered are the subscriptions whose days are shown.
const mostCovered = 10

// daysGrid names the days without usage: of all subscriptions together, and of
// each between its own first and last day.
func daysGrid(got *scenario.Imported) grid {
	g := grid{title: "Days of usage", keep: 1, columns: []column{{"Subscription", false}, {"First", false}, {"Last", false}, {"Days", true}, {"Without\nusage", true}}}
	add := func(name string, c scenario.Covered) {
		who := words(name)
		if len(c.Missing) > 0 {
			who.note = "none on " + missingDays(c.Missing, 4)
		}
		without := 0
		for _, m := range c.Missing {
			without += m.Days()
		}
		g.rows = append(g.rows, []cell{who, words(c.First), words(c.Last), countCell(int64(c.Days)), countCell(int64(without))})
	}
	if all, ok := got.AllCovered(); ok && len(got.Covered) > 1 {
		add("(all together)", all)
	}
	for i, c := range got.Covered {
		if i == mostCovered && len(got.Covered) > mostCovered+1 {
			g.rows = append(g.rows, []cell{words(fmt.Sprintf("… and %d more", len(got.Covered)-i)), words(""), words(""), words(""), words("")})
			break
		}
		add(keyOr(c.Subscription), c)
	}
	return g
}

// missingDays lists so many of the gaps, and counts the rest.
func missingDays(missing []scenario.Gap, most int) string {
	var parts []string
	for i, m := range missing {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more gaps", len(missing)-i))
			break
		}
		parts = append(parts, m.String())
	}
	return strings.Join(parts, ", ")
}

// inspectUnmatched says how to see what matches.
func inspectUnmatched(out *bufio.Writer, in *reconcile.Inspection, columns int) {
	if in.Rows().Metered == 0 {
		return
	}
	for i, line := range wrap("To see which meters a rate card has, and what they cost, add the card's terms: --offer MS-AZR-0003P --currency EUR --market NL, say.", columns, 0) {
		if i == 0 {
			out.WriteString("\n")
		}
		out.WriteString(line + "\n")
	}
}

// matchWords says a match for readers.
func matchWords(m reconcile.Match, foreign bool) string {
	switch {
	case foreign:
		return "of another cloud: a mapping is needed"
	case m == reconcile.MatchedByID:
		return "by meter id"
	case m == reconcile.MatchedByName:
		return "by category, subcategory, name, unit and region"
	}
	return string(m)
}

func matchGrid(in *reconcile.Inspection) grid {
	g := grid{title: "How metered usage is matched, by what was billed", keep: 1, columns: []column{{"Matched", false}, {"Meters", true}, {"Records", true}, {"Billed", true}, {"%", true}, {"Hours", true}}}
	hours := money.Zero
	totals, records, meters := map[money.Currency]money.Decimal{}, int64(0), int64(0)
	for _, m := range in.Matches {
		totals[m.Billed.Currency] = totals[m.Billed.Currency].Add(m.Billed.Value)
		records, meters = records+m.Records, meters+int64(m.Meters)
	}
	for _, m := range in.Matches {
		part := words("")
		if m.Billed.Currency != "" {
			part = partOf(m.Billed.Value, totals[m.Billed.Currency])
		}
		c := words(matchWords(m.Match, m.Foreign))
		c.alert = !m.Match.Priced()
		g.rows = append(g.rows, []cell{c, countCell(int64(m.Meters)), countCell(m.Records), statedCell(m.Billed), part, hoursCell(m.Hours)})
		hours = hours.Add(m.Hours)
	}
	if len(totals) == 1 {
		for currency, sum := range totals {
			g.foot = []cell{words("Sum"), countCell(meters), countCell(records), statedCell(money.Amount{Value: sum, Currency: currency}), words(""), hoursCell(hours)}
		}
	}
	if hours.IsZero() {
		return g.without(5)
	}
	return g
}

// unitGrid is the same by quantity, which adds up within a unit.
func unitGrid(in *reconcile.Inspection) grid {
	g := grid{title: "The same by quantity, unit by unit", keep: 1, columns: []column{{"Unit", false}}}
	heads := map[reconcile.Match]string{
		reconcile.MatchedByID: "By meter id", reconcile.MatchedByName: "By name", reconcile.NotPriced: "Without\na price",
		reconcile.NotInCard: "Not in\nthe card", reconcile.NotRated: "Of other\nclouds",
	}
	var used []reconcile.Match
	for _, m := range reconcile.Matching {
		for _, u := range in.Units {
			if _, ok := u.Quantities[m]; ok {
				used = append(used, m)
				g.columns = append(g.columns, column{heads[m], true})
				break
			}
		}
	}
	for _, u := range in.Units {
		row := []cell{words(u.Unit)}
		for _, m := range used {
			c := words("")
			if q, ok := u.Quantities[m]; ok {
				c = figure(quantity(q))
			}
			row = append(row, c)
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// meterGrid lists metered usage, as far as it is wanted.
func meterGrid(in *reconcile.Inspection, title string, ours bool, want func(reconcile.MeterSum) bool) grid {
	g := grid{title: title, keep: 1, columns: []column{{"Meter", false}, {"Quantity", true}, {"Unit", false}, {"Billed", true}}}
	if ours {
		g.columns = append(g.columns, column{"Ours\n" + string(in.Pricing.Card.Terms.Currency), true})
	}
	var more []note
	for _, m := range in.Meters {
		if !m.Kind.IsUsage() || !want(m) {
			continue
		}
		if len(g.rows) == mostNotes {
			more = append(more, note{billed: m.Billed})
			continue
		}
		c := words(cmp.Or(m.Title(), "(no meter named)"))
		if m.Meter.Region != "" {
			c.text += ", " + clean(m.Meter.Region.Display())
		}
		c.note = clean(m.Reason)
		if m.Match == reconcile.MatchedByName {
			c.note = "rated as " + string(m.Card.ID)
		}
		row := []cell{c, figure(quantity(m.Quantity)), words(m.Unit), statedCell(m.Billed)}
		if ours {
			row = append(row, figure(amount(m.Ours, in.Pricing.Card.Terms.Currency)))
		}
		g.rows = append(g.rows, row)
	}
	if len(more) > 0 {
		g.title += fmt.Sprintf(" (%d of %d%s; the other formats list all)", mostNotes, mostNotes+len(more), billedFor("; the rest: ", more))
	}
	return g
}
