package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// OwnedPurchase is a reservation or savings plan that an export has a purchase of, as
// owned has it.
type OwnedPurchase struct {
	Order string // its order or id
	Text  string // the entry, in YAML
	// Why says what has to be looked up before the entry can be used; "" where the
	// export says all. Note is what else a reader should know.
	Why, Note string
}

// OwnedOf lists the benefits of Azure that were bought in imported usage, by first
// payment and order. One that was paid at once has its whole term there. Of one that is
// paid monthly the first month is known where the usage reaches further back than its
// first payment; else its term is to be filled in.
func OwnedOf(got *Imported) (list []OwnedPurchase) {
	first := "" // day of the usage
	orders, keys := map[string][]Used{}, []string{}
	for _, u := range got.Used {
		if u.IsOfAzure() && u.First != "" && (first == "" || u.First < first) {
			first = u.First
		}
		if !u.IsOfAzure() || u.Kind != Purchase || u.Benefit == "" {
			continue
		}
		key := strings.Join([]string{u.Benefit, string(u.Meter.ID), string(u.Meter.Region), string(u.Currency)}, "\x00")
		if orders[key] == nil {
			keys = append(keys, key)
		}
		orders[key] = append(orders[key], u)
	}
	for _, k := range keys {
		slices.SortStableFunc(orders[k], func(a, b Used) int { return cmp.Compare(a.First, b.First) })
	}
	slices.SortStableFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(orders[a][0].First, orders[b][0].First), cmp.Compare(a, b))
	})
	for _, k := range keys {
		p := ownedOf(orders[k], first)
		for _, u := range got.Used {
			if u.Kind == Adjustment && u.Benefit == orders[k][0].Benefit {
				p.Why = fmt.Sprintf("%s %s were given back in %s: was it returned or exchanged?", u.Billed.Abs(), u.Currency, u.Month)
			}
		}
		list = append(list, p)
	}
	return list
}

// IsOfAzure tells whether the record is of Azure, and not of another cloud.
func (u Used) IsOfAzure() bool { return u.Foreign == Foreign{} }

// ownedOf is the benefit of some payments, the earliest first.
func ownedOf(payments []Used, usageFrom string) OwnedPurchase {
	u, last := payments[0], payments[len(payments)-1]
	p := OwnedPurchase{Order: u.Benefit}
	monthly := u.Pays == 1 && u.Term != 1
	from, _ := ParseMonth(u.First[:min(len(u.First), len("2006-01"))])
	count, billed := u.Quantity, u.Billed
	term, until := "from: ?, until: ?", from.Add(max(u.Term, 1)-1)
	switch begun, _ := ParseMonth(usageFrom[:min(len(usageFrom), len("2006-01"))]); {
	case u.Pays == 0:
		p.Why = "the export does not say for how long it is paid"
	case u.Term == 0:
		p.Why = "the export does not say for how many months it is"
	case monthly && from.Since(begun) <= 0:
		to, _ := ParseMonth(last.First[:len("2006-01")])
		p.Why = fmt.Sprintf("it was paid already in %s, where the usage begins: it is for %d months, and ends between %s and %s", from, u.Term, to, until)
	default:
		term = fmt.Sprintf("from: %s, until: %s", from, until)
	}
	for _, other := range payments[1:] {
		if !monthly && p.Why == "" {
			p.Why = fmt.Sprintf("it was paid at once, and %s %s again in %s", other.Billed, other.Currency, other.Month)
		}
		if monthly && other.Month == u.Month { // several records of a month
			count, billed = count.Add(other.Quantity), billed.Add(other.Billed)
		} else if monthly && !other.Billed.IsZero() && !other.Quantity.IsZero() && !other.Billed.Div(other.Quantity).Equal(billed.Div(count.Max(money.One))) {
			p.Note = "its payments differ from month to month; the price is that of the first"
		}
	}
	whole := count.Equal(count.Round(0)) && count.Sign() > 0
	switch {
	case u.Currency == "":
		p.Why = "the export names no currency of its price"
	case billed.Sign() <= 0:
		p.Why = "the export states no price of it"
	case u.Meter.ID != "" && !whole:
		p.Why = fmt.Sprintf("its quantity, %s, is no whole number of machines", count)
	}
	if u.Meter.ID == "" && strings.Contains(u.Benefit, "reservation") {
		p.Why = "it is a reservation, and the export names no meter of it"
		p.Text = fmt.Sprintf("{meter: {name: ?}, count: %s, %s, currency: %s}", count, term, u.Currency)
		return p
	}
	if u.Meter.ID == "" { // a savings plan: money an hour, of years of 8,760 hours
		hours := money.Int(730).Mul(money.Int(int64(max(u.Pays, 1))))
		hourly := billed.Div(hours).Round(6)
		if !hourly.Mul(hours).Equal(billed) {
			p.Note = strings.TrimPrefix(p.Note+"; its amount an hour is rounded: compare it with the plan's own", "; ")
		}
		payment := Upfront
		if monthly {
			payment = Monthly
		}
		p.Text = fmt.Sprintf("{hourly: %s, %s, payment: %s, currency: %s}", hourly, term, payment, u.Currency)
		return p
	}
	price, key := billed, "upfront"
	if monthly {
		key = "monthly"
	}
	if whole {
		price = billed.Div(count)
		if rounded := price.Round(6); !rounded.Equal(price) {
			price = rounded
			p.Note = strings.TrimPrefix(p.Note+"; the price of one is rounded", "; ")
		}
	}
	region := ""
	if u.Meter.Region != "" {
		region = fmt.Sprintf(", region: %s", u.Meter.Region)
	}
	p.Text = fmt.Sprintf("{meter: {id: %q}%s, count: %s, %s, %s: %s, currency: %s}", u.Meter.ID, region, count, term, key, price, u.Currency)
	p.Note = strings.TrimSuffix(strings.TrimSuffix(u.Meter.Title()+"; "+p.Note, "; "), "; ")
	return p
}
