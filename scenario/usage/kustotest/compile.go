package kustotest

import (
	"regexp"
	"strconv"
	"strings"
)

// compiled is an expression over rows, and its type.
type compiled struct {
	of      Type
	eval    func(row []value) value
	literal bool
	text    string // of a literal text
}

// scope has the places of a row's names, and their types.
type scope struct {
	at    map[string]int
	types map[string]Type
	slots *int
}

// semanticError is one that Kusto answers with 400.
func semantic(format string, args ...any) { fail("Semantic error: "+format, args...) }

func (s *scope) with(name string, of Type) int {
	at := *s.slots
	*s.slots++
	s.at[name], s.types[name] = at, of
	return at
}

func (s *scope) compile(n node) compiled {
	switch n.op {
	case "name":
		at, ok := s.at[n.text]
		if !ok {
			semantic("SEM0100: Failed to resolve column or scalar expression named '%s'", n.text)
		}
		return compiled{of: s.types[n.text], eval: func(row []value) value { return row[at] }}
	case "text":
		v := value{s: n.text}
		return compiled{of: "string", literal: true, text: n.text, eval: func([]value) value { return v }}
	case "long":
		i, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			fail("the number %s", n.text)
		}
		return compiled{of: "long", literal: true, eval: func([]value) value { return long(i) }}
	case "real":
		f, _ := strconv.ParseFloat(n.text, 64)
		return compiled{of: "real", eval: func([]value) value { return value{f: f} }}
	case "literal":
		v := null
		if what := n.args[0].text; what != "null" {
			day, ok := ingest(what, "datetime")
			if n.text != "datetime" || !ok {
				fail("the literal %s(%s)", n.text, what)
			}
			v = day
		}
		return compiled{of: Type(n.text), literal: true, eval: func([]value) value { return v }}
	case "negative":
		x := s.compile(n.args[0])
		s.is(n, x, "long")
		return compiled{of: "long", eval: func(row []value) value {
			v := x.eval(row)
			v.n = -v.n
			return v
		}}
	case "in", "!in":
		return s.in(n)
	case "call":
		return s.call(n)
	}
	return s.operation(n, s.compile(n.args[0]), s.compile(n.args[1]))
}

// is holds an argument to one of some types.
func (s *scope) is(n node, x compiled, types ...Type) {
	for _, t := range types {
		if x.of == t {
			return
		}
	}
	semantic("SEM0058: %s %s: a value of type %s, and %v is wanted", n.op, n.text, x.of, types)
}

func (s *scope) in(n node) compiled {
	x := s.compile(n.args[0])
	s.is(n, x, "string")
	set := map[string]bool{}
	for _, arg := range n.args[1:] {
		item := s.compile(arg)
		s.is(n, item, "string")
		if !item.literal {
			semantic("a list of literals is wanted")
		}
		set[item.text] = true
	}
	want := n.op == "in"
	return compiled{of: "bool", eval: func(row []value) value { return boolean(set[x.eval(row).s] == want) }}
}

func (s *scope) operation(n node, a, b compiled) compiled {
	both := func(of Type, do func(a, b value) value) compiled {
		return compiled{of: of, eval: func(row []value) value {
			x, y := a.eval(row), b.eval(row)
			if x.null || y.null {
				return null
			}
			return do(x, y)
		}}
	}
	switch n.op {
	case "and", "or":
		s.is(n, a, "bool")
		s.is(n, b, "bool")
		decides := n.op == "or"
		return compiled{of: "bool", eval: func(row []value) value {
			x := a.eval(row)
			if !x.null && x.true() == decides {
				return x
			}
			y := b.eval(row)
			if !y.null && y.true() == decides {
				return y
			}
			if x.null || y.null {
				return null
			}
			return y
		}}
	case "matches regex":
		s.is(n, a, "string")
		re := pattern(b)
		return compiled{of: "bool", eval: func(row []value) value { return boolean(re.MatchString(a.eval(row).s)) }}
	case "startswith_cs":
		s.is(n, a, "string")
		s.is(n, b, "string")
		return both("bool", func(a, b value) value { return boolean(strings.HasPrefix(a.s, b.s)) })
	case "==", "!=":
		if a.of != b.of {
			semantic("SEM0064: Cannot compare values of types %s and %s", a.of, b.of)
		}
		want := n.op == "=="
		return both("bool", func(a, b value) value { return boolean((a == b) == want) })
	case "<", "<=", ">", ">=":
		s.is(n, a, "long", "datetime", "real")
		if a.of != b.of {
			semantic("SEM0064: Cannot compare values of types %s and %s", a.of, b.of)
		}
		return both("bool", func(a, b value) value {
			less, equal := a.n < b.n || a.f < b.f, a == b
			return boolean(map[string]bool{"<": less, "<=": less || equal, ">": !less && !equal, ">=": !less}[n.op])
		})
	}
	if n.op == "+" && a.of == "decimal" && b.of == "decimal" {
		return both("decimal", func(a, b value) value { return text(plus(a.s, b.s)) })
	}
	s.is(n, a, "long", "real")
	s.is(n, b, "long", "real")
	if a.of == "real" || b.of == "real" {
		f := func(v value, of Type) float64 {
			if of == "real" {
				return v.f
			}
			return float64(v.n)
		}
		return both("real", func(x, y value) value {
			p, q := f(x, a.of), f(y, b.of)
			return value{f: map[string]float64{"+": p + q, "-": p - q, "*": p * q, "/": p / q}[n.op]}
		})
	}
	op := n.op[0]
	return both("long", func(a, b value) value {
		switch op {
		case '+':
			return long(a.n + b.n)
		case '-':
			return long(a.n - b.n)
		case '*':
			return long(a.n * b.n)
		}
		if b.n == 0 {
			return null
		}
		if op == '/' {
			return long(a.n / b.n)
		}
		r := a.n % b.n // of KQL it is never below zero
		if r < 0 {
			r += max(b.n, -b.n)
		}
		return long(r)
	})
}

// pattern is a regular expression, which has to be a literal.
func pattern(x compiled) *regexp.Regexp {
	if x.of != "string" || !x.literal {
		semantic("a regular expression is a literal")
	}
	re, err := regexp.Compile(x.text)
	if err != nil {
		semantic("SEM0420: Regex pattern is ill-formed: %s", x.text)
	}
	return re
}
