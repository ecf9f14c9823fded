package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/estimate/walktest"
	"azwhatif/scenario"
)

var walkDetails = []report.Detail{report.DetailCases, report.DetailLines, report.DetailMonths, report.DetailTiers}

// TestWalk reads every format of generated comparisons, at every depth: a
// difference, a rank, a bar and a verdict stand where both sides can be compared,
// and only there; elsewhere stands why not.
func TestWalk(t *testing.T) {
	walktest.Walk(t, func(m *walktest.Made) {
		opt := report.Options{Detail: walkDetails[int(m.Seed)%len(walkDetails)]}
		written := func(print func(*bytes.Buffer) error) string {
			var out bytes.Buffer
			if err := print(&out); err != nil {
				m.Failed(t, "printer", "%v", err)
			}
			return out.String()
		}
		text := written(func(b *bytes.Buffer) error { return report.Table(b, m.C, opt) })
		tables, prose := tableShown(text)
		walkTables(t, m, "table", tables)
		m.Verdict(t, "table", verdictIn(prose))

		tables, prose = markdownShown(written(func(b *bytes.Buffer) error { return report.Markdown(b, m.C, opt) }))
		walkTables(t, m, "markdown", tables)
		m.Verdict(t, "markdown", verdictIn(prose))

		tables, prose, pictures := htmlShown(written(func(b *bytes.Buffer) error { return report.HTML(b, m.C, opt) }))
		walkTables(t, m, "html", tables)
		m.Verdict(t, "html", verdictIn(prose))
		walkPictures(t, m, pictures, prose)

		walkJSON(t, m, "json", written(func(b *bytes.Buffer) error { return report.JSON(b, m.C, opt) }))
		for _, d := range walkDetails {
			walkCSV(t, m, d, written(func(b *bytes.Buffer) error { return report.CSV(b, m.C, report.Options{Detail: d}) }))
		}
		if m.C.BreakEven == nil {
			return
		}
		tables, prose = tableShown(written(func(b *bytes.Buffer) error { return report.BreakEven(b, m.C, opt) }))
		walkTables(t, m, "breakeven, table", tables)
		m.Verdict(t, "breakeven, table", verdictIn(prose))
		tables, prose = markdownShown(written(func(b *bytes.Buffer) error { return report.BreakEvenMarkdown(b, m.C, opt) }))
		walkTables(t, m, "breakeven, markdown", tables)
		m.Verdict(t, "breakeven, markdown", verdictIn(prose))
		walkJSON(t, m, "breakeven, json", written(func(b *bytes.Buffer) error { return report.BreakEvenJSON(b, m.C, opt) }))
		walkCurves(t, m, written(func(b *bytes.Buffer) error { return report.BreakEvenCSV(b, m.C, opt) }))
	})
}

// verdictIn finds the verdict among prose.
func verdictIn(prose string) string {
	prose = strings.Join(strings.Fields(prose), " ")
	for _, lead := range []string{"No verdict: ", "Which case costs least depends "} {
		if _, after, ok := strings.Cut(prose, lead); ok {
			return lead + after
		}
	}
	lead, after, ok := strings.Cut(prose, " cheapest at ")
	if !ok {
		return prose
	}
	if i := strings.Index(lead, " k"); i >= 0 && !strings.HasPrefix(lead, "k") { // names begin with k
		lead = lead[i+1:]
	}
	return lead + " cheapest at " + after
}

