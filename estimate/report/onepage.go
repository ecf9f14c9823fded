package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// mostBars is how many cases are all drawn; of more, the cheapest are, so that the page
// has room for the table.
const (
	mostBars = 12
	fewBars  = 8
)

// OnePage writes what a customer reads: the question, the verdict with its conditions,
// the cases, one chart, what is in no figure, and where the prices are from. It prints
// on one A4, and needs no network and no script. A workbook's Summary prints the same.
func OnePage(w io.Writer, c *compare.Comparison, _ Options) error {
	p := page{out: bufio.NewWriter(w)}
	name := clean(c.Scenario.Name)
	p.head(name, question(c), onePageStyle, "<meta name=\"color-scheme\" content=\"light dark\"/>\n")
	if s := c.Samples(); s != "" {
		p.put("<p class=\"notice\">Not an offer: ", esc(clean(s)), ".</p>\n")
	}
	if !c.Complete() {
		p.put("<p class=\"notice\">Incomplete: some usage has no price or is not known. It is not in the totals; see below.</p>\n")
	}
	cases := summarize(c)
	if sentences := slices.Concat(verdictSentences(c), coveredSentences(c)); sentences != nil {
		p.put("<h2>Verdict</h2>\n")
		for _, s := range sentences {
			p.put("<p>", esc(s), "</p>\n")
		}
	}
	g := casesGrid(c, cases)
	g.title = "Options"
	same := true
	for _, k := range cases {
		same = same && termsOf(k.Estimate) == termsOf(cases[0].Estimate)
	}
	for i, k := range cases {
		if i < len(g.rows) && !same {
			g.rows[i][0].note = termsOf(k.Estimate)
		}
	}
	p.table(g)
	if same {
		p.put("<p class=\"about\">All options: ", esc(termsOf(cases[0].Estimate)), "</p>\n")
	} else {
		p.put("<p class=\"about\">Beneath each case: the offer, the currency, the country where it is bought, and where it runs.</p>\n")
	}
	p.oneChart(c)
	p.list("What is not in it", c.NotIn())
	p.list("Sources", c.PriceSources())
	if n := len(notes(c, warningNotes)) + len(notes(c, (*estimate.Estimate).Assumptions)); n > 0 {
		p.put("<p class=\"about\">", fmt.Sprintf("%d assumptions and remarks stand behind these figures; the full report lists them.", n), "</p>\n")
	}
	p.put("</main>\n</body>\n</html>\n")
	return p.out.Flush()
}

// question says what the page answers.
func question(c *compare.Comparison) string {
	s := c.Scenario
	q := fmt.Sprintf("What does it cost in Azure, %s to %s (%d months)?", s.Start, s.Start.Add(s.Months-1), s.Months)
	if s.Months == 1 {
		q = fmt.Sprintf("What does it cost in Azure in %s?", s.Start)
	}
	if n := len(c.Estimates); n > 1 {
		q += fmt.Sprintf(" %d options side by side.", n)
	}
	return q
}

// termsOf says how a case is bought, and where it runs.
func termsOf(e *estimate.Estimate) string {
	t := e.Case.Terms
	s := fmt.Sprintf("%s, %s, %s", t.Offer, t.Currency, t.Market)
	if r := e.Regions(); r != "" {
		s += ", " + r
	}
	return clean(s)
}

// list writes texts under a head.
func (p page) list(head string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.put("<h2>", head, "</h2>\n<ul>\n")
	for _, s := range texts {
		p.put("<li>", esc(clean(s)), "</li>\n")
	}
	p.put("</ul>\n")
}

