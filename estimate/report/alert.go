package report

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// AlertsTable writes outcomes for a terminal: all in a table, and what there is to
// say of those that fired, are unknown, or have notes. No line is wider than
// opt.Width.
func AlertsTable(w io.Writer, a *alert.Checked, opt Options) error {
	out := bufio.NewWriter(w)
	text := writesText(out, opt)
	text("", alertsTitle(a))
	out.WriteString("\n" + alertsGrid(a).draw(opt.width(), opt.Color))
	for _, o := range a.Outcomes {
		if o.Status == alert.Quiet && len(o.Notes) == 0 {
			continue
		}
		out.WriteString("\n")
		if opt.Color && o.Status != alert.Quiet {
			out.WriteString(yellow)
		}
		text("", alertHead(o))
		if opt.Color && o.Status != alert.Quiet {
			out.WriteString(reset)
		}
		text(indent, o.Text)
		for _, d := range o.Details {
			text(indent+"- ", d)
		}
		for _, n := range o.Notes {
			text(indent+"- ", "note: "+n)
		}
	}
	return out.Flush()
}

func alertsTitle(a *alert.Checked) string {
	return fmt.Sprintf("%s: alerts as of %s, %d of %d fired", a.Scenario.Name, a.AsOf.Format(time.DateOnly), len(a.Fired()), len(a.Outcomes))
}

// alertHead names an outcome: "fired: Budget, 2026-03".
func alertHead(o alert.Outcome) string {
	s := fmt.Sprintf("%s: %s, %s", o.Status, o.Name, o.Period)
	if !o.Where.IsZero() {
		s += ", of " + o.Where.String()
	}
	if o.Status == alert.Fired && !o.Due {
		s += " (sent before)"
	}
	return s
}

func alertsGrid(a *alert.Checked) grid {
	g := grid{keep: 1, columns: []column{{"Alert", false}, {"Period", false}, {"Value", true}, {"Fires", false}, {"", false}}}
	for _, o := range a.Outcomes {
		limit, value := "above "+alertFigure(o.Limit), "–"
		if o.Below {
			limit = "below " + alertFigure(o.Limit)
		}
		if o.Status != alert.Unknown {
			value = alertFigure(o.Value)
		}
		g.rows = append(g.rows, []cell{
			words(o.Name), words(o.Period), figure(value), figure(limit), {text: string(o.Status), alert: o.Status != alert.Quiet},
		})
	}
	return g
}

// alertFigure shows an amount rounded, a part as a percentage, or a count.
func alertFigure(f scenario.AlertLimit) string {
	switch {
	case f.Part:
		return f.Value.Mul(money.Int(100)).Round(1).String() + "%"
	case f.Currency != "":
		return string(f.Currency) + " " + amount(f.Value, f.Currency)
	}
	return f.Value.String()
}

// AlertsMarkdown writes outcomes as GitHub's Markdown, such as a CI job's summary
// shows.
func AlertsMarkdown(w io.Writer, a *alert.Checked, _ Options) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n\n%s", escape(clean(alertsTitle(a))), alertsGrid(a).markdown())
	for _, o := range a.Outcomes {
		if o.Status == alert.Quiet {
			continue
		}
		fmt.Fprintf(out, "\n**%s**: %s\n", escape(clean(alertHead(o))), escape(clean(o.Text)))
		if len(o.Details)+len(o.Notes) > 0 {
			out.WriteString("\n")
		}
		for _, d := range o.Details {
			fmt.Fprintf(out, "- %s\n", escape(clean(d)))
		}
		for _, n := range o.Notes {
			fmt.Fprintf(out, "- note: %s\n", escape(clean(n)))
		}
	}
	if len(a.Warnings) > 0 {
		out.WriteString("\n## Warnings\n\n")
	}
	for _, s := range a.Warnings {
		fmt.Fprintf(out, "- %s\n", escape(clean(s)))
	}
	return out.Flush()
}
