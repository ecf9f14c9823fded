package usage

import "azwhatif/scenario"

func init() {
	register(&format{
		Name: "azure-ea-old",
		// The usage detail of Enterprise Agreements before 2019, which counts
		// ConsumedQuantity, and repeats the date as month, day and year.
		Claims: func(h head) bool {
			return h.Columns.all("consumedquantity", "metercategory") && h.Columns.has("date") && !h.Columns.has("usagedate")
		},
		Needs: [][]string{{"MeterCategory"}, {"Date"}, {"ConsumedQuantity"}, {"UnitOfMeasure", "Unit"}},
		Canonical: func(c columns, d dialect) canonical {
			r := azureColumns(c)
			r.Kind = "CASE" + when("lower("+c.text("chargesbilledseparately")+") = 'true'", scenario.Marketplace) + " ELSE " + azureKind(c) + " END"
			return r
		},
	})
}
