package scenario

import (
	"fmt"
	"maps"
	"slices"

	"azwhatif/ratebook/money"
)

// ReportIn tells what was billed in one currency, by stated rates alone; a cost without
// a currency is not stated, and stays so. A currency without a rate is an error that
// names all of them.
func (im *Imported) ReportIn(to money.Currency, rates map[money.Currency]Exchange) error {
	billed, lacking := map[money.Currency]money.Decimal{}, map[money.Currency]bool{}
	for _, u := range im.Used {
		if u.Currency == "" || u.Currency == to {
			continue
		}
		billed[u.Currency] = billed[u.Currency].Add(u.Billed)
		lacking[u.Currency] = rates[u.Currency].Rate.IsZero()
	}
	maps.DeleteFunc(lacking, func(_ money.Currency, no bool) bool { return !no })
	if len(lacking) > 0 {
		return fmt.Errorf("there are costs in %s, and no rate to tell them in %s: state what one unit is worth, on which day, and who says so, such as --exchange %s=0.86,2026-08-03,ECB",
			list(slices.Sorted(maps.Keys(lacking))), to, slices.Sorted(maps.Keys(lacking))[0])
	}
	for i := range im.Used {
		u := &im.Used[i]
		if u.Currency == "" || u.Currency == to {
			continue
		}
		rate := rates[u.Currency].Rate
		u.Billed, u.Amortized.Cost, u.Currency = u.Billed.Mul(rate), u.Amortized.Cost.Mul(rate), to
		u.Agreed.Value, u.List.Value = u.Agreed.Value.Mul(rate), u.List.Value.Mul(rate)
	}
	for _, from := range slices.Sorted(maps.Keys(billed)) {
		e, sum := rates[from], billed[from]
		im.Exchanged = append(im.Exchanged, fmt.Sprintf("%s of what was billed is told as %s: one %s is %s %s (%s, %s)",
			money.Amount{Value: sum, Currency: from}, money.Amount{Value: sum.Mul(e.Rate), Currency: to}, from, e.Rate, to, e.AsOf, e.Source))
	}
	return nil
}

// list joins currencies, "GBP and USD".
func list(of []money.Currency) (text string) {
	for i, c := range of {
		switch {
		case i > 0 && i == len(of)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += string(c)
	}
	return text
}
