package report_test

import (
	"regexp"
	"slices"
	"strings"
)

// shown is a table as a reader of an output sees it.
type shown struct {
	title string
	head  []string
	rows  [][]string
}

// column finds a head by its beginning; -1 where there is none.
func (s shown) column(head string) int {
	return slices.IndexFunc(s.head, func(h string) bool { return strings.HasPrefix(h, head) })
}

// tableShown reads the tables of the terminal, which are set in columns: between
// two of them each line has two blanks or more. What stands in no table is prose.
func tableShown(text string) (tables []shown, prose string) {
	title := ""
	for _, block := range strings.Split(text, "\n\n") {
		lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
		rule := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "───") })
		if rule < 0 {
			prose += block + "\n\n"
			title = ""
			continue
		}
		body := slices.Concat(lines[:rule], lines[rule+1:])
		first := 0
		for first < rule && !fits(body[first], lines[rule]) {
			first++
		}
		if first < rule { // a title may be of several lines, which go over the columns
			for k := range rule {
				if strings.Contains(lines[k], "  ") || k == rule-1 {
					first = k
					break
				}
			}
		}
		if first > 0 {
			title = strings.Join(lines[:first], " ")
		}
		cuts := gaps(body[first:])
		t := shown{title: title}
		for k, l := range body[first:] {
			cells := cut(l, cuts)
			switch {
			case k < rule-first:
				t.head = joined(t.head, cells)
			case strings.HasPrefix(l, " ") && len(t.rows) > 0 && cells[0] != "" || cells[0] == "" && len(t.rows) > 0:
				t.rows[len(t.rows)-1] = joined(t.rows[len(t.rows)-1], cells)
			default:
				t.rows = append(t.rows, cells)
			}
		}
		tables = append(tables, t)
	}
	return tables, prose
}

func fits(line, rule string) bool { return len([]rune(line)) <= len([]rune(rule)) }

// gaps are the columns of the terminal where new cells begin.
func gaps(lines []string) (cuts []int) {
	used := map[int]bool{}
	last := 0
	for _, l := range lines {
		for i, r := range []rune(l) {
			if r != ' ' {
				used[i], last = true, max(last, i)
			}
		}
	}
	for i := 2; i <= last; i++ {
		if used[i] && !used[i-1] && !used[i-2] {
			cuts = append(cuts, i)
		}
	}
	return append(cuts, last+1)
}

func cut(line string, cuts []int) (cells []string) {
	r, from := []rune(line), 0
	for _, to := range cuts {
		cells = append(cells, strings.TrimSpace(string(r[min(from, len(r)):min(to, len(r))])))
		from = to
	}
	return cells
}

func joined(a, b []string) []string {
	if a == nil {
		return b
	}
	for i := range a {
		a[i] = strings.TrimSpace(a[i] + " " + b[i])
	}
	return a
}

// markdownShown reads the tables of Markdown.
func markdownShown(text string) (tables []shown, prose string) {
	title := ""
	unescape := strings.NewReplacer(`\`, "", "**", "")
	for _, block := range strings.Split(text, "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		switch {
		case strings.HasPrefix(lines[0], "## "):
			title = unescape.Replace(lines[0][3:])
		case strings.HasPrefix(lines[0], "| "):
			t := shown{title: title}
			for k, l := range lines {
				var cells []string
				for _, c := range strings.Split(strings.Trim(l, "|"), " |") {
					cells = append(cells, unescape.Replace(strings.TrimSpace(strings.Trim(c, "|"))))
				}
				switch k {
				case 0:
					t.head = cells
				case 1:
				default:
					t.rows = append(t.rows, cells)
				}
			}
			tables = append(tables, t)
		case !strings.HasPrefix(lines[0], "- "):
			prose += unescape.Replace(block) + " "
		}
	}
	return tables, prose
}

var (
	htmlPart = regexp.MustCompile(`(?s)<h2>(.*?)</h2>|<table>(.*?)</table>|<p>(.*?)</p>`)
	htmlRow  = regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	htmlCell = regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
	htmlTag  = regexp.MustCompile(`<[^>]*>`)
	htmlSVG  = regexp.MustCompile(`(?s)<svg .*?</svg>`)
	htmlBar  = regexp.MustCompile(`<rect [^>]*><title>(.*?)</title>`)
	htmlLine = regexp.MustCompile(`<polyline [^>]*><title>(.*?)</title>`)
)

func plainHTML(s string) string {
	return strings.TrimSpace(strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(htmlTag.ReplaceAllString(s, " ")))
}

// htmlShown reads the tables of a page, and its pictures.
func htmlShown(text string) (tables []shown, prose string, pictures []string) {
	title := ""
	for _, p := range htmlPart.FindAllStringSubmatch(text, -1) {
		switch {
		case p[1] != "":
			title = plainHTML(p[1])
		case p[3] != "":
			prose += plainHTML(p[3]) + " "
		default:
			t := shown{title: title}
			for k, r := range htmlRow.FindAllStringSubmatch(p[2], -1) {
				var cells []string
				for _, c := range htmlCell.FindAllStringSubmatch(r[1], -1) {
					cells = append(cells, plainHTML(c[1]))
				}
				if k == 0 {
					t.head = cells
				} else {
					t.rows = append(t.rows, cells)
				}
			}
			tables = append(tables, t)
		}
	}
	return tables, prose, htmlSVG.FindAllString(text, -1)
}

func firsts(found [][]string) (list []string) {
	for _, f := range found {
		list = append(list, f[1])
	}
	return list
}
