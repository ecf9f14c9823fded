package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "azure-cost",
		// Cost Management exports and usage details of Enterprise Agreement,
		// Microsoft Customer Agreement and Pay-As-You-Go subscriptions, of
		// all versions, actual and amortized: their columns differ in order,
		// case and names, and some files mix them.
		Claims: func(h head) bool {
			return h.Columns.has("metercategory", "meterid") && h.Columns.has("date", "usagedatetime") &&
				!h.Columns.has("consumedquantity", "chargecategory")
		},
		Needs: [][]string{{"MeterCategory"}, {"MeterId"}, {"Date", "UsageDateTime"}, {"Quantity", "UsageQuantity"}, {"UnitOfMeasure", "Unit"}},
		Canonical: func(c columns, d dialect) canonical {
			r := azureColumns(c)
			r.Missing = c.missing([]string{"Quantity", "UsageQuantity"})
			return r
		},
	})
}

// azureColumns are what Azure's own exports have in common, under any of the
// names that they had over the years.
func azureColumns(c columns) canonical {
	region := c.text("meterregion")
	if !c.has("meterregion") {
		region = c.text("resourcelocationnormalized", "resourcelocation", "location")
	}
	return canonical{
		Provider:     literal("Azure"),
		Kind:         azureKind(c),
		KindText:     c.text("chargetype"),
		Day:          c.text("date", "usagedatetime", "usagedate", "usagestart"),
		Until:        c.text("usageend"),
		Subscription: c.text("subscriptionid", "subscriptionguid"),
		MeterID:      c.text("meterid"),
		Category:     c.text("metercategory"),
		Subcategory:  c.text("metersubcategory"),
		Name:         c.text("metername"),
		Unit:         c.text("unitofmeasure", "unit"),
		Region:       region,
		Offer:        c.text("offerid"),
		Group:        c.text("resourcegroup", "resourcegroupname"),
		Resource:     c.text("resourceid", "instanceid", "instancename"),
		Tags:         c.text("tags"),
		Quantity:     c.text("quantity", "usagequantity", "consumedquantity"),
		Cost:         c.text("costinbillingcurrency", "cost", "pretaxcost", "extendedcost"),
		Currency:     c.text("billingcurrency", "billingcurrencycode", "currency", "currencycode"),
		Benefit:      c.text("productorderid", "reservationid", "benefitid"),
		Pays:         pays(c, "frequency", "term"),
		Price:        c.text("effectiveprice", "resourcerate"),
		UnitPrice:    c.text("unitprice", "paygprice"),
		Agreed:       inBilling(c, c.text("unitprice")),
		List:         inBilling(c, c.text("paygprice")),
		Blocks:       true,

		PricedCost: c.text("costinpricingcurrency"), PricingCurrency: c.text("pricingcurrency", "pricingcurrencycode"), PricedAs: "CostInPricingCurrency",
		PricedAgreed: c.text("unitprice"), PricedList: c.text("paygprice"),
		Dates: c.texts("billingperiodstartdate", "billingperiodenddate", "serviceperiodstartdate",
			"serviceperiodenddate", "exchangeratedate"),
	}
}

// inBilling is a price where it is in the currency of the bill.
func inBilling(c columns, price string) string {
	if price == "''" || !c.has("pricingcurrency", "pricingcurrencycode", "xpricingcurrency") {
		return price
	}
	pricing := c.text("pricingcurrency", "pricingcurrencycode", "xpricingcurrency")
	return "CASE WHEN " + pricing + " IN ('', " + c.text("billingcurrency", "billingcurrencycode", "currency", "currencycode") + ") THEN " + price + " ELSE '' END"
}

// azureKind reads the kind of a record from charge type, publisher and pricing
// model. Where there is no pricing model, a reservation's id tells its usage.
func azureKind(c columns) string {
	charge, model, publisher := "lower("+c.text("chargetype")+")", "lower(replace("+c.text("pricingmodel")+", ' ', ''))", "lower("+c.text("publishertype")+")"
	reserved := c.text("reservationid") + " <> ''"
	common := c.text("chargetype") + " IN ('Usage', '') AND " + c.text("pricingmodel") + " IN ('OnDemand', '') AND " +
		c.text("publishertype") + " IN ('Azure', 'Microsoft', '') AND NOT " + reserved
	return "CASE" + when(common, scenario.Metered) + // what most rows are, told without ado
		when(charge+" = 'tax'", scenario.Tax) +
		when(charge+" = 'credit'", scenario.Credit) +
		when(charge+" IN ('refund', 'adjustment', 'rounding', 'roundingadjustment')", scenario.Adjustment) +
		when(charge+" LIKE 'unused%'", scenario.Unused) +
		when(charge+" NOT IN ('', 'usage', 'purchase')", "") +
		when(publisher+" = 'marketplace'", scenario.Marketplace) +
		when(charge+" = 'purchase'", scenario.Purchase) +
		when(model+" IN ('reservation', 'savingsplan')", scenario.CoveredUsage) +
		when(model+" = '' AND "+reserved, scenario.CoveredUsage) +
		" ELSE " + literal(string(scenario.Metered)) + " END"
}

// ofTerm stands between what a purchase pays for and the term that it is of.
const ofTerm = " of "

// pays is for how long a purchase pays: the month where it recurs, "1 of 36", else its
// term.
func pays(c columns, frequency, term string) string {
	if !c.has(frequency) {
		return ""
	}
	how, recurring := "lower("+c.text(frequency)+")", literal("1"+ofTerm)+" || "+c.text(term)
	return "CASE WHEN azw_kind <> " + literal(string(scenario.Purchase)) + " THEN '' WHEN " + how + " = 'recurring' THEN " + recurring + " WHEN " +
		how + " IN ('onetime', 'one-time', 'one time') THEN " + c.text(term) + " ELSE '' END"
}

func when(condition string, k scenario.RecordKind) string {
	return " WHEN " + condition + " THEN " + literal(string(k))
}
