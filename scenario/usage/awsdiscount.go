package usage

import (
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A report of AWS has what an account's discounts (EdpDiscount, BundledDiscount,
// PrivateRateDiscount and the like) take off in rows of their own, below zero, under
// the service and the usage type that they are for. They are a part of what was paid
// for that usage.

// discounted is what a discount and its usage have in common; what is empty does not
// matter.
type discounted struct {
	of                                         settled
	service, usageType                         string
	account, day, resource, operation, keptFor string
}

// narrowing are what a discount and its usage are to have in common, the most first.
// A discount that names no usage type is for all usage of its service.
var narrowing = []func(*discounted){
	func(*discounted) {},
	func(k *discounted) { k.resource, k.operation = "", "" },
	func(k *discounted) { k.resource, k.operation, k.keptFor = "", "", "" },
	func(k *discounted) { k.resource, k.operation, k.keptFor, k.day = "", "", "", "" },
	func(k *discounted) { k.resource, k.operation, k.keptFor, k.day, k.account = "", "", "", "", "" },
}

func discountedOf(u scenario.Used) discounted {
	var kept strings.Builder
	for _, tag := range slices.Sorted(maps.Keys(u.Tags)) {
		kept.WriteString(tag + "\x00" + u.Tags[tag] + "\x00")
	}
	return discounted{settled{u.Month, u.Currency}, u.Foreign.Service, u.Foreign.UsageType, u.Subscription, u.Day, u.Resource, u.Foreign.Operation, kept.String()}
}

// shareDiscounts counts AWS's discounts with the usage, or the fees, that they are
// for, in proportion to what is billed for those. The discounts stay, without money;
// those that the files have no usage for stay as they are. The usage is changed in
// place. It says whether there were any.
func shareDiscounts(used []scenario.Used) (shared bool) {
	var discounts []int
	for i, u := range used {
		if u.Provider == "AWS" && u.Kind == scenario.DiscountRecord && !u.Billed.IsZero() {
			discounts = append(discounts, i)
		}
	}
	if len(discounts) == 0 {
		return false
	}
	parts := make([]money.Decimal, len(used)) // of discounts: added last, so that their order does not matter
	for _, typed := range []bool{true, false} {
		for _, narrow := range narrowing {
			discounts = slices.DeleteFunc(discounts, func(i int) bool { return !parts[i].IsZero() })
			byKey := map[discounted][]int{}
			for _, i := range discounts {
				if k := discountedOf(used[i]); (k.usageType != "") == typed {
					narrow(&k)
					byKey[k] = nil
				}
			}
			if len(byKey) == 0 {
				continue
			}
			for i, u := range used {
				if u.Provider != "AWS" || u.Kind == scenario.DiscountRecord || u.Billed.Sign() <= 0 {
					continue
				}
				k := discountedOf(u)
				if narrow(&k); !typed {
					k.usageType = ""
				}
				if of, ok := byKey[k]; ok {
					byKey[k] = append(of, i)
				}
			}
			for _, i := range discounts {
				k := discountedOf(used[i])
				if (k.usageType != "") != typed {
					continue
				}
				narrow(&k)
				if of := nearest(used, byKey[k]); len(of) > 0 {
					weights := make([]money.Decimal, len(of))
					for n, at := range of {
						weights[n] = used[at].Billed
					}
					each, _ := money.Share(used[i].Billed, weights)
					for n, at := range of {
						parts[at] = parts[at].Add(each[n])
					}
					parts[i], shared = parts[i].Sub(used[i].Billed), true
				}
			}
		}
	}
	for i := range used {
		used[i].Billed = used[i].Billed.Add(parts[i])
	}
	return shared
}

// nearest are those of the records that a discount is taken off: usage that is paid
// for as such; without it fees; without these what benefits cover.
func nearest(used []scenario.Used, among []int) []int {
	for _, kinds := range [][]scenario.RecordKind{{scenario.Metered}, {scenario.Purchase, scenario.Marketplace}, {scenario.CoveredUsage}} {
		var of []int
		for _, i := range among {
			if slices.Contains(kinds, used[i].Kind) {
				of = append(of, i)
			}
		}
		if len(of) > 0 {
			return of
		}
	}
	return nil
}
