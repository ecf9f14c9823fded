package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "azure-csp-daily",
		// The daily rated usage that Partner Center gives a Cloud Solution Provider for an
		// invoice, or unbilled. Its prices are in the currency that Azure is priced in, its
		// costs in that and in the bill's. Of the price of a unit the partner earned credit
		// (PEC) is taken off: UnitPrice is before it, EffectiveUnitPrice after.
		// Source: learn.microsoft.com/partner-center, "Daily rated usage reconciliation files".
		Claims: func(h head) bool {
			return h.Columns.all("partnerid", "customerid", "meterid", "usagedate", "billingpretaxtotal")
		},
		Needs: [][]string{{"PartnerId"}, {"CustomerId"}, {"MeterId"}, {"UsageDate"}, {"Quantity"}, {"Unit", "UnitType"}, {"BillingPreTaxTotal"}, {"BillingCurrency"}},
		Canonical: func(c columns, d dialect) canonical {
			r := azureColumns(c)
			r.Kind = cspKind(c)
			r.Unit = c.text("unit", "unittype")
			r.Subscription = c.text("entitlementid", "subscriptionid") // that of the customer's Azure; the plan's own is no subscription of it
			r.Resource = c.text("resourceuri")
			r.Cost, r.Currency = c.text("billingpretaxtotal"), c.text("billingcurrency")
			r.Benefit, r.Pays = c.text("benefitorderid", "benefitid"), ""
			r.Price, r.UnitPrice = c.text("effectiveunitprice"), c.text("unitprice")
			r.Agreed, r.List = inBilling(c, r.Price), inBilling(c, r.UnitPrice)
			r.PricedCost, r.PricedAs = c.text("pricingpretaxtotal"), "PricingPreTaxTotal"
			r.PricedAgreed, r.PricedList = r.Price, r.UnitPrice
			r.Dates = c.texts("chargestartdate", "chargeenddate", "pctobcexchangeratedate")
			if c.has("partnerearnedcreditpercentage") {
				r.Tells = append(r.Tells, told{"the partner earned credit that the prices have taken off is %s percent", c.text("partnerearnedcreditpercentage")})
			}
			return r
		},
	})
}

// cspKind reads the kind of a record from its charge type, its publisher and the benefit
// that it names.
func cspKind(c columns) string {
	charge, benefit := "lower("+c.text("chargetype")+")", c.text("benefitid", "benefitorderid")
	publisher := "lower(" + c.text("publishername") + ")"
	return "CASE" + when(charge+" = 'tax'", scenario.Tax) +
		when(charge+" IN ('credit', 'creditnote', 'customercredit', 'azurecredit')", scenario.Credit) +
		when(charge+" IN ('refund', 'adjustment', 'rounding', 'cancel', 'cancelimmediate')", scenario.Adjustment) +
		when(charge+" IN ('purchase', 'renew', 'addquantity', 'removequantity', 'cyclecharge')", scenario.Purchase) +
		when(charge+" NOT IN ('', 'new', 'usage', 'consumption')", "") +
		when(publisher+" NOT IN ('', 'microsoft', 'microsoft corporation', 'azure')", scenario.Marketplace) +
		when(benefit+" <> ''", scenario.CoveredUsage) +
		" ELSE " + literal(string(scenario.Metered)) + " END"
}
