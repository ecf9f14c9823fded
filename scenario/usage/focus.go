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
	google := provider + " IN ('google cloud', 'google cloud platform', 'gcp', 'google')"
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
	r := canonical{
		Provider:     "CASE WHEN " + azure + " THEN 'Azure' WHEN " + aws + " THEN 'AWS' ELSE " + c.text("providername", "serviceprovidername", "publishername") + " END",
		Kind:         focusKind(c),
		KindText:     c.text("chargecategory"),
		Day:          c.text("chargeperiodstart"),
		Until:        c.text("chargeperiodend"),
		Subscription: "replace(" + c.text("subaccountid", "billingaccountid") + ", '/subscriptions/', '')", // as Azure writes it
		MeterID:      ours(c.text("xskumeterid")),
		Category:     ours(c.text("xskumetercategory", "servicename")),
		Subcategory:  ours(c.text("xskumetersubcategory")),
		Name:         ours(c.text("xskumetername", "skumeter")),
		Unit:         ours(unit),
		Region:       ours(c.text("xskuregion", "regionid", "region", "regionname")),
		Offer:        ours(c.text("xskuofferid")),
		Group:        c.text("xresourcegroupname"),
		Resource:     c.text("resourceid"),
		Tags:         c.text("tags"),
		Quantity:     "CASE WHEN " + consumed + " THEN " + c.text("consumedquantity") + " ELSE " + c.text("pricingquantity") + " END",
		Cost:         c.text("billedcost"),
		Currency:     c.text("billingcurrency"),
		Benefit:      c.text("commitmentdiscountid"),
		Amortized:    amortizedCost(c),
		Pays:         pays(c, "chargefrequency", "xskuterm"),
		Agreed:       priced(c.text("contractedunitprice")),
		List:         priced(c.text("listunitprice")),
		Service:      theirs(c.text("servicename")),
		// Google's SKU is its description, and the machine stands in the details of the price.
		UsageType:     theirs("CASE WHEN " + google + " THEN " + c.text("chargedescription", "skumeter", "skuid") + " ELSE " + c.text("xusagetype", "skumeter", "skupriceid", "skuid") + " END"),
		Operation:     theirs("CASE WHEN " + google + " THEN " + googleMachine(c, d) + " ELSE " + c.text("xoperation", "chargedescription") + " END"),
		ForeignRegion: theirs(focusRegion(c, d)),
		ForeignUnit:   theirs(unit),
		Dates:         c.texts("chargeperiodend", "billingperiodstart", "billingperiodend"),

		PricedCost: pricedCost, PricingCurrency: c.text("pricingcurrency", "xpricingcurrency"), PricedAs: pricedAs,
		PricedAmortized: c.text("pricingcurrencyeffectivecost"),
	}
	r.allocated(c, d)
	return r
}

// googleMachine is the machine type that Google's details of a price name, with what
// makes it dear or cheap: "n2-standard-4, windows, spot".
func googleMachine(c columns, d dialect) string {
	details := c.text("skupricedetails")
	if details == "''" {
		return details
	}
	of := func(key string) string { return "lower(replace(" + d.Tag(details, key) + ", '\"', ''))" }
	return "CASE WHEN " + of("InstanceType") + " = '' THEN '' ELSE concat(" + of("InstanceType") +
		", CASE WHEN " + of("OperatingSystem") + " IN ('', 'linux') THEN '' ELSE concat(', ', " + of("OperatingSystem") + ") END" +
		", CASE WHEN " + of("x_Preemptible") + " = 'true' THEN ', spot' ELSE '' END) END"
}

// allocated takes the tags that the provider gave to a part of a shared cost before those
// of the resource that it is a part of (FOCUS 1.3, AllocatedTags).
func (r *canonical) allocated(c columns, d dialect) {
	if !c.has("allocatedtags") {
		return
	}
	own, tags := c.text("allocatedtags"), r.Tags
	inner := func(object string) string { return d.Extract(d.Trim(object), `(?s)^\{?(.*?)\}?$`) }
	r.Tags = "CASE WHEN " + own + " = '' THEN " + tags + " ELSE concat(" + inner(tags) + ", ',', " + inner(own) + ") END"
	r.Tag = func(key string) string {
		return "CASE WHEN " + d.Tag(own, key) + " <> '' THEN " + d.Tag(own, key) + " ELSE " + d.Tag(tags, key) + " END"
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

// focusKind takes a correction of earlier charges for an adjustment, of
// any kind: it belongs to another month.
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
