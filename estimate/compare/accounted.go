package compare

import (
	"cmp"
	"slices"

	"azwhatif/estimate"
	"azwhatif/scenario"
)

// Left are the records of usage that a case does not price, for one reason.
type Left struct {
	Reason string // of Unpriced
	scenario.Tally
}

// accounted says what became of a bill's records of usage in the case: each of
// them is priced, or left with the reason. As recorded, a record is left where its
// own month has no price. In a typical month it stands for every month, and is left
// where any of them has none.
func accounted(s *scenario.Scenario, e *estimate.Estimate, bill scenario.Bill) (priced scenario.Tally, left []Left) {
	reasons := map[int][]estimate.Unpriced{} // by line
	for _, u := range e.Unpriced {
		reasons[u.Line] = append(reasons[u.Line], u)
	}
	for n, w := range s.Workloads {
		for k, u := range w.Usage {
			if w.Import != bill.Import {
				continue
			}
			line := e.LineOf(n, k)
			for _, st := range u.Stated {
				if st.Currency != bill.Currency {
					continue
				}
				why := slices.IndexFunc(reasons[line], func(u estimate.Unpriced) bool {
					return bill.As == scenario.TypicalMonth || slices.Contains(u.Months, st.Month)
				})
				if why < 0 {
					priced = priced.Add(st.Tally)
					continue
				}
				reason := reasons[line][why].Reason
				at := slices.IndexFunc(left, func(l Left) bool { return l.Reason == reason })
				if at < 0 {
					at, left = len(left), append(left, Left{Reason: reason})
				}
				left[at].Tally = left[at].Tally.Add(st.Tally)
			}
		}
	}
	slices.SortStableFunc(left, func(a, b Left) int {
		return cmp.Or(b.Paid.Abs().Cmp(a.Paid.Abs()), cmp.Compare(b.Records, a.Records))
	})
	return priced, left
}
