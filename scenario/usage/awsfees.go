package usage

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A report of AWS bills what a savings plan or a reservation costs beside the
// usage that it covers: fees; the usage, at no cost or at what it would cost
// without; and that taken off again. Where the usage's effective cost is stated,
// it is what is billed for it, and the unused part is what the fees say of it or, where
// they say nothing, what they are more. Else the fees, and what is taken off, are
// counted with the covered usage; what that costs is not known where it was partly paid
// in advance. Either way each unit of the currency is counted once: all that is billed
// stays the same.

// settled is what is settled together: fees are of one account, and cover others.
type settled struct {
	month    scenario.Month
	currency money.Currency
}

// settleBenefits counts AWS's fees for benefits once. The usage is changed in
// place, and keeps its order; rests are what is left of the fees. The
// note says how it is counted; "" where nothing is covered. Without is true where
// covered usage has neither an effective cost nor fees.
func settleBenefits(used []scenario.Used) (left, rests []scenario.Used, note string, without bool) {
	covered, fees := map[settled][]int{}, map[settled][]int{}
	for i, u := range used {
		if u.Provider != "AWS" {
			continue
		}
		k := settled{u.Month, u.Currency}
		switch {
		case u.Kind == scenario.CoveredUsage, u.Kind == scenario.Unused && u.Amortized.Known:
			covered[k] = append(covered[k], i)
		case u.Kind == scenario.Purchase && u.Benefit != "":
			fees[k] = append(fees[k], i)
		}
	}
	order := func(a, b settled) int { return cmp.Or(a.month.Since(b.month), cmp.Compare(a.currency, b.currency)) }
	for _, k := range slices.SortedFunc(maps.Keys(covered), order) {
		if !slices.ContainsFunc(covered[k], func(i int) bool { return !used[i].Amortized.Known }) {
			note = cmp.Or(note, effectively)
			rests = append(rests, settleStated(used, k, covered[k], fees[k])...)
			continue
		}
		// One benefit's fees are no other's, where the report says whose they are.
		for _, of := range byBenefit(used, covered[k], fees[k]) {
			if !slices.ContainsFunc(of.covered, func(i int) bool { return !used[i].Amortized.Known }) {
				note = cmp.Or(note, effectively)
				rests = append(rests, settleStated(used, k, of.covered, of.fees)...)
				continue
			}
			unused, known := shareFees(used, of.covered, of.fees)
			if !known {
				without = true
				continue
			}
			note = "what savings plans and reservations cover has no effective cost; their recurring fees are counted with it"
			if !unused.IsZero() {
				rests = append(rests, k.unused(unused))
			}
		}
	}
	used = slices.DeleteFunc(used, func(u scenario.Used) bool {
		return u.Provider == "" && u.Kind == scenario.Purchase && u.Benefit != "" && u.Records == 0
	})
	return used, rests, note, without
}

const effectively = "what savings plans and reservations cover is counted at its effective cost, and what is left of their fees apart"

// settleStated counts covered usage at its effective cost, and returns what is left
// of the fees.
func settleStated(used []scenario.Used, k settled, covered, fees []int) []scenario.Used {
	rest := k.unused(money.Zero)
	unused, stated := unusedPart(used, covered, fees)
	for _, i := range covered {
		u := &used[i]
		if u.Kind == scenario.Unused {
			rest.Kind = scenario.Purchase // the unused part has records of its own
		}
		rest.Billed = rest.Billed.Add(u.Billed).Sub(u.Amortized.Cost)
		u.Billed = u.Amortized.Cost
	}
	for _, i := range fees {
		rest.Billed, rest.Records = rest.Billed.Add(used[i].Billed), rest.Records+used[i].Records
		used[i].Provider, used[i].Records = "", 0 // left out by settleBenefits
	}
	var all []scenario.Used
	if stated {
		rest.Kind = scenario.Purchase
		if !unused.IsZero() {
			rest.Billed = rest.Billed.Sub(unused)
			all = append(all, k.unused(unused))
		}
	}
	if rest.Billed.Sign() < 0 {
		rest.Kind = scenario.Purchase // paid in advance, in another month
	}
	rest.Amortized = scenario.Amortized{Cost: rest.Billed, Known: true}
	if rest.Kind != scenario.Unused {
		rest.Amortized = scenario.Amortized{}
	}
	if !rest.Billed.IsZero() || rest.Records > 0 {
		all = append(all, rest)
	}
	return all
}

