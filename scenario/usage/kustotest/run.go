package kustotest

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// aggregates are the functions of summarize.
var aggregates = map[string]bool{"count": true, "countif": true, "sum": true, "min": true, "max": true, "binary_all_or": true, "count_distinct": true}

// rows gives rows, one after the other, each good until the next.
type rows func(yield func(row []value))

// plan is a query that is ready to run.
type plan struct {
	scope scope
	names []string
	rows  rows
}

// run prepares a query of a table.
func run(q query, t *Table) *plan {
	slots := 0
	p := &plan{scope: scope{map[string]int{}, map[string]Type{}, &slots}}
	for _, c := range t.Columns {
		p.names = append(p.names, c.Name)
		p.scope.with(c.Name, c.Type)
	}
	p.rows = func(yield func([]value)) {
		row := make([]value, slots)
		t.Each(func(values []value) {
			copy(row, values)
			yield(row)
		})
	}
	for _, o := range q.operators {
		p.apply(o, t)
	}
	return p
}

func (p *plan) apply(o operator, t *Table) {
	before := p.rows
	switch o.name {
	case "getschema":
		p.schema(t)
	case "where":
		x := p.scope.compile(o.list[0].node)
		p.scope.is(o.list[0].node, x, "bool")
		p.rows = func(yield func([]value)) {
			before(func(row []value) {
				if x.eval(row).true() {
					yield(row)
				}
			})
		}
	case "project", "extend":
		p.extend(o)
	case "summarize":
		p.summarize(o)
	case "sort":
		p.sort(o)
	case "take":
		p.rows = func(yield func([]value)) {
			n := 0
			before(func(row []value) {
				if n++; n <= o.count {
					yield(row)
				}
			})
		}
	}
}

// extend adds names, none of which the others of the same operator see.
func (p *plan) extend(o operator) {
	var exprs []compiled
	for _, item := range o.list {
		exprs = append(exprs, p.scope.compile(item.node))
	}
	if o.name == "project" {
		p.scope, p.names = scope{map[string]int{}, map[string]Type{}, p.scope.slots}, nil
	}
	var slots []int
	given := map[string]bool{}
	for i, item := range o.list {
		if given[item.name] {
			semantic("SEM0137: %s gives the name %s twice", o.name, item.name)
		}
		given[item.name] = true
		if _, there := p.scope.at[item.name]; !there {
			p.names = append(p.names, item.name)
		}
		slots = append(slots, p.scope.with(item.name, exprs[i].of))
	}
	before := p.rows
	p.rows = func(yield func([]value)) {
		before(func(row []value) {
			for i := range exprs {
				row[slots[i]] = exprs[i].eval(row)
			}
			yield(row)
		})
	}
}

// state is what an aggregate knows of a group.
type state struct {
	value
	any  bool
	seen map[value]bool
}

func (p *plan) summarize(o operator) {
	var keys, args []compiled
	for _, by := range o.by {
		keys = append(keys, p.scope.compile(by.node))
	}
	for _, item := range o.list {
		if item.op != "call" || !aggregates[item.text] {
			semantic("SEM0032: summarize wants an aggregate for %s", item.name)
		}
		var x compiled
		if item.text != "count" {
			p.scope.count(item.node, make([]compiled, len(item.args)), 1)
			x = p.scope.compile(item.args[0])
		}
		switch item.text {
		case "countif":
			p.scope.is(item.node, x, "bool")
		case "sum":
			p.scope.is(item.node, x, "long", "real", "decimal")
		case "binary_all_or":
			p.scope.is(item.node, x, "long")
		case "min", "max", "count_distinct":
			p.scope.is(item.node, x, "long", "real", "datetime", "string")
		}
		args = append(args, x)
	}
	before, slots := p.rows, p.scope.slots
	p.scope, p.names = scope{map[string]int{}, map[string]Type{}, slots}, nil
	var out []int
	for i, by := range o.by {
		p.names, out = append(p.names, by.name), append(out, p.scope.with(by.name, keys[i].of))
	}
	for i, item := range o.list {
		of := args[i].of
		if strings.HasPrefix(item.text, "count") {
			of = "long"
		}
		p.names, out = append(p.names, item.name), append(out, p.scope.with(item.name, of))
	}
	p.rows = func(yield func([]value)) {
		type group struct {
			keys   []value
			states []state
		}
		groups, order := map[string]*group{}, []*group{}
		add := func(key []byte, values []value) *group {
			g := groups[string(key)]
			if g == nil {
				g = &group{slices.Clone(values), make([]state, len(o.list))}
				groups[string(key)], order = g, append(order, g)
			}
			return g
		}
		if len(keys) == 0 {
			add(nil, nil)
		}
		values := make([]value, len(keys))
		var key []byte
		before(func(row []value) {
			key = key[:0]
			for i := range keys {
				values[i] = keys[i].eval(row)
				key = appendKey(key, values[i])
			}
			g := add(key, values)
			for i, item := range o.list {
				var v value
				if args[i].eval != nil {
					v = args[i].eval(row)
				}
				g.states[i].add(item.text, args[i].of, v)
			}
		})
		row := make([]value, *slots)
		for _, g := range order {
			for i, at := range out {
				if i < len(keys) {
					row[at] = g.keys[i]
				} else {
					row[at] = g.states[i-len(keys)].result(o.list[i-len(keys)].text)
				}
			}
			yield(row)
		}
	}
}

