package scenario

import (
	"azwhatif/ratebook"
)

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

type fileRules struct {
	DiscountValue text `yaml:"discount_value,omitempty" jsonschema:"enum=by-magnitude,enum=fraction,enum=percent" jsonschema_description:"What a number in a commitment's TieredDiscount means. by-magnitude: above 1 a percentage, below 1 a fraction."`
	DiscountTier  text `yaml:"discount_tier,omitempty" jsonschema:"enum=commitment,enum=slab" jsonschema_description:"Which discount counts: that of the tier that the committed amount reaches, or each slab's of the month's charges."`
	DiscountOn    text `yaml:"discount_on,omitempty" jsonschema:"enum=base-tier,enum=all-tiers" jsonschema_description:"What of a tiered meter a commitment's discount is granted on."`
	TierScope     text `yaml:"tier_scope,omitempty" jsonschema:"enum=listed,enum=subscription,enum=billing-account" jsonschema_description:"Whose usage tiers and included quantities count. listed (left out): a subscription's, and of meters of which Microsoft says so a billing account's; subscription, billing-account: of all meters."`
}

func (r *reader) rules(rules *Rules, f fileRules) {
	if f.DiscountValue.line > 0 {
		rules.DiscountValue = value(r, f.DiscountValue, oneOf("discount_value", ByMagnitude, AsFraction, AsPercent))
	}
	if f.DiscountTier.line > 0 {
		rules.DiscountTier = value(r, f.DiscountTier, oneOf("discount_tier", TierOfCommitment, PerSlab))
	}
	if f.DiscountOn.line > 0 {
		rules.DiscountOn = value(r, f.DiscountOn, oneOf("discount_on", BaseTier, AllTiers))
	}
	if f.TierScope.line > 0 {
		rules.TierScope = value(r, f.TierScope, oneOf("tier_scope", TierAsListed, TierBySubscription, TierByAccount))
	}
}
