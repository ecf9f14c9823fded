package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
)

// Estate takes machines from an inventory's files.
type Estate struct {
	Pos
	Name         string
	Files        []string        // files, folders, globs; relative to the scenario's file
	Format       string          // "" where it is found by what is in the files
	Decimal      string          // "." or ",", where the files do not settle it
	Region       ratebook.Region // of machines whose file names none
	OS           OS              // of machines whose file names none; "" is Linux, which is said
	Subscription string
	Account      string
	Group        string
	Tags         map[string]string
	From, Until  Month
	Dated        bool // From is stated: machines of a wave do not take that of the wave
	Growth       money.Decimal
	Spread       *Spread // of all its machines, which have one factor; nil where none is stated
	Sizing       Sizing
	Extras       []Usage // of a workload of its own, in Region
}

// estateName is that of estates that have none.
const estateName = "estate"

// Describe names the estate for messages.
func (e Estate) Describe() string { return cmp.Or(e.Name, estateName) }

// AddInventory turns what an estate's files list into workloads: its machines, one
// workload for each region and set of tags, its services, and what is not priced, with
// the reason. What stays at its own price is bought in every case. A machine of an unknown
// size is moved to what is left out. An error names the estate.
func (s *Scenario) AddInventory(e Estate, inv *Inventory) error {
	name := s.estateName(e)
	homeless := 0
	of := map[string]*Workload{}
	unknownOS, ownLicence := 0, 0
	place := func(region ratebook.Region, tags map[string]string, what string) *Workload {
		parts := []string{name}
		if region != e.Region {
			parts = append(parts, string(region))
		}
		for _, k := range slices.Sorted(maps.Keys(tags)) {
			parts = append(parts, k+"="+tags[k])
		}
		if what != "" {
			parts = append(parts, what)
		}
		key := strings.Join(parts, ", ")
		if of[key] == nil {
			all := maps.Clone(e.Tags)
			if all == nil {
				all = map[string]string{}
			}
			maps.Copy(all, tags)
			of[key] = &Workload{
				Pos: e.Pos, Name: key, Region: region, Subscription: e.Subscription, Account: e.Account, Group: e.Group, Tags: all,
				From: e.From, Until: e.Until, Growth: e.Growth, Spread: e.Spread, Sizing: e.Sizing,
			}
			if wave := s.waveOf(all); wave != nil && !e.Dated {
				of[key].From = wave.From
			}
		}
		return of[key]
	}
	unsized, unknown := map[*Workload]int64{}, map[int]bool{}
	var order []*Workload
	for i := range inv.Machines {
		l := &inv.Machines[i]
		region := cmp.Or(l.Region, e.Region)
		if region == ratebook.Global {
			homeless++
			continue
		}
		w := place(region, l.Tags, "")
		if l.Size != "" && s.Catalogue().Find(l.Size) == nil {
			usage, ok := e.former(l, region)
			if w.Usage = append(w.Usage, usage...); !ok {
				inv.Left = append(inv.Left, LeftMachine{l.Place, l.Name, fmt.Sprintf("%q is no size of the catalogue of %s", l.Size, s.Catalogue().Date)})
				unknown[i] = true
			}
			continue
		}
		m := e.machine(l, s.Catalogue(), e.Sizing.Over(s.Sizing).By)
		if l.OS == "" && e.OS == "" {
			unknownOS++
		}
		if l.OwnOS || l.OwnSQL {
			ownLicence++
		}
		w.Machines = append(w.Machines, m)
		unsized[w] += int64(l.Unsized) * max(1, l.Count)
	}
	if at := -1; len(unknown) > 0 {
		inv.Machines = slices.DeleteFunc(inv.Machines, func(Listed) bool { at++; return unknown[at] })
	}
	if homeless > 0 {
		return e.Errorf("estate %q: %d machines have no region; state the estate's, such as region: westeurope", name, homeless)
	}
	for _, service := range inv.Services {
		for _, u := range service.Uses {
			w := place(cmp.Or(u.Region, service.Region, e.Region), nil, "services")
			w.Usage = append(w.Usage, u.usage(e.Pos, service.Place))
		}
	}
	for _, w := range slices.SortedFunc(maps.Values(of), func(a, b *Workload) int { return cmp.Compare(a.Name, b.Name) }) {
		if n := unsized[w]; n > 0 {
			w.Usage = append(w.Usage, notPriced(e.Pos, "Storage", "Managed disks of unknown size", n, "the inventory does not say how large they are"))
		}
		order = append(order, w)
	}
	if len(e.Extras) > 0 {
		w := place(e.Region, nil, "extras")
		w.Usage = e.Extras
		order = append(order, w)
	}
	order = append(order, e.left(name, inv)...)
	for _, w := range order {
		if w.Machines != nil || w.Usage != nil {
			s.Workloads = append(s.Workloads, *w)
		}
	}
	if unknownOS > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%s: %d machines name no operating system that is known: they are priced as Linux, without a licence; state the estate's os where they run another", name, unknownOS))
	}
	if ownLicence > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%s: licences of one's own are listed for %d of the machines: they count in the cases that say hybrid_benefit, and there for all machines", name, ownLicence))
	}
	return s.fixedCosts(e, name, inv)
}

