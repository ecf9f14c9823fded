package report

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
)

// benefits lists the case's benefits, with what is used of them.
func (x *explainer) benefits() {
	for _, b := range x.e.Benefits {
		m := b.Total()
		s := fmt.Sprintf("%s, from %s on", b.Name(), b.From)
		if part, ok := m.Utilisation(); ok {
			s += fmt.Sprintf("; %s of it is used", share(part))
		}
		x.text(string(b.Kind), s)
	}
}

// covered tells what benefits cover of a meter's month: what runs in each part
// of the month, and what each benefit takes of it.
func (x *explainer) covered(d *derivation, u, m int) {
	mm := x.e.Month(u, m)
	if len(mm.Covered) == 0 {
		return
	}
	for _, band := range x.e.Bands[m] {
		for _, r := range band.Running {
			if r.Use != u {
				continue
			}
			var by []string
			for _, c := range mm.Covered {
				if n := r.Covered[c.Benefit]; !n.IsZero() {
					by = append(by, fmt.Sprintf("%s by %s", shown(n), x.e.Benefits[c.Benefit].Name()))
				}
			}
			s := "no benefit covers any"
			if by != nil {
				s = "covered are " + strings.Join(by, ", ")
			}
			d.text("in "+shown(r.Hours.Round(2))+" h", fmt.Sprintf("%s run each hour; %s", shown(r.Units), s))
		}
	}
	total := mm.Quantity()
	for _, c := range mm.Covered {
		var left []string
		sum := money.Zero
		for _, band := range x.e.Bands[m] {
			for _, r := range band.Running {
				if n := r.Covered[c.Benefit]; r.Use == u && !n.IsZero() {
					left = append(left, d.n(n)+" × "+d.n(r.Hours))
					sum = sum.Add(n.Mul(r.Hours))
				}
			}
		}
		d.equation("covered", strings.Join(left, " + "), sum.Equal(c.Quantity), c.Quantity)
	}
	d.sum("not covered", mm.Charge.Quantity, total, mm.CoveredQuantity().Neg())
	if !mm.Licence.IsZero() {
		d.product("licence", mm.Licence, mm.CoveredQuantity(), mm.LicencePrice)
		d.text("", "of Windows, which benefits do not cover: the meter's price less the machine's")
	}
}

// benefit tells the meter's part of what its benefits cost.
func (x *explainer) benefit(d *derivation, u, m int) {
	for _, c := range x.e.Month(u, m).Covered {
		b := x.e.Benefits[c.Benefit]
		use := b.Use[m]
		used := use.Cost.Sub(use.Unused)
		if c.Cost.Equal(used) {
			d.text("benefit", fmt.Sprintf("%s, what is used in the month of %s", shown(c.Cost), b.Name()))
		} else {
			d.text("benefit", fmt.Sprintf("%s of %s, what is used in the month of %s: by what each meter takes of it", shown(c.Cost), shown(used), b.Name()))
		}
	}
}
