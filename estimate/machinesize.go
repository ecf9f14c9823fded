package estimate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// placement is where a case runs a workload's machines, and how it sizes them.
type placement struct {
	k        *scenario.Case
	w        *scenario.Workload
	card     *machineCard
	sizing   scenario.Sizing
	start    scenario.Month
	longest  int // the longest term of benefits that count, in months; 0 for none
	plan     int // the term of a savings plan that the case states
	reserved int // the longest term of the reservations that it states
	// The scenario says whether burstable sizes will do: what runs elsewhere does not.
	burstableStated bool

	held     map[*size.Size][]hold // what reservations cover; nil until it is asked for
	reserves *holdings             // of the case; nil where it has none
	end      scenario.Month        // the scenario's last
	sorted   map[candidateKey][]candidate
	chosen   map[choiceKey]choice
}

// candidateKey has all of a machine that its candidates and their prices follow from.
type candidateKey struct {
	os       scenario.OS
	sql      scenario.SQL
	arch     string
	included bool // the licences are paid with the machine, also where the case's levers say otherwise
	always   bool // it runs all the time, so that a benefit covers all of its hours

	spot, burstable, local bool   // as scenario.Machine has it
	series                 string // the only ones that will do, with blanks between; "" is all
}

// only says what a machine asks for that few sizes have; "" for nothing.
func (k candidateKey) only() string {
	text := ""
	if k.arch != "x64" && k.arch != "any" {
		text += ", for " + k.arch
	}
	if k.series != "" {
		text += ", of the series " + k.series
	}
	if k.local {
		text += ", with a local disk"
	}
	if k.spot {
		text += ", on spare capacity"
	}
	if text != "" {
		text += ","
	}
	return text
}

// candidate is a size with its price.
type candidate struct {
	size    *size.Size
	price   money.Decimal // of an hour, licences included
	partial bool          // a licence has no price: it is in the price as nothing
}

// choiceKey has all of a machine that its size follows from.
type choiceKey struct {
	candidateKey
	vcpus, disks, nics int
	memory             string
	premium            bool
}

type choice struct {
	candidate
	cheaper string
	reason  string // why there is none
	short   string // reason, as it is of many machines
}

// candidates are the sizes that have a price, by price, vCPUs, memory and name; those
// whose licences have none come last.
func (p *placement) candidates(k candidateKey) []candidate {
	if list, ok := p.sorted[k]; ok {
		return list
	}
	var list []candidate
	for i := range p.card.sizes.Sizes {
		s := &p.card.sizes.Sizes[i]
		if p.excluded(s, k) != "" {
			continue
		}
		if price, partial, reason := p.price(s, k); reason == "" {
			list = append(list, candidate{s, price, partial})
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		if a.partial != b.partial {
			if a.partial {
				return 1
			}
			return -1
		}
		return cmp.Or(a.price.Cmp(b.price), cmp.Compare(a.size.VCPUs, b.size.VCPUs), a.size.Memory.Cmp(b.size.Memory), cmp.Compare(a.size.Name, b.size.Name))
	})
	p.sorted[k] = list
	return list
}

// excluded says why a size is never chosen for a need; "" where it may be. The rules are
// those of Azure Migrate, as far as they are public: see sizingAssumptions.
func (p *placement) excluded(s *size.Size, k candidateKey) string {
	is := p.sizing
	named := slices.ContainsFunc(is.Series, s.IsOf)
	switch {
	case is.Series != nil && !named:
		return "not of the series " + strings.Join(is.Series, ", ")
	case slices.ContainsFunc(is.NotSeries, s.IsOf):
		return "of a series that the sizing leaves out"
	case is.Generation != "" && !ofGeneration(s.Generation(), is.Generation):
		return "not of generation " + is.Generation
	case k.arch != "any" && s.Arch() != k.arch:
		return "for " + s.Arch()
	case k.series != "" && !slices.ContainsFunc(strings.Fields(k.series), s.IsOf):
		return "not of the series " + k.series
	case k.local && !s.LocalDisk():
		return "without a local disk"
	case s.Burstable() && !*is.Burstable && !k.burstable && !named:
		return "burstable"
	case s.Constrained():
		return "constrained"
	case s.Promo():
		return "a size that was sold for a time"
	case s.Special() != "" && !named:
		return "for " + s.Special()
	case s.Confidential() && !named:
		return "confidential"
	case is.By == scenario.ByUtilisation && s.IsOf("Av2") && !named:
		return "of the Av2 series, which Azure Migrate leaves out by utilisation"
	}
	if sale := p.card.sizes.In(s, p.card.region); sale.Known && !sale.Sold {
		return "not sold in " + p.card.region.Display()
	}
	return ""
}

