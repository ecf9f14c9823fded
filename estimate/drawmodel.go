package estimate

import (
	"reflect"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A DrawModel is an estimate's steps 2 to 6 in floats, for thousands of draws of
// the workloads' factors (compare.Ranges). What stays the same is added up once: all meters of
// one price, without a free amount, are one sum; months that follow one another
// and are alike share their charges before the commitment.
//
// Floats are good for this only: break-evens and all that is billed are exact.
// TestDrawModel holds it to the engine to a billionth, and who draws holds each
// model to the engine again before it is used.
type DrawModel struct {
	subs       int // subscriptions that a credit is for; 0 where no month has one
	shapes     []monthShape
	months     []drawMonth
	commitment *drawCommitment
}

// drawMonth is what a month adds to its shape.
type drawMonth struct {
	shape     int
	constant  float64 // recurring charges, what benefits cost, and purchases of the Marketplace
	paid      float64 // for benefits, which counts toward a MACC
	market    float64 // for eligible purchases of the Marketplace, which no shortfall pays for
	credit    float64 // of each subscription
	discounts []floatLevel
	slabs     bool
}

type floatLevel struct{ from, rate float64 }

// monthShape says how a month's charges follow from the factors.
type monthShape struct {
	linear []term // into sums
	meters []drawMeter
	cover  *drawCover // nil where no benefit is in force
}

// term adds a factor times a number to one of the sums.
type term struct {
	sum, slot int
	by        float64
}

// The sums of a month, of which those by subscription follow.
const (
	sumKept     = iota // charges that discounts and the commitment are for, after the negotiated discount
	sumOther           // other charges
	sumBaseKept        // what the offer's discount is granted on, after the negotiated discount
	sumBase            // the same before it
	sumsOfMonth        // then by subscription: what a credit is for of sumKept, and of sumOther
	sumsEach    = 2
)

// drawMeter is a meter that is priced by itself.
type drawMeter struct {
	uses                 []use
	included             float64
	above, price         []float64
	keep                 float64
	discounted, allTiers bool
	credited             int     // its subscription's sums; 0 where no credit is for it
	covered              int     // in the shape's cover; -1 where no benefit covers it
	licence              float64 // of one covered unit

	credit float64    // of one unit that is given back and that the month before does not have
	before *drawMeter // the month before, where some line is below zero and it has a price; else nil
}

// use is a quantity for each one of a factor.
type use struct {
	slot     int
	quantity float64
}

// DrawModel makes an estimate's model. slots say which factor a workload's usage
// is multiplied by, by its index: slot 0 is always 1. It is nil where a benefit
// could cover usage that has lines below zero, where tiers count several
// subscriptions, where a price changes within a month, and where one charge may be paid by several: a prepayment beside a
// MACC, a credit beside a MACC, a prepayment that pays for benefits. Those are for the
// engine alone.
func (e *Estimate) DrawModel(slots []int) *DrawModel {
	stated := make(Levels, len(slots))
	for i := range stated {
		stated[i] = money.One
	}
	k := e.Case
	if e.Plan.PriceChanges() || e.Plan.pools != nil || len(k.Commitments) > 1 || k.MACC() != nil && len(e.Card.OfferTerms.Credits) > 0 || e.PrepaysBenefits() && len(e.Benefits) > 0 {
		return nil
	}
	e = e.At(stated) // without the line of what no usage was there to share
	for u := range e.Meters {
		if len(e.Benefits) > 0 && e.Plan.coverable[u] != nil && e.HasBelow(u) {
			return nil
		}
	}
	d := &DrawModel{}
	subs := e.Plan.subs
	at := map[string]int{}
	if len(e.Card.OfferTerms.Credits) > 0 {
		d.subs = len(subs)
		for i, s := range subs {
			at[s.name] = sumsOfMonth + sumsEach*i
		}
	}
	for m := range e.Months {
		month := drawMonth{}
		end := e.Months[m].End()
		if credit, ok := e.Card.OfferTerms.CreditIn(end); ok {
			month.credit = credit.Amount.Float64()
		}
		if recurring, ok := e.Card.OfferTerms.RecurringIn(end); ok {
			month.constant = recurring.Amount.Float64() * float64(len(subs))
		}
		for _, b := range e.Benefits {
			month.constant += b.Use[m].Cost.Float64()
			month.paid += b.Use[m].Paid.Float64()
		}
		for i := range e.Purchases {
			month.constant += e.Purchases[i].Paid[m].Float64()
			if e.Purchases[i].Eligible {
				month.market += e.Purchases[i].Paid[m].Float64()
			}
		}
		levels, slabs := e.DiscountLevels(m)
		for _, l := range levels {
			month.discounts = append(month.discounts, floatLevel{l.From.Float64(), l.Rate.Float64()})
		}
		month.slabs = slabs
		if c := e.Case.Prepaid(); c != nil && !slabs && levels != nil {
			month.discounts = []floatLevel{{0, commitmentDiscount(c, levels).Float64()}}
		}
		shape := e.monthShape(m, slots, at)
		if n := len(d.shapes); n == 0 || !reflect.DeepEqual(d.shapes[n-1], shape) {
			d.shapes = append(d.shapes, shape)
		}
		month.shape = len(d.shapes) - 1
		d.months = append(d.months, month)
	}
	d.commitment = compileCommitment(e)
	return d
}

// monthShape compiles a month's meters. subs has where a subscription's sums
// begin, if a credit is for any.
func (e *Estimate) monthShape(month int, slots []int, subs map[string]int) monthShape {
	var s monthShape
	cover, index := e.drawCover(month, slots)
	s.cover = cover
	linear := map[int][]float64{} // sums by slot
	for u := range e.Meters {
		meter := &e.Meters[u]
		rate := e.Plan.inForce(meter.Rates, month)
		if !rate.Priced() {
			continue
		}
		eligible := e.Plan.eligible[u][month]
		k := drawMeter{
			keep: meter.keep().Float64(), covered: -1,
			discounted: eligible.Discount, allTiers: e.Plan.rules.DiscountOn == scenario.AllTiers,
		}
		if eligible.Credit {
			k.credited = subs[meter.Subscription]
		}
		if i, ok := index[u]; ok {
			k.covered = i
			if _, licensed := meter.Meter.WithoutLicence(); licensed {
				machine := e.Plan.inForce(e.Plan.coverable[u], month).Tiers[0].UnitPrice
				k.licence = rate.Tiers[0].UnitPrice.Sub(machine).Max(money.Zero).Float64()
			}
		}
		k.tiers(rate)
		below := false
		k.uses, below = e.uses(u, month, slots)
		if len(k.uses) == 0 {
			continue
		}
		if below {
			e.drawBelow(&k, u, month, slots, rate)
		}
		if below || k.covered >= 0 || len(k.price) > 1 || k.included != 0 {
			s.meters = append(s.meters, k)
			continue
		}
		for _, n := range k.uses {
			if linear[n.slot] == nil {
				linear[n.slot] = make([]float64, sumsOfMonth+sumsEach*len(subs))
			}
			k.addTo(linear[n.slot], n.quantity*k.price[0], n.quantity*k.price[0])
		}
	}
	for slot, sums := range linear {
		for sum, v := range sums {
			if v != 0 {
				s.linear = append(s.linear, term{sum, slot, v})
			}
		}
	}
	slices.SortFunc(s.linear, func(a, b term) int {
		if a.sum != b.sum {
			return a.sum - b.sum
		}
		return a.slot - b.slot
	})
	return s
}

// tiers takes a rate's over.
func (k *drawMeter) tiers(rate *ratebook.Rate) {
	k.included = rate.Included.Float64()
	for _, t := range rate.Tiers {
		k.above = append(k.above, t.Above.Max(money.Zero).Float64())
		k.price = append(k.price, t.UnitPrice.Float64())
	}
}

// drawBelow adds what a month is priced by whose quantity is below zero.
func (e *Estimate) drawBelow(k *drawMeter, u, month int, slots []int, rate *ratebook.Rate) {
	if i := rate.FirstPaid(); i >= 0 {
		k.credit = rate.Tiers[i].UnitPrice.Float64()
	}
	if month == 0 {
		return
	}
	if before := e.Plan.inForce(e.Meters[u].Rates, month-1); before.Priced() {
		k.before = &drawMeter{}
		k.before.tiers(before)
		k.before.uses, _ = e.uses(u, month-1, slots)
	}
}

// uses are a meter's quantities of a month by factor; below tells that one is
// below zero.
func (e *Estimate) uses(u, month int, slots []int) (list []use, below bool) {
	bySlot := map[int]money.Decimal{}
	for _, i := range e.Meters[u].Lines {
		l := &e.Plan.lines[i]
		q := l.Quantities[month]
		below = below || q.Sign() < 0
		bySlot[slots[l.WorkloadIndex]] = bySlot[slots[l.WorkloadIndex]].Add(q)
	}
	for slot, q := range bySlot {
		if !q.IsZero() {
			list = append(list, use{slot, q.Float64()})
		}
	}
	slices.SortFunc(list, func(a, b use) int { return a.slot - b.slot })
	return list, below
}

// addTo puts a meter's charge at the card's rates, and the part of it that the
// offer's discount is granted on, into the sums.
func (k *drawMeter) addTo(sums []float64, gross, base float64) {
	if !k.discounted {
		sums[sumOther] += gross
		if k.credited > 0 {
			sums[k.credited+1] += gross
		}
		return
	}
	sums[sumKept] += gross * k.keep
	sums[sumBaseKept] += base * k.keep
	sums[sumBase] += base
	if k.credited > 0 {
		sums[k.credited] += gross * k.keep
	}
}