// unused is what is paid for benefits and nothing used.
func (k settled) unused(cost money.Decimal) scenario.Used {
	return scenario.Used{
		Provider: "AWS", Kind: scenario.Unused, Month: k.month, Currency: k.currency, Billed: cost,
		Amortized: scenario.Amortized{Cost: cost, Known: true}, Foreign: scenario.Foreign{Service: "Savings Plans and reservations"},
	}
}

// unusedPart is what the fees say that nothing used; stated is false where one of them
// does not say it, or the unused part has records of its own.
func unusedPart(used []scenario.Used, covered, fees []int) (sum money.Decimal, stated bool) {
	for _, i := range fees {
		if !used[i].Amortized.Known {
			return money.Zero, false
		}
		sum = sum.Add(used[i].Amortized.Cost)
	}
	ofItsOwn := func(i int) bool { return used[i].Kind == scenario.Unused }
	return sum, len(fees) > 0 && !slices.ContainsFunc(covered, ofItsOwn)
}

// benefitRecords are the covered usage and the fees that belong together.
type benefitRecords struct{ covered, fees []int }

// byBenefit takes apart what names the same benefit; the usage of benefits without
// fees, and the fees of benefits without usage, stay together, as the last.
func byBenefit(used []scenario.Used, covered, fees []int) (list []benefitRecords) {
	of := map[string]*benefitRecords{}
	at := func(i int) *benefitRecords {
		b := strings.TrimSuffix(used[i].Benefit, inAdvance)
		if of[b] == nil {
			of[b] = &benefitRecords{}
		}
		return of[b]
	}
	for _, i := range covered {
		at(i).covered = append(at(i).covered, i)
	}
	for _, i := range fees {
		at(i).fees = append(at(i).fees, i)
	}
	var rest benefitRecords
	for _, b := range slices.Sorted(maps.Keys(of)) {
		if r := of[b]; len(r.covered) > 0 && len(r.fees) > 0 {
			list = append(list, *r)
		} else {
			rest.covered, rest.fees = append(rest.covered, r.covered...), append(rest.fees, r.fees...)
		}
	}
	if len(rest.covered) > 0 {
		list = append(list, rest)
	}
	return list
}

// shareFees adds fees to the usage that they are for, in proportion to what it
// costs without them, or else to its quantity; unused is what they say that nothing
// used, which is not added. Known is false where the fees are not what the usage costs:
// there are none, or some of it was paid in advance.
func shareFees(used []scenario.Used, covered, fees []int) (unused money.Decimal, known bool) {
	sum, usage := money.Zero, money.Zero
	for _, i := range fees {
		sum = sum.Add(used[i].Billed)
	}
	for _, i := range covered {
		usage = usage.Add(used[i].Billed)
	}
	known = len(fees) > 0 && sum.Add(usage).Sign() > 0 && !slices.ContainsFunc(slices.Concat(covered, fees), func(i int) bool {
		return strings.HasSuffix(used[i].Benefit, inAdvance)
	})
	if part, stated := unusedPart(used, covered, fees); stated && known {
		unused, sum = part, sum.Sub(part)
	}
	for _, of := range []func(scenario.Used) money.Decimal{
		func(u scenario.Used) money.Decimal { return u.Billed },
		func(u scenario.Used) money.Decimal { return u.Quantity },
	} {
		weights, all := make([]money.Decimal, len(covered)), money.Zero
		for n, i := range covered {
			if w := of(used[i]); w.Sign() > 0 {
				weights[n], all = w, all.Add(w)
			}
		}
		if all.IsZero() {
			continue
		}
		parts, _ := money.Share(sum, weights)
		for n, i := range covered {
			used[i].Billed = used[i].Billed.Add(parts[n])
			used[i].Amortized = scenario.Amortized{Cost: used[i].Billed, Known: known}
		}
		for _, i := range fees {
			used[i].Billed = money.Zero
		}
		return unused, known
	}
	return money.Zero, false
}
