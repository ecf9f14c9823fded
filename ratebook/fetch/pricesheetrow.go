package fetch

import (
	"cmp"
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// sheetRow is one row of a price sheet, of either agreement and either format.
// Numbers are texts as money.Parse reads them; "" is none.
type sheetRow struct {
	meterID, name, category, subcategory, region, unit string
	part, sku, product                                 string
	enrollment                                         string // its number; EA only
	account                                            string // the billing account's id
	profile                                            string // the billing profile's id; MCA only
	offer                                              string // an offer id; EA only
	plan                                               string // productOrderName; MCA only
	currency, priceType, term                          string
	start                                              string // the first day of the sheet's period
	end                                                string // the last day, of it or of the price; see period

	included, above, price, market, base string
}

// add takes a row.
func (d *sheet) add(w sheetRow) error {
	d.rows++
	d.warn.at(reading, d.join.pile.len())
	if err := d.sameAccount(w); err != nil {
		return err
	}
	if !d.ours(w) {
		return nil
	}
	if w.currency == "" {
		d.warn.add("a row does not say its currency: whether its price is in "+string(d.terms.Currency)+" could not be checked", w.name)
	} else if !strings.EqualFold(w.currency, string(d.terms.Currency)) {
		return fmt.Errorf("its price is in %q, and %s was asked for: nothing of the sheet is kept", clip(w.currency), d.terms.Currency)
	}
	m, ok := d.meter(w)
	if !ok {
		d.join.leftOut++
		return nil
	}
	effective, err := date(w.start)
	if err != nil {
		return fmt.Errorf("its effectiveStartDate %q: %w", clip(w.start), err)
	}
	ends, err := date(w.end)
	if err != nil {
		return fmt.Errorf("its effectiveEndDate %q: %w", clip(w.end), err)
	}
	ends = d.period.add(ends)
	if w.price == "" {
		d.warn.add("a row is left out, since it has no price", title(m))
		return nil
	}
	price, err := w.number("unitPrice", w.price)
	if err != nil {
		return err
	}
	above, err := w.number("tierMinimumUnits", w.above)
	if err != nil {
		return err
	}
	kind, benefit := ratebook.BenefitInSheet(w.priceType)
	if usage := strings.TrimSpace(w.priceType); !benefit && usage != "" && !strings.EqualFold(usage, "consumption") {
		d.warn.add("a row is of a price type that is not known, and left out", fmt.Sprintf("%q, %s", clip(w.priceType), title(m)))
		return nil
	}
	d.taken++
	if benefit {
		term, err := months(w.term)
		if err != nil {
			d.warn.add("a reservation or savings plan is left out, since its term is not known", fmt.Sprintf("%s: %v", title(m), err))
			return nil
		}
		d.join.pile.addPlan(&plan{meter: m, price: ratebook.Price{Kind: kind, Months: term, Effective: effective, Ends: ends, Above: above, Amount: price}})
		return nil
	}
	it := item{meter: m, sku: strings.Clone(cmp.Or(w.part, w.sku, w.product)), effective: effective, ends: ends, tier: ratebook.Tier{Above: above, UnitPrice: price}}
	if it.included, err = w.number("includedQuantity", w.included); err != nil {
		return err
	}
	for _, p := range []struct {
		kind       ratebook.PriceKind
		name, text string
	}{{ratebook.List, "marketPrice", w.market}, {ratebook.Base, "basePrice", w.base}} {
		if p.text == "" {
			continue
		}
		amount, err := w.number(p.name, p.text)
		if err != nil {
			return err
		}
		it.beside = append(it.beside, ratebook.Price{Kind: p.kind, Amount: amount})
	}
	d.join.pile.add(&it)
	return nil
}

// sameAccount refuses a row of another enrollment, billing account or profile than the
// rows before: prices of two agreements are not one card.
func (d *sheet) sameAccount(w sheetRow) error {
	account := strings.Clone(cmp.Or(w.enrollment, w.account))
	if w.profile != "" {
		account += ", billing profile " + w.profile
	}
	if account == "" || account == d.account {
		return nil
	}
	if d.account != "" {
		return fmt.Errorf("it is of the account %s, and rows before are of %s: a card is of one enrollment, or billing profile", clip(account), clip(d.account))
	}
	d.account = clip(account)
	return nil
}

// ours tells whether a row is of the offer that was asked for.
//
// EA sheets have rows of MS-AZR-0017P and of MS-AZR-0148P (Dev/Test) for the same
// meter, told apart by an offer id, where there is one. MCA sheets have the
// plan's name instead: "Azure plan", and for Dev/Test a name with both words.
// Note: the second spelling is inferred; the reference says only that the field
// tells "standard Azure Plan pricing, Dev/Test pricing, and so on".
func (d *sheet) ours(w sheetRow) bool {
	switch {
	case w.offer != "":
		offer, err := ratebook.ParseOffer(w.offer)
		if err != nil || offer != d.terms.Offer {
			d.others[clip(w.offer)]++
			return false
		}
	case w.plan != "":
		plan := strings.ToLower(w.plan)
		facts, _ := d.terms.Offer.Facts()
		want := facts.Kind == ratebook.KindDevTest || strings.Contains(string(d.terms.Offer), "0148") || d.terms.Offer == "MS-AZR-0149P"
		if (strings.Contains(plan, "dev") && strings.Contains(plan, "test")) != want {
			d.others[clip(w.plan)]++
			return false
		}
	case w.priceType == "" || strings.EqualFold(w.priceType, "Consumption"):
		d.warn.add("a row does not say which offer it is of, and is taken for one of "+string(d.terms.Offer), clip(cmp.Or(w.meterID, w.name)))
	}
	return true
}

// meter describes a row's meter. One without a name, as the Consumption API
// gives them unless it is asked to expand them, is called by its part number.
func (d *sheet) meter(w sheetRow) (m ratebook.Meter, ok bool) {
	names, err := &d.join.names, error(nil)
	if m.ID, err = ratebook.ParseMeterID(w.meterID); err != nil {
		d.warn.add("a row is left out, since it has no meter id", fmt.Sprintf("%q, %q", clip(w.meterID), clip(cmp.Or(w.name, w.product))))
		return m, false
	}
	text := d.texts.copied // a row of CSV is one string, which would stay
	m.Category, m.Subcategory, m.Name = text(w.category), text(w.subcategory), text(w.name)
	if m.Name == "" || strings.EqualFold(m.Name, "unassigned") {
		m.Name = cmp.Or(text(w.part), text(w.product), text(w.sku), string(m.ID))
		d.warn.add("a meter has no name in the price sheet, and is called by its part number or product", title(m))
	}
	if m.Unit, ok = names.unit(w.unit); !ok {
		d.warn.add("a meter is left out, since its unit is not a unit of measure", fmt.Sprintf("%s, unit %q", title(m), clip(w.unit)))
		return m, false
	}
	m.Region = names.region(w.region)
	return m, true
}

// number reads a number; "" is zero.
func (w sheetRow) number(name, text string) (money.Decimal, error) {
	if text == "" {
		return money.Zero, nil
	}
	n, err := money.Parse(text)
	if err != nil {
		return n, fmt.Errorf("its %s %q is not a number", name, clip(text))
	}
	return n, nil
}
