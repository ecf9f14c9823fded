package estimate

import (
	"context"
	"slices"
	"time"

	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Price prices every case of a scenario, each on the newest card of its terms that
// was fetched not after asOf (whenever, where that is the zero time). The estimates
// are in the order of the cases. It is the door for all that only wants cases
// priced; package compare holds them against the base case. An error is about the scenario
// or a case's card: a *ratebook.NoCardError where there is none.
func Price(ctx context.Context, book Ratebook, s *scenario.Scenario, asOf time.Time) ([]*Estimate, error) {
	plans, err := Compile(ctx, book, s, asOf)
	if err != nil {
		return nil, err
	}
	estimates := make([]*Estimate, len(plans))
	err = parallel.Do(ctx, len(plans), func(i int) (err error) {
		estimates[i], err = plans[i].Price(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return estimates, nil
}

// figures are the columns of a priced case, by meter and month. Of kinds of charges
// that are zero throughout there is no column.
type figures struct {
	quantity table // that benefits leave, charged by the rates
	charged
	covered                                            // by benefits
	drawn                                        table // from the prepayment
	counted                                      table // toward the MACC
	lost, short                                  table // of unused: of the prepayment, and of the MACC
	discount, overage, unused, credit, recurring table // charges by kind; usage is amount and licence less overage
}

// pricing is what one pricing of a plan may have other than the plan.
type pricing struct {
	levels Levels // of usage, by workload; nil as stated
	bought []BenefitUse
	cache  *benefitCache // of pricings of the same usage with other benefits; else nil
}

// asStated is the pricing of the plan as it is.
func (p *Plan) asStated() pricing { return pricing{bought: p.bought} }

// Price prices the plan as stated, and says what a reader has to know. It looks for
// the benefits that the case wants found; the error is of that search, or ctx's cause.
func (p *Plan) Price(ctx context.Context) (*Estimate, error) {
	if months, all := p.Case.Find.ReserveAll(); all {
		reserved, err := p.reserveAll(months)
		if err != nil {
			return nil, err
		}
		p = reserved
	} else if p.Case.Finds() {
		found, err := p.findBenefits(ctx)
		if err != nil {
			return nil, err
		}
		p = found
	}
	e := p.price(p.asStated())
	e.Missing, e.Found = p.missing, p.found
	e.shareToLines()
	e.addNotes()
	return e, nil
}

// At prices the plan at other levels of usage: the same meters, rates and terms,
// exactly. The estimate has neither lines nor warnings; it is for totals, by meter and
// month.
func (p *Plan) At(levels Levels) *Estimate {
	with := p.asStated()
	with.levels = levels
	return p.price(with)
}

// Shared prices the plan as stated, and shares the charges to its lines; it has no
// warnings.
func (p *Plan) Shared() *Estimate {
	e := p.price(p.asStated())
	e.shareToLines()
	return e
}

// price takes the stages 3 to 7 one after another, each from columns to columns.
func (p *Plan) price(with pricing) *Estimate {
	k := p.Case
	e := &Estimate{Case: k, Card: p.Card, Cards: p.Cards, Months: p.Months, Meters: p.meters, Plan: p, at: with.levels, Purchases: p.purchases, Unshared: make([]Charges, len(p.Months))}
	f := &e.figures
	f.quantity = p.quantities(with.levels)
	if len(with.bought) > 0 {
		f.covered = p.cover(with)
		e.Benefits, e.Bands = f.benefits, f.bands
		f.quantity = p.uncovered(f.quantity, f.covers)
	}
	var of table // what benefits cover
	if f.covers != nil {
		of = p.coveredQuantities(f.covers)
	}
	f.charged = p.chargePooled(f.quantity, of, p.needsBase(k.Prepaid()), with.levels)
	g := gross{f.amount, f.licence}

	f.discount = p.discount(g, f.charged, k.Prepaid())
	paid := e.benefitsPaid()
	pre := p.prepay(g, &f.discount, paid, k.Prepaid())
	f.drawn, f.overage = pre.drawn, pre.overage
	f.credit = p.credit(g, f.discount, f.drawn)
	var recurring []money.Decimal
	f.recurring, recurring = p.recurring(g)
	bought := purchases{benefits: pre.leaves(paid), prepaid: p.prepaidBuys(k.Prepaid()), market: p.marketplace(true)}
	macc := p.count(g, f.discount, f.drawn, f.credit, bought, k.MACC())
	f.counted = macc.drawn
	e.noteCommitments(pre.use, macc.use)

	var lost, short []money.Decimal
	f.lost, lost = p.lost(pre.use, f.drawn)
	f.short, short = p.lost(macc.use, f.counted)
	f.unused = sumOfTables(f.lost, f.short)
	market := p.marketplace(false)
	for m := range e.Unshared {
		c := &e.Unshared[m]
		c.Marketplace = market[m]
		c.Recurring, c.Commitment = recurring[m], lost[m].Add(short[m])
		if f.idle != nil {
			c.Benefit = f.idle[m]
		}
	}
	e.total()
	if f.unpriced != nil {
		for u := range p.meters {
			e.unpricedMonths(u)
		}
	}
	return e
}

// noteCommitments puts what became of the case's commitments into their order.
func (e *Estimate) noteCommitments(prepaid, macc *CommitmentUse) {
	for _, c := range e.Case.Commitments {
		use := macc
		if c.Paid() {
			use = prepaid
		}
		e.Commitments = append(e.Commitments, use)
	}
}

// quantities are the meters' at levels of usage.
func (p *Plan) quantities(levels Levels) table {
	if levels == nil {
		return p.stated
	}
	out := newTable(len(p.meters), len(p.Months))
	for u := range p.meters {
		lines := p.meters[u].Lines
		level, common := levels[p.lines[lines[0]].WorkloadIndex], true
		for _, i := range lines[1:] {
			common = common && levels[p.lines[i].WorkloadIndex].Equal(level)
		}
		for m := range out[u] {
			if common {
				out[u][m] = p.stated[u][m].Mul(level)
				continue
			}
			for _, i := range lines {
				out[u][m] = out[u][m].Add(p.lineAt(i, m, levels))
			}
		}
	}
	return out
}

// lineAt is a line's quantity of a month at levels of usage.
func (p *Plan) lineAt(line, month int, levels Levels) money.Decimal {
	l := &p.lines[line]
	if levels == nil {
		return l.Quantities[month]
	}
	return l.Quantities[month].Mul(levels[l.WorkloadIndex])
}

// total adds the months up, once.
func (e *Estimate) total() {
	f, months := &e.figures, len(e.Months)
	usage, overage, discount := f.amount.sum(months), f.overage.sum(months), f.discount.sum(months)
	licence, unused, credit := f.licence.sum(months), f.unused.sum(months), f.credit.sum(months)
	recurring, benefit := f.recurring.sum(months), f.benefit.sum(months)
	e.months = slices.Clone(e.Unshared)
	for m := range e.months {
		e.months[m] = e.months[m].Add(Charges{
			Usage: usage[m].Add(licence[m]).Sub(overage[m]), Discount: discount[m], Commitment: unused[m], Overage: overage[m],
			Credit: credit[m], Recurring: recurring[m], Benefit: benefit[m],
		})
	}
}

// addNotes says what a reader has to know of the estimate.
func (e *Estimate) addNotes() {
	n := &e.Plan.notes
	if without := e.unpricedLines(); n.times {
		e.Unpriced = append(e.Unpriced, without...)
	} else {
		e.Unpriced = append(without, e.Unpriced...)
	}
	e.Warnings = append(e.Warnings, n.ofLines...)
	for _, w := range n.scenario {
		e.Warnings = append(e.Warnings, Warning{Text: w})
	}
	e.warnAboutMachines()
	e.warnAboutLevers()
	e.Warnings = append(e.Warnings, n.licences...)
	e.Warnings = append(e.Warnings, n.counting...)
	if n.exchange != "" {
		e.warn("exchange", "%s", n.exchange)
	}
	e.Warnings = append(e.Warnings, n.changes...)
	e.warnAboutDiscounts()
	e.warnAboutCorrections()
	e.Open = e.StillOwed()
	e.warnings()
	e.warnOnce()
}
