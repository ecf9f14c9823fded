package fetch_test

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
)

func ExampleDecodeRateCard() {
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	card, err := fetch.DecodeRateCard(strings.NewReader(`{"OfferTerms": [], "Currency": "EUR", "Locale": "en-US", "Meters": [
		{"MeterId": "9995D93A-7D35-4D3F-9C69-7A7FEA447EF4", "MeterName": "Users", "MeterCategory": "Azure DevOps", "Unit": "1/Month",
		 "MeterRates": {"5.0": 2, "0": 1}, "IncludedQuantity": "5", "EffectiveDate": "2020-01-01T00:00:00"}]}`), terms)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.Terms, "has meters:", card.Provenance.Meters)
	fmt.Println("16 users:", card.Rates[0].Charge(money.Int(16)).Amount)

	_, err = fetch.DecodeRateCard(strings.NewReader(`{"Currency": "USD", "Meters": [{"MeterId": "999`), terms)
	fmt.Println(err)
	// Output:
	// MS-AZR-0003P in EUR for NL has meters: 1
	// 16 users: 17
	// the response is cut off after 47 bytes; nothing of it is kept: fetch it again
}
