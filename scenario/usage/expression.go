package usage

import (
	"fmt"
	"strings"
	"unicode"
)

// expression is an expression of this package's SQL, read so that it can be written in
// a language that is not SQL: see kustoWriter.
//
// Op is "name", "column" (of the table itself), "text", "number", "null", "call", "case",
// "in", "not in", "is null", "is not null", "between", "like", "not", "-" of one argument,
// or a sign between two: = <> < <= > >= + - * / % || and or. A case has conditions
// and values in turn, and then what is taken else, if that is stated.
type expression struct {
	op, text string // of a call the function's name in lower case
	distinct bool   // as in count(DISTINCT x)
	args     []expression
}

// selectedAs is an expression of a list, with the name that it is given there.
type selectedAs struct {
	expression
	as         string
	descending bool
}

// parseExpression reads one expression. It panics on what is none: all SQL that is read
// here is written in this package.
func parseExpression(sql string) expression {
	p := &sqlReader{tokens: sqlTokens(sql), sql: sql}
	e := p.or()
	p.end()
	return e
}

// parseList reads a list such as that behind SELECT, GROUP BY or ORDER BY.
func parseList(sql string) (list []selectedAs) {
	if strings.TrimSpace(sql) == "" {
		return nil
	}
	p := &sqlReader{tokens: sqlTokens(sql), sql: sql}
	for {
		one := selectedAs{expression: p.or()}
		if p.word("as") {
			one.as = p.next().text
		}
		one.descending = p.word("desc")
		list = append(list, one)
		if !p.sign(",") {
			break
		}
	}
	p.end()
	return list
}

// sqlToken is a word, a "quoted" name, a 'text', a number or a sign.
type sqlToken struct {
	kind byte // 'w', '"', '\'', '0' or 's'; 0 at the end
	text string
}

func sqlTokens(sql string) (tokens []sqlToken) {
	for i := 0; i < len(sql); {
		c := sql[i]
		from := i
		switch {
		case c == ' ' || c == '\n':
			i++
			continue
		case c == '\'' || c == '"':
			var b strings.Builder
			for i++; ; i++ {
				if i >= len(sql) {
					panic("usage: a quotation without an end in " + sql)
				}
				if sql[i] == c {
					if i+1 < len(sql) && sql[i+1] == c {
						i++
					} else {
						break
					}
				}
				b.WriteByte(sql[i])
			}
			i++
			tokens = append(tokens, sqlToken{c, b.String()})
			continue
		case c >= '0' && c <= '9':
			for i < len(sql) && (sql[i] >= '0' && sql[i] <= '9' || sql[i] == '.') {
				i++
			}
			tokens = append(tokens, sqlToken{'0', sql[from:i]})
			continue
		case c == '_' || unicode.IsLetter(rune(c)):
			for i < len(sql) && (sql[i] == '_' || sql[i] >= '0' && sql[i] <= '9' || unicode.IsLetter(rune(sql[i]))) {
				i++
			}
			tokens = append(tokens, sqlToken{'w', sql[from:i]})
			continue
		}
		i++
		if i < len(sql) {
			switch sql[from : i+1] {
			case "<>", "<=", ">=", "||":
				i++
			}
		}
		tokens = append(tokens, sqlToken{'s', sql[from:i]})
	}
	return tokens
}

type sqlReader struct {
	tokens []sqlToken
	at     int
	sql    string
}

func (p *sqlReader) peek() sqlToken {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return sqlToken{}
}

func (p *sqlReader) next() sqlToken {
	t := p.peek()
	p.at++
	return t
}

// word takes the next word, where it is that one.
func (p *sqlReader) word(word string) bool {
	if t := p.peek(); t.kind == 'w' && strings.EqualFold(t.text, word) {
		p.at++
		return true
	}
	return false
}

func (p *sqlReader) sign(signs ...string) bool {
	for _, s := range signs {
		if t := p.peek(); t.kind == 's' && t.text == s {
			p.at++
			return true
		}
	}
	return false
}

