package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/forecast"
	"azwhatif/ratebook/money"
)

// Forecast writes a forecast for a terminal: each case's bills with their
// ranges and the back-test's error, the groups that were asked for, the meters
// that cost most, and what a reader has to know. No line is wider than opt.Width.
func Forecast(w io.Writer, f *forecast.Forecast, opt Options) error {
	columns := opt.width()
	out := bufio.NewWriter(w)
	lines := func(s string) {
		for _, line := range wrap(s, columns, 0) {
			out.WriteString(line + "\n")
		}
	}
	for _, s := range forecastHead(f) {
		lines(s)
	}
	for i := range f.Cases {
		c := &f.Cases[i]
		out.WriteString("\n")
		lines(clean(caseTitle(c)))
		out.WriteString(billsGrid(c, "Month", monthRows(c.Outlooks)).draw(columns, opt.Color))
		lines(tested(c))
		for _, g := range groupGrids(c) {
			out.WriteString("\n")
			lines(g.title)
			out.WriteString(g.draw(columns, opt.Color))
		}
		if g := metersGrid(f, c); i == 0 && len(g.rows) > 0 {
			out.WriteString("\n")
			lines(g.title)
			out.WriteString(g.draw(columns, opt.Color))
		}
	}
	for _, list := range forecastNotes(f) {
		out.WriteString("\n" + list.head + "\n")
		for i, n := range list.notes {
			if i == mostNotes && len(list.notes) > mostNotes+1 {
				lines(moreNotes(list.notes[i:]))
				break
			}
			out.WriteString(strings.Join(hanging(list.mark, n.text, columns, 0), "\n") + "\n")
		}
	}
	return out.Flush()
}

// ForecastMarkdown writes the same as GitHub's Markdown.
func ForecastMarkdown(w io.Writer, f *forecast.Forecast, _ Options) error {
	out := bufio.NewWriter(w)
	head := forecastHead(f)
	fmt.Fprintf(out, "# %s\n", escape(head[0]))
	for _, s := range head[1:] {
		fmt.Fprintf(out, "\n%s\n", escape(s))
	}
	for i := range f.Cases {
		c := &f.Cases[i]
		fmt.Fprintf(out, "\n## %s\n\n%s\n%s\n", escape(clean(caseTitle(c))), billsGrid(c, "Month", monthRows(c.Outlooks)).markdown(), escape(tested(c)))
		grids := groupGrids(c)
		if i == 0 {
			grids = append(grids, metersGrid(f, c))
		}
		for _, g := range grids {
			if len(g.rows) > 0 {
				fmt.Fprintf(out, "\n### %s\n\n%s", escape(g.title), g.markdown())
			}
		}
	}
	for _, list := range forecastNotes(f) {
		fmt.Fprintf(out, "\n## %s\n\n", strings.TrimSuffix(list.head, ":"))
		for _, n := range list.notes {
			out.WriteString("- " + escape(n.text) + "\n")
		}
	}
	return out.Flush()
}

// forecastHead says what is forecast, and from which days.
func forecastHead(f *forecast.Forecast) []string {
	how := "as is stated"
	if f.Found {
		how = "the last whole day of the usage"
	}
	head := []string{
		fmt.Sprintf("Forecast of the bills of %s to %s, without tax", f.Months[0], f.Months[len(f.Months)-1]),
		fmt.Sprintf("Usage is recorded up to %s, %s; what comes after is forecast.", f.LastDay.Format(time.DateOnly), how),
	}
	if len(f.Months) == 1 {
		head[0] = fmt.Sprintf("Forecast of the bill of %s, without tax", f.Months[0])
	}
	if f.CycleDay > 1 {
		head = append(head, fmt.Sprintf("A billing month starts on day %d, and has the name of the month that it starts in.", f.CycleDay))
	}
	if s := f.Comparison.Samples(); s != "" {
		head = append(head, "Note: "+clean(s))
	}
	return head
}

func caseTitle(c *forecast.Case) string {
	t := c.Card.Terms
	s := fmt.Sprintf("%s: %s in %s for %s", c.Case.Name, t.Offer, t.Currency, t.Market)
	if !c.Complete() {
		s += " (incomplete: there is usage without a price)"
	}
	return s
}

// billRow is a month, or a key, with its bill.
type billRow struct {
	name string
	forecast.Outlook
}

func monthRows(bills []forecast.Outlook) []billRow {
	var rows []billRow
	for _, b := range bills {
		rows = append(rows, billRow{b.Month.String(), b})
	}
	return rows
}

