package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "oci-cost",
		// The cost report of Oracle Cloud Infrastructure, as its bucket has it (CSV, with
		// gzip). A correction refers to an earlier line and changes it.
		// Source: docs.oracle.com/iaas, "Cost and Usage Reports Overview".
		Claims: func(h head) bool {
			return h.Columns.all("lineitemintervalusagestart", "usagebilledquantity", "costmycost")
		},
		Needs: [][]string{{"lineItem/intervalUsageStart"}, {"usage/billedQuantity"}, {"cost/myCost"}, {"cost/currencyCode"},
			{"product/service"}, {"product/Description", "cost/productSku"}},
		Canonical: func(c columns, d dialect) canonical {
			correction := "lower(" + c.text("lineitemiscorrection") + ") = 'true'"
			r := canonical{
				Provider:      literal("Oracle"),
				Kind:          "CASE" + when(correction, scenario.Adjustment) + " ELSE " + literal(string(scenario.Metered)) + " END",
				KindText:      c.text("lineitemiscorrection"),
				Day:           c.text("lineitemintervalusagestart"),
				Until:         c.text("lineitemintervalusageend"),
				Subscription:  c.text("productcompartmentid", "lineitemtenantid"),
				Resource:      c.text("productresourceid"),
				Quantity:      c.text("usagebilledquantity"),
				Cost:          c.text("costmycost"),
				Currency:      c.text("costcurrencycode"),
				Service:       c.text("productservice"),
				UsageType:     c.text("productdescription", "costproductsku"),
				Operation:     c.text("costproductsku"),
				ForeignRegion: c.text("productregion"),
				ForeignUnit:   c.text("costskuunitdescription", "costbillingunitreadable"),
			}
			r.tagColumns(c, d, c.one, "tags/")
			return r
		},
	})
}
