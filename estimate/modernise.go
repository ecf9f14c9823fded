package estimate

import (
	"cmp"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// modernise is the size that a case's lever puts in the place of a stated one; nil where
// none is better. Never has it fewer vCPUs, less memory, or room for fewer disks and
// network interfaces than the machine states, and it is sold and has a price.
//
//   - drop-in: the newest generation of the same series, with the same vCPUs, to which
//     a machine can be resized as it is: the same generations of Hyper-V, processors of
//     the same kind, a local disk where the size has one, and none where it has none
//     (Microsoft Learn, "resize a virtual machine": between sizes with and without a
//     local disk a machine must be made anew).
//   - latest: the newest generation of the same series, with or without a local disk,
//     and of any generation of Hyper-V.
//   - cheapest: of the sizes that the sizing allows, of the same or a newer generation,
//     the one that costs least, where that is less than the stated one.
func (p *placement) modernise(old *size.Size, k choiceKey) *size.Size {
	if p.k.Modernise == scenario.ModerniseCheapest {
		return p.cheaper(old, k)
	}
	var list []candidate
	for i := range p.card.sizes.Sizes {
		s := &p.card.sizes.Sizes[i]
		if s.Generation() <= old.Generation() || s.VCPUs != old.VCPUs || s.Whole != old.Whole || s.ARM != old.ARM || s.Promo() || !follows(s, old, p.k.Modernise) || !p.keeps(s, old, k) {
			continue
		}
		if price, _, reason := p.price(s, k.candidateKey); reason == "" {
			list = append(list, candidate{size: s, price: price})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return slices.MinFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.size.Generation(), a.size.Generation()), a.price.Cmp(b.price), cmp.Compare(a.size.Name, b.size.Name))
	}).size
}

// follows tells whether a size is a newer one of another's series.
func follows(s, old *size.Size, how scenario.Modernise) bool {
	if s.Base() != old.Base() {
		return false
	}
	return how != scenario.ModerniseDropIn || s.LocalDisk() == old.LocalDisk() && s.Takes(old.Generations)
}

// keeps tells whether a size has all that the old one and the machine have.
func (p *placement) keeps(s, old *size.Size, k choiceKey) bool {
	sale := p.card.sizes.In(s, p.card.region)
	return !s.Memory.Less(old.Memory) && s.VCPUs >= old.VCPUs && (s.Premium || !old.Premium) && (!sale.Known || sale.Sold) &&
		unfit(s, choiceKey{disks: k.disks, nics: k.nics, premium: k.premium}, money.Zero) == ""
}

// cheaper is the cheapest size that does what the old one does, and is not older.
func (p *placement) cheaper(old *size.Size, k choiceKey) *size.Size {
	now, _, reason := p.price(old, k.candidateKey)
	if reason != "" {
		return nil
	}
	for _, c := range p.candidates(k.candidateKey) {
		if c.partial || !c.price.Less(now) {
			return nil
		}
		if c.size.Generation() >= old.Generation() && p.keeps(c.size, old, k) {
			return c.size
		}
	}
	return nil
}
