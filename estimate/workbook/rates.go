package workbook

import (
	"strconv"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

var zero = money.Zero

// The columns of the Rates sheet before the tiers.
const (
	rateNo = iota
	rateCase
	rateOffer
	rateCurrency
	rateMeter
	rateCategory
	rateTitle
	rateRegion
	rateUnit
	rateEffective
	rateFrom
	rateUntil
	rateIncluded
	rateTier // the first tier's bound
)

// rateColumns are those of the tiers: bounds, prices and steps, n of each.
type rateColumns struct{ bound, before, price, step, n int }

const ratesFirst = 5

// rates writes a row for each case, meter and rate in force in the period.
func (b *book) rates() {
	n := 2
	for _, m := range b.cases {
		for _, r := range m.meters {
			n = max(n, len(r.tiers()))
		}
	}
	c := rateColumns{bound: rateTier, before: rateTier + n, price: rateTier + n + 1, step: rateTier + 2*n + 1, n: n}
	b.places.rates = c
	last := c.step + n - 1
	var cases, titles []string
	for _, m := range b.cases {
		cases = append(cases, m.e.Case.Name)
		for _, r := range m.meters {
			titles = append(titles, meterName(r.rate.Meter))
		}
	}
	s := b.sheet(ratesSheet, look{
		widths: []float64{6, fit(16, 34, cases...), 15, 9, 37, 18, fit(30, 64, titles...), 16, 14, 11, 9, 9, 11}, rest: 12, last: last,
		freeze: cell(rateMeter, ratesFirst), repeat: "4:4", titles: 2,
	})
	s.title("Rates", "What each case's card says of the meters. A tier prices the units above its bound, in the meter's unit and after what is included. A step is the change from the price before: "+
		"amount = SUMPRODUCT((B>T)*(B-T)*dP) over a month's billable quantity B.")
	s.skip(ratesFirst - 1)
	s.heads(0, "Case no.", "Case", "Offer", "Currency", "Meter id", "Category", "Meter", "Region", "Unit", "Effective")
	s.numHeads(rateFrom, "In force from", "In force until", "Included a month")
	for i := range n {
		k := strconv.Itoa(i + 1)
		s.text(c.bound+i, styleNums, "T"+k+": above")
		s.text(c.price+i, styleNums, "P"+k+": unit price")
		s.text(c.step+i, styleNums, "dP"+k+": step")
	}
	s.text(c.before, styleNums, "P0: before the first tier")
	s.tall(30)
	for _, m := range b.cases {
		b.caseRates(s, c, m)
	}
	b.places.lastRate = max(ratesFirst, s.at-1)
	s.filter(ratesFirst-1, s.at-1, last)
	s.flush()
}

// rateKey tells a card's rates of a case apart.
type rateKey struct {
	meter     ratebook.MeterID
	region    ratebook.Region
	effective int64
}

func (b *book) caseRates(s *sheet, c rateColumns, m *caseModel) {
	rows := map[rateKey]int{}
	months := b.months()
	cards, number, id := b.document().cards, styleNo, styleText
	for i := range m.meters {
		r := &m.meters[i]
		if r.rate.Meter.ID == "" {
			continue // no rate is in force yet
		}
		key := rateKey{r.rate.Meter.ID, r.rate.Meter.Region, r.rate.Effective.Unix()}
		if row, ok := rows[key]; ok {
			r.rates = row
			continue
		}
		row := s.at
		rows[key], r.rates = row, row
		m.rates++
		meter := r.rate.Meter
		s.num(rateNo, number, float64(m.index+1))
		s.text(rateCase, id, m.e.Case.Name)
		s.text(rateOffer, styleJump, string(m.e.Case.Terms.Offer))
		s.link(cell(rateOffer, row), quote(provenanceSheet)+cell(0, provenanceFirst+cardNumber(cards, m.e.CardOf(r.use))), "to its card")
		s.text(rateCurrency, id, string(m.e.Currency()))
		s.text(rateMeter, id, string(meter.ID))
		s.text(rateCategory, id, meter.Category)
		s.text(rateTitle, id, meterName(meter))
		s.text(rateRegion, id, meter.Region.Display())
		s.text(rateUnit, id, meter.Unit.String())
		if e := r.rate.Effective; e.Year() > 1 {
			s.set(rateEffective, style{kind: plain, format: date}, "", e.UTC())
		} else {
			s.text(rateEffective, id, "not stated")
		}
		from, until := inForce(m, r)
		s.num(rateFrom, style{kind: plain, format: month}, serial(months[from]))
		s.num(rateUntil, style{kind: plain, format: month}, serial(months[until]))
		s.num(rateIncluded, style{kind: input, format: factor}, num(r.rate.Included))
		var tiers []ratebook.Tier
		if r.priced {
			tiers = r.tiers()
		} else {
			s.text(c.price, id, wordNotPriced)
		}
		b.tiers(s, c, row, tiers)
		s.next()
	}
}

func (b *book) tiers(s *sheet, c rateColumns, row int, tiers []ratebook.Tier) {
	price := style{kind: input, format: unitPrice}
	s.num(c.before, style{kind: plain, format: unitPrice}, 0)
	before := 0.0
	st := b.style(style{kind: calc, format: unitPrice})
	for i := range c.n {
		step := 0.0
		if i < len(tiers) {
			p := num(tiers[i].UnitPrice)
			s.num(c.bound+i, style{kind: input, format: factor}, num(tiers[i].Above))
			s.num(c.price+i, price, p)
			step, before = p-before, p
		}
		p := cell(c.price+i, row)
		s.put(c.step+i, st, "IF(ISNUMBER("+p+"),"+p+"-"+cell(c.price+i-1, row)+",0)", step)
	}
}

// inForce are the first and the last month in which the row's rate prices one
// of the case's meters, with any terms in force beside it.
func inForce(m *caseModel, r *meterRow) (from, until int) {
	from, until = r.from, r.to
	for _, o := range m.meters {
		if o.use == r.use && o.rate.Effective.Equal(r.rate.Effective) && o.rate.Meter.ID == r.rate.Meter.ID {
			from, until = min(from, o.from), max(until, o.to)
		}
	}
	return from, until
}

// meterName is a meter's title without its category.
func meterName(m ratebook.Meter) string {
	m.Category = ""
	return m.Title()
}
