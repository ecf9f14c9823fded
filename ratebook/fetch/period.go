package fetch

import (
	"time"
)

// period is what the last days that a price sheet's rows state are of.
//
// Azure writes the last day of the sheet's own billing period into each row
// ("Effective end date of the Price Sheet billing period", of McaPriceSheetProperties
// in its libraries): such a price goes on after it, until a newer sheet is fetched. A
// row that ends before the others has a price that ended; and where some row states no
// last day, those that others state are of their prices, as in Retail Prices.
type period struct {
	last time.Time // the latest last day
	file time.Time // that of the file that is being read
	open bool      // a row states none

	first time.Time // that of the first file that has one
	from  string    // its name
}

// add notes a row's last day and returns it; the zero time where it is none.
func (p *period) add(last time.Time) time.Time {
	if last.Year() >= 9999 {
		last = time.Time{}
	}
	p.open = p.open || last.IsZero()
	if last.After(p.last) {
		p.last = last
	}
	if last.After(p.file) {
		p.file = last
	}
	return last
}

// warn says of a sheet whose rows all state a last day that it is the period's.
func (p *period) warn(warn *warnings) {
	if !p.last.IsZero() && !p.open {
		warn.add("the price sheet's period ends on "+day(p.last)+": its prices are used after it, too, until a newer sheet is fetched", "")
	}
}

// settle takes the last day of the sheet's period off a meter's prices, and warns of
// those that ended before.
func (p *period) settle(j *meterJoin, warn *warnings) {
	if p.last.IsZero() {
		return
	}
	on := func(last *time.Time) (ended bool) {
		if !p.open && !last.Before(p.last) {
			*last = time.Time{}
		}
		return !last.IsZero()
	}
	for _, g := range j.groups {
		ended := false
		for i := range g.ends {
			ended = on(&g.ends[i].last) || ended
		}
		if ended {
			warn.at(ending, g.turn)
			warn.add("a price has a last day, and is not in force after it", title(g.variants[0].meter)+" until "+day(g.latestDay()))
		}
		for _, v := range g.variants {
			for i := range v.beside {
				on(&v.beside[i].Ends)
			}
		}
	}
	for i := range j.plans {
		on(&j.plans[i].price.Ends)
	}
}
