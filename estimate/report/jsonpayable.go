package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// jsonPayable is what is paid for a case in the end, in its currency: below the total, and
// never in it. Its figures are null where the case is not complete, and reason says why.
type jsonPayable struct {
	Reason  *string           `json:"reason"`
	Partner *jsonPartner      `json:"partner,omitempty"`
	Azure   *money.Decimal    `json:"azure"` // what is paid for Azure: the total, or the partner's price
	Support []jsonPayablePart `json:"support"`
	Net     *money.Decimal    `json:"before_tax"`
	Taxes   []jsonPayablePart `json:"tax"`
	Paid    *money.Decimal    `json:"paid"`
}

type jsonPartner struct {
	Buy    money.Decimal  `json:"buy"` // parts of the total: 0.85 is 85%
	Sell   money.Decimal  `json:"sell"`
	Bought *money.Decimal `json:"bought"`
	Sold   *money.Decimal `json:"sold"`
	Margin *money.Decimal `json:"margin"`
	Part   *money.Decimal `json:"margin_part"` // of sold; null where that is 0
}

type jsonPayablePart struct {
	Name   string         `json:"name"`
	Part   *money.Decimal `json:"part,omitempty"`    // as stated: 0.21 is 21%
	Month  *money.Decimal `json:"monthly,omitempty"` // as stated, in currency
	In     money.Currency `json:"currency,omitempty"`
	Amount *money.Decimal `json:"amount"`
}

// payableJSON is nil where the case states nothing.
func payableJSON(e *estimate.Estimate) *jsonPayable {
	if e.Case.Payable == nil || e.Case.Payable.IsZero() {
		return nil
	}
	stated, p := e.Case.Payable, e.Payable()
	out := &jsonPayable{Support: []jsonPayablePart{}, Taxes: []jsonPayablePart{}}
	if k := stated.Partner; k != nil {
		out.Partner = &jsonPartner{Buy: k.Buy, Sell: k.Sell}
	}
	for _, s := range stated.Support {
		part := jsonPayablePart{Name: s.Name, Part: &s.Part}
		if s.Currency != "" {
			part.Part, part.Month, part.In = nil, &s.Monthly, s.Currency
		}
		out.Support = append(out.Support, part)
	}
	for _, t := range stated.Taxes {
		out.Taxes = append(out.Taxes, jsonPayablePart{Name: t.Name, Part: &t.Part})
	}
	if p == nil {
		why := "incomplete: " + e.Incomplete()
		out.Reason = &why
		return out
	}
	out.Azure, out.Net, out.Paid = &p.Sold, &p.Net, &p.Paid
	if out.Partner != nil {
		keeps, part, ok := p.Margin()
		out.Partner.Bought, out.Partner.Sold, out.Partner.Margin = &p.Bought, &p.Sold, &keeps
		if ok {
			out.Partner.Part = &part
		}
	}
	for i := range p.Support {
		out.Support[i].Amount = &p.Support[i]
	}
	for i := range p.Taxes {
		out.Taxes[i].Amount = &p.Taxes[i]
	}
	return out
}
