package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "focus",
		// The FinOps Open Cost and Usage Specification, 1.0 to 1.2, of any
		// provider. Azure's own exports name the meter in columns that begin
		// with x_; their PricingQuantity counts blocks of
		// x_PricingUnitDescription.
		Claims: func(h head) bool {
			return h.Columns.all("chargecategory", "billedcost") && h.Columns.has("chargeperiodstart")
		},
		Needs: [][]string{{"ChargeCategory"}, {"ChargePeriodStart"}, {"BilledCost"}, {"BillingCurrency"}, {"PricingQuantity", "ConsumedQuantity"},
			{"ProviderName", "ServiceProviderName", "PublisherName"}},
		Canonical: focusColumns,
	})
}

func focusColumns(c columns, d dialect) canonical {
	provider := "lower(" + c.text("providername", "serviceprovidername", "publishername") + ")"
	azure := provider + " IN ('microsoft', 'microsoft azure', 'azure', 'microsoft corporation')"
	aws := provider + " IN ('aws', 'amazon web services', 'amazon web services, inc.')"
	ours := func(then string) string { return "CASE WHEN " + azure + " THEN " + then + " ELSE '' END" }
	theirs := func(then string) string { return "CASE WHEN " + azure + " THEN '' ELSE " + then + " END" }

	// The block of Azure's unit stands in x_PricingUnitDescription alone.
	consumed := "(" + c.text("consumedquantity") + " <> '' AND (" + c.text("xpricingunitdescription") + " = '' OR " + c.text("pricingquantity") + " = ''))"
	unit := "CASE WHEN " + consumed + " THEN " + c.text("consumedunit") + " ELSE " + c.text("xpricingunitdescription", "pricingunit") + " END"
	// Prices are of the unit that is priced.
	priced := func(price string) string {
		if price == "''" {
			return price
		}
		return "CASE WHEN " + consumed + " THEN '' ELSE " + inBilling(c, price) + " END"
	}
	// What was billed is stated in the pricing currency by Azure alone, and in
	// dollars only; FOCUS 1.2 has the effective cost, which differs where a benefit
	// covers usage.
	pricedCost, pricedAs := c.text("pricingcurrencyeffectivecost"), "PricingCurrencyEffectiveCost"
	if usd := c.text("xbilledcostinusd"); usd != "''" {
		pricedCost, pricedAs = "CASE WHEN "+c.text("pricingcurrency", "xpricingcurrency")+" = 'USD' THEN "+usd+" ELSE "+pricedCost+" END", "x_BilledCostInUsd or PricingCurrencyEffectiveCost"
	}
	return canonical{
		Provider:      "CASE WHEN " + azure + " THEN 'Azure' WHEN " + aws + " THEN 'AWS' ELSE " + c.text("providername", "serviceprovidername", "publishername") + " END",
		Kind:          focusKind(c),
		KindText:      c.text("chargecategory"),
		Day:           c.text("chargeperiodstart"),
		Until:         c.text("chargeperiodend"),
		Subscription:  "replace(" + c.text("subaccountid", "billingaccountid") + ", '/subscriptions/', '')", // as Azure writes it
		MeterID:       ours(c.text("xskumeterid")),
		Category:      ours(c.text("xskumetercategory", "servicename")),
		Subcategory:   ours(c.text("xskumetersubcategory")),
		Name:          ours(c.text("xskumetername", "skumeter")),
		Unit:          ours(unit),
		Region:        ours(c.text("xskuregion", "regionid", "region", "regionname")),
		Offer:         ours(c.text("xskuofferid")),
		Group:         c.text("xresourcegroupname"),
		Resource:      c.text("resourceid"),
		Tags:          c.text("tags"),
		Quantity:      "CASE WHEN " + consumed + " THEN " + c.text("consumedquantity") + " ELSE " + c.text("pricingquantity") + " END",
		Cost:          c.text("billedcost"),
		Currency:      c.text("billingcurrency"),
		Benefit:       c.text("commitmentdiscountid"),
		Amortized:     amortizedCost(c),
		Pays:          pays(c, "chargefrequency", "xskuterm"),
		Agreed:        priced(c.text("contractedunitprice")),
		List:          priced(c.text("listunitprice")),
		Service:       theirs(c.text("servicename")),
		UsageType:     theirs(c.text("xusagetype", "skumeter", "skupriceid", "skuid")),
		Operation:     theirs(c.text("xoperation", "chargedescription")),
		ForeignRegion: theirs(focusRegion(c, d)),
		ForeignUnit:   theirs(unit),
		Dates:         c.texts("chargeperiodend", "billingperiodstart", "billingperiodend"),

		PricedCost: pricedCost, PricingCurrency: c.text("pricingcurrency", "xpricingcurrency"), PricedAs: pricedAs,
		PricedAmortized: c.text("pricingcurrencyeffectivecost"),
	}
}

// focusRegion is the region's id, or that of the zone's region, or its name.
func focusRegion(c columns, d dialect) string {
	zone := c.text("availabilityzone")
	return "CASE WHEN " + c.text("regionid") + " = '' AND " + zone + " <> '' THEN " + regionOfZone(zone, d) +
		" ELSE " + c.text("regionid", "region", "regionname") + " END"
}

// amortizedCost is what FOCUS calls the effective cost.
func amortizedCost(c columns) string {
	if !c.has("effectivecost") {
		return ""
	}
	return c.text("effectivecost")
}

// focusKind takes a correction of earlier charges for an adjustment, whatever
// it corrects: it belongs to another month.
func focusKind(c columns) string {
	charge := "lower(" + c.text("chargecategory") + ")"
	status := "lower(" + c.text("commitmentdiscountstatus") + ")"
	return "CASE" + when(charge+" = 'tax'", scenario.Tax) +
		when(charge+" = 'credit'", scenario.Credit) +
		when(charge+" = 'adjustment' OR lower("+c.text("chargeclass")+") = 'correction'", scenario.Adjustment) +
		when(charge+" NOT IN ('usage', 'purchase')", "") +
		when(status+" = 'unused'", scenario.Unused) +
		when("lower("+c.text("xpublishercategory")+") = 'vendor' OR lower("+c.text("xpublishertype")+") = 'marketplace'", scenario.Marketplace) +
		when(charge+" = 'purchase'", scenario.Purchase) +
		when(status+" = 'used' OR lower("+c.text("pricingcategory")+") = 'committed' OR "+c.text("commitmentdiscountid")+" <> ''", scenario.CoveredUsage) +
		" ELSE " + literal(string(scenario.Metered)) + " END"
}