// estateName is a name for the estate's workloads that no workload has.
func (s *Scenario) estateName(e Estate) string {
	name := e.Describe()
	for n := 2; slices.ContainsFunc(s.Workloads, func(w Workload) bool { return w.Name == name || strings.HasPrefix(w.Name, name+", ") }); n++ {
		name = fmt.Sprintf("%s %d", e.Describe(), n)
	}
	return name
}

// machine is a listed machine as an estimate wants it, of an estate that is sized by what
// by says.
func (e Estate) machine(l *Listed, sizes *size.Catalogue, by SizingBy) Machine {
	m := Machine{
		Pos: Pos{File: l.Place.String()}, Name: l.Name, Size: l.Size, Need: Need{VCPUs: l.VCPUs, Memory: l.Memory},
		OS: cmp.Or(l.OS, e.OS, Linux), SQL: SQL(l.SQL), Count: money.Int(max(1, l.Count)), Hours: l.Hours, NICs: l.NICs, Addresses: l.Public, Arch: l.Arch,
	}
	if l.CPUUse != nil || l.MemoryUse != nil {
		m.Measured = &Utilisation{}
		hundred := money.Int(100)
		if l.CPUUse != nil {
			m.Measured.CPU = l.CPUUse.Div(hundred)
		}
		if l.MemoryUse != nil {
			m.Measured.Memory = l.MemoryUse.Div(hundred)
		}
	}
	if l.Size != "" {
		if known := sizes.Find(l.Size); known != nil {
			m.Size = known.Name
		}
	}
	disks := l.Disks
	if l.AsIs != nil && by != ByUtilisation {
		disks = l.AsIs
	}
	for _, d := range disks {
		out := Disk{Kind: size.DiskKind(d.Kind), GiB: d.GiB, Class: d.Class, Redundancy: d.Redundancy, Count: money.Int(max(1, d.Count))}
		if d.Class != "" { // its letter is its kind
			out.Kind = map[byte]size.DiskKind{'P': size.PremiumSSD, 'E': size.StandardSSD, 'S': size.StandardHDD}[d.Class[0]]
		}
		m.Disks = append(m.Disks, out)
	}
	return m
}

var formerSize = regexp.MustCompile(`^(?:Standard_)?(A[0-9]{1,2})$`)

