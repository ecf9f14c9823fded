package report

import (
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// payable tells what is paid in the end, below the case's total: where all lines and
// months are told.
func (x *explainer) payable() {
	stated := x.e.Case.Payable
	if stated == nil || stated.IsZero() {
		return
	}
	x.out.WriteString("\n")
	x.title("Paid in the end, below the total of all lines and in no total")
	p := x.e.Payable()
	if p == nil {
		x.text("incomplete", x.e.Incomplete()+": no part of the total is told")
		return
	}
	total := x.e.Total().Value
	x.equation("total", x.n(total), true, total)
	if k := stated.Partner; k != nil {
		x.product("partner buys", p.Bought, total, k.Buy)
		x.product("sells", p.Sold, total, k.Sell)
		keeps, part, ok := p.Margin()
		x.sum("margin", keeps, p.Sold, p.Bought.Neg())
		if ok {
			x.text("", fmt.Sprintf("%s%% of the price that the partner sells at", hundredth(part)))
		}
	}
	for i, s := range stated.Support {
		if s.Currency == "" {
			x.product("support", p.Support[i], p.Sold, s.Part)
			x.text("", fmt.Sprintf("%s: %s of what is paid for Azure", s.Name, scenario.Percent(s.Part)))
			continue
		}
		months := money.Int(int64(len(x.e.Months)))
		x.exchanged(x, "support", s.Monthly.Mul(months), x.n(s.Monthly)+" × "+x.n(months), s.Currency, p.Support[i])
		x.text("", fmt.Sprintf("%s: %s %s a month", s.Name, s.Monthly, s.Currency))
	}
	x.sum("before tax", p.Net, append([]money.Decimal{p.Sold}, p.Support...)...)
	for i, t := range stated.Taxes {
		x.product("tax", p.Taxes[i], p.Net, t.Part)
		x.text("", t.Name)
	}
	x.sum("paid", p.Paid, append([]money.Decimal{p.Net}, p.Taxes...)...)
	x.text("", amountOf(x.e, p.Paid).String()+", rounded")
	if x.e.Open != nil {
		x.text("", "without what is still owed after the scenario")
	}
}

func hundredth(part money.Decimal) string { return part.Mul(money.Int(100)).Fixed(1) }

// exchanged writes an amount that is stated in a currency, in the case's.
func (d *derivation) exchanged(x *explainer, label string, stated money.Decimal, left string, in money.Currency, result money.Decimal) {
	exact, s := stated, x.c.Scenario
	if to := x.e.Currency(); in != to {
		rate, _ := s.Worth(in)
		left, exact = left+" × "+d.n(rate), stated.Mul(rate)
		if to != s.ReportIn {
			by, _ := s.Worth(to)
			left, exact = left+" ÷ "+d.n(by), exact.Div(by)
		}
	}
	d.equation(label, left, exact.Equal(result), result)
}
