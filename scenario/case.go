package scenario

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Case is one set of terms and changes.
type Case struct {
	Pos
	Name   string
	Terms  ratebook.Terms
	Region ratebook.Region // where all usage is moved to; "" leaves it where it is
	// Commitments is money promised: at most one that is paid (a prepayment or a plan of
	// 2012) and one MACC, in the order stated. A case that is like another one may share
	// them: nothing changes them.
	Commitments []Commitment
	Discount    money.Decimal // negotiated, on eligible charges; 0.1 is ten percent
	DiscountPos Pos           // where Discount is stated; of a case that is like another one, there
	Discounts   []Discount    // negotiated, by meter: the first that picks one counts, in place of Discount
	Sizing      Sizing        // of machines, over their workload's
	Modernise   Modernise     // of machines that state a size; "" leaves them
	Changes     []Change      // in order
	Payable     *Payable      // what stands below the total; nil where nothing is stated

	Reservations []Reservation
	SavingsPlans []SavingsPlan
	Find         Finding // asks for the cheapest benefits, in place of stated ones
	Owned        []Owned // the scenario's, the same in every case

	// Group is the same in the cases of a sweep that differ in their region only, which
	// are ranked; "" of all other cases.
	Group string
}

// Change alters the usage that it applies to.
type Change struct {
	Pos
	Where  Where
	Scale  *money.Decimal
	Hours  *Schedule          // of usage that has hours; other usage stays as it is
	Swap   *ratebook.Selector // another meter of the same category and region
	Region ratebook.Region    // "" leaves it where it is
	Levers []Lever            // other meters of the same thing, in order
}

// Where picks usage: all that is given must fit. Without anything, all usage
// is picked.
type Where struct {
	Workload     string
	Subscription string
	Tags         map[string]string // "" picks workloads without the tag, too
	Region       ratebook.Region   // the workload's, not the meter's
	Meter        *ratebook.Selector
}

// Picks tells whether the workload's usage of the meter is meant.
func (w Where) Picks(l Workload, m ratebook.Meter) bool {
	if w.Workload != "" && w.Workload != l.Name ||
		w.Subscription != "" && w.Subscription != l.Subscription ||
		w.Region != "" && w.Region != l.Region {
		return false
	}
	for k, v := range w.Tags {
		if l.Tags[k] != v {
			return false
		}
	}
	return w.Meter == nil || w.Meter.Matches(m)
}

// Rules are choices where Azure's documents leave a rule open.
type Rules struct {
	// DiscountValue says what a discount of 5 or 0.05 in a commitment's
	// TieredDiscount means. The documents say "percentage", a sibling API sends
	// fractions.
	DiscountValue DiscountValue
	// DiscountTier says which discount of TieredDiscount counts.
	DiscountTier DiscountTier
	// DiscountOn says what of a tiered meter's charges a commitment's discount
	// is granted on.
	DiscountOn DiscountOn
	// TierScope says whose usage tiers and included quantities count.
	TierScope TierScope
}

// DiscountValue is a reading of TieredDiscount's values.
type DiscountValue string

const (
	ByMagnitude DiscountValue = "by-magnitude" // above 1 a percentage, below 1 a fraction; exactly 1 is an error
	AsFraction  DiscountValue = "fraction"
	AsPercent   DiscountValue = "percent"
)

// DiscountTier is a reading of TieredDiscount's keys.
type DiscountTier string

const (
	TierOfCommitment DiscountTier = "commitment" // one discount: that of the tier which the committed amount reaches
	PerSlab          DiscountTier = "slab"       // each part of a month's eligible charges at the discount of its slab
)

// DiscountOn is what of a meter with tiers a commitment's discount is granted
// on.
type DiscountOn string

const (
	BaseTier DiscountOn = "base-tier" // on the first tier's charges only: the discount is not combined with graduated prices (offer page of MS-AZR-0026P)
	AllTiers DiscountOn = "all-tiers"
)

// TierScope is whose usage a meter's tiers and included quantities count in a month.
type TierScope string

const (
	TierAsListed       TierScope = "listed"          // a subscription's; of meters of which Microsoft says so, a billing account's (ratebook.AccountWide)
	TierBySubscription TierScope = "subscription"    // a subscription's, of all meters
	TierByAccount      TierScope = "billing-account" // all subscriptions' of a billing account, of all meters
)

// CountsAccount tells whether a meter's tiers count a whole billing account.
func (r Rules) CountsAccount(m ratebook.Meter) bool {
	switch r.TierScope {
	case TierBySubscription:
		return false
	case TierByAccount:
		return true
	}
	_, listed := m.AccountWide()
	return listed
}

// DefaultRules are the readings in force where a scenario states none.
var DefaultRules = Rules{DiscountValue: ByMagnitude, DiscountTier: TierOfCommitment, DiscountOn: BaseTier, TierScope: TierAsListed}
