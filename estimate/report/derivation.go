package report

import (
	"strings"

	"azwhatif/ratebook/money"
)

// A derivation is written line by line: a label, and a text or an equation.
//
// An equation has numbers, + - × ÷ ^ and parentheses on its left, and one
// number on its right. Behind "=" it is exact; "≈" stands where a division was
// rounded at money.Places decimal places, or where a figure has more than
// maxPlaces and is shown with so many.
type derivation struct {
	out     strings.Builder
	columns int
	html    bool // it is written as a part of a page; columns is then of no use
	rough   bool // a figure of the next equation is not shown whole
}

const (
	margin     = 2
	labelWidth = 14
	maxPlaces  = 24
)

// title begins a part.
func (d *derivation) title(s string) {
	if d.html {
		d.out.WriteString("<h2>" + esc(s) + "</h2>\n")
		return
	}
	d.out.WriteString(strings.Join(wrap(s, d.columns, 0), "\n") + "\n")
}

// when says which months the next lines are of.
func (d *derivation) when(months string) {
	if d.html {
		d.out.WriteString("<h3>" + esc(months) + "</h3>\n")
		return
	}
	d.out.WriteString(" " + months + "\n")
}

// text writes a line of words.
func (d *derivation) text(label, s string) { d.line(label, clean(s)) }

func (d *derivation) line(label, s string) {
	if d.html {
		d.out.WriteString("<p class=\"step\"><b>" + esc(label) + "</b> " + esc(s) + "</p>\n")
		return
	}
	left := strings.Repeat(" ", margin) + label
	if pad := margin + labelWidth - width(left); pad > 0 {
		left += strings.Repeat(" ", pad)
	} else {
		left = shorten(left, margin+labelWidth-1) + " "
	}
	d.out.WriteString(left)
	further := "\n" + strings.Repeat(" ", margin+labelWidth)
	d.out.WriteString(strings.Join(wrap(s, d.columns-margin-labelWidth, 0), further) + "\n")
}

// n shows a figure for an equation, whole where it can be.
func (d *derivation) n(x money.Decimal) string {
	s := shown(x)
	d.rough = d.rough || s != x.String()
	return s
}

// shown is a figure of at most maxPlaces.
func shown(x money.Decimal) string {
	if _, fraction, _ := strings.Cut(x.String(), "."); len(fraction) > maxPlaces {
		return x.Round(maxPlaces).String()
	}
	return x.String()
}

// negative shows -x, with the sign before a figure above zero.
func (d *derivation) negative(x money.Decimal) string { return d.n(x.Neg()) }

// equation writes what a result follows from; exact says whether it is that to
// the last digit.
func (d *derivation) equation(label, left string, exact bool, result money.Decimal) {
	right := d.n(result)
	sign := " = "
	if !exact || d.rough {
		sign = " ≈ "
	}
	d.rough = false
	if left == right {
		d.line(label, right)
		return
	}
	d.line(label, left+sign+right)
}

// product writes the factors of a result.
func (d *derivation) product(label string, result money.Decimal, factors ...money.Decimal) {
	var left []string
	product := money.One
	for _, f := range factors {
		s := d.n(f)
		if f.Sign() < 0 && left != nil {
			s = "(" + s + ")"
		}
		left = append(left, s)
		product = product.Mul(f)
	}
	d.equation(label, strings.Join(left, " × "), product.Equal(result), result)
}

// sum writes the parts of a result; parts of zero are left out.
func (d *derivation) sum(label string, result money.Decimal, parts ...money.Decimal) {
	var left strings.Builder
	for _, p := range parts {
		switch {
		case p.IsZero():
			continue
		case left.Len() == 0:
			left.WriteString(d.n(p))
		case p.Sign() < 0:
			left.WriteString(" - " + d.negative(p))
		default:
			left.WriteString(" + " + d.n(p))
		}
	}
	if left.Len() == 0 {
		left.WriteString("0")
	}
	d.equation(label, left.String(), money.Sum(parts...).Equal(result), result)
}

// share writes a part of a total, by weight.
func (d *derivation) share(label string, result, total, weight, all money.Decimal) {
	if weight.Equal(all) && result.Equal(total) {
		d.line(label, shown(result))
		return
	}
	d.equation(label, d.n(total)+" × "+d.n(weight)+" ÷ "+d.n(all), divides(total.Mul(weight), all, result), result)
}

// divides tells whether a ÷ b is c without any rounding.
func divides(a, b, c money.Decimal) bool { return a.Div(b).Equal(c) && c.Mul(b).Equal(a) }