// walkTables holds the tables that a terminal, a page or Markdown shows.
func walkTables(t *testing.T, m *walktest.Made, where string, tables []shown) {
	t.Helper()
	differences, over, bridges, rows, cheapest := map[int]bool{}, map[int]bool{}, map[int]bool{}, 0, -1
	var chosen []string
	months, among := m.Over()
	for _, g := range tables {
		if len(g.rows) == 0 {
			m.Failed(t, where, "the table %q is empty, and does not say why: %q", g.title, g.head)
			continue
		}
		difference, percent := g.column("Difference"), g.column("%")
		for _, row := range g.rows {
			name := strings.TrimPrefix(row[0], "! ")
			name, _, _ = strings.Cut(name, " ")
			i := m.Index(name)
			switch {
			case difference >= 0 && strings.HasPrefix(g.title, "Over "):
				over[i] = true
				if !strings.HasPrefix(g.title, "Over "+scenario.Span(months)+", the month") || !slices.Contains(among, i) {
					m.Failed(t, where, "%q has %q, want the months %v", g.title, name, months)
					continue
				}
				m.DifferenceOver(t, where, i, row[difference])
			case difference >= 0 && strings.HasPrefix(g.title, "Billed and "):
				text := row[difference]
				if text == "none" {
					text = row[0]
				}
				m.Billed(t, where, i, text)
			case difference >= 0:
				differences[i] = true
				m.Difference(t, where, i, row[difference])
				if percent >= 0 {
					m.Percent(t, where, i, row[percent])
				}
				marked(t, m, where, i, row[0])
			case strings.HasPrefix(g.title, "Ranges"):
				rows++
				marked(t, m, where, i, row[0])
			case strings.HasPrefix(g.title, "To choose a case"):
				if row[1] != "–" {
					chosen = append(chosen, name)
				} else if !strings.Contains(row[0], "not compared: ") {
					m.Failed(t, where, "nothing says why %s is no choice: %q", name, row)
				}
			case strings.HasPrefix(g.title, "Cheapest by usage"):
				cheapest = max(cheapest, 0)
				for _, word := range strings.FieldsFunc(row[len(row)-1], func(r rune) bool { return strings.ContainsRune(" ,;", r) }) {
					if i := m.Index(word); i >= 0 && row[0] != "" && row[0] != "–" {
						cheapest++
						if !m.Rival(i) {
							m.Failed(t, where, "%s is called the cheapest at a usage: %q", word, row)
						}
					}
				}
			case strings.HasPrefix(g.title, "Break-even of each pair"):
				for _, word := range strings.Fields(strings.Join(row[1:], " ")) {
					if i := m.Index(word); i >= 0 && !m.Rival(i) {
						m.Failed(t, where, "%s has a break-even: %q", word, row)
					}
				}
			case strings.HasPrefix(g.title, "Still owed") && m.Fates[i].Incomplete:
				if len(row) > 5 && (row[3] != "incomplete" || row[4] != "incomplete" || row[5] != "incomplete") {
					m.Failed(t, where, "an incomplete case has %q", row)
				}
			}
		}
		switch word := ""; {
		case strings.HasPrefix(g.title, "Bridge to "):
			word, _, _ = strings.Cut(strings.TrimPrefix(g.title, "Bridge to "), ",")
			i := m.Index(word)
			bridges[i] = true
			if why := g.rows[0]; why[0] == "none" && m.Bridged(i) != strings.HasPrefix(why[1], "nothing") || why[0] != "none" && !m.Bridged(i) {
				m.Failed(t, where, "the bridge to %s, which has a difference: %v: %q", word, m.Bridged(i), g.rows)
			} else if why[0] == "none" && !m.Bridged(i) && !walktest.Reason(why[1], m.Apart(i)) {
				m.Failed(t, where, "the bridge to %s has the reason %q, want %s", word, why[1], m.Apart(i))
			}
		case strings.HasPrefix(g.title, "What k"):
			word, _, _ = strings.Cut(strings.TrimPrefix(g.title, "What "), " ")
			if !m.Stands(m.Index(word)) {
				m.Failed(t, where, "%q is of a case that cannot be compared", g.title)
			}
		case strings.HasPrefix(g.title, "Commitment that costs least"):
			for _, f := range m.Fates {
				if f.Incomplete && strings.Contains(g.title, f.Name) && !strings.Contains(strings.Join(g.rows[0], " "), "incomplete") {
					m.Failed(t, where, "%q is of an incomplete case: %q", g.title, g.rows[0])
				}
			}
		case strings.HasPrefix(g.title, "Total by usage"):
			curveHeads(t, m, where, g)
		case g.title == "Months":
			monthCells(t, m, where, g)
		}
	}
	if strings.HasPrefix(where, "breakeven") {
		differences, over, bridges = nil, nil, nil
	} else if len(differences) != len(m.Fates) || len(bridges) != len(m.Fates)-1 || len(over) != len(among) {
		m.Failed(t, where, "differences of %d, bridges of %d, months of %d cases; want %d, %d and %d", len(differences), len(bridges), len(over), len(m.Fates), len(m.Fates)-1, len(among))
	} else if (rows > 0) != (m.C.Ranges != nil) {
		m.Failed(t, where, "%d ranges", rows)
	} else if m.C.Ranges != nil {
		m.Chosen(t, where, chosen)
	}
	if m.C.BreakEven != nil && cheapest < 0 || cheapest == 0 && m.Rivals() > 1 || cheapest > 0 && m.Rivals() < 2 {
		m.Failed(t, where, "%d names of the cheapest by usage, among %d", cheapest, m.Rivals())
	}
}

