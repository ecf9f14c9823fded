package estimate

import (
	"reflect"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A DrawModel is an estimate's steps 2 to 7 in floats, for thousands of draws of
// the workloads' factors (compare.Ranges). What stays the same is added up once: all
// meters of one price, without a free amount, are one sum; months that follow one another,
// and cases, share their charges before the commitment where they are alike.
//
// Floats are good for this only: break-evens and all that is billed are exact.
// TestDrawModel holds it to the engine to a billionth, and who draws holds each
// model to the engine again before it is used.
//
// Note: rates and slabs are the engine's own, taken at their bends (curve), and a commitment
// is kept by one code over a number type (balance), which a month's sums are enough for. The
// stages before it are not: over a number type they would share each sum to its meters, draw
// by draw, which a total does not need. On the engine as it is, draws take 11 to 16 times as
// long (docs/speed.md).
type DrawModel struct {
	months  []drawMonth
	promise *promise[float] // nil without a commitment
}

// DrawModels are those of several cases, which share what is alike.
type DrawModels []*DrawModel

// drawMonth is what a month adds to its shape.
type drawMonth struct {
	shape    *monthShape // the same one as the month before has, or another case's, where they are alike
	place    int         // the case whose place the shape's sums have
	constant float64     // recurring charges, what benefits cost, and purchases of the Marketplace
	paid     float64     // for benefits, which counts toward a MACC
	market   float64     // for eligible purchases of the Marketplace, which no shortfall pays for
	credit   float64     // of each subscription
	discount float64     // the offer's, of all that it is granted on
	slabs    curve       // what the offer takes off, by what it is granted on; nil where discount says it
}

// monthShape says how a month's charges follow from the factors.
type monthShape struct {
	sums   int
	linear []linear
	meters []drawMeter
	cover  *drawCover // nil where no benefit is in force
}

// linear adds a factor times a number to one of the sums.
type linear struct {
	slot int
	term
}

// term adds what it is of, times a number, to one of the sums.
type term struct {
	sum int
	by  float64
}

// The sums of a month, of which those by subscription follow: what a credit is for of the
// first two, which these are added to.
const (
	sumKept     = iota // charges that discounts and the commitment are for, after the negotiated discount
	sumOther           // other charges
	sumBaseKept        // what the offer's discount is granted on, after the negotiated discount
	sumBase            // the same before it
	sumsOfMonth
	sumsEach = 2
)

// drawMeter is a meter that is priced by itself.
type drawMeter struct {
	uses    []use
	charges []drawCharge
	covered int     // in the shape's cover; -1 where no benefit covers it
	licence float64 // of one covered unit
	before  []use   // in the month before, where some line is below zero and it had a price
}

// drawCharge is what a quantity is charged, or a part of it, as a term of a sum. before is
// the curve of the month before, where drawMeter.before is.
type drawCharge struct {
	term
	curve, before curve
}

// use is a quantity for each one of a factor.
type use struct {
	slot     int
	quantity float64
}

// drawCompiler makes an estimate's model.
type drawCompiler struct {
	*Estimate
	slots    []int          // by workload
	credited map[string]int // by subscription, where its sums begin, if a credit is for any
	rates    map[*ratebook.Rate][2]curve
}

// Add makes an estimate's model. slots say which factor a workload's usage
// is multiplied by, by its index: slot 0 is always 1. The model is nil where a rule
// does something in the case that the model does not know (see rules): that is for the
// engine alone.
func (d *DrawModels) Add(e *Estimate, slots []int) {
	model := e.drawModel(slots)
	if model != nil {
		model.share(*d)
	}
	*d = append(*d, model)
}

// share takes the shapes of the month before, and of the month in the models before, where
// they are alike.
func (d *DrawModel) share(before DrawModels) {
	for m := range d.months {
		month := &d.months[m]
		month.place = len(before)
		var others []*drawMonth
		if m > 0 {
			others = append(others, &d.months[m-1])
		}
		for _, model := range before {
			if model != nil {
				others = append(others, &model.months[m])
			}
		}
		if k := slices.IndexFunc(others, func(o *drawMonth) bool { return reflect.DeepEqual(o.shape, month.shape) }); k >= 0 {
			month.shape, month.place = others[k].shape, others[k].place
		}
	}
}

func (e *Estimate) drawModel(slots []int) *DrawModel {
	stated := make(Levels, len(slots))
	for i := range stated {
		stated[i] = money.One
	}
	if !e.modelled() {
		return nil
	}
	e = e.At(stated) // without the line of what no usage was there to share
	d := &DrawModel{}
	if k := e.Case; len(k.Commitments) > 0 {
		d.promise = promiseOf(k.Commitments[0], len(e.Months), floatOf)
	}
	c := drawCompiler{e, slots, map[string]int{}, map[*ratebook.Rate][2]curve{}}
	if len(e.Card.OfferTerms.Credits) > 0 {
		for i, s := range e.Plan.subs {
			c.credited[s.name] = sumsOfMonth + sumsEach*i
		}
	}
	for m := range e.Months {
		d.months = append(d.months, c.month(m))
	}
	return d
}

func (c *drawCompiler) month(m int) (month drawMonth) {
	end := c.Months[m].End()
	if credit, ok := c.Card.OfferTerms.CreditIn(end); ok {
		month.credit = credit.Amount.Float64()
	}
	if recurring, ok := c.Card.OfferTerms.RecurringIn(end); ok {
		month.constant = recurring.Amount.Float64() * float64(len(c.Plan.subs))
	}
	for _, b := range c.Benefits {
		month.constant += b.Use[m].Cost.Float64()
		month.paid += b.Use[m].Paid.Float64()
	}
	for i := range c.Purchases {
		month.constant += c.Purchases[i].Paid[m].Float64()
		if c.Purchases[i].Eligible {
			month.market += c.Purchases[i].Paid[m].Float64()
		}
	}
	prepaid := c.Case.Prepaid()
	levels, slabs := c.DiscountLevels(m)
	switch discounted := prepaid != nil && len(levels) > 0; {
	case discounted && slabs:
		bends := make([]money.Decimal, len(levels))
		for i, l := range levels {
			bends[i] = l.From
		}
		month.slabs = curveOf(bends, func(sum money.Decimal) money.Decimal { return slabDiscount(levels, sum) })
	case discounted:
		month.discount = commitmentDiscount(prepaid, levels).Float64()
	}
	month.shape = c.shape(m, &month)
	return month
}

// shape compiles a month's meters.
func (c *drawCompiler) shape(month int, terms *drawMonth) *monthShape {
	s := &monthShape{sums: sumsOfMonth + sumsEach*len(c.credited)}
	var index map[int]int
	s.cover, index = c.drawCover(month, c.slots)
	straight := map[linear]float64{} // by slot and sum
	for u := range c.Meters {
		meter := &c.Meters[u]
		rate := c.Plan.inForce(meter.Rates, month)
		if !rate.Priced() {
			continue
		}
		k := drawMeter{covered: -1, charges: c.charges(u, month, rate, terms)}
		if i, ok := index[u]; ok {
			k.covered = i
			if _, licensed := meter.Meter.WithoutLicence(); licensed {
				machine := c.Plan.inForce(c.Plan.coverable[u], month).Tiers[0].UnitPrice
				k.licence = rate.Tiers[0].UnitPrice.Sub(machine).Max(money.Zero).Float64()
			}
		}
		below := false
		k.uses, below = c.uses(u, month)
		if below && month > 0 {
			if before := c.Plan.inForce(meter.Rates, month-1); before.Priced() {
				k.before, _ = c.uses(u, month-1)
				for i, charge := range c.charges(u, month, before, terms) {
					k.charges[i].before = charge.curve
				}
			}
		}
		if below || k.covered >= 0 || slices.ContainsFunc(k.charges, func(c drawCharge) bool { return len(c.curve) > 1 }) {
			if len(k.uses) > 0 {
				s.meters = append(s.meters, k)
			}
			continue
		}
		for _, n := range k.uses {
			for _, charge := range k.charges {
				straight[linear{n.slot, term{sum: charge.sum}}] += n.quantity * charge.curve[0].slope * charge.by
			}
		}
	}
	for at, by := range straight {
		s.linear = append(s.linear, linear{at.slot, term{at.sum, by}})
	}
	slices.SortFunc(s.linear, func(a, b linear) int {
		if a.sum != b.sum {
			return a.sum - b.sum
		}
		return a.slot - b.slot
	})
	return s
}

// charges says what a meter is charged at a rate, and what of it the offer's discount is
// granted on.
func (c *drawCompiler) charges(u, month int, rate *ratebook.Rate, terms *drawMonth) []drawCharge {
	curves, known := c.rates[rate]
	if !known {
		curves[0], curves[1] = rateCurves(rate)
		c.rates[rate] = curves
	}
	gross, base := curves[0], curves[1]
	if c.Plan.rules.DiscountOn == scenario.AllTiers {
		base = gross
	}
	eligible, keep, first := c.Plan.eligible[u][month], c.Meters[u].keep().Float64(), 0
	if eligible.Credit {
		first = c.credited[c.Meters[u].Subscription]
	}
	if !eligible.Discount {
		return []drawCharge{{term: term{first + sumOther, 1}, curve: gross}}
	}
	list := []drawCharge{{term: term{first + sumKept, keep}, curve: gross}}
	if terms.discount != 0 || terms.slabs != nil {
		list = append(list, drawCharge{term: term{sumBaseKept, keep}, curve: base})
	}
	if terms.slabs != nil {
		list = append(list, drawCharge{term: term{sumBase, 1}, curve: base})
	}
	return list
}

// uses are a meter's quantities of a month by factor; below tells that one is
// below zero.
func (c *drawCompiler) uses(u, month int) (list []use, below bool) {
	bySlot := map[int]money.Decimal{}
	for _, i := range c.Meters[u].Lines {
		l := &c.Plan.lines[i]
		q, slot := l.Quantities[month], c.slots[l.WorkloadIndex]
		below = below || q.Sign() < 0
		bySlot[slot] = bySlot[slot].Add(q)
	}
	for slot, q := range bySlot {
		if !q.IsZero() {
			list = append(list, use{slot, q.Float64()})
		}
	}
	slices.SortFunc(list, func(a, b use) int { return a.slot - b.slot })
	return list, below
}
