package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "aws-cur",
		// The Cost and Usage Report of AWS: CSV, whose columns are category
		// and name, and Parquet, in snake case; both even out alike.
		Claims: func(h head) bool {
			return h.Columns.all("lineitemusageamount", "lineitemlineitemtype") && h.Columns.has("lineitemusagestartdate")
		},
		Needs: [][]string{{"lineItem/LineItemType"}, {"lineItem/UsageStartDate"}, {"lineItem/UsageAmount"}, {"lineItem/UnblendedCost"},
			{"lineItem/CurrencyCode"}, {"lineItem/ProductCode", "product/servicecode"}, {"lineItem/UsageType"}},
		Canonical: curColumns,
	})
}

func curColumns(c columns, d dialect) canonical {
	r := canonical{
		Provider:      literal("AWS"),
		Kind:          curKind(c),
		KindText:      c.text("lineitemlineitemtype"),
		Day:           c.text("lineitemusagestartdate"),
		Until:         c.text("lineitemusageenddate"),
		Subscription:  c.text("lineitemusageaccountid", "billpayeraccountid"),
		Resource:      c.text("lineitemresourceid"),
		Quantity:      c.text("lineitemusageamount"),
		Cost:          c.text("lineitemunblendedcost"),
		Currency:      c.text("lineitemcurrencycode"),
		Benefit:       curBenefit(c, d),
		Service:       c.text("lineitemproductcode", "productservicecode"),
		UsageType:     c.text("lineitemusagetype"),
		Operation:     c.text("lineitemoperation"),
		ForeignRegion: curRegion(c, d),
		ForeignUnit:   c.text("pricingunit"),
		Tags:          c.text("resourcetags"), // of CUR 2.0, a map
	}
	r.Amortized, r.AmortizedMore = curAmortized(c)
	r.tagColumns(c, d, c.one, "resourceTags/user:", "resourceTags/", "resource_tags_user_", "resource_tags_")
	return r
}

// curRegion is the region's id, or that of the availability zone's region, or,
// in reports without ids, its name.
func curRegion(c columns, d dialect) string {
	id := c.text("productregioncode", "productregion", "productfromregioncode")
	named := c.text("productlocation", "productfromlocation")
	return "CASE WHEN " + id + " <> '' THEN " + id + " WHEN " + c.text("lineitemavailabilityzone") + " <> '' THEN " +
		regionOfZone(c.text("lineitemavailabilityzone"), d) + " ELSE " + named + " END"
}

// regionOfZone is the id of the region that a zone is in: us-east-1 of us-east-1a,
// us-west-2 of us-west-2-lax-1a. A text that is no such id is left as it is.
func regionOfZone(text string, d dialect) string {
	return "coalesce(nullif(" + d.Extract(text, `^((?:[a-z]+-)+[0-9]+)[a-z-].*$`) + ", ''), " + text + ")"
}

// inAdvance is added to the name of a benefit that is partly paid in advance: its
// recurring fees are then not what it costs.
const inAdvance = ", partly paid in advance"

// curBenefit names the savings plan or the reservation of usage that it covers,
// of its recurring fee, and of what is taken off for usage that it covers. What is
// paid for a whole term in advance is none of them.
func curBenefit(c columns, d dialect) string {
	item := "lower(" + c.text("lineitemlineitemtype") + ")"
	name := func(arn, none, advance string) string {
		return "concat(CASE WHEN " + arn + " = '' THEN " + literal(none) + " ELSE " + arn + " END, CASE WHEN " + advance + " THEN " + literal(inAdvance) + " ELSE '' END)"
	}
	partial := func(columns ...string) string { return "lower(" + c.text(columns...) + ") = 'partial upfront'" }
	above := func(column string) string { return d.Matches(c.text(column), "[1-9]") }
	return "CASE WHEN " + item + " IN ('savingsplancoveredusage', 'savingsplanrecurringfee', 'savingsplannegation') THEN " +
		name(c.text("savingsplansavingsplanarn"), "a savings plan", partial("savingsplanpaymentoption")) +
		" WHEN " + item + " IN ('discountedusage', 'rifee') THEN " +
		name(c.text("reservationreservationarn"), "a reservation", partial("pricingpurchaseoption")+" OR "+
			above("reservationamortizedupfrontfeeforbillingperiod")+" OR "+above("reservationupfrontvalue")) + " ELSE '' END"
}

// curAmortized is the effective cost of covered usage: its part of the fees, and
// of what was paid in advance, less the account's discounts where the report has it
// so. Of a fee it is the part of the benefit's cost that nothing used: what of a
// reservation's upfront and recurring fee is unused, and a savings plan's commitment less
// what of it was used. Each is none where the report leaves it out.
// Source: docs.aws.amazon.com/cur, Reservation and Savings plan columns.
func curAmortized(c columns) (cost, more string) {
	item := "lower(" + c.text("lineitemlineitemtype") + ")"
	used := c.text("savingsplanusedcommitment")
	cost = "CASE WHEN " + item + " = 'savingsplancoveredusage' THEN " + c.text("savingsplannetsavingsplaneffectivecost", "savingsplansavingsplaneffectivecost") +
		" WHEN " + item + " = 'discountedusage' THEN " + c.text("reservationneteffectivecost", "reservationeffectivecost") +
		" WHEN " + item + " = 'rifee' THEN " + c.text("reservationnetunusedamortizedupfrontfeeforbillingperiod", "reservationunusedamortizedupfrontfeeforbillingperiod") +
		" WHEN " + item + " = 'savingsplanrecurringfee' THEN " + c.text("savingsplantotalcommitmenttodate") +
		" WHEN " + item + " = 'savingsplannegation' THEN '0' ELSE '' END"
	more = "CASE WHEN " + item + " = 'rifee' THEN " + c.text("reservationnetunusedrecurringfee", "reservationunusedrecurringfee") +
		" WHEN " + item + " = 'savingsplanrecurringfee' THEN CASE WHEN " + used + " = '' THEN '' ELSE concat('-', " + used + ") END ELSE '0' END"
	return cost, more
}

func curKind(c columns) string {
	item := "lower(" + c.text("lineitemlineitemtype") + ")"
	return "CASE" + when(item+" = 'tax'", scenario.Tax) +
		when(item+" = 'credit'", scenario.Credit) +
		when(item+" = 'refund'", scenario.Adjustment) +
		when(item+" IN ('discount', 'sppdiscount', 'edpdiscount', 'bundleddiscount', 'privateratediscount', 'rivolumediscount', 'spprogramdiscount', 'distributordiscount')", scenario.DiscountRecord) +
		when(item+" NOT IN ('usage', 'discountedusage', 'savingsplancoveredusage', 'fee', 'rifee', 'savingsplanupfrontfee', 'savingsplanrecurringfee', 'savingsplannegation')", "") +
		when(item+" IN ('discountedusage', 'savingsplancoveredusage')", scenario.CoveredUsage) +
		when("lower("+c.text("billbillingentity")+") = 'aws marketplace'", scenario.Marketplace) +
		when(item+" = 'usage'", scenario.Metered) +
		" ELSE " + literal(string(scenario.Purchase)) + " END"
}
