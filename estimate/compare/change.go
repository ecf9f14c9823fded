package compare

import (
	"slices"

	"azwhatif/estimate"
)

// Change is what a case costs more now than it did before an edit of its scenario, over
// all months, or the reason why that cannot be said: both totals are complete, promise
// nothing beyond the months, and are of the same months and in one currency. That they
// may be of other usage is what the edit is about. The base of Difference.Part is the
// total from before. was is what the case was called then.
func Change(before, now *Comparison, was, name string) Difference {
	of := func(c *Comparison, name string) *estimate.Estimate {
		if i := slices.IndexFunc(c.Estimates, func(e *estimate.Estimate) bool { return e.Case.Name == name }); i >= 0 {
			return c.Estimates[i]
		}
		return nil
	}
	old, own := of(before, was), of(now, name)
	switch {
	case own == nil:
		return Difference{why: apart{"gone", "the case is no longer there"}}
	case old == nil:
		return Difference{why: apart{"new", "the case was not there before"}}
	}
	return difference(changed(before, now, old, own), own.Months, now.Reported(own.Total()), before.Reported(old.Total()))
}

// changed says why what a case costs now is not told from what it did.
func changed(before, now *Comparison, old, own *estimate.Estimate) apart {
	if why := now.lacks(own); why != (apart{}) {
		return why
	}
	if why := before.lacks(old); why != (apart{}) {
		why.word, why.long = "before: "+why.word, "it was not compared before: "+why.long
		return why
	}
	switch is, was := now.Reported(own.Total()).Currency, before.Reported(old.Total()).Currency; {
	case !slices.Equal(own.Months, old.Months):
		return apart{"other months", "the total is now of other months"}
	case is != was:
		return apart{"other currency", "the total was in " + string(was) + ", and is in " + string(is)}
	}
	return apart{}
}
