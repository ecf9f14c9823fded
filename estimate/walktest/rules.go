package walktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// lacks says what a case's own total lacks; "" where it can be compared.
func (m *Made) lacks(i int) string {
	switch f := m.Fates[i]; {
	case f.Incomplete:
		return "incomplete"
	case f.Open:
		return "open"
	}
	return ""
}

// scope says why a case is of another scope than the base case.
func (m *Made) scope(i int) string {
	switch {
	case m.Fates[i].Currency != m.Fates[0].Currency:
		return "currency"
	case m.Fates[i].Level != m.Fates[0].Level:
		return "usage"
	}
	return ""
}

// Apart says in a word why a case has no difference from the base case; "" where it
// has one.
func (m *Made) Apart(i int) string {
	for _, why := range []string{m.lacks(i), m.lacks(0), m.scope(i)} {
		if why != "" {
			return why
		}
	}
	return ""
}

// Stands tells whether a case's total can stand beside others, as a bar or a line.
func (m *Made) Stands(i int) bool { return m.lacks(i) == "" && m.scope(i) == "" }

// Standing are the names of those that can.
func (m *Made) Standing() (names []string) {
	for i, f := range m.Fates {
		if m.Stands(i) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Index finds a case by its name; -1 where there is none.
func (m *Made) Index(name string) int {
	return slices.IndexFunc(m.Fates, func(f Fate) bool { return f.Name == name })
}

// Failed says what is wrong of a seed, and with which scenario.
func (m *Made) Failed(t testing.TB, where, format string, args ...any) {
	t.Helper()
	t.Errorf("seed %d, %s: %s", m.Seed, where, fmt.Sprintf(format, args...))
	if !m.told {
		t.Log(m.Text)
	}
	m.told = true
}

// figure reads a number as reports show it; ok is false where the text is none.
func figure(text string) (d money.Decimal, ok bool) {
	for _, code := range []string{"EUR", "USD"} {
		text = strings.TrimPrefix(text, code)
	}
	text = strings.NewReplacer(",", "", "+", "", "%", "", "*", "", " ", "").Replace(text)
	d, err := money.Parse(text)
	return d, err == nil
}

// Difference holds a text that stands in the place of a case's difference from the
// base case: a figure where it may be one, and the right one; else a reason.
func (m *Made) Difference(t testing.TB, where string, i int, text string) {
	t.Helper()
	total := func(i int) money.Decimal { return m.C.Reported(m.C.Estimates[i].Total()).Value }
	m.difference(t, where, i, text, m.Apart(i), total(i).Sub(total(0)))
}

// tolerance is that of amounts in the minor unit.
var tolerance = money.MustParse("0.0051")

func (m *Made) difference(t testing.TB, where string, i int, text, why string, want money.Decimal) {
	t.Helper()
	got, ok := figure(text)
	switch {
	case i == 0 && text == "base":
	case why == "" && !ok:
		m.Failed(t, where, "the difference of %s is %q, want %s", m.Fates[i].Name, text, want)
	case why == "" && tolerance.Less(got.Sub(want).Max(want.Sub(got))):
		m.Failed(t, where, "the difference of %s is %q, want %s", m.Fates[i].Name, text, want)
	case why != "" && ok:
		m.Failed(t, where, "the difference of %s is %q, and there is none: %s", m.Fates[i].Name, text, why)
	case why != "" && !Reason(text, why):
		m.Failed(t, where, "%q is the reason for no difference of %s, want %s", text, m.Fates[i].Name, why)
	}
}

// Reason tells whether a text gives a reason by its word.
func Reason(text, why string) bool {
	words := map[string][]string{
		"incomplete": {"incomplete"}, "open": {"open", "still owed"}, "currency": {"currency", "exchange"}, "usage": {"usage"}, "term": {"term"},
	}[why]
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(text), w) })
}