// marked holds a case's name to say that its total is incomplete, or open.
func marked(t *testing.T, m *walktest.Made, where string, i int, text string) {
	t.Helper()
	f := m.Fates[i]
	if f.Incomplete != strings.HasPrefix(text, "! ") || f.Incomplete != strings.Contains(text, "incomplete: ") || f.Open != strings.Contains(text, "open: ") {
		m.Failed(t, where, "%q is the mark of %+v", text, f)
	}
}

// curveHeads holds the curves' heads to mark what is incomplete, and no figure to
// stand where there is none.
func curveHeads(t *testing.T, m *walktest.Made, where string, g shown) {
	t.Helper()
	for k, head := range g.head[1:] {
		name, _, _ := strings.Cut(strings.TrimPrefix(head, "! "), " ")
		if i := m.Index(name); i >= 0 && m.Fates[i].Incomplete != strings.HasPrefix(head, "! ") {
			m.Failed(t, where, "%q heads a curve of %+v", head, m.Fates[i])
		}
		if strings.Contains(head, "whole term") && slices.ContainsFunc(g.rows, func(row []string) bool { return row[k+1] == "0.00" && row[0] != "0%" }) {
			m.Failed(t, where, "a whole term of 0.00 under %q", head)
		}
	}
}

// monthCells holds months without all usage, or all prices, to be marked.
func monthCells(t *testing.T, m *walktest.Made, where string, g shown) {
	t.Helper()
	for k, head := range g.head[1:] {
		name, _, _ := strings.Cut(strings.TrimPrefix(head, "! "), " ")
		i := m.Index(name)
		f := m.Fates[i]
		for n, row := range g.rows[:min(len(g.rows), len(m.C.Base().Months))] {
			if whole := f.From <= n && n < f.Till; whole == strings.HasPrefix(row[k+1], "!") {
				m.Failed(t, where, "%s of %s is complete: %v, and shown as %q", row[0], name, whole, row[k+1])
			}
		}
	}
}

func walkPictures(t *testing.T, m *walktest.Made, pictures []string, prose string) {
	t.Helper()
	var promised []string // a line each, where the case is complete
	for _, e := range m.C.Estimates {
		for range e.Commitments {
			if e.Complete() {
				promised = append(promised, e.Case.Name)
			}
		}
	}
	if last := len(pictures) - 1; last >= 0 && strings.Contains(pictures[last], `"burn-down-t"`) {
		var drawn []string
		for _, name := range firsts(htmlLine.FindAllStringSubmatch(pictures[last], -1)) {
			drawn = append(drawn, strings.Fields(name)[0])
		}
		if !slices.Equal(drawn, promised[:min(10, len(promised))]) {
			m.Failed(t, "html", "the commitments of %q are drawn, want %q", drawn, promised)
		}
		pictures = pictures[:last]
	} else if promised != nil {
		m.Failed(t, "html", "the commitments of %q are not drawn", promised)
	}
	want := 0
	if len(m.Standing()) > 0 {
		want = min(2, len(m.C.Base().Months))
	}
	if len(pictures) != want {
		m.Failed(t, "html", "%d pictures, want %d", len(pictures), want)
		return
	}
	for k, find := range []func(string) [][]string{
		func(s string) [][]string { return htmlBar.FindAllStringSubmatch(s, -1) }, func(s string) [][]string { return htmlLine.FindAllStringSubmatch(s, -1) },
	} {
		if k < len(pictures) {
			m.Drawn(t, "html's pictures", firsts(find(pictures[k])))
		}
	}
	_, not, _ := strings.Cut(prose, "Not drawn: ")
	for i, f := range m.Fates {
		if m.Stands(i) == strings.Contains(not, f.Name+" (") {
			m.Failed(t, "html", "%s can be drawn: %v, and not drawn are %q", f.Name, m.Stands(i), not)
		}
	}
}

