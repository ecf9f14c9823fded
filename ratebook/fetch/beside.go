package fetch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// attach puts each plan beside the rates that it belongs to: those of its meter
// and region that are described as it is; else all of its meter and region, of
// any date.
func (j *meterJoin) attach(keepOrphans bool, warn *warnings) {
	if len(j.plans) == 0 {
		return
	}
	at := map[ratebook.Region][]int{}
	for i, r := range j.rates {
		at[r.Meter.Region] = append(at[r.Meter.Region], i)
	}
	for _, p := range j.plans {
		all := at[p.meter.Region]
		if len(all) == 0 && !keepOrphans {
			continue
		}
		if len(all) == 0 {
			warn.at(attaching, uint64(p.place))
			warn.add("a reservation or savings plan has a price and its meter's usage has none: the meter is kept without a price", title(p.meter))
			all = []int{len(j.rates)}
			at[p.meter.Region] = all
			j.rates, j.turns = append(j.rates, ratebook.Rate{Meter: p.meter}), append(j.turns, orphan(p.place))
		}
		own := slices.DeleteFunc(slices.Clone(all), func(i int) bool {
			m := j.rates[i].Meter
			return m.Name != p.meter.Name || m.Subcategory != p.meter.Subcategory
		})
		if len(own) == 0 {
			own = all
		}
		for _, i := range own {
			j.rates[i].Beside = append(j.rates[i].Beside, p.price)
		}
	}
}

// settle sorts the prices beside a rate, and keeps each once. Of a kind, term
// and date that has two prices none is kept.
func settle(r ratebook.Rate, warn *warnings) []ratebook.Price {
	order := func(a, b ratebook.Price) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Months, b.Months), a.Effective.Compare(b.Effective), a.Above.Cmp(b.Above))
	}
	slices.SortStableFunc(r.Beside, order)
	var kept []ratebook.Price
	for i := 0; i < len(r.Beside); {
		p, same := r.Beside[i], true
		for i++; i < len(r.Beside) && order(p, r.Beside[i]) == 0; i++ {
			same = same && p.Amount.Equal(r.Beside[i].Amount)
		}
		if same {
			kept = append(kept, p)
			continue
		}
		warn.add(fmt.Sprintf("a meter has two different %s prices of one term and day: neither is kept", p.Kind), title(r.Meter))
	}
	return kept
}

// months reads the length of a term: "1 Year", "3 Years", "P3Y", "P1M".
func months(term string) (int, error) {
	s := strings.ToLower(strings.Join(strings.Fields(term), ""))
	for _, p := range []struct {
		text   string
		months int
	}{{"1year", 12}, {"3years", 36}, {"5years", 60}, {"p1y", 12}, {"p3y", 36}, {"p5y", 60}, {"1month", 1}, {"p1m", 1}, {"p12m", 12}, {"p36m", 36}, {"p60m", 60}} {
		if s == p.text {
			return p.months, nil
		}
	}
	return 0, fmt.Errorf("the term %q is not one such as 1 Year, 3 Years or P1Y", clip(term))
}
