package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
)

// HTML writes the comparison as one page that needs nothing but itself: no
// network, no script; its charts are within it. It has the tables of Table down
// to the cases, or as deep as Detail says, two charts, and beneath them what has
// no price, the warnings, the assumptions and the cards. Outside text is escaped.
func HTML(w io.Writer, c *compare.Comparison, opt Options) error {
	p := page{out: bufio.NewWriter(w)}
	name := clean(c.Scenario.Name)
	p.head(name, subtitle(c), pageStyle, "")
	p.body(c, opt.Detail.or(DetailCases), func(string) {})
	p.put("</main>\n</body>\n</html>\n")
	return p.out.Flush()
}

// body writes what a comparison's page has beneath its head, part by part: each is
// announced, by its name, before it is written.
func (p page) body(c *compare.Comparison, d Detail, part func(name string)) {
	part("")
	for _, s := range []string{c.Samples(), c.ForReference()} {
		if s != "" {
			p.put("<p class=\"notice\">Note: ", esc(clean(s)), "</p>\n")
		}
	}
	if !c.Complete() {
		p.put("<p class=\"notice\">Incomplete: usage that is not priced or missing is not in the totals. It is listed below.</p>\n")
	}
	first := true
	for g := range blocks(c, d) {
		if first && g.title == "" {
			g.title = "Totals"
		}
		part(g.title)
		p.table(g)
		if first {
			for _, s := range slices.Concat(verdictSentences(c), coveredSentences(c)) {
				p.put("<p>", esc(s), "</p>\n")
			}
			p.charts(c)
		}
		if g.title == commitmentsTitle {
			p.burnDown(c)
		}
		first = false
	}
	list := func(name string, notes []note) {
		part(name)
		p.notes(name, c, notes)
	}
	list("Not priced, and not in the total", unpriced(c))
	list("Warnings", notes(c, warningNotes))
	part("Exchange")
	if ex := exchangeNotes(c); len(ex) > 0 {
		p.put("<h2>Exchange</h2>\n<ul>\n")
		for _, s := range ex {
			p.put("<li>", esc(s), "</li>\n")
		}
		p.put("</ul>\n")
	}
	part("Of the cash flow")
	p.list("Of the cash flow", cashSentences(c))
	list("Assumptions", notes(c, (*estimate.Estimate).Assumptions))
	cards := cardsGrid(c)
	cards.title = "Cards"
	part(cards.title)
	p.table(cards)
}

// head begins a page: its name, and what is said of it beneath. more are further lines of
// the head, whole.
func (p page) head(name, about, style, more string) {
	p.put(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
`, more, `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="generator" content="azwhatif"/>
<title>`, esc(name), `</title>
<style>`, style, `</style>
</head>
<body>
<main>
<h1>`, esc(name), "</h1>\n<p class=\"about\">", esc(about), "</p>\n")
}

// page writes HTML.
type page struct {
	out  *bufio.Writer
	link func(Figure) string // of a page that has exact figures, too; else nil
}

func (p page) put(parts ...string) {
	for _, s := range parts {
		p.out.WriteString(s) // Flush has the error
	}
}

// esc is outside text as HTML shows it.
func esc(s string) string { return html.EscapeString(s) }

func (p page) notes(head string, c *compare.Comparison, list []note) {
	if len(list) == 0 {
		return
	}
	p.put("<h2>", head, "</h2>\n<ul>\n")
	for _, n := range list {
		p.put("<li>")
		if about := n.about(c); about != "" {
			p.put("<strong>", esc(about), "</strong>: ")
		}
		p.put(esc(n.text), "</li>\n")
	}
	p.put("</ul>\n")
}

// table writes a grid under its title, with heads that a screen reader finds.
func (p page) table(g grid) {
	if g.title != "" {
		p.put("<h2>", esc(g.title), "</h2>\n")
	}
	p.put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"", esc(g.title), "\">\n<table>\n<thead><tr>")
	for _, col := range g.columns {
		p.put("<th scope=\"col\"", class(col.right, false), ">", strings.ReplaceAll(esc(col.head), "\n", "<br/>"), "</th>")
	}
	p.put("</tr></thead>\n<tbody>\n")
	for _, row := range g.rows {
		p.row(g, row)
	}
	p.put("</tbody>\n")
	if g.foot != nil {
		p.put("<tfoot>\n")
		p.row(g, g.foot)
		p.put("</tfoot>\n")
	}
	p.put("</table>\n</div>\n")
}

func (p page) row(g grid, row []cell) {
	p.put("<tr>")
	for i, c := range row {
		tag, scope := "td", ""
		if i == 0 {
			tag, scope = "th", ` scope="row"`
		}
		p.put("<", tag, scope, class(g.columns[i].right, c.alert), ">", esc(c.mark))
		if c.code != "" {
			p.put(esc(c.code), " ")
		}
		p.figure(c)
		if c.note != "" {
			p.put("<small>", esc(c.note), "</small>")
		}
		p.put("</", tag, ">")
	}
	p.put("</tr>\n")
}

// figure writes a cell's text: of a page with links as a figure with its exact value, and
// what explains it.
func (p page) figure(c cell) {
	text := esc(c.text)
	if p.link != nil && c.exact != "" {
		text = `<data value="` + esc(c.exact) + `">` + text + "</data>"
		if c.of != (Figure{}) {
			if to := p.link(c.of); to != "" {
				text = `<a href="` + esc(to) + `">` + text + "</a>"
			}
		}
	}
	p.put(text)
}

func class(right, alert bool) string {
	switch {
	case right && alert:
		return ` class="n alert"`
	case right:
		return ` class="n"`
	case alert:
		return ` class="alert"`
	}
	return ""
}

// The page's looks; every colour has a contrast of at least 4.5:1 on its ground.
var pageStyle = fmt.Sprintf(`
body{margin:0;background:#fff;color:%[1]s;font:15px/1.45 system-ui,"Segoe UI",Calibri,Arial,sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px}
h1{color:%[2]s;font-size:26px;margin:0}
h2{color:%[2]s;font-size:17px;margin:28px 0 6px}
.about{color:#57606a;margin:2px 0 12px}
.notice{background:#fdecea;color:#a40e26;font-weight:600;padding:6px 10px;margin:6px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;min-width:50%%}
th,td{text-align:left;padding:4px 10px;border-bottom:1px solid #d0d7de;vertical-align:top}
thead th{background:%[2]s;color:#fff;vertical-align:bottom;font-weight:600}
tbody th{font-weight:400}
tfoot th,tfoot td{font-weight:700;border-top:1px solid #57606a}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.alert{color:#a40e26}
small{display:block;font-size:13px}
li{margin:3px 0;overflow-wrap:anywhere}
td{overflow-wrap:anywhere}
@media print{@page{size:landscape;margin:12mm}main{max-width:none;padding:0}body{font-size:11px}
.scroll{overflow:visible}tr,figure,li{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}
thead th,.notice{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark}body{background:#14181d;color:#e6edf3}h1,h2{color:#9ecbff}.about{color:#b3bdc8}a{color:#9ecbff}
.notice{background:#3d1216;color:#ffb4ab}.alert{color:#ff9d94}th,td{border-color:#3b4450}}
`, pageInk, pageNavy) + ChartStyle

const (
	pageInk  = "#1f2328"
	pageNavy = "#1f3a5f"
)
