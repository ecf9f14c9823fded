package report

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// barColumns is the length of the longest bar, and of one beside a second sum.
const (
	barColumns   = 16
	shortColumns = 10
)

// Spend writes rows for a terminal, a table a currency, with bars and totals.
// No line is wider than opt.Width.
func Spend(w io.Writer, s *reconcile.Spending, opt Options) error {
	out := bufio.NewWriter(w)
	if len(s.Rows) == 0 {
		out.WriteString("No records.\n")
	}
	if s.Card != nil {
		fmt.Fprintf(out, "Ours is by the card of %s\n", s.Card.Terms)
		if n := s.Card.Provenance.Sample; n != "" {
			out.WriteString(strings.Join(wrap("Note: "+clean(n), opt.width(), 0), "\n") + "\n")
		}
		out.WriteString("\n")
	}
	unrated := int64(0)
	for i, t := range s.Totals() {
		if i > 0 {
			out.WriteString("\n")
		}
		out.WriteString(spendGrid(s, t).draw(opt.width(), opt.Color))
		unrated += t.Unrated
	}
	if unrated > 0 {
		text := fmt.Sprintf("Ours is incomplete, without a price for %s of usage; \"azwhatif usage inspect\" with the same terms lists them.", records(unrated))
		out.WriteString("\n" + strings.Join(wrap(text, opt.width(), 0), "\n") + "\n")
	}
	return out.Flush()
}

func records(n int64) string {
	if n == 1 {
		return "1 record"
	}
	return rounded(money.Int(n), 0) + " records"
}

// spendHead names what is summed up by.
func spendHead(by scenario.SpendBy) string {
	if by.Tag() != "" {
		return clean("Tag " + by.Tag())
	}
	return strings.ReplaceAll(strings.ToUpper(string(by[:1]))+string(by[1:]), "-", " ")
}

// spendGrid is what was spent in one currency.
func spendGrid(s *reconcile.Spending, t reconcile.SpendTotal) grid {
	in, rows := t.Currency, s.In(t.Currency)
	g := grid{keep: 1, columns: []column{{spendHead(s.By), false}}, foot: []cell{words("Total")}}
	add := func(head string, right bool, foot cell, of func(reconcile.Spent) cell) {
		g.columns, g.foot = append(g.columns, column{head, right}), append(g.foot, foot)
		for i, r := range rows {
			g.rows[i] = append(g.rows[i], of(r))
		}
	}
	for _, r := range rows {
		c := words(spendKey(s.By, r.Key))
		if r.Unrated > 0 {
			c.note = "without a price: " + records(r.Unrated)
		}
		g.rows = append(g.rows, []cell{c})
	}
	if s.Card == nil {
		add("Records", true, countCell(t.Records), func(r reconcile.Spent) cell { return countCell(r.Records) })
	}
	add("Quantity", true, words(""), func(r reconcile.Spent) cell {
		if r.Unit == "" {
			return words("")
		}
		return figure(quantity(r.Quantity))
	})
	add("Unit", false, words(""), func(r reconcile.Spent) cell { return words(r.Unit) })
	if in != "" {
		add("Billed\n"+string(in), true, figure(amount(t.Billed, in)), func(r reconcile.Spent) cell { return figure(amount(r.Billed, in)) })
	}
	if s.Card != nil {
		ours := s.Card.Terms.Currency
		all := figure(amount(t.Ours, ours))
		if t.Rated == 0 && t.Unrated > 0 {
			all = words("no price")
		}
		add("Ours\n"+string(ours), true, all, func(r reconcile.Spent) cell {
			switch {
			case r.Rated > 0:
				return figure(amount(r.Ours, ours))
			case r.Unrated > 0:
				return words("no price")
			}
			return words("")
		})
	}
	of, sum := barOf(s, t)
	highest := money.Zero
	for _, r := range rows {
		highest = highest.Max(of(r))
	}
	columns := barColumns
	if s.Card != nil {
		columns = shortColumns
	}
	if in != "" || s.Card != nil {
		add("%", true, words(""), func(r reconcile.Spent) cell { return partOf(of(r), sum) })
		add("", false, words(""), func(r reconcile.Spent) cell { return words(bar(of(r), highest, columns)) })
	}
	return g
}

