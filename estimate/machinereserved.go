package estimate

import (
	"cmp"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// held is a reservation that a case states, or that one has already, as machines draw on
// it: it is paid whether they do or not, so that a machine which it covers costs its
// licences alone.
type held struct {
	scenario.Reservation
	left money.Decimal // machines of ratio 1 that it still covers
}

// A hold is what a reservation covers of one size in a region.
type hold struct {
	of    *held
	ratio money.Decimal // what one machine of the size takes of it
}

// holdings are the reservations of a case, and which machines have them.
type holdings struct {
	list  []*held
	sizes map[*scenario.Machine]*size.Size // of needs
}

// reservedMachines gives the case's reservations to its machines: first to those of a
// stated size, then to needs, the dearest first, where that makes the case cheaper. A
// machine takes one for itself, though it may not run in all hours; machines that stand
// in one entry have one size. Note: what workloads use of meters directly, and another
// cloud's machines, are not asked: they may have drawn on a reservation, too.
func (r *resolver) reservedMachines(c int, cards map[ratebook.Terms]map[ratebook.Region]*machineCard) *holdings {
	k := &r.s.Cases[c]
	h := &holdings{sizes: map[*scenario.Machine]*size.Size{}}
	add := func(v scenario.Reservation) {
		if v.From.Since(r.s.Start) <= 0 && r.s.Start.Since(v.From) < v.Months { // it is there when sizes are chosen
			h.list = append(h.list, &held{v, money.Int(int64(v.Count))})
		}
	}
	for _, o := range k.Owned {
		if o.Reservation != nil {
			add(*o.Reservation)
		}
	}
	for _, v := range k.Reservations {
		add(v)
	}
	if h.list == nil {
		return nil
	}
	type wanting struct {
		p    *placement
		m    *scenario.Machine
		k    choiceKey
		best choice
	}
	var needs []wanting
	for i := range r.s.Workloads {
		w := &r.s.Workloads[i]
		if len(w.Machines) == 0 {
			continue
		}
		p := r.placement(k, w, cards[k.Terms][regionOf(k, w, w.Region)])
		for n := range w.Machines {
			m := &w.Machines[n]
			key := p.key(m)
			if key.spot {
				continue
			}
			if name := p.statedSize(m); name != "" {
				if s := p.card.sizes.Find(name); s != nil && p.k.Modernise == "" {
					h.take(p.holds(h)[s], m.Count)
				}
				continue
			}
			asked, _ := needed(m, p.sizing)
			key.vcpus, key.memory = cores(asked.VCPUs), asked.Memory.String()
			needs = append(needs, wanting{p, m, key, p.choose(key, asked.Memory)})
		}
	}
	slices.SortStableFunc(needs, func(a, b wanting) int { return cmp.Or(b.best.price.Cmp(a.best.price), b.m.Count.Cmp(a.m.Count)) })
	for _, n := range needs {
		asked, _ := needed(n.m, n.p.sizing)
		least, found := n.best.price.Mul(n.m.Count), n.best.size
		if found == nil {
			continue
		}
		holds := n.p.holds(h)
		for _, candidate := range n.p.candidates(n.k.candidateKey) {
			have := holds[candidate.size]
			if have == nil || candidate.partial || !fits(candidate.size, n.k, asked.Memory) {
				continue
			}
			covered := h.room(have).Min(n.m.Count)
			none := money.Zero
			licences, _, reason := n.p.priceOf(candidate.size, n.k.candidateKey, &none)
			if reason != "" || covered.Sign() <= 0 {
				continue
			}
			if cost := n.m.Count.Sub(covered).Mul(candidate.price).Add(covered.Mul(licences)); cost.Less(least) {
				least, found = cost, candidate.size
			}
		}
		if h.take(holds[found], n.m.Count); found != n.best.size {
			h.sizes[n.m] = found
		}
	}
	return h
}

// holds are what the reservations cover of the sizes of a placement's card, of the
// subscription of its machines.
func (p *placement) holds(h *holdings) map[*size.Size][]hold {
	if p.held != nil {
		return p.held
	}
	p.held = map[*size.Size][]hold{}
	for _, v := range h.list {
		want := v.Meter.In(p.card.region)
		if v.Meter.ID != "" {
			want = v.Meter
		}
		if !v.Scope.Has(p.w.Subscription) || v.Region != ratebook.Global && v.Region != p.card.region {
			continue
		}
		plain := p.card.plainMachines()
		of := slices.IndexFunc(plain, func(m plainMachine) bool { return want.Matches(m.meter) })
		if of < 0 {
			continue
		}
		own, grouped := plain[of].meter.Footprint()
		for _, m := range plain {
			switch f, ok := m.meter.Footprint(); {
			case m.size == plain[of].size:
				p.held[m.size] = append(p.held[m.size], hold{v, money.One})
			case v.Flexible && grouped && ok && f.Group == own.Group:
				p.held[m.size] = append(p.held[m.size], hold{v, f.Ratio.Div(own.Ratio)})
			}
		}
	}
	return p.held
}

// room is how many machines of a size the reservations still cover.
func (h *holdings) room(of []hold) money.Decimal {
	sum := money.Zero
	for _, o := range of {
		sum = sum.Add(o.machines())
	}
	return sum
}

// take gives so many machines what is left of the reservations that cover them.
func (h *holdings) take(of []hold, machines money.Decimal) {
	for _, o := range of {
		n := o.machines().Min(machines)
		o.of.left, machines = o.of.left.Sub(n.Mul(o.ratio)), machines.Sub(n)
	}
}

// machines is how many of the size it still covers.
func (o hold) machines() money.Decimal {
	n := o.of.left.Div(o.ratio).Round(0)
	if o.of.left.Less(n.Mul(o.ratio)) {
		n = n.Sub(money.One)
	}
	return n
}

// plainMachine is a size and its meter without the licence of Windows.
type plainMachine struct {
	size  *size.Size
	meter ratebook.Meter
}

// plainMachines are those that the card has, in the catalogue's order.
func (c *machineCard) plainMachines() []plainMachine {
	if c.plain == nil {
		for i := range c.sizes.Sizes {
			s := &c.sizes.Sizes[i]
			if m := c.machines[machineVariant{size: s}]; m != nil && m.reason == "" {
				c.plain = append(c.plain, plainMachine{s, m.meter})
			}
		}
	}
	return c.plain
}
