package workbook

import "testing"

func TestFormula(t *testing.T) {
	names := refs{"net": {row: 40}, "block": {row: 50, last: 52}, "amount": {text: "$F$6"}, "absent": {}}
	second := monthCol(colMonth + 1)
	for _, c := range []struct{ text, want string }{
		{"IF({net}=0,0,{amount}/{net})", "IF(K40=0,0,$F$6/K40)"},
		{"{$net}", "K$40"},
		{"{<net}", "J40"},
		{"SUM({..net})", "SUM($I40:J40)"},
		{"SUM({block})", "SUM(K50:K52)"},
		{"", ""},
		{"1", "1"},
	} {
		f, err := formula(c.text, names)
		if err != nil {
			t.Fatal(err)
		}
		if got := f(second); got != c.want {
			t.Errorf("%q is %q, not %q", c.text, got, c.want)
		}
	}
	for _, text := range []string{"{nett}", "{absent}", "{<block}", "{$amount}", "{net", "{$<net}", "{}"} {
		if f, err := formula(text, names); err == nil {
			t.Errorf("%q is read as %q", text, f(second))
		}
	}
}

// An own name stands before one that all formulas have.
func TestFormulaOwnName(t *testing.T) {
	f, err := formula("{net}", refs{"net": {row: 1}}, refs{"net": {row: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if got := f(colMonth); got != "J1" {
		t.Errorf("the own name is %q, not J1", got)
	}
}
