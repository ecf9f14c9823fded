package usage

import (
	"azwhatif/scenario"
)

// reach says which days the files of each subscription are of. Subscriptions
// that share a file share its days, and those of the files of each: an export
// of them all, cut into files by day or at any row, is of the same days as in
// one. A file of one subscription alone tells nothing of another.
func (r *run) reach(covered []scenario.Covered) {
	first := map[int]string{} // by source: a subscription in it
	of := map[string]string{} // by subscription: another of the same files, itself at the end
	root := func(s string) string {
		for of[s] != s {
			s = of[s]
		}
		return s
	}
	for _, c := range covered {
		of[c.Subscription] = c.Subscription
	}
	for k, parts := range r.parts {
		for _, p := range parts {
			if s, known := first[p.source]; known {
				of[root(k.subscription)] = root(s)
			} else {
				first[p.source] = k.subscription
			}
		}
	}
	days := map[string]scenario.Gap{}
	for source, s := range first {
		f := r.sources[source]
		s = root(s)
		d, known := days[s]
		if !known {
			d = scenario.Gap{From: f.First, To: f.Last}
		}
		d = scenario.Gap{From: min(d.From, f.First), To: max(d.To, f.Last)}
		if p := f.Period; p != (scenario.Gap{}) { // as its manifest says
			d = scenario.Gap{From: min(d.From, p.From), To: max(d.To, p.To)}
		}
		days[s] = d
	}
	number := map[string]int{}
	for i := range covered {
		s := root(covered[i].Subscription)
		if _, known := number[s]; !known {
			number[s] = len(number)
		}
		covered[i].From, covered[i].To, covered[i].Files = days[s].From, days[s].To, number[s]
	}
}