// walked is what compares in the JSON of a comparison.
type walked struct {
	Verdict []string
	Cases   []struct {
		Complete          bool
		Difference        *string
		DifferencePercent *string `json:"difference_percent"`
		DifferenceReason  *string `json:"difference_reason"`
		Open              *struct {
			TotalWithLost *string `json:"total_with_it_lost"`
			WholeTerm     *string `json:"whole_term"`
			Monthly       *string `json:"whole_term_month"`
		}
		ByMonth []struct{ Complete bool } `json:"by_month"`
		Bridge  *struct {
			Steps []any
			Why   string
		}
	}
	CompleteMonths *struct {
		Months []string
		Cases  []struct {
			Name             string
			Difference       *string
			DifferenceReason *string `json:"difference_reason"`
		}
	} `json:"complete_months"`
	BreakEven *struct {
		LeftOut  []struct{ Case, Reason string } `json:"left_out"`
		Cheapest []struct {
			Cheapest []string
			Depends  map[string][]string
		}
		Pairs       []struct{ Cases [2]string }
		Commitments []struct{ Cases []string }
		Curve       []struct {
			Totals []struct {
				Case string
				Lost *string `json:"total_with_it_lost"`
				Term *string `json:"whole_term_month"`
			}
		}
	} `json:"break_even"`
	Ranges *struct {
		LeftOut []struct{ Case, Reason string } `json:"left_out"`
		Cases   []struct {
			Case             string
			Cheapest, Regret *string
		}
	}
}

func or(value, reason *string) string {
	switch {
	case value != nil && reason != nil:
		return "both " + *value + " and " + *reason
	case value != nil:
		return *value
	case reason != nil:
		return *reason
	}
	return ""
}

func walkJSON(t *testing.T, m *walktest.Made, where, text string) {
	t.Helper()
	var got walked
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		m.Failed(t, where, "%v", err)
		return
	}
	m.Verdict(t, where, strings.Join(got.Verdict, " "))
	for i, k := range got.Cases {
		f := m.Fates[i]
		m.Difference(t, where, i, or(k.Difference, k.DifferenceReason))
		m.Percent(t, where, i, or(k.DifferencePercent, nil))
		if k.Complete == f.Incomplete || (k.Open != nil) != f.Open {
			m.Failed(t, where, "%+v is said to be complete: %v, open: %v", f, k.Complete, k.Open != nil)
		}
		if f.Incomplete && f.Open && (k.Open.TotalWithLost != nil || k.Open.WholeTerm != nil || k.Open.Monthly != nil) {
			m.Failed(t, where, "an incomplete case has a whole term")
		}
		if f.Open && !f.Incomplete && k.Open.TotalWithLost == nil {
			m.Failed(t, where, "%s has no total with what is owed lost", f.Name)
		}
		for n, month := range k.ByMonth {
			if month.Complete != (f.From <= n && n < f.Till) {
				m.Failed(t, where, "month %d of %s is said to be complete: %v", n, f.Name, month.Complete)
			}
		}
		if b := k.Bridge; i > 0 && (b == nil || len(b.Steps) > 0 && !m.Bridged(i) || (b.Why == "") == (len(b.Steps) == 0) ||
			m.Bridged(i) && len(b.Steps) == 0 && !strings.HasPrefix(b.Why, "nothing") || !m.Bridged(i) && !walktest.Reason(b.Why, m.Apart(i))) {
			m.Failed(t, where, "the bridge to %s is %+v", f.Name, b)
		}
	}
	months, among := m.Over()
	if o := got.CompleteMonths; len(got.Cases) > 0 && (o != nil) != (months != nil) {
		m.Failed(t, where, "complete months %+v, want %v", o, months)
	} else if o != nil {
		if len(o.Months) != len(months) || o.Months[0] != months[0].String() || len(o.Cases) != len(among) {
			m.Failed(t, where, "complete months %+v, want %v of %v", o, months, among)
		}
		for _, k := range o.Cases {
			m.DifferenceOver(t, where, m.Index(k.Name), or(k.Difference, k.DifferenceReason))
		}
	}
	if b := got.BreakEven; b != nil {
		cheapest := 0
		var rivals []string
		for _, s := range b.Cheapest {
			rivals = append(rivals, s.Cheapest...)
			for _, d := range s.Depends {
				rivals = append(rivals, d...)
			}
			cheapest++
		}
		for _, p := range b.Pairs {
			rivals = append(rivals, p.Cases[:]...)
		}
		for _, name := range rivals {
			if !m.Rival(m.Index(name)) {
				m.Failed(t, where, "%s is compared by usage", name)
			}
		}
		if (cheapest > 0) != (m.Rivals() > 1) {
			m.Failed(t, where, "%d stretches of the cheapest, among %d", cheapest, m.Rivals())
		}
		leftOut(t, m, where+", break-even", func(i int) bool { return m.Rival(i) }, b.LeftOut)
		for _, k := range b.Commitments {
			for _, name := range k.Cases {
				if m.Fates[m.Index(name)].Incomplete {
					m.Failed(t, where, "%s is incomplete, and has a commitment that costs least", name)
				}
			}
		}
		for _, p := range b.Curve {
			for _, k := range p.Totals {
				if f := m.Fates[m.Index(k.Case)]; f.Incomplete && (k.Lost != nil || k.Term != nil) || k.Term != nil && *k.Term == "0" && *k.Lost != "0" {
					m.Failed(t, where, "a point of %+v has %v and %v", f, k.Lost, k.Term)
				}
			}
		}
	}
	if r := got.Ranges; r != nil {
		var chosen []string
		for _, k := range r.Cases {
			if k.Cheapest != nil || k.Regret != nil {
				chosen = append(chosen, k.Case)
			}
		}
		m.Chosen(t, where, chosen)
		leftOut(t, m, where+", ranges", func(i int) bool { return m.Rival(i) && !m.Fates[i].Open }, r.LeftOut)
	}
}