// billsGrid shows what is recorded, what is expected, and the ranges.
func billsGrid(c *forecast.Case, head string, rows []billRow) grid {
	in := c.Currency()
	g := grid{keep: 1, columns: []column{
		{head, false}, {"Recorded\n" + string(in), true}, {"Expected\n" + string(in), true},
		{"80%\nfrom", true}, {"\nto", true}, {"95%\nfrom", true}, {"\nto", true},
	}}
	for _, r := range rows {
		row := []cell{words(r.name), figure("–")}
		if r.Month == c.Outlooks[0].Month {
			row[1] = figure(amount(r.Recorded, in))
		}
		for _, d := range []money.Decimal{r.Expected, r.Low80, r.High80, r.Low95, r.High95} {
			row = append(row, figure(amount(d, in)))
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// tested says how far past forecasts of the whole were off.
func tested(c *forecast.Case) string {
	if !c.Tested {
		return "There is no back-test of the whole: too few days, or nothing that costs."
	}
	return fmt.Sprintf("Back-test: MASE %.2f (1: as good as repeating the last week); the sum of %s, forecast from %d past days, was off by %.1f%% on average.",
		c.MASE, count(c.Ahead, "day"), c.Origins, 100*c.Off)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// mostMeters are shown in a table.
const mostMeters = 10

// groupGrids show the first month's bill by key, one grid for each grouping.
func groupGrids(c *forecast.Case) []grid {
	var grids []grid
	var rows []billRow
	for i, g := range c.Groups {
		rows = append(rows, billRow{keyOr(g.Key), g.Outlooks[0]})
		if i+1 < len(c.Groups) && c.Groups[i+1].By.Title == g.By.Title {
			continue
		}
		slices.SortStableFunc(rows, func(a, b billRow) int { return b.Expected.Cmp(a.Expected) })
		grid := billsGrid(c, g.By.Title, rows)
		grid.title = fmt.Sprintf("%s by %s", c.Outlooks[0].Month, lowerFirst(g.By.Title))
		grids, rows = append(grids, grid), nil
	}
	return grids
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// metersGrid shows the uses that are expected to cost most in the first month.
func metersGrid(f *forecast.Forecast, c *forecast.Case) grid {
	in := c.Currency()
	g := grid{keep: 1, columns: []column{
		{"Meter", false}, {"Expected", true}, {"Unit", false}, {string(in), true}, {"Method; season", false}, {"MASE", true},
	}}
	var order []int
	for i := range f.Uses {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return c.Lines[b].Amounts[f.First].Cmp(c.Lines[a].Amounts[f.First])
	})
	g.title = fmt.Sprintf("%s by meter, with the method that its back-test chose and the season that was found", c.Outlooks[0].Month)
	if len(order) > mostMeters {
		g.title = fmt.Sprintf("%s by meter, the highest %d of %d, with the method that a back-test chose and the season that was found", c.Outlooks[0].Month, mostMeters, len(order))
		order = order[:mostMeters]
	}
	missing := estimate.GapsOf(c.Estimate)
	for _, i := range order {
		l, u := c.Lines[i], f.Uses[i]
		name := words(title(l.Meter))
		name.note = clean(strings.Join(slices.DeleteFunc([]string{l.Workload, string(u.State)}, func(s string) bool { return s == "" }), "; "))
		sum, mase := figure("–"), figure("–")
		if value, _, ok := missing.Month(c.Estimate, i, f.First); ok {
			sum = figure(amount(value, in))
		} else {
			name.alert = true
		}
		if u.Series.Tested {
			mase = figure(fmt.Sprintf("%.2f", u.Series.MASE))
		}
		unit := l.Meter.Unit.String()
		method := u.Series.Method
		if season := u.Series.Season(); season != "none" {
			method += "; " + season
		}
		g.rows = append(g.rows, []cell{name, figure(quantity(l.Quantities[f.First])), words(unit), sum, words(method), mase})
	}
	return g
}

// forecastList is notes under a head.
type forecastList struct {
	head, mark string
	notes      []note
}

func forecastNotes(f *forecast.Forecast) []forecastList {
	list := func(head, mark string, notes []note) forecastList {
		out := forecastList{head: head, mark: mark}
		for _, n := range notes {
			s := n.text
			if about := n.about(f.Comparison); about != "" {
				s = about + ": " + s
			}
			n.text = s
			out.notes = append(out.notes, n)
		}
		return out
	}
	data := forecastList{head: "About the usage:", mark: "- "}
	for _, w := range f.Warnings {
		data.notes = append(data.notes, note{text: clean(w.String())})
	}
	all := []forecastList{
		data, list("Not priced, and not in the bills:", "! ", unpriced(f.Comparison)),
		list("Warnings:", "- ", notes(f.Comparison, warningNotes)),
	}
	return slices.DeleteFunc(all, func(l forecastList) bool { return len(l.notes) == 0 })
}
