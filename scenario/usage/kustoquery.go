package usage

import (
	"fmt"
	"regexp"
	"strings"
)

// kustoLifted lifts the bounds of an answer, 500,000 rows and 64 MB.
const kustoLifted = "set notruncation;\n"

// kustoQuery writes a query in KQL: the columns that are needed, the steps in layers, and
// what is selected, in the names azw_o0, azw_o1 and so on.
func kustoQuery(from string, steps []step, sample int, selected, tail string) string {
	if sample > 0 {
		panic("usage: a sample of a table without an order is another one each time")
	}
	w := &kustoWriter{types: map[string]kustoType{}}
	kql := kustoLifted + from
	var columns, others []step
	for _, s := range needed(steps, selected, tail) {
		if ofColumn.MatchString(s.name) {
			columns = append(columns, s)
		} else {
			others = append(others, s)
		}
	}
	if len(columns) > 0 { // alone, so that no column of the table bears a name of ours
		kql += "\n| project " + w.named(columns)
	}
	for _, layer := range layers(others) {
		kql += "\n| extend " + w.named(layer)
	}
	return kql + w.tail(selected, tail)
}

var ofColumn = regexp.MustCompile(`^azw_c[0-9]+$`)

// named writes steps under their names, which are known from then on.
func (w *kustoWriter) named(steps []step) string {
	var parts []string
	types := map[string]kustoType{}
	for _, s := range steps {
		kql, of := w.write(parseExpression(s.expression))
		if ofColumn.MatchString(s.name) {
			of = kustoString
		}
		parts, types[s.name] = append(parts, s.name+" = "+kql), of
	}
	for name, of := range types {
		w.types[name] = of
	}
	return strings.Join(parts, ",\n    ")
}

// kustoOver sums the rows of a query up: its results are named in it with AS.
func kustoOver(query, selected string) string {
	w := &kustoWriter{types: map[string]kustoType{}}
	return query + w.tail(selected, "")
}

var tailWords = regexp.MustCompile(`\b(WHERE|GROUP BY|HAVING|ORDER BY|LIMIT) `)

// clauses cuts what follows FROM into its clauses.
func clauses(tail string) map[string]string {
	found := map[string]string{}
	at := tailWords.FindAllStringSubmatchIndex(tail, -1)
	for i, m := range at {
		end := len(tail)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		found[tail[m[2]:m[3]]] = strings.TrimSpace(tail[m[1]:end])
	}
	return found
}

// tail writes what is selected of rows or of groups of them, all of one kind.
func (w *kustoWriter) tail(selected, tail string) (kql string) {
	c := clauses(tail)
	if c["WHERE"] != "" {
		kql += "\n| where " + w.text(parseExpression(c["WHERE"]))
	}
	g := &kustoGroups{kustoWriter: w, names: map[string]string{}}
	for _, key := range parseList(c["GROUP BY"]) {
		g.key(key.expression)
	}
	var outputs, orders []string
	for i, out := range parseList(selected) {
		name := out.as
		if name == "" {
			name = fmt.Sprintf("azw_o%d", i)
		}
		outputs = append(outputs, name+" = "+w.text(g.grouped(out.expression)))
	}
	having := ""
	if c["HAVING"] != "" {
		having = "\n| where " + w.text(g.grouped(parseExpression(c["HAVING"])))
	}
	for _, by := range parseList(c["ORDER BY"]) {
		order := " asc"
		if by.descending {
			order = " desc"
		}
		orders = append(orders, w.text(g.grouped(by.expression))+order)
	}
	if len(g.keys)+len(g.sums) > 0 {
		kql += "\n| summarize " + strings.Join(g.sums, ",\n    ")
		if len(g.keys) > 0 {
			kql += "\n  by " + strings.Join(g.keys, ",\n    ")
		}
	}
	kql += having
	if len(orders) > 0 {
		kql += "\n| sort by " + strings.Join(orders, ", ")
	}
	if c["LIMIT"] != "" {
		kql += "\n| take " + c["LIMIT"]
	}
	return kql + "\n| project " + strings.Join(outputs, ",\n    ")
}

// kustoGroups names the keys and the sums of groups.
type kustoGroups struct {
	*kustoWriter
	names      map[string]string // by KQL
	keys, sums []string
}

func (g *kustoGroups) key(e expression) {
	kql, of := g.write(e)
	if g.names[kql] != "" {
		return
	}
	name := fmt.Sprintf("azw_g%d", len(g.keys))
	g.names[kql], g.keys = name, append(g.keys, name+" = "+kql)
	g.types[name] = of
}

// grouped puts the names of keys and sums in their places.
func (g *kustoGroups) grouped(e expression) expression {
	kql, of := g.write(e)
	if name := g.names[kql]; name != "" {
		return expression{op: "name", text: name}
	}
	if e.op == "call" && aggregates[e.text] {
		name := fmt.Sprintf("azw_s%d", len(g.sums))
		g.names[kql], g.sums = name, append(g.sums, name+" = "+kql)
		g.types[name] = of
		return expression{op: "name", text: name}
	}
	e.args = append([]expression{}, e.args...)
	for i, arg := range e.args {
		e.args[i] = g.grouped(arg)
	}
	return e
}
