package report

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// focusColumns are those of the FinOps Open Cost and Usage Specification 1.2,
// and behind them, named by x_, what Azure's own exports have of the meter, and
// who pays.
var focusColumns = []string{
	"AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency",
	"BillingPeriodEnd", "BillingPeriodStart", "CapacityReservationId", "CapacityReservationStatus", "ChargeCategory",
	"ChargeClass", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart",
	"CommitmentDiscountCategory", "CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountQuantity",
	"CommitmentDiscountStatus", "CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit",
	"ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
	"ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingCurrencyContractedUnitPrice",
	"PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity", "PricingUnit", "ProviderName",
	"PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType", "ServiceCategory",
	"ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId",
	"SubAccountName", "SubAccountType", "Tags",
	"x_CostCenter", "x_PricingBlockSize", "x_PricingUnitDescription", "x_SharedFrom", "x_SkuMeterCategory",
	"x_SkuMeterId", "x_SkuMeterName", "x_SkuMeterSubcategory", "x_SkuOfferId", "x_SkuRegion", "x_SkuTier",
}

// FOCUS writes a case as a FOCUS 1.2 CSV, a row for each line, month, tier and
// cost centre that bears it, so that other tools can read who pays what:
//
//   - Usage: ListCost = ContractedCost = ListUnitPrice × PricingQuantity, at the
//     card's rates; BilledCost = EffectiveCost = the same less discounts.
//   - Credit: the offer's monthly credit. Purchase: its recurring charge, and what is
//     bought of the Marketplace.
//     Adjustment: a commitment that is lost, and rounding.
//
// BilledCost adds up, for each x_CostCenter and month, to its due, and for all
// rows to the total in the currency's minor unit. x_SharedFrom is the cost
// centre whose cost another bears. Usage without a price has no row.
//
// Source: FOCUS_Spec, v1.2, and Azure's x_ columns.
func FOCUS(w io.Writer, c *compare.Comparison, k *chargeback.Dues) error {
	f := &focusWriter{out: csv.NewWriter(w), c: c, k: k, shares: tiersOf(k.Estimate), charges: k.Estimate.LineCharges()}
	if err := f.out.Write(focusColumns); err != nil {
		return err
	}
	for m := range k.Estimate.Months {
		f.billed = make([]money.Decimal, len(k.Centres))
		for i := range k.Estimate.Lines {
			if err := f.line(i, m); err != nil {
				return err
			}
		}
		for i, centre := range k.Centres {
			off := centre.Months[m].Due.Sub(f.billed[i])
			if err := f.row(i, m, focusCharge{category: "Adjustment", what: "Rounding to the currency's minor unit", frequency: "One-Time", cost: off}); err != nil {
				return err
			}
		}
	}
	f.out.Flush()
	return f.out.Error()
}

type focusWriter struct {
	out     *csv.Writer
	c       *compare.Comparison
	k       *chargeback.Dues
	shares  [][]lineTiers
	charges [][]estimate.Charges
	billed  []money.Decimal // in the month so far, by cost centre
}

// focusCharge is a row before it is split among cost centres.
type focusCharge struct {
	category, what, frequency string
	cost                      money.Decimal
	tier                      *ratebook.TierCharge // of usage
	line                      *estimate.Line       // nil where it belongs to no usage
	from                      string               // the cost centre whose cost it is, where another bears it
}

// line writes a line's month.
func (f *focusWriter) line(i, month int) error {
	l, c := &f.k.Estimate.Lines[i], f.charges[i][month]
	rest := money.Sum(c.Usage, c.Overage, c.Discount)
	tiers := f.shares[i][month].Tiers
	weights := make([]money.Decimal, len(tiers))
	for t := range tiers {
		weights[t] = tiers[t].Amount
	}
	parts, ok := money.Share(rest, weights)
	for t := range tiers {
		charge := focusCharge{category: "Usage", what: title(l.Meter), frequency: "Usage-Based", tier: &tiers[t], line: l}
		if ok {
			charge.cost = parts[t]
		}
		if err := f.split(i, month, charge); err != nil {
			return err
		}
	}
	if ok && len(tiers) > 0 {
		rest = money.Zero
	}
	for _, o := range []focusCharge{
		{category: "Adjustment", what: "Charges without a tier", frequency: "One-Time", cost: rest},
		{category: "Credit", what: "The offer's monthly credit", frequency: "Recurring", cost: c.Credit},
		{category: "Purchase", what: "The offer's recurring charge", frequency: "Recurring", cost: c.Recurring},
		{category: "Purchase", what: "The month's part of reservations and savings plans", frequency: "Recurring", cost: c.Benefit},
		{category: "Purchase", what: l.Meter.Name + ", of the Marketplace", frequency: marketplaceFrequency(l), cost: c.Marketplace},
		{category: "Adjustment", what: "Commitment that is not used by its end", frequency: "One-Time", cost: c.Commitment},
	} {
		if !l.Unshared || l.Purchase != nil {
			o.line = l
		}
		if err := f.split(i, month, o); err != nil {
			return err
		}
	}
	return nil
}

