package workbook

import (
	"cmp"
	"slices"
	"strconv"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

var zero = money.Zero

// The columns of the Rates sheet before the tiers.
const (
	rateNo = iota
	rateOffer
	rateSource
	rateCurrency
	rateMarket
	rateMeter
	rateCategory
	rateTitle
	rateRegion
	rateUnit
	rateEffective
	rateFrom
	rateUntil
	rateCases
	rateIncluded
	rateTier // the first tier's bound
)

// rateColumns are those of the tiers: bounds, prices and steps, n of each; then how many
// of the row's inputs are not what the program priced with, and what that was: the
// columns from rateIncluded to the last price, again.
type rateColumns struct{ bound, before, price, step, n, changed, priced int }

func (c rateColumns) lastInput() int { return c.price + c.n - 1 }

const ratesFirst = 5

// What an input on Rates is.
const (
	inputIncluded inputKind = "included"
	inputBound    inputKind = "bound"
	inputPrice    inputKind = "price"
)

// rateRow is what a card says of a meter from a date on. It has one row, whichever cases
// it prices.
type rateRow struct {
	rate        *ratebook.Rate
	card        int // among the comparison's cards
	cases       []int
	from, until int  // the months in which it is in force in some case
	at          int  // its row on Rates
	metered     bool // it charges a meter; else its price alone counts, as that of a machine without a licence
}

// rateKey tells the rates of all cards apart.
type rateKey struct {
	card      int
	meter     ratebook.MeterID
	region    ratebook.Region
	effective int64
}

// rateTable has the rows of Rates in the making.
type rateTable struct {
	rows []*rateRow
	at   map[rateKey][]*rateRow // more than one where a case has a price of its own
}

// add finds or makes the row of a rate; nil where none is in force.
func (t *rateTable) add(card, c int, rate *ratebook.Rate, from, until int) *rateRow {
	if rate == nil || rate.Meter.ID == "" {
		return nil
	}
	key := rateKey{card, rate.Meter.ID, rate.Meter.Region, rate.Effective.Unix()}
	i := slices.IndexFunc(t.at[key], func(r *rateRow) bool { return samePrices(r.rate, rate) })
	if i < 0 {
		if t.at == nil {
			t.at = map[rateKey][]*rateRow{}
		}
		row := &rateRow{rate: rate, card: card, from: from, until: until}
		t.rows = append(t.rows, row)
		i = len(t.at[key])
		t.at[key] = append(t.at[key], row)
	}
	row := t.at[key][i]
	row.from, row.until = min(row.from, from), max(row.until, until)
	if n := len(row.cases); n == 0 || row.cases[n-1] != c {
		row.cases = append(row.cases, c)
	}
	return row
}

func samePrices(a, b *ratebook.Rate) bool {
	return a.Included.Equal(b.Included) && slices.EqualFunc(a.Tiers, b.Tiers, func(x, y ratebook.Tier) bool {
		return x.Above.Equal(y.Above) && x.UnitPrice.Equal(y.UnitPrice)
	})
}

// addMeters adds the rates of a case's meters.
func (t *rateTable) addMeters(cards []ratebook.Header, m *caseModel) {
	numbers := map[int]int{} // the card's, by use
	for k := range m.meters {
		r := &m.meters[k]
		card, ok := numbers[r.use]
		if !ok {
			card = cardNumber(cards, m.e.CardOf(r.use))
			numbers[r.use] = card
		}
		if r.listed = t.add(card, m.index, r.rate, r.from, r.to); r.listed != nil {
			r.listed.metered = true
		}
	}
	m.findParts(func(row *meterRow, month int, of *partRate) {
		of.listed = t.add(numbers[row.use], m.index, of.rate, month, month)
		of.listed.metered = true
	})
}

// sort puts the rows into the order of cards and meters.
func (t *rateTable) sort() {
	slices.SortStableFunc(t.rows, func(a, b *rateRow) int {
		x, y := a.rate.Meter, b.rate.Meter
		return cmp.Or(a.card-b.card, cmp.Compare(x.Category, y.Category), cmp.Compare(meterName(x), meterName(y)), cmp.Compare(x.Region, y.Region),
			cmp.Compare(x.ID, y.ID), a.rate.Effective.Compare(b.rate.Effective))
	})
	for i, row := range t.rows {
		row.at = ratesFirst + i
		slices.Sort(row.cases)
		row.cases = slices.Compact(row.cases)
	}
}

// ratesSheet writes a row for each card, meter and rate in force in the period.
func (b *book) ratesSheet() {
	n := 2
	var cases, titles []string
	for _, r := range b.rates.rows {
		n = max(n, len(tiersOf(r.rate)))
		cases, titles = append(cases, b.caseNames(r.cases)), append(titles, meterName(r.rate.Meter))
	}
	c := rateColumns{bound: rateTier, before: rateTier + n, price: rateTier + n + 1, step: rateTier + 2*n + 1, n: n}
	c.changed = c.step + n
	c.priced = c.changed + 1
	b.places.rates = c
	last := c.priced + 2*n + 1
	s := b.sheet(ratesSheet, look{
		widths: []float64{6, 15, 10, 9, 8, 37, 18, fit(30, 64, titles...), 16, 14, 11, 9, 9, fit(14, 40, cases...), 11}, rest: 12, last: last,
		freeze: cell(rateMeter, ratesFirst), repeat: "4:4", titles: 2, print: c.step + n - 1,
	})
	s.title("Rates", "What the cards say of the meters, each once: a price that is changed here is changed in every case that it prices. A tier prices the units above its bound, in the meter's unit and after what is included. "+
		"A step is the change from the price before: amount = SUMPRODUCT((B>T)*(B-T)*dP) over a month's billable quantity B.")
	s.skip(ratesFirst - 1)
	s.heads(0, "No.", "Offer", "Source", "Currency", "Market", "Meter id", "Category", "Meter", "Region", "Unit", "Effective")
	s.numHeads(rateFrom, "In force from", "In force until")
	s.heads(rateCases, "Of cases")
	s.numHeads(rateIncluded, "Included a month")
	for i := range n {
		k := strconv.Itoa(i + 1)
		s.text(c.bound+i, styleNums, "T"+k+": above")
		s.text(c.price+i, styleNums, "P"+k+": unit price")
		s.text(c.step+i, styleNums, "dP"+k+": step")
	}
	s.text(c.before, styleNums, "P0: before the first tier")
	s.text(c.changed, styleNums, "Inputs changed since")
	for i := rateIncluded; i <= c.lastInput(); i++ {
		s.text(c.priced+i-rateIncluded, styleNums, "The program's "+s.cells[i].Value.(string))
	}
	s.tall(44)
	for i := range b.rates.rows {
		b.rateRow(s, c, i)
	}
	b.places.lastRate = max(ratesFirst, s.at-1)
	s.filter(ratesFirst-1, s.at-1, last)
	s.flush()
}

func (b *book) rateRow(s *sheet, c rateColumns, i int) {
	r, months := b.rates.rows[i], b.months()
	card, meter := b.document().cards[r.card], r.rate.Meter
	s.num(rateNo, styleNo, float64(i+1))
	s.text(rateOffer, styleJump, string(card.Terms.Offer))
	s.link(cell(rateOffer, s.at), quote(provenanceSheet)+cell(0, provenanceFirst+r.card), "to its card")
	s.text(rateSource, styleText, string(card.Terms.Source))
	s.text(rateCurrency, styleText, string(card.Terms.Currency))
	s.text(rateMarket, styleText, string(card.Terms.Market))
	s.text(rateMeter, styleText, string(meter.ID))
	s.text(rateCategory, styleText, meter.Category)
	s.text(rateTitle, styleText, meterName(meter))
	s.text(rateRegion, styleText, meter.Region.Display())
	s.text(rateUnit, styleText, meter.Unit.String())
	if e := r.rate.Effective; e.Year() > 1 {
		s.set(rateEffective, style{kind: plain, format: date}, "", e.UTC())
	} else {
		s.text(rateEffective, styleText, "not stated")
	}
	s.num(rateFrom, style{kind: plain, format: month}, serial(months[r.from]))
	s.num(rateUntil, style{kind: plain, format: month}, serial(months[r.until]))
	s.text(rateCases, styleText, b.caseNames(r.cases))
	of := inputOf{what: inputIncluded, c: r.cases[0], rate: r.rate}
	if r.metered {
		s.input(rateIncluded, factor, num(r.rate.Included), of)
	} else {
		s.num(rateIncluded, style{kind: plain, format: factor}, num(r.rate.Included))
	}
	b.tiers(s, c, r, of)
	for col := rateIncluded; col <= c.lastInput(); col++ { // what the program priced with
		if p := s.row[col]; p != nil {
			v := s.cells[col].Value
			st := style{kind: plain, format: factor}
			if col > c.bound+c.n {
				st.format = unitPrice
			}
			s.set(c.priced+col-rateIncluded, st, "", v)
		}
	}
	own := cell(rateIncluded, s.at) + ":" + cell(c.lastInput(), s.at)
	s.calc(c.changed, style{kind: calc, format: wholes}, "SUMPRODUCT(--("+own+"<>"+cell(c.priced, s.at)+":"+cell(c.priced+c.lastInput()-rateIncluded, s.at)+"))", 0.0)
	s.next()
}

// tiers writes a rate's tiers. The first begins at 0, also where others are changed.
func (b *book) tiers(s *sheet, c rateColumns, r *rateRow, of inputOf) {
	var tiers []ratebook.Tier
	if r.rate.Priced() {
		tiers = tiersOf(r.rate)
	} else {
		s.text(c.price, styleText, wordNotPriced)
	}
	s.num(c.before, style{kind: plain, format: unitPrice}, 0)
	before := 0.0
	st := b.style(style{kind: calc, format: unitPrice})
	for i := range c.n {
		step := 0.0
		if i < len(tiers) {
			p := num(tiers[i].UnitPrice)
			fixed := !r.metered && i > 0
			of.at = i
			if of.what = inputBound; i == 0 || fixed {
				s.num(c.bound+i, style{kind: plain, format: factor}, num(tiers[i].Above))
			} else {
				s.input(c.bound+i, factor, num(tiers[i].Above), of)
			}
			if of.what = inputPrice; fixed {
				s.num(c.price+i, style{kind: plain, format: unitPrice}, p)
			} else {
				s.input(c.price+i, unitPrice, p, of)
			}
			step, before = p-before, p
		}
		p := cell(c.price+i, s.at)
		s.put(c.step+i, st, "IF(ISNUMBER("+p+"),"+p+"-"+cell(c.price+i-1, s.at)+",0)", step)
	}
}

// meterName is a meter's title without its category.
func meterName(m ratebook.Meter) string {
	m.Category = ""
	return m.Title()
}
