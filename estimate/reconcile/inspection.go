package reconcile

import (
	"cmp"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Inspection says what is in exports: what kind their records are, and, where
// they were rated, by what their meters were found in the card.
type Inspection struct {
	Got     *scenario.Imported
	Pricing *Pricing // nil where there is no card to match with
	Kinds   []KindSum
	Covered *estimate.Covering // what benefits cover of the usage; nil where that is nothing
	Matches []MatchSum         // of metered usage, in the order of Match; nil without a Pricing
	Units   []UnitMatch        // the same by quantity
	Meters  []MeterSum         // of all records: metered usage first, highest billed first
}

// Rows are all files' rows: Rows = Metered + Aside + Refused, and Metered =
// Rated + Unrated where there is a Pricing.
type Rows struct {
	Rows, Metered, Aside, Refused int64
	Covered                       int64 // those of Metered that a benefit covers
	Rated, Unrated                int64 // metered usage with a price, and without
	Outside, Repeated             int64 // not among Rows
}

// KindSum is all records of one kind, provider and currency.
type KindSum struct {
	Provider string
	Kind     scenario.RecordKind
	Records  int64
	Billed   money.Amount  // "" is the currency where no cost is stated
	Hours    money.Decimal // of use; see scenario.Tally
}

// MatchSum is all metered usage that was matched alike, in one currency.
type MatchSum struct {
	Match   Match
	Foreign bool // another cloud's, which a card does not have
	Meters  int
	Records int64
	Billed  money.Amount
	Hours   money.Decimal // of use
}

// UnitMatch is the metered usage of one unit, by what it was matched by.
type UnitMatch struct {
	Unit       string
	Quantities map[Match]money.Decimal
}

// MeterSum is one meter of exports, in all months and subscriptions.
type MeterSum struct {
	Provider string
	Kind     scenario.RecordKind
	Match    Match // "" without a Pricing
	Meter    ratebook.Meter
	Foreign  scenario.Foreign
	Card     ratebook.Meter // the meter that it is rated as
	Reason   string         // why it has no price
	Quantity money.Decimal
	Unit     string
	Records  int64
	Billed   money.Amount
	Ours     money.Decimal // in the currency of the pricing's card
}

// Title names the meter, or what another cloud calls it.
func (m MeterSum) Title() string {
	if f := m.Foreign; f != (scenario.Foreign{}) {
		return joined(f.Service, f.UsageType, f.Operation)
	}
	return cmp.Or(m.Meter.Title(), string(m.Meter.ID))
}

func joined(words ...string) string {
	s := ""
	for _, w := range words {
		if w != "" && s != "" {
			s += " / "
		}
		s += w
	}
	return s
}

// Inspect sums an import up; pricing may be nil.
func Inspect(got *scenario.Imported, pricing *Pricing) *Inspection {
	in := &Inspection{Got: got, Pricing: pricing, Covered: coveredBy(got, pricing)}
	kinds := sums[KindSum]{}
	meters := sums[MeterSum]{}
	matches := sums[MatchSum]{}
	units := sums[UnitMatch]{}
	known := map[string]map[string]bool{} // the meters of a MatchSum
	for i, u := range got.Used {
		k := kinds.at(joinKey(u.Provider, string(u.Kind), string(u.Currency)), func() KindSum {
			return KindSum{Provider: u.Provider, Kind: u.Kind, Billed: money.Amount{Currency: u.Currency}}
		})
		k.Records += u.Records
		k.Billed.Value = k.Billed.Value.Add(u.Billed)
		k.Hours = k.Hours.Add(u.Hours())

		m := MeterSum{
			Provider: u.Provider, Kind: u.Kind, Meter: u.Meter, Foreign: u.Foreign,
			Unit: cmp.Or(u.Foreign.Unit, u.Meter.Unit.String()), Billed: money.Amount{Currency: u.Currency},
		}
		if pricing != nil {
			r := pricing.Uses[i]
			m.Match, m.Card, m.Reason = r.Match, r.Meter, r.Reason
		}
		f := u.Foreign
		key := joinKey(u.Provider, string(u.Kind), string(m.Match), m.Reason, string(m.Card.ID), string(u.Meter.ID), u.Meter.Title(), string(u.Meter.Region),
			f.Service, f.UsageType, f.Operation, f.Region, m.Unit, string(u.Currency))
		sum := meters.at(key, func() MeterSum { return m })
		sum.Quantity, sum.Records = sum.Quantity.Add(u.Quantity), sum.Records+u.Records
		sum.Billed.Value = sum.Billed.Value.Add(u.Billed)
		if pricing == nil || !u.Kind.IsUsage() || u.Left {
			continue
		}
		sum.Ours = sum.Ours.Add(pricing.Uses[i].Ours)
		foreign := f != scenario.Foreign{}
		name := joinKey(string(m.Match), string(u.Currency))
		match := matches.at(name, func() MatchSum {
			return MatchSum{Match: m.Match, Foreign: foreign, Billed: money.Amount{Currency: u.Currency}}
		})
		if known[name] == nil {
			known[name] = map[string]bool{}
		}
		if meter := joinKey(string(u.Meter.ID), u.Meter.Title(), string(u.Meter.Region), f.Service, f.UsageType, f.Operation, f.Region, m.Unit, m.Reason); !known[name][meter] {
			known[name][meter] = true
			match.Meters++
		}
		match.Records += u.Records
		match.Billed.Value = match.Billed.Value.Add(u.Billed)
		match.Hours = match.Hours.Add(u.Hours())
		unit := units.at(m.Unit, func() UnitMatch { return UnitMatch{m.Unit, map[Match]money.Decimal{}} })
		unit.Quantities[m.Match] = unit.Quantities[m.Match].Add(u.Quantity)
	}
	in.Kinds = kinds.sorted(func(a, b KindSum) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Billed.Currency, b.Billed.Currency))
	})
	in.Matches = matches.sorted(func(a, b MatchSum) int {
		return cmp.Or(cmp.Compare(rank(a.Match), rank(b.Match)), cmp.Compare(a.Billed.Currency, b.Billed.Currency))
	})
	in.Units = units.sorted(func(a, b UnitMatch) int { return cmp.Compare(a.Unit, b.Unit) })
	in.Meters = meters.sorted(func(a, b MeterSum) int {
		return cmp.Or(cmp.Compare(metered(a), metered(b)), cmp.Compare(a.Billed.Currency, b.Billed.Currency), b.Billed.Value.Cmp(a.Billed.Value),
			cmp.Compare(a.Title(), b.Title()), cmp.Compare(a.Meter.ID, b.Meter.ID))
	})
	return in
}