// former is the usage of a machine whose size the catalogue does not have: of the first
// series (A0 to A11) by its meter's words, which cards still have; of another nothing is
// known, and ok is false.
func (e Estate) former(l *Listed, region ratebook.Region) (list []Usage, ok bool) {
	at := Pos{File: l.Place.String()}
	name := formerSize.FindStringSubmatch(l.Size)
	if name == nil || l.SQL != "" || cmp.Or(l.OS, e.OS, Linux) != Linux && l.OS != Windows {
		return nil, false
	}
	meter := func(category, sub, name, counted string, n money.Decimal, likely ...string) {
		u, err := unit.Parse(counted)
		if err != nil {
			panic(err) // a unit of ours
		}
		use := ServiceUse{Meter: ratebook.Meter{Category: category, Subcategory: sub, Name: name, Unit: u, Region: region}, Region: region, Quantity: n}
		for _, other := range likely {
			m := use.Meter
			m.Subcategory = other
			use.Also = append(use.Also, m)
		}
		list = append(list, use.usage(e.Pos, l.Place))
	}
	count, hours, series := money.Int(max(1, l.Count)), money.Int(730), "A Series"
	if l.Hours != nil {
		hours = l.Hours.In(Month{}, HoursPerMonth{hours})
	}
	if l.OS == Windows {
		series += " Windows"
	}
	meter("Virtual Machines", series, name[1], "1 Hour", count.Mul(hours), "Virtual Machines "+series)
	for _, d := range l.Disks {
		kind := map[byte]string{'P': "Premium SSD Managed Disks", 'E': "Standard SSD Managed Disks", 'S': "Standard HDD Managed Disks"}
		if d.Class == "" {
			list = append(list, notPriced(at, "Storage", "Managed disks of "+l.Size, max(1, d.Count), "the machine's size is not of the catalogue"))
			continue
		}
		meter("Storage", kind[d.Class[0]], d.Class+" "+cmp.Or(d.Redundancy, "LRS")+" Disk", "1/Month", count.Mul(money.Int(max(1, d.Count))))
	}
	return list, true
}

// usage is a service's, by a meter that is known by its words: a card that has none of
// its names leaves it unpriced.
func (u ServiceUse) usage(at Pos, from Place) Usage {
	m := u.Meter
	if u.Also == nil {
		u.Also = []ratebook.Meter{} // its zone, or no region, will do
	}
	return Usage{Pos: Pos{File: cmp.Or(from.String(), at.String())}, Imported: &m, Likely: u.Also, Demand: Demand{Quantity: unit.Quantity{Value: u.Quantity, Unit: m.Unit}}}
}

// notPriced is usage that no card has, so that the total says that it lacks it.
func notPriced(at Pos, category, name string, n int64, reason string) Usage {
	return Usage{Pos: at, Imported: &ratebook.Meter{Category: category, Name: name}, Unmapped: reason, Demand: Demand{Quantity: unit.Quantity{Value: money.Int(n)}}}
}

// left is a workload of the rows that are machines and become none: a line a reason.
func (e Estate) left(name string, inv *Inventory) []*Workload {
	if len(inv.Left) == 0 {
		return nil
	}
	w := &Workload{
		Pos: e.Pos, Name: name + ", not priced", Region: e.Region, Subscription: e.Subscription, Account: e.Account, Group: e.Group, Tags: e.Tags,
		From: e.From, Until: e.Until,
	}
	count := map[string]int64{}
	var reasons []string
	for _, l := range inv.Left {
		if count[l.Reason] == 0 {
			reasons = append(reasons, l.Reason)
		}
		count[l.Reason]++
	}
	for i, r := range reasons {
		w.Usage = append(w.Usage, notPriced(e.Pos, "Virtual Machines", fmt.Sprintf("machines left out, %d", i+1), count[r], r))
	}
	return []*Workload{w}
}

// fixedCosts are bought in every case, as they stand in a price estimate.
func (s *Scenario) fixedCosts(e Estate, name string, inv *Inventory) error {
	for _, f := range inv.Fixed {
		for i, a := range []money.Amount{f.Monthly, f.Upfront} {
			if a.Value.IsZero() {
				continue
			}
			for _, c := range s.allCases() {
				if _, ok := s.Exchanged(money.One, a.Currency, c.Terms.Currency); !ok {
					return e.Errorf("estate %q: fixed costs of %s are in %s, and case %q is in %s: state report_in, and exchange: {%s: {rate: …, as_of: …, source: …}}", name, f.Name, a.Currency, c.Name, c.Terms.Currency, a.Currency)
				}
			}
			s.Marketplace = append(s.Marketplace, MarketplacePurchase{
				Pos: Pos{File: f.Place.String()}, Name: fmt.Sprintf("%s, fixed, of %s", f.Name, f.Place), Amount: a.Value, Currency: a.Currency, Once: i == 1, From: e.From, Until: e.Until,
				Subscription: e.Subscription, Group: e.Group, Tags: e.Tags, Fixed: true,
			})
			if i == 1 {
				s.Marketplace[len(s.Marketplace)-1].Until = Month{}
			}
		}
	}
	return nil
}