// Percent holds a text in the place of the difference in percent.
func (m *Made) Percent(t testing.TB, where string, i int, text string) {
	t.Helper()
	_, ok := figure(text)
	may := m.Apart(i) == "" && m.C.Reported(m.C.Base().Total()).Value.Sign() > 0
	if ok != may && !(i == 0 && text == "") {
		m.Failed(t, where, "the difference of %s in percent is %q (its reason to have none: %q)", m.Fates[i].Name, text, m.Apart(i))
	}
}

// Drawn holds the cases that have a bar, a line or a row in a picture to those that
// may: all of them.
func (m *Made) Drawn(t testing.TB, where string, names []string) {
	t.Helper()
	slices.Sort(names)
	if want := m.Standing(); !slices.Equal(names, sorted(want)) {
		m.Failed(t, where, "drawn are %q, want %q", names, want)
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// Chosen holds the cases of which the draws say how often they are cheapest: those
// that can be compared, where there are two of them.
func (m *Made) Chosen(t testing.TB, where string, names []string) {
	t.Helper()
	var want []string
	for _, i := range m.rivals() {
		if !m.Fates[i].Open {
			want = append(want, m.Fates[i].Name)
		}
	}
	if len(want) < 2 {
		want = nil
	}
	if slices.Sort(names); !slices.Equal(names, sorted(want)) {
		m.Failed(t, where, "a choice among %q, want %q", names, want)
	}
}

// rivals are the cases of which one may be called the cheapest: complete, of one
// currency and usage; open ones with what is owed.
func (m *Made) rivals() (list []int) {
	currency := ""
	for i, f := range m.Fates {
		e := m.C.Estimates[i]
		if f.Incomplete || f.Level != m.Fates[0].Level || e.Open != nil && e.Open.Why != "" {
			continue
		}
		if currency == "" {
			currency = f.Currency
		}
		if f.Currency == currency {
			list = append(list, i)
		}
	}
	return list
}

// currencies counts those of the cases that could be compared but for it.
func (m *Made) currencies() int {
	seen := map[string]bool{}
	for _, f := range m.Fates {
		if !f.Incomplete && f.Level == m.Fates[0].Level {
			seen[f.Currency] = true
		}
	}
	return len(seen)
}

// Rival tells whether a case may be called the cheapest.
func (m *Made) Rival(i int) bool { return slices.Contains(m.rivals(), i) }

// Bridged tells whether a case may have a bridge.
func (m *Made) Bridged(i int) bool {
	why := m.Apart(i)
	return why == "" || why == "usage"
}

// Over gives the months that are complete in all cases that have any, and these
// cases; none where the whole period can be compared, or no such months.
func (m *Made) Over() (months []scenario.Month, among []int) {
	all := true
	from, till := 0, len(m.C.Base().Months)
	for i, f := range m.Fates {
		all = all && !f.Incomplete
		if f.From < f.Till {
			among, from, till = append(among, i), max(from, f.From), min(till, f.Till)
		}
	}
	if all || len(among) < 2 || among[0] != 0 || from >= till || till-from == len(m.C.Base().Months) {
		return nil, nil
	}
	return m.C.Base().Months[from:till], among
}

// DifferenceOver holds a text in the place of a case's difference over the months
// of Over.
func (m *Made) DifferenceOver(t testing.TB, where string, i int, text string) {
	t.Helper()
	months, _ := m.Over()
	why := m.scope(i)
	if m.Fates[i].Termed || m.Fates[0].Termed {
		why = "term"
	}
	total := func(i int) money.Decimal {
		e, sum := m.C.Estimates[i], money.Zero
		for n, month := range e.Months {
			if slices.Contains(months, month) {
				sum = sum.Add(e.ChargesIn(n).Total())
			}
		}
		return m.C.Reported(money.Amount{Value: sum, Currency: e.Currency()}).Value
	}
	m.difference(t, where+", over "+scenario.Span(months), i, text, why, total(i).Sub(total(0)))
}

// Billed holds a text in the place of the difference of what the import's usage
// costs in a case from what was billed for it.
func (m *Made) Billed(t testing.TB, where string, i int, text string) {
	t.Helper()
	why := ""
	if f := m.Fates[i]; f.Currency != "EUR" {
		why = "currency"
	} else if f.NoDisk {
		why = "incomplete"
	}
	_, ok := figure(text)
	if why == "currency" && strings.Contains(text, "the case is in USD") {
		return
	}
	if ok != (why == "") || !ok && !Reason(text, why) {
		m.Failed(t, where, "the difference of %s from what was billed is %q, want %q", m.Fates[i].Name, text, why)
	}
}

// Verdict holds sentences to what may be said of which case is the cheapest.
func (m *Made) Verdict(t testing.TB, where, text string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ")
	said, rest, _ := strings.Cut(text, ". ")
	rivals := m.rivals()
	if len(m.Fates) < 2 {
		return
	}
	if len(rivals) < 2 || m.currencies() > 1 {
		if !strings.HasPrefix(text, "No verdict: ") {
			m.Failed(t, where, "want no verdict, of %d cases that can be compared in %d currencies: %q", len(rivals), m.currencies(), text)
		}
	} else if open := slices.ContainsFunc(rivals, func(i int) bool { return m.Fates[i].Open }); open {
		if !strings.Contains(text, "still owed") {
			m.Failed(t, where, "a verdict on open cases that does not say so: %q", text)
		}
	} else if lead, _, ok := strings.Cut(said, " cheapest at "); !ok || !slices.Equal(m.named(lead), m.cheapest(rivals)) {
		m.Failed(t, where, "want the verdict for %v: %q", m.cheapest(rivals), said)
	}
	for i, f := range m.Fates {
		if m.Rival(i) || m.currencies() > 1 {
			continue
		}
		_, out, _ := strings.Cut(rest, "Not compared: ")
		out, _, _ = strings.Cut(out, ").")
		if !strings.Contains(out, " more (") && !slices.Contains(m.named(out), i) {
			m.Failed(t, where, "nothing says that %s is not compared: %q", f.Name, text)
		}
	}
	months, _ := m.Over()
	if label := "Over " + scenario.Span(months) + ", the month"; (months != nil) != strings.Contains(text, label) {
		m.Failed(t, where, "the months that are complete in all cases are %v: %q", months, text)
	}
}

// named are the cases that a text names.
func (m *Made) named(text string) (list []int) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;.()", r) }) {
		if i := m.Index(word); i >= 0 {
			list = append(list, i)
		}
	}
	return list
}