// Matching are the ways that metered usage is matched, in their order.
var Matching = []Match{MatchedByID, MatchedByName, NotPriced, NotInCard, NotRated}

func rank(m Match) int { return slices.Index(Matching, m) }

func metered(m MeterSum) int {
	if m.Kind.IsUsage() {
		return 0
	}
	return 1
}

// Rows counts the rows of all files.
func (in *Inspection) Rows() Rows {
	var r Rows
	for _, f := range in.Got.Sources {
		r.Rows, r.Metered, r.Aside, r.Refused = r.Rows+f.Rows, r.Metered+f.Metered, r.Aside+f.Aside, r.Refused+f.Refused
		r.Covered += f.Covered
		r.Outside, r.Repeated = r.Outside+f.Outside, r.Repeated+f.Repeated
	}
	for _, m := range in.Matches {
		if m.Match.Priced() {
			r.Rated += m.Records
		} else {
			r.Unrated += m.Records
		}
	}
	return r
}

// sums are sums by a key.
type sums[T any] map[string]*keyed[T]

type keyed[T any] struct {
	key   string
	value T
}

func (s sums[T]) at(key string, first func() T) *T {
	if s[key] == nil {
		s[key] = &keyed[T]{key, first()}
	}
	return &s[key].value
}

// sorted gives the sums in an order; those that it leaves open, by their keys.
func (s sums[T]) sorted(order func(a, b T) int) []T {
	var list []*keyed[T]
	for _, k := range s {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b *keyed[T]) int { return cmp.Or(order(a.value, b.value), cmp.Compare(a.key, b.key)) })
	var out []T
	for _, k := range list {
		out = append(out, k.value)
	}
	return out
}

func joinKey(parts ...string) string {
	s := ""
	for _, p := range parts {
		s += p + "\x00"
	}
	return s
}
