package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

// equations finds the equations of an explanation: the text behind the labels,
// with its further lines.
func equations(text string) []string {
	var bodies []string
	known := map[int]bool{} // texts that are no equations, though they have its sign
	for _, line := range strings.Split(text, "\n") {
		label, body := line, ""
		if runes := []rune(line); len(runes) > labels {
			label, body = string(runes[:labels]), string(runes[labels:])
		}
		switch {
		case strings.TrimSpace(label) == "" && body != "" && len(bodies) > 0 && !complete(bodies[len(bodies)-1]):
			bodies[len(bodies)-1] += " " + body
		case strings.HasPrefix(label, "  "):
			known[len(bodies)] = strings.TrimSpace(label) == "conversion"
			bodies = append(bodies, body)
		}
	}
	var found []string
	for i, b := range bodies {
		if strings.ContainsAny(b, "=≈") && !known[i] {
			found = append(found, b)
		}
	}
	return found
}

const labels = 16 // columns before an equation

var isEquation = regexp.MustCompile(`^[-0-9.()+×÷^ ]+ [=≈] -?[0-9.]+$`)

func complete(body string) bool { return isEquation.MatchString(body) }

// check re-computes an equation. Behind "=" it has to be true to the last
// digit; behind "≈" to about 15 decimal places, for the figures on its left may
// be rounded, too.
func check(equation string) error {
	left, right, sign := "", "", "="
	if l, r, ok := strings.Cut(equation, " = "); ok {
		left, right = l, r
	} else {
		left, right, _ = strings.Cut(equation, " ≈ ")
		sign = "≈"
	}
	p := &parser{rest: strings.ReplaceAll(left, " ", "")}
	got := p.sum()
	want := money.MustParse(right)
	off := got.Sub(want)
	off = off.Abs()
	limit := money.Zero
	if sign == "≈" {
		limit = money.MustParse("1e-12").Mul(money.One.Max(want.Abs()))
	}
	if p.rest != "" || p.err != nil || limit.Less(off) {
		return fmt.Errorf("%s: the left is %s %v %q", equation, got, p.err, p.rest)
	}
	return nil
}

// parser reads sums of products of powers of numbers and parentheses.
type parser struct {
	rest string
	err  error
}

func (p *parser) eat(s string) bool {
	rest, ok := strings.CutPrefix(p.rest, s)
	p.rest = rest
	return ok
}

func (p *parser) sum() money.Decimal {
	negative := p.eat("-")
	total := p.product()
	if negative {
		total = total.Neg()
	}
	for {
		switch {
		case p.eat("+"):
			total = total.Add(p.product())
		case p.eat("-"):
			total = total.Sub(p.product())
		default:
			return total
		}
	}
}

func (p *parser) product() money.Decimal {
	total := p.power()
	for {
		switch {
		case p.eat("×"):
			total = total.Mul(p.power())
		case p.eat("÷"):
			total = total.Div(p.power())
		default:
			return total
		}
	}
}

func (p *parser) power() money.Decimal {
	base := p.atom()
	if !p.eat("^") {
		return base
	}
	n := 0
	for p.rest != "" && p.rest[0] >= '0' && p.rest[0] <= '9' {
		n, p.rest = n*10+int(p.rest[0]-'0'), p.rest[1:]
	}
	return base.Pow(n)
}

func (p *parser) atom() money.Decimal {
	if p.eat("(") {
		v := p.sum()
		if !p.eat(")") {
			p.err = fmt.Errorf("a parenthesis is open")
		}
		return v
	}
	end := 0
	for end < len(p.rest) && strings.IndexByte("0123456789.", p.rest[end]) >= 0 {
		end++
	}
	v, err := money.Parse(p.rest[:end])
	if err != nil {
		p.err = err
	}
	p.rest = p.rest[end:]
	return v
}

func checkAll(t *testing.T, text string) (n int) {
	t.Helper()
	for _, e := range equations(text) {
		n++
		if err := check(e); err != nil {
			t.Error(err)
		}
	}
	return n
}

// TestCheck makes sure that a wrong equation is found.
func TestCheck(t *testing.T) {
	for _, e := range []string{"95 × 0.08 = 7.6", "-(2 + 1.5) × 2^3 = -28", "2 ÷ 3 ≈ 0.666666666666666667", "10 - 2 × 3 ÷ 4 = 8.5"} {
		if err := check(e); err != nil {
			t.Error(err)
		}
	}
	for _, e := range []string{"95 × 0.08 = 7.61", "2 ÷ 3 ≈ 0.6667", "1 + 1 = 3", "1 + = 1"} {
		if check(e) == nil {
			t.Errorf("%s passes", e)
		}
	}
	text := "  quantity      2 × 3\n                × 4 = 24\n  conversion    TB = 1024 × 1 GB\n  sum           1 +\n                1 = 3\n"
	if got := fmt.Sprint(equations(text)); got != "[2 × 3 × 4 = 24 1 + 1 = 3]" {
		t.Errorf("the equations are %s", got)
	}
}
