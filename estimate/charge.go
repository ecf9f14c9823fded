package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// charged is what the second half of step 3 gives: what benefits leave of each meter's
// month, charged by the rate alone.
type charged struct {
	amount   table
	base     table // of amount, what the first tier charges; nil where it was not asked for
	unpriced marks // months with a quantity and no price for it
	below    []belowZero
}

// belowZero is a meter's month whose quantity is below zero.
type belowZero struct {
	use, month int
	how        Correction
}

// marks are months of meters; nil has none.
type marks [][]bool

func (k marks) at(row, month int) bool { return k != nil && k[row] != nil && k[row][month] }

func (k *marks) set(rows, months, row, month int) {
	if *k == nil {
		*k = make(marks, rows)
	}
	if (*k)[row] == nil {
		(*k)[row] = make([]bool, months)
	}
	(*k)[row][month] = true
}

// charge prices quantities by the rates in force. covered is what benefits took off
// them, which a correction has before it.
func (p *Plan) charge(quantity, covered table, withBase bool, levels Levels) charged {
	rows, months := len(p.meters), len(p.Months)
	out := charged{amount: newTable(rows, months)}
	if withBase {
		out.base = newTable(rows, months)
	}
	doubts := len(p.doubts) > 0
	for u := range p.meters {
		ladders, of, amount := p.ladders[u], quantity[u], out.amount[u]
		base := out.base.row(u)
		for m, q := range of {
			ladder := ladders[m]
			var first money.Decimal
			switch {
			case q.IsZero():
			case !ladder.Priced() || doubts && p.inDoubt(ladder.Rate, q) != "":
				out.unpriced.set(rows, months, u, m)
			case q.Sign() < 0:
				how, before := CreditedAlone, m-1
				if m > 0 && !out.unpriced.at(u, before) && !of[before].Add(covered.at(u, before)).Less(q.Neg()) {
					how = CorrectsBefore
				}
				out.below = append(out.below, belowZero{u, m, how})
				c := ladder.Rate.Credit(q.Neg())
				if how == CorrectsBefore {
					c = ladders[before].Rate.Correct(of[before], q.Neg())
				}
				amount[m], first = c.Amount, c.BaseAmount()
			case p.changes[u] != nil && p.changes[u][m] != nil:
				if parts := p.chargeParts(u, m, q, levels); parts != nil {
					var all ratebook.Charge
					all, first = sumOfParts(parts)
					amount[m] = all.Amount
				} else {
					amount[m], first = ladder.Charge(q)
				}
			case m > 0 && ladder == ladders[m-1] && q == of[m-1] && p.changes[u] == nil:
				amount[m] = amount[m-1]
				if withBase {
					first = base[m-1]
				}
			default:
				amount[m], first = ladder.Charge(q)
			}
			if withBase {
				base[m] = first
			}
		}
	}
	return out
}
