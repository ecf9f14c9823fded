package usage

import (
	"regexp"
	"strings"
)

// ownName finds the names that this package gives in SQL.
var ownName = regexp.MustCompile(`\bazw_\w+`)

// needed leaves out the steps that neither the queries nor other steps name: a
// reader of tables reads what a query mentions.
func needed(steps []step, queries ...string) []step {
	wanted := map[string]bool{}
	want := func(sql string) {
		for _, name := range ownName.FindAllString(sql, -1) {
			wanted[name] = true
		}
	}
	for _, q := range queries {
		want(q)
	}
	kept := make([]bool, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		if kept[i] = wanted[steps[i].name]; kept[i] {
			want(steps[i].expression)
		}
	}
	var out []step
	for i, s := range steps {
		if kept[i] {
			out = append(out, s)
		}
	}
	return out
}

// layers puts steps together that do not name each other.
func layers(steps []step) [][]step {
	depth := map[string]int{}
	var out [][]step
	for _, s := range steps {
		at := 0
		for _, name := range ownName.FindAllString(s.expression, -1) {
			if d, ok := depth[name]; ok {
				at = max(at, d+1)
			}
		}
		depth[s.name] = at
		for len(out) <= at {
			out = append(out, nil)
		}
		out[at] = append(out[at], s)
	}
	return out
}

// columnList writes steps down, as SELECT lists them.
func columnList(steps []step) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, s.expression+" AS "+s.name)
	}
	return strings.Join(parts, ", ")
}