func (p *sqlReader) must(taken bool, what string) {
	if !taken {
		panic(fmt.Sprintf("usage: %s is wanted at %q in %s", what, p.peek().text, p.sql))
	}
}

func (p *sqlReader) end() { p.must(p.peek().kind == 0, "the end") }

func (p *sqlReader) or() expression {
	e := p.and()
	for p.word("or") {
		e = expression{op: "or", args: []expression{e, p.and()}}
	}
	return e
}

func (p *sqlReader) and() expression {
	e := p.not()
	for p.word("and") {
		e = expression{op: "and", args: []expression{e, p.not()}}
	}
	return e
}

func (p *sqlReader) not() expression {
	if p.word("not") {
		return expression{op: "not", args: []expression{p.not()}}
	}
	return p.compared()
}

func (p *sqlReader) compared() expression {
	e := p.sum()
	for {
		t := p.peek()
		switch {
		case p.sign("=", "<>", "<", "<=", ">", ">="):
			e = expression{op: t.text, args: []expression{e, p.sum()}}
		case p.word("is"):
			op := "is null"
			if p.word("not") {
				op = "is not null"
			}
			p.must(p.word("null"), "NULL")
			e = expression{op: op, args: []expression{e}}
		case p.word("between"):
			low := p.sum()
			p.must(p.word("and"), "AND")
			e = expression{op: "between", args: []expression{e, low, p.sum()}}
		case p.word("like"):
			e = expression{op: "like", args: []expression{e, p.sum()}}
		case p.word("in"):
			e = expression{op: "in", args: append([]expression{e}, p.listed()...)}
		case p.word("not"):
			p.must(p.word("in"), "IN")
			e = expression{op: "not in", args: append([]expression{e}, p.listed()...)}
		default:
			return e
		}
	}
}

// listed reads what stands in parentheses.
func (p *sqlReader) listed() []expression {
	p.must(p.sign("("), "(")
	return p.rest()
}

// rest reads a list up to its closing parenthesis.
func (p *sqlReader) rest() (list []expression) {
	for !p.sign(")") {
		if len(list) > 0 {
			p.must(p.sign(","), "a comma")
		}
		list = append(list, p.or())
	}
	return list
}

func (p *sqlReader) sum() expression {
	e := p.product()
	for {
		t := p.peek()
		if !p.sign("+", "-", "||") {
			return e
		}
		e = expression{op: t.text, args: []expression{e, p.product()}}
	}
}

func (p *sqlReader) product() expression {
	e := p.one()
	for {
		t := p.peek()
		if !p.sign("*", "/", "%") {
			return e
		}
		e = expression{op: t.text, args: []expression{e, p.one()}}
	}
}

func (p *sqlReader) one() expression {
	t := p.next()
	switch {
	case t.kind == '\'':
		return expression{op: "text", text: t.text}
	case t.kind == '"':
		return expression{op: "column", text: t.text}
	case t.kind == '0':
		return expression{op: "number", text: t.text}
	case t.kind == 's' && t.text == "-":
		return expression{op: "-", args: []expression{p.one()}}
	case t.kind == 's' && t.text == "(":
		e := p.or()
		p.must(p.sign(")"), ")")
		return e
	case t.kind != 'w':
		p.must(false, "an expression")
	}
	switch word := strings.ToLower(t.text); {
	case word == "null":
		return expression{op: "null"}
	case word == "case":
		return p.cases()
	case p.sign("("):
		e := expression{op: "call", text: word}
		e.distinct = p.word("distinct")
		if p.sign("*") {
			p.must(p.sign(")"), ")")
			return e
		}
		e.args = p.rest()
		return e
	}
	return expression{op: "name", text: t.text}
}

func (p *sqlReader) cases() expression {
	e := expression{op: "case"}
	for p.word("when") {
		condition := p.or()
		p.must(p.word("then"), "THEN")
		e.args = append(e.args, condition, p.or())
	}
	if p.word("else") {
		e.args = append(e.args, p.or())
	}
	p.must(p.word("end"), "END")
	return e
}