// cheapest are those of the cases that cost least.
func (m *Made) cheapest(cases []int) (list []int) {
	var least money.Decimal
	for _, i := range cases {
		total := m.C.Reported(m.C.Estimates[i].Total()).Value
		switch {
		case list == nil || total.Less(least):
			list, least = []int{i}, total
		case total.Equal(least):
			list = append(list, i)
		}
	}
	return list
}

// Count counts what the comparisons of a walk are of, so that a walk that sees
// nothing fails.
type Count struct{ Differences, None, Open, Incomplete, Over int }

// Add counts a comparison.
func (c *Count) Add(m *Made) {
	for i, f := range m.Fates[1:] {
		switch why := m.Apart(i + 1); {
		case why == "":
			c.Differences++
		case f.Incomplete:
			c.Incomplete++
		case f.Open:
			c.Open++
		default:
			c.None++
		}
	}
	if months, _ := m.Over(); months != nil {
		c.Over++
	}
}

// Enough fails where a kind of case was not seen.
func (c Count) Enough(t testing.TB) {
	t.Helper()
	t.Logf("%+v", c)
	if min(c.Differences, c.None, c.Open, c.Incomplete, c.Over) == 0 {
		t.Errorf("the walk does not see all that it is for: %+v", c)
	}
}

// Rivals counts the cases of which one may be called the cheapest.
func (m *Made) Rivals() int { return len(m.rivals()) }
