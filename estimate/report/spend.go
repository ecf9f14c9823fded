package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// barColumns is the length of the longest bar.
const barColumns = 16

// Spend writes rows for a terminal, a table a currency, with bars and totals.
// No line is wider than opt.Width.
func Spend(w io.Writer, rows []scenario.Spent, by scenario.SpendBy, opt Options) error {
	out := bufio.NewWriter(w)
	if len(rows) == 0 {
		out.WriteString("No records.\n")
	}
	for first := 0; first < len(rows); {
		last := first
		for last < len(rows) && rows[last].Currency == rows[first].Currency {
			last++
		}
		if first > 0 {
			out.WriteString("\n")
		}
		out.WriteString(spendGrid(rows[first:last], by).draw(opt.width(), opt.Color))
		first = last
	}
	return out.Flush()
}

// spendGrid is what was spent in one currency.
func spendGrid(rows []scenario.Spent, by scenario.SpendBy) grid {
	in := rows[0].Currency
	total, highest, records := money.Zero, money.Zero, int64(0)
	for _, s := range rows {
		total, highest, records = total.Add(s.Billed), highest.Max(s.Billed), records+s.Records
	}
	head := strings.ReplaceAll(strings.ToUpper(string(by[:1]))+string(by[1:]), "-", " ")
	if by.Tag() != "" {
		head = clean("Tag " + by.Tag())
	}
	g := grid{keep: 1, columns: []column{{head, false}, {"Records", true}, {"Quantity", true}, {"Unit", false}}}
	g.foot = []cell{words("Total"), figure(rounded(money.Int(records), 0)), words(""), words("")}
	if in != "" {
		g.columns = append(g.columns, column{"Billed\n" + string(in), true}, column{"%", true}, column{"", false})
		g.foot = append(g.foot, figure(amount(total, in)), words(""), words(""))
	}
	for _, s := range rows {
		row := []cell{words(keyOr(s.Key)), figure(rounded(money.Int(s.Records), 0)), words(""), words(s.Unit)}
		if s.Unit != "" {
			row[2] = figure(quantity(s.Quantity))
		}
		if in != "" {
			row = append(row, figure(amount(s.Billed, in)), partOf(s.Billed, total), words(bar(s.Billed, highest)))
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// keyOr is a key to be shown: what has none is told apart.
func keyOr(key string) string {
	if strings.TrimSpace(key) == "" {
		return "(none)"
	}
	return key
}

func partOf(d, total money.Decimal) cell {
	if total.IsZero() {
		return words("")
	}
	return figure(fmt.Sprintf("%s%%", rounded(d.Div(total).Mul(money.Int(100)), 1)))
}

// bar is as long as the sum is high; what is below zero has none.
func bar(d, highest money.Decimal) string {
	if d.Sign() <= 0 {
		return ""
	}
	n := int(d.Mul(money.Int(barColumns)).Div(highest).Round(0).Float64())
	return strings.Repeat("▇", max(1, n))
}