// ofGeneration tells whether a generation is "v5", or one of "v5+".
func ofGeneration(n int, asked string) bool {
	word, orNewer := strings.CutSuffix(strings.TrimPrefix(asked, "v"), "+")
	least := 0
	for _, c := range word {
		least = least*10 + int(c-'0')
	}
	return n == least || orNewer && n > least
}

// price is what an hour of a size costs a machine in this case: its meter after the
// case's levers and negotiated discounts, with the licences of its operating system and
// of SQL Server; where benefits may cover it, at the lowest of their prices. partial
// tells that a licence has no price, reason why the machine has none.
func (p *placement) price(s *size.Size, k candidateKey) (price money.Decimal, partial bool, reason string) {
	return p.priceOf(s, k, nil)
}

// priceOf is price, of a machine for which a reservation is paid at a price of its own
// where one is given.
func (p *placement) priceOf(s *size.Size, k candidateKey, reserved *money.Decimal) (price money.Decimal, partial bool, reason string) {
	v := machineVariant{size: s, windows: k.os == scenario.Windows}
	if k.spot {
		v.taken = size.Spot
	}
	base := p.card.machine(v)
	ownSQL := false
	for _, ch := range p.k.Changes {
		if len(ch.Levers) == 0 || !ch.Where.Picks(*p.w, base.meter) {
			continue
		}
		for _, l := range ch.Levers {
			if k.included && l.OfLicence() {
				continue
			}
			switch l {
			case scenario.OwnWindows:
				v.windows = false
			case scenario.OwnSQL:
				ownSQL = true
			case scenario.Spot:
				v.taken = size.Spot
			case scenario.LowPriority:
				v.taken = size.LowPriority
			}
		}
	}
	m := p.card.machine(v)
	price, ok := hourlyPrice(m, p.start)
	if !ok {
		return price, false, cmp.Or(m.reason, "its meter has no price in "+p.start.String())
	}
	keep := func(m *cardMeter, price money.Decimal) money.Decimal {
		rate, _ := p.k.Negotiated(p.w.Subscription, m.meter)
		return price.Mul(money.One.Sub(rate))
	}
	price = keep(m, price)
	switch {
	case reserved != nil:
		price = reserved.Add(p.licenceIn(v))
	case k.always && v.taken == size.Kept:
		price = p.covered(v, price)
	}
	add := func(m *cardMeter) {
		licence, ok := hourlyPrice(m, p.start)
		partial = partial || !ok
		price = price.Add(keep(m, licence))
	}
	if products := osProducts(k.os); products != nil {
		add(p.card.licence(products, s.VCPUs))
	}
	if k.sql != "" && !ownSQL && !p.card.card.devTest() {
		add(p.card.licence(sqlProducts(k.sql), s.VCPUs))
	}
	return price, partial, ""
}

// covered is the lowest of a price and those of the reservations and savings plans that
// the case may have. A licence of Windows is paid beside them.
func (p *placement) covered(v machineVariant, price money.Decimal) money.Decimal {
	if p.longest == 0 && p.plan == 0 {
		return price
	}
	plain := v
	plain.windows = false
	m := p.card.machine(plain)
	if _, ok := hourlyPrice(m, p.start); !ok {
		return price
	}
	rate, licence := ratebook.InForce(m.rates, p.start.End()), p.licenceIn(v)
	perHour, _ := perHour(m.meter.Unit)
	for _, b := range rate.Beside {
		var hour money.Decimal
		switch {
		case b.Kind == ratebook.SavingsPlan && (b.Months == p.plan || p.longest >= b.Months && p.longest > 0):
			hour = b.Amount.Mul(perHour)
		case b.Kind == ratebook.Reservation && p.longest >= b.Months && b.Months > 0:
			hour = b.Amount.Div(money.Int(int64(b.Months) * 730))
		default:
			continue
		}
		if now, ok := rate.BesideIn(b.Kind, b.Months, p.start.End()); !ok || !now.Amount.Equal(b.Amount) {
			continue
		}
		price = price.Min(hour.Add(licence))
	}
	return price
}

