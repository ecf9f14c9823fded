package fetch_test

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
)

func ExampleDecodeRetail() {
	terms := ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	card, err := fetch.DecodeRetail(strings.NewReader(`{"BillingCurrency": "EUR", "Items": [
		{"currencyCode": "EUR", "tierMinimumUnits": 0.0, "retailPrice": 0.23, "armRegionName": "westeurope", "effectiveStartDate": "2021-11-01T00:00:00Z",
		 "meterId": "1ab41620-5ffa-51b3-ac16-6416f9f747a9", "meterName": "D4s v5", "serviceName": "Virtual Machines", "unitOfMeasure": "1 Hour", "type": "Consumption",
		 "savingsPlan": [{"retailPrice": 0.126224, "term": "3 Years"}]},
		{"currencyCode": "EUR", "tierMinimumUnits": 0.0, "retailPrice": 2297.0, "armRegionName": "westeurope", "effectiveStartDate": "2021-11-01T00:00:00Z",
		 "meterId": "1ab41620-5ffa-51b3-ac16-6416f9f747a9", "meterName": "D4s v5", "serviceName": "Virtual Machines", "unitOfMeasure": "1 Hour", "type": "Reservation",
		 "reservationTerm": "3 Years"}], "NextPageLink": null, "Count": 2}`), terms)
	if err != nil {
		fmt.Println(err)
		return
	}
	rate := card.Rates[0]
	fmt.Println("per", rate.Meter.Unit, rate.Tiers[0].UnitPrice)
	for _, p := range rate.Beside {
		fmt.Println(p.Kind, p.Months, "months", p.Amount)
	}
	// Output:
	// per 1 Hour 0.23
	// reservation 36 months 2297
	// savings plan 36 months 0.126224
}

func ExampleDecodePriceSheet() {
	terms := ratebook.Terms{Source: ratebook.PriceSheet, Offer: "MS-AZR-0017P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	card, err := fetch.DecodePriceSheet(strings.NewReader(
		"MeterId,MeterCategory,MeterName,MeterSubCategory,MeterRegion,PartNumber,priceType,CurrencyCode,UnitOfMeasure,MarketPrice,UnitPrice,OfferID\n"+
			"1AB41620-5FFA-51B3-AC16-6416F9F747A9,Virtual Machines,D4s v5,Dsv5 Series,EU West,AAF-70822,Consumption,EUR,10 Hours,2.3,2.07,MS-AZR-0017P\n"), terms)
	if err != nil {
		fmt.Println(err)
		return
	}
	rate := card.Rates[0]
	fmt.Println(rate.Meter.ID, "per", rate.Meter.Unit, rate.Tiers[0].UnitPrice, "instead of", rate.Beside[0].Amount)

	_, err = fetch.DecodePriceSheet(strings.NewReader("Service,Unit of Measure,Overage Part Number,Overage Unit Price\n"), terms)
	fmt.Println(err)
	// Output:
	// 1ab41620-5ffa-51b3-ac16-6416f9f747a9 per 10 Hours 2.07 instead of 2.3
	// the price sheet has no meter ids, as those of the old EA portal: download it from the Azure portal (Cost Management + Billing, Usage + charges)
}