func appendKey(key []byte, v value) []byte {
	if v.null {
		return append(key, 1)
	}
	key = append(key, 0)
	key = binary.AppendVarint(key, v.n)
	key = binary.AppendUvarint(key, math.Float64bits(v.f))
	key = binary.AppendUvarint(key, uint64(len(v.s)))
	return append(key, v.s...)
}

// add takes one more value; nulls are passed over.
func (s *state) add(what string, of Type, v value) {
	if what == "count" || what == "countif" && v.true() {
		s.n++
	}
	if v.null {
		return
	}
	switch what {
	case "count", "countif":
	case "sum":
		if of == "decimal" {
			s.s = plus(s.s, v.s)
			break
		}
		total := s.n + v.n
		if v.n > 0 != (total > s.n) && v.n != 0 {
			fail("an overflow of sum")
		}
		s.n, s.f = total, s.f+v.f
	case "binary_all_or":
		s.n |= v.n
	case "count_distinct":
		if s.seen == nil {
			s.seen = map[value]bool{}
		}
		s.seen[v] = true
	case "min", "max":
		if less := v.n < s.n || v.f < s.f || v.s < s.s; !s.any || v != s.value && less == (what == "min") {
			s.value = v
		}
	}
	s.any = true
}

// plus adds decimals; "" is none yet.
func plus(a, b string) string {
	if a == "" {
		return b
	}
	return money.MustParse(a).Add(money.MustParse(b)).String()
}

func (s *state) result(what string) value {
	switch {
	case what == "count_distinct":
		return long(int64(len(s.seen)))
	case s.any || strings.HasPrefix(what, "count"):
		return s.value
	}
	return null
}

func (p *plan) sort(o operator) {
	var by []compiled
	for _, item := range o.list {
		x := p.scope.compile(item.node)
		p.scope.is(item.node, x, "long", "real", "datetime", "string")
		by = append(by, x)
	}
	before := p.rows
	p.rows = func(yield func([]value)) {
		var all [][]value
		before(func(row []value) { all = append(all, slices.Clone(row)) })
		slices.SortStableFunc(all, func(a, b []value) int {
			for i, x := range by {
				p, q := x.eval(a), x.eval(b)
				if p == q {
					continue
				}
				order := 1
				if p.n < q.n || p.f < q.f || p.s < q.s {
					order = -1
				}
				if o.list[i].descending {
					order = -order
				}
				return order
			}
			return 0
		})
		for _, row := range all {
			yield(row)
		}
	}
}

// schema lists the columns of a table.
func (p *plan) schema(t *Table) {
	slots := 0
	p.scope, p.names = scope{map[string]int{}, map[string]Type{}, &slots}, []string{"ColumnName", "ColumnOrdinal", "DataType", "ColumnType"}
	for i, name := range p.names {
		p.scope.with(name, []Type{"string", "long", "string", "string"}[i])
	}
	p.rows = func(yield func([]value)) {
		for i := range t.Columns {
			c := t.Columns[len(t.Columns)-1-i] // in no order of theirs
			row := make([]value, slots)
			copy(row, []value{text(c.Name), long(int64(len(t.Columns) - 1 - i)), text("System." + string(c.Type)), text(string(c.Type))})
			yield(row)
		}
	}
}