// split writes a charge for each cost centre that bears it.
func (f *focusWriter) split(line, month int, charge focusCharge) error {
	own := f.k.Centre(line)
	centre := f.k.Centres[own]
	if centre.Months[month].Given.IsZero() {
		return f.row(own, month, charge)
	}
	weights := f.k.Weights(own, month)
	costs, _ := money.Share(charge.cost, weights)
	var quantities []money.Decimal
	if charge.tier != nil {
		quantities, _ = money.Share(charge.tier.Quantity, weights)
	}
	charge.from = centreCell(centre).text
	for to := range weights {
		if weights[to].IsZero() {
			continue
		}
		part := charge
		part.cost = costs[to]
		if charge.tier != nil {
			tier := *charge.tier
			tier.Quantity = quantities[to]
			part.tier = &tier
		}
		if err := f.row(to, month, part); err != nil {
			return err
		}
	}
	return nil
}

// row writes a charge; one of nothing has no row.
func (f *focusWriter) row(centre, month int, charge focusCharge) error {
	if charge.cost.IsZero() && (charge.tier == nil || charge.tier.Quantity.IsZero()) {
		return nil
	}
	f.billed[centre] = f.billed[centre].Add(charge.cost)
	e := f.k.Estimate
	start, end := e.Months[month].Start().Format(time.RFC3339), e.Months[month].End().Format(time.RFC3339)
	v := map[string]string{
		"BilledCost": charge.cost.String(), "EffectiveCost": charge.cost.String(), "ListCost": charge.cost.String(), "ContractedCost": charge.cost.String(),
		"BillingAccountId": string(e.Case.Terms.Offer), "BillingAccountName": f.c.Scenario.Name + ": " + e.Case.Name, "BillingAccountType": "Estimate",
		"BillingCurrency": string(e.Currency()), "PricingCurrency": string(e.Currency()),
		"BillingPeriodStart": start, "BillingPeriodEnd": end, "ChargePeriodStart": start, "ChargePeriodEnd": end,
		"ChargeCategory": charge.category, "ChargeDescription": charge.what, "ChargeFrequency": charge.frequency,
		"InvoiceIssuerName": "Microsoft", "ProviderName": "Microsoft", "PublisherName": "Microsoft",
		"ServiceCategory": "Other", "ServiceName": "Azure", "ServiceSubcategory": "Other (Other)",
		"x_CostCenter": f.k.Centres[centre].Name, "x_SharedFrom": charge.from, "x_SkuOfferId": string(e.Case.Terms.Offer),
		"Tags": "{}",
	}
	if charge.line != nil {
		if err := lineFOCUS(v, *charge.line); err != nil {
			return err
		}
	}
	if charge.tier != nil {
		tierFOCUS(v, *charge.line, *charge.tier)
	}
	row := make([]string, len(focusColumns))
	for i, name := range focusColumns {
		row[i] = unformula(v[name])
		if isNumber(v[name]) {
			row[i] = v[name]
		}
	}
	return f.out.Write(row)
}

// lineFOCUS says whose usage it is, and of what.
func lineFOCUS(v map[string]string, l estimate.Line) error {
	tags, err := json.Marshal(l.Tags) // sorts the keys
	if err != nil {
		return err
	}
	if l.Tags != nil {
		v["Tags"] = string(tags)
	}
	m := l.Meter
	if l.Subscription != "" {
		v["SubAccountId"], v["SubAccountName"], v["SubAccountType"] = l.Subscription, l.Subscription, "Subscription"
	}
	v["ResourceName"] = l.Workload
	if m.Region != ratebook.Global && !m.Region.IsZone() {
		v["RegionId"], v["RegionName"] = string(m.Region), m.Region.Display()
	}
	v["ServiceName"] = m.Category
	v["ServiceCategory"], v["ServiceSubcategory"] = serviceCategory(m.Category)
	v["SkuId"], v["SkuMeter"] = string(m.ID), m.Name
	v["x_SkuMeterId"], v["x_SkuMeterCategory"], v["x_SkuMeterSubcategory"], v["x_SkuMeterName"] = string(m.ID), m.Category, m.Subcategory, m.Name
	v["x_SkuRegion"] = string(m.Region)
	return nil
}

// tierFOCUS says what a tier prices: quantity times unit price is the list cost.
func tierFOCUS(v map[string]string, l estimate.Line, t ratebook.TierCharge) {
	list, price, quantity := t.Quantity.Mul(t.UnitPrice).String(), t.UnitPrice.String(), t.Quantity.String()
	v["ListCost"], v["ContractedCost"] = list, list
	v["ListUnitPrice"], v["ContractedUnitPrice"] = price, price
	v["PricingCategory"], v["PricingQuantity"], v["PricingUnit"] = "Standard", quantity, focusUnit(l.Meter.Unit)
	v["ConsumedQuantity"] = t.Quantity.Mul(l.Meter.Unit.Block()).String()
	v["ConsumedUnit"] = focusUnit(l.Meter.Unit.Single().Over(l.Meter.Unit.Period()))
	v["SkuPriceId"] = string(l.Meter.ID) + "/" + t.Above.String()
	v["x_PricingBlockSize"], v["x_PricingUnitDescription"] = l.Meter.Unit.Block().String(), l.Meter.Unit.String()
	v["x_SkuTier"] = t.Above.String()
}