// leftOut holds a list of what is left out to the cases that are, each with why.
func leftOut(t *testing.T, m *walktest.Made, where string, in func(i int) bool, list []struct{ Case, Reason string }) {
	t.Helper()
	seen := map[int]bool{}
	for _, l := range list {
		seen[m.Index(l.Case)] = l.Reason != ""
	}
	for i, f := range m.Fates {
		if in(i) == seen[i] {
			m.Failed(t, where, "%s is among those compared: %v; left out are %v", f.Name, in(i), list)
		}
	}
}

func csvRows(t *testing.T, text string) (list []map[string]string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, head := range rows[0] {
			named[head] = row[i]
		}
		list = append(list, named)
	}
	return list
}

// first is the first text that is not empty; none where several are.
func eitherOf(t *testing.T, m *walktest.Made, where, value, reason string) string {
	t.Helper()
	if (value == "") == (reason == "") {
		m.Failed(t, where, "a value %q and a reason %q", value, reason)
	}
	return value + reason
}

func walkCSV(t *testing.T, m *walktest.Made, d report.Detail, text string) {
	t.Helper()
	where := "csv " + string(d)
	rows := csvRows(t, text)
	months, among := m.Over()
	for i, row := range rows {
		if d == report.DetailCases {
			f := m.Fates[i]
			m.Difference(t, where, i, eitherOf(t, m, where, row["difference"], row["difference_reason"]))
			m.Percent(t, where, i, row["difference_percent"])
			if (row["complete"] == "yes") == f.Incomplete || (row["incomplete_reason"] != "") != f.Incomplete || (row["owed"] != "") != f.Open {
				m.Failed(t, where, "%+v has %v", f, row)
			}
			if f.Incomplete && (row["total_with_owed_lost"] != "" || row["whole_term_month"] != "") {
				m.Failed(t, where, "an incomplete case has a whole term: %v", row)
			}
			if in := slices.Contains(among, i); in != (row["complete_months"] != "") || in && row["complete_months"] != scenario.Span(months) {
				m.Failed(t, where, "complete months %q, want %v", row["complete_months"], months)
			} else if in {
				m.DifferenceOver(t, where, i, eitherOf(t, m, where, row["difference_complete_months"], row["difference_complete_months_reason"]))
			}
			continue
		}
		for head := range row {
			if strings.HasPrefix(head, "difference") {
				m.Failed(t, where, "a row of a part has %s", head)
			}
		}
		if row["amount"] == "" && row["reason"] == "" {
			m.Failed(t, where, "neither an amount nor a reason: %v", row)
		}
		if n := slices.IndexFunc(m.C.Base().Months, func(mo scenario.Month) bool { return mo.String() == row["month"] }); n >= m.Covered && m.Covered > 0 &&
			strings.HasPrefix(row["workload"], "bill") && !strings.Contains(row["reason"], "missing") {
			m.Failed(t, where, "a month that is missing looks like one without usage: %v", row)
		}
	}
	if d == report.DetailCases && len(rows) != len(m.Fates) {
		m.Failed(t, where, "%d rows", len(rows))
	}
}

func walkCurves(t *testing.T, m *walktest.Made, text string) {
	t.Helper()
	for _, row := range csvRows(t, text) {
		i := m.Index(row["case"])
		f := m.Fates[i]
		var open *estimate.Open
		if open = m.C.Estimates[i].Open; open != nil && open.Why != "" || f.Incomplete {
			open = nil
		}
		if (row["complete"] == "yes") == f.Incomplete || open == nil && row["whole_term_month"] != "" || f.Incomplete && row["total_with_owed_lost"] != "" {
			m.Failed(t, "breakeven, csv", "%+v has %v", f, row)
			return
		}
	}
}