// oneChart draws a bar for each case that can stand beside the others. It is as wide as
// the page, and its letters are of one size on every screen.
func (p page) oneChart(c *compare.Comparison) {
	totals := chart.Totals(c, 0)
	bars, in := totals.Of, totals.Currency
	if len(bars) < 2 {
		return
	}
	title := totals.Title
	if totals.Without != nil {
		title += " (options that can be compared)"
	}
	if n := len(bars); n > mostBars {
		order := make([]money.Decimal, n)
		for i, b := range bars {
			order[i] = b.Total.Value
		}
		slices.SortFunc(order, money.Decimal.Cmp)
		last := order[fewBars-1]
		bars = slices.DeleteFunc(slices.Clone(bars), func(b chart.Bar) bool { return last.Less(b.Total.Value) })
		bars = bars[:min(len(bars), fewBars)]
		title = fmt.Sprintf("The %d cheapest of %d options, total, %s", len(bars), n, in)
	}
	low, high := 0.0, 0.0
	for _, b := range bars {
		v := b.Total.Value.Float64()
		low, high = min(low, v), max(high, v)
	}
	if high == low {
		high = low + 1
	}
	part := func(v float64) string { return px((v-low)/(high-low)*100) + "%" }
	const row, bar = 25, 6
	p.put("<h2>", esc(title), "</h2>\n<figure>\n", fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="100%%" height="%d" role="img" aria-labelledby="chart-t chart-d">`, len(bars)*row),
		"\n<title id=\"chart-t\">", esc(title), "</title>\n<desc id=\"chart-d\">A bar for each case. The figures are in the table above.</desc>\n")
	for i, b := range bars {
		v := b.Total.Value.Float64()
		y := i * row
		p.put(fmt.Sprintf(`<text x="0" y="%d">`, y+12), esc(shorten(clean(b.Case), 44)), "</text>",
			fmt.Sprintf(`<text x="100%%" y="%d" text-anchor="end">`, y+12), amount(b.Total.Value, in), "</text>",
			fmt.Sprintf(`<rect x="%s" y="%d" width="%s" height="%d"></rect>`, part(min(0, v)), y+15, px(max(v, -v)/(high-low)*100)+"%", bar), "\n")
	}
	p.put("</svg>\n</figure>\n")
}

// onePageStyle has the page's looks on a screen, in the dark, on a phone and on paper;
// every colour has a contrast of at least 4.5:1 on its ground.
var onePageStyle = strings.TrimSpace(`
:root{color-scheme:light dark}
body{margin:0;background:#fff;color:#1f2328;font:16px/1.4 "Segoe UI",Calibri,Carlito,Arial,sans-serif}
main{max-width:820px;margin:0 auto;padding:20px}
h1{color:#1f3a5f;font-size:26px;margin:0}
h2{color:#1f3a5f;font-size:17px;margin:20px 0 6px}
p{margin:4px 0}
.about{color:#57606a}
.notice{background:#fdecea;color:#a40e26;font-weight:600;padding:6px 10px;margin:6px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:4px 10px;border-bottom:1px solid #d0d7de;vertical-align:top}
thead th{background:#1f3a5f;color:#fff;vertical-align:bottom;font-weight:600}
tbody th{font-weight:600;min-width:150px}
tbody th small{font-weight:400}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.alert{color:#a40e26}
small{display:block;font-size:12px;color:#57606a;white-space:nowrap}
figure{margin:6px 0;break-inside:avoid}
svg{display:block;font-size:13px;fill:#1f2328}
rect{fill:#1f3a5f}
ul{margin:4px 0;padding-left:20px}
li{margin:2px 0;overflow-wrap:anywhere}
@media screen and (prefers-color-scheme:dark){
body{background:#14181d;color:#e6edf3}h1,h2{color:#9ecbff}.about,small{color:#b3bdc8}
.notice{background:#3d1216;color:#ffb4ab}.alert{color:#ff9d94}
th,td{border-color:#3b4450}svg{fill:#e6edf3}rect{fill:#6ea8e6}}
@media print{@page{size:A4;margin:10mm 12mm}
main{max-width:none;padding:0}body{font-size:9.5pt;line-height:1.2}h1{font-size:16pt}h2{font-size:11.5pt;margin:6pt 0 2pt}
.scroll{overflow:visible}th,td{padding:.7pt 4pt}small{font-size:8pt;display:inline;padding-left:6pt}svg{font-size:9pt}
tr,figure,li{break-inside:avoid}h2{break-after:avoid}
thead th,.notice,rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`) + "\n"
