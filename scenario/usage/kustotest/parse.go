package kustotest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// node is an expression: "name", "text", "long", "real", "call", or an operator.
type node struct {
	op, text string
	args     []node
}

type named struct {
	name string
	node
	descending bool
}

// operator is one of the steps of a query, behind a "|".
type operator struct {
	name     string
	list, by []named
	count    int
}

// query is a statement: where its rows are from, and what is done with them.
type query struct {
	source       string // "Costs" or "Costs()"
	noTruncation bool
	operators    []operator
}

type syntaxError string

func (e syntaxError) Error() string { return string(e) }

var token = regexp.MustCompile(`^(?:\s+|"(?:[^"\\\n]|\\.)*"|\['(?:[^'\\\n]|\\.)*'\]|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]+)?|!?[A-Za-z_][A-Za-z0-9_]*|==|!=|<=|>=|[-|(),=<>+*/%;])`)

type parser struct {
	tokens []string
	at     int
}

// parse reads a query. It panics with a syntaxError inside.
func parse(text string) (q query, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case syntaxError:
			err = e
		default:
			panic(e)
		}
	}()
	p := &parser{}
	for rest := text; rest != ""; {
		t := token.FindString(rest)
		if t == "" {
			return q, syntaxError(fmt.Sprintf("Syntax error: SYN0002: A recognition error occurred at %.20q", rest))
		}
		rest = rest[len(t):]
		if strings.TrimSpace(t) != "" {
			p.tokens = append(p.tokens, t)
		}
	}
	for p.take("set") {
		if what := p.next(); what != "notruncation" {
			fail("unknown option %q", what)
		}
		q.noTruncation = true
		p.must(";")
	}
	q.source = p.name()
	if p.take("(") {
		p.must(")")
		q.source += "()"
	}
	for p.take("|") {
		q.operators = append(q.operators, p.operator())
	}
	if p.at < len(p.tokens) {
		fail("unexpected %q", p.peek())
	}
	return q, nil
}

func fail(format string, args ...any) {
	panic(syntaxError("Syntax error: " + fmt.Sprintf(format, args...)))
}

func (p *parser) peek() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *parser) next() string {
	t := p.peek()
	p.at++
	return t
}

func (p *parser) take(what ...string) bool {
	for _, w := range what {
		if p.peek() == w {
			p.at++
			return true
		}
	}
	return false
}

func (p *parser) must(what string) {
	if !p.take(what) {
		fail("%q is wanted, and there is %q", what, p.peek())
	}
}

// words cannot be names as they stand.
var words = map[string]bool{"and": true, "or": true, "in": true, "by": true, "asc": true, "desc": true, "where": true, "project": true, "extend": true, "summarize": true, "sort": true, "take": true, "set": true, "matches": true, "not": true}

func (p *parser) name() string {
	t := p.next()
	if inner, ok := strings.CutPrefix(t, "['"); ok {
		return unescape(strings.TrimSuffix(inner, "']"))
	}
	if t == "" || !isLetter(t[0]) || words[t] {
		fail("%q is no name", t)
	}
	return t
}

func isLetter(c byte) bool { return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// unescape reads what stands within single quotation marks.
func unescape(s string) string {
	text, err := strconv.Unquote(`"` + strings.NewReplacer(`\'`, `'`, `\"`, `\"`, `\\`, `\\`, `"`, `\"`).Replace(s) + `"`)
	if err != nil {
		fail("an escape in %q", s)
	}
	return text
}

func (p *parser) operator() (o operator) {
	o.name = p.next()
	switch o.name {
	case "project", "extend":
		o.list = p.list(true)
	case "where":
		o.list = []named{{node: p.or()}}
	case "summarize":
		if p.peek() != "by" {
			o.list = p.list(true)
		}
		if p.take("by") {
			o.by = p.list(true)
		}
	case "sort":
		p.must("by")
		o.list = p.list(false)
	case "take":
		n, err := strconv.Atoi(p.next())
		if err != nil {
			fail("take without a number")
		}
		o.count = n
	case "getschema":
	default:
		fail("no operator %q", o.name)
	}
	return o
}

// list reads expressions with names, or with an order.
func (p *parser) list(names bool) (list []named) {
	for {
		var one named
		if names {
			one.name = p.name()
			p.must("=")
			one.node = p.or()
		} else {
			one.node = p.or()
			if one.descending = p.take("desc"); !one.descending {
				p.must("asc")
			}
		}
		list = append(list, one)
		if !p.take(",") {
			return list
		}
	}
}

func (p *parser) or() node {
	n := p.and()
	for p.take("or") {
		n = node{op: "or", args: []node{n, p.and()}}
	}
	return n
}

func (p *parser) and() node {
	n := p.compared()
	for p.take("and") {
		n = node{op: "and", args: []node{n, p.compared()}}
	}
	return n
}

func (p *parser) compared() node {
	n := p.sum()
	op := p.peek()
	switch {
	case p.take("==", "!=", "<", "<=", ">", ">=", "startswith_cs"):
		return node{op: op, args: []node{n, p.sum()}}
	case p.take("matches"):
		p.must("regex")
		return node{op: "matches regex", args: []node{n, p.sum()}}
	case p.take("in", "!in"):
		p.must("(")
		return node{op: op, args: append([]node{n}, p.arguments()...)}
	}
	return n
}

func (p *parser) arguments() (list []node) {
	for !p.take(")") {
		if len(list) > 0 {
			p.must(",")
		}
		list = append(list, p.or())
	}
	return list
}

func (p *parser) sum() node {
	n := p.product()
	for op := p.peek(); p.take("+", "-"); op = p.peek() {
		n = node{op: op, args: []node{n, p.product()}}
	}
	return n
}

func (p *parser) product() node {
	n := p.one()
	for op := p.peek(); p.take("*", "/", "%"); op = p.peek() {
		n = node{op: op, args: []node{n, p.one()}}
	}
	return n
}

func (p *parser) one() node {
	t := p.peek()
	switch {
	case p.take("-"):
		return node{op: "negative", args: []node{p.one()}}
	case p.take("("):
		n := p.or()
		p.must(")")
		return n
	case t != "" && t[0] == '"':
		p.at++
		return node{op: "text", text: unescapeText(t)}
	case t != "" && t[0] >= '0' && t[0] <= '9':
		p.at++
		if strings.Contains(t, ".") {
			return node{op: "real", text: t}
		}
		return node{op: "long", text: t}
	case strings.HasPrefix(t, "["):
		return node{op: "name", text: p.name()}
	case t == "datetime" || t == "long" || t == "real" || t == "bool":
		p.at++
		p.must("(")
		n := node{op: "literal", text: t, args: []node{{text: p.next()}}}
		p.must(")")
		return n
	}
	if t == "not" {
		p.at++
	} else {
		t = p.name()
	}
	if p.take("(") {
		return node{op: "call", text: t, args: p.arguments()}
	}
	return node{op: "name", text: t}
}

func unescapeText(t string) string {
	text, err := strconv.Unquote(t)
	if err != nil {
		fail("an escape in %s", t)
	}
	return text
}