// barOf is what the bars and parts show: what was billed; where that is
// nothing, what it costs.
func barOf(s *reconcile.Spending, t reconcile.SpendTotal) (of func(reconcile.Spent) money.Decimal, sum money.Decimal) {
	if t.Currency == "" || t.Billed.IsZero() {
		return func(r reconcile.Spent) money.Decimal { return r.Ours }, t.Ours
	}
	return func(r reconcile.Spent) money.Decimal { return r.Billed }, t.Billed
}

// spendKey is a key to be shown: what has none is told apart.
func spendKey(by scenario.SpendBy, key string) string {
	if day, hour, ok := strings.Cut(key, "T"); by == "hour" && ok {
		return day + " " + hour + ":00"
	}
	return keyOr(key)
}

// keyOr is a key, or what stands for none.
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
func bar(d, highest money.Decimal, columns int) string {
	if d.Sign() <= 0 {
		return ""
	}
	n := int(d.Mul(money.Int(int64(columns))).Div(highest).Round(0).Float64())
	return strings.Repeat("▇", max(1, n))
}

// SpendCSV writes exact figures.
func SpendCSV(w io.Writer, s *reconcile.Spending, _ Options) error {
	out := csv.NewWriter(w)
	head := []string{unformula(string(s.By)), "records", "quantity", "unit", "billed", "currency"}
	if s.Card != nil {
		head = append(head, "ours", "ours_currency", "records_without_price")
	}
	rows := [][]string{head}
	for _, r := range s.Rows {
		quantity, billed := "", ""
		if r.Unit != "" {
			quantity = r.Quantity.String()
		}
		if r.Currency != "" {
			billed = r.Billed.String()
		}
		row := []string{unformula(cmp.Or(r.Key, "(none)")), strconv.FormatInt(r.Records, 10), quantity, unformula(r.Unit), billed, string(r.Currency)}
		if s.Card != nil {
			ours := ""
			if r.Rated > 0 {
				ours = r.Ours.String()
			}
			row = append(row, ours, string(s.Card.Terms.Currency), strconv.FormatInt(r.Unrated, 10))
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}

type jsonSpending struct {
	Version  int              `json:"version"`
	By       scenario.SpendBy `json:"by"`
	Card     *jsonTermsCard   `json:"card"` // null where usage is not rated
	Totals   []jsonSpent      `json:"totals"`
	Rows     []jsonSpent      `json:"rows"`
	Warnings []string         `json:"warnings"`
}

type jsonSpent struct {
	Key      *string        `json:"key"` // null of a total; "" where there is none
	Records  int64          `json:"records"`
	Quantity *money.Decimal `json:"quantity"` // null where there are several units
	Unit     string         `json:"unit"`
	Billed   *money.Decimal `json:"billed"` // null where none is stated
	Currency money.Currency `json:"currency"`
	Ours     *money.Decimal `json:"ours"` // null where nothing has a price
	Unrated  int64          `json:"records_without_price"`
}

// SpendJSON writes exact figures, for programs.
func SpendJSON(w io.Writer, s *reconcile.Spending, _ Options) error {
	out := jsonSpending{Version: 1, By: s.By, Totals: []jsonSpent{}, Rows: []jsonSpent{}, Warnings: append([]string{}, s.Got.Warnings()...)}
	if s.Card != nil {
		out.Card = termsCard(*s.Card)
	}
	for _, t := range s.Totals() {
		j := jsonSpent{Records: t.Records, Billed: stated(money.Amount{Value: t.Billed, Currency: t.Currency}), Currency: t.Currency, Unrated: t.Unrated}
		if t.Rated > 0 {
			j.Ours = &t.Ours
		}
		out.Totals = append(out.Totals, j)
	}
	for _, r := range s.Rows {
		j := jsonSpent{Key: &r.Key, Records: r.Records, Unit: r.Unit, Billed: stated(money.Amount{Value: r.Billed, Currency: r.Currency}), Currency: r.Currency, Unrated: r.Unrated}
		if r.Unit != "" {
			j.Quantity = &r.Quantity
		}
		if r.Rated > 0 {
			j.Ours = &r.Ours
		}
		out.Rows = append(out.Rows, j)
	}
	return WriteJSON(w, out)
}