// licenceIn is the part of a meter's price that is the licence of Windows, which is paid
// beside a reservation.
func (p *placement) licenceIn(v machineVariant) money.Decimal {
	if !v.windows {
		return money.Zero
	}
	full, ok := hourlyPrice(p.card.machine(v), p.start)
	v.windows = false
	without, also := hourlyPrice(p.card.machine(v), p.start)
	if !ok || !also {
		return money.Zero
	}
	return full.Sub(without)
}

// choose is the cheapest size that a machine fits.
func (p *placement) choose(k choiceKey, memory money.Decimal) choice {
	if c, ok := p.chosen[k]; ok {
		return c
	}
	list := p.candidates(k.candidateKey)
	var out choice
	found := false
	for i, c := range list {
		if fits(c.size, k, memory) {
			out.candidate, found = c, true
			if i > 0 {
				before := list[i-1]
				out.cheaper = fmt.Sprintf("%s: %s", before.size.Name, unfit(before.size, k, memory))
			}
			break
		}
	}
	if !found {
		out.reason, out.short = p.unsuitable(list, k, memory)
	}
	p.chosen[k] = out
	return out
}

// fits tells whether a size does for a machine.
func fits(s *size.Size, k choiceKey, memory money.Decimal) bool {
	return s.VCPUs >= k.vcpus && s.Disks >= k.disks && s.NICs >= k.nics && (s.Premium || !k.premium) && !s.Memory.Less(memory)
}

// unfit says why a size does not do for a machine; "" where it does.
func unfit(s *size.Size, k choiceKey, memory money.Decimal) string {
	switch {
	case s.VCPUs < k.vcpus:
		return fmt.Sprintf("%d of %d vCPUs", s.VCPUs, k.vcpus)
	case s.Memory.Less(memory):
		return fmt.Sprintf("%s of %s GiB", s.Memory, k.memory)
	case s.Disks < k.disks:
		return fmt.Sprintf("%d of %d data disks", s.Disks, k.disks)
	case s.NICs < k.nics:
		return fmt.Sprintf("%d of %d network interfaces", s.NICs, k.nics)
	case k.premium && !s.Premium:
		return "no premium storage"
	}
	return ""
}

// unsuitable says why no size fits; short is the same of all machines that lack the same.
func (p *placement) unsuitable(list []candidate, k choiceKey, memory money.Decimal) (why, short string) {
	if len(list) == 0 {
		why = fmt.Sprintf("the card of %s has no price of a size that the sizing allows%s in %s", p.card.card.header.Terms, k.only(), p.card.region.Display())
		if not := p.card.card.notAsked(p.card.region, machineCategory); not != "" {
			why = not
		}
		return why, why
	}
	count := map[string]int{}
	for _, c := range list {
		word := "premium storage"
		switch {
		case c.size.VCPUs < k.vcpus:
			word = "vCPUs"
		case c.size.Memory.Less(memory):
			word = "memory"
		case c.size.Disks < k.disks:
			word = "data disks"
		case c.size.NICs < k.nics:
			word = "network interfaces"
		}
		count[word]++
	}
	var words, lack []string
	for _, w := range []string{"vCPUs", "memory", "data disks", "network interfaces", "premium storage"} {
		if n := count[w]; n > 0 {
			words, lack = append(words, fmt.Sprintf("%d lack %s", n, w)), append(lack, w)
		}
	}
	why = fmt.Sprintf("no size fits %d vCPUs and %s GiB, %d data disks, %d network interfaces: of %d with a price in %s, %s",
		k.vcpus, k.memory, k.disks, k.nics, len(list), p.card.region.Display(), strings.Join(words, ", "))
	return why, fmt.Sprintf("no size with a price in %s fits: too little of %s; each machine says why (explain, sheet Machines)", p.card.region.Display(), strings.Join(lack, ", "))
}
