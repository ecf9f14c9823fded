package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"azwhatif/ratebook/money"
)

// sold is a meter of generated exports: what exports say of it, and what the cards
// of the test know. Quantities of it count the export's unit.
type sold struct {
	category, name, unit string
	price                string // of the unit
	rates, cardUnit      string // on the cards; "" is a meter that no card has
	perMonth             bool   // what is held for a month
	onlyFirst            bool   // the second card does not have it
	unfit                bool   // its unit is not the card's
}

var goods = []sold{
	{category: "Virtual Machines", name: "D4s v5", unit: "1 Hour", price: "0.2", rates: `{"0":0.2}`, cardUnit: "1 Hour"},
	{category: "Storage", name: "Data Stored", unit: "1 GB/Month", price: "0.1", rates: `{"0":0.1,"500":0.08}`, cardUnit: "1 GB/Month", perMonth: true},
	{category: "Storage", name: "Write Operations", unit: "10K", price: "0.05", rates: `{"0":0.05}`, cardUnit: "10K"},
	{category: "Bandwidth", name: "Data Out", unit: "1 GB", price: "0.08", rates: `{"0":0,"5":0.08}`, cardUnit: "1 GB"},
	{category: "Storage", name: "Disk", unit: "1/Month", price: "5", rates: `{"0":5}`, cardUnit: "1/Month", perMonth: true, onlyFirst: true},
	{category: "New Service", name: "Unheard Of", unit: "1 Hour", price: "3"},
	{category: "Storage", name: "Odd", unit: "1 GB", price: "7", rates: `{"0":1}`, cardUnit: "1 Hour", unfit: true},
}

func (g sold) id() string {
	for i := range goods {
		if goods[i].name == g.name {
			return fmt.Sprintf("aaaaaaaa-0000-4000-8000-00000000000%d", i)
		}
	}
	return ""
}

// cardOf is a rate card of the goods.
func cardOf(currency string, second bool) string {
	var list []string
	for _, g := range goods {
		if g.rates == "" || second && g.onlyFirst {
			continue
		}
		list = append(list, fmt.Sprintf(`{"MeterId":"%s","MeterName":"%s","MeterCategory":"%s","MeterSubCategory":"","Unit":"%s","MeterRegion":"EU West","MeterRates":%s,"IncludedQuantity":0,"EffectiveDate":"2020-01-01T00:00:00Z"}`,
			g.id(), g.name, g.category, g.cardUnit, g.rates))
	}
	list = append(list, `{"MeterId":"bbbbbbbb-0000-4000-8000-000000000001","MeterName":"D4s v5","MeterCategory":"Virtual Machines","MeterSubCategory":"Dsv5 Series","Unit":"1 Hour","MeterRegion":"EU North","MeterRates":{"0":0.21},"IncludedQuantity":0,"EffectiveDate":"2020-01-01T00:00:00Z"}`)
	return `{"OfferTerms":[],"Currency":"` + currency + `","Locale":"en-US","IsTaxIncluded":false,"Meters":[` + strings.Join(list, ",\n") + `]}`
}

// rowKind is what a generated record is.
type rowKind string

const (
	usageRow    rowKind = "usage"
	coveredRow  rowKind = "covered" // by a reservation
	purchaseRow rowKind = "purchase"
	unusedRow   rowKind = "unused"
	taxRow      rowKind = "tax"
	marketRow   rowKind = "marketplace"
	badRow      rowKind = "bad"    // its quantity is no number
	raggedRow   rowKind = "ragged" // it has too few columns
)

// exported is one invented record, which each format writes in its own way.
type exported struct {
	number       int // tells it from all others
	day          time.Time
	subscription int
	good         sold
	kind         rowKind
	quantity     money.Decimal
	cost         money.Decimal // what is billed
	effective    money.Decimal // of a covered record: its part of the reservation
	currency     string
}

func (r exported) sub() string {
	return fmt.Sprintf("0a000000-0000-4000-8000-00000000000%d", r.subscription)
}

// priced tells whether a card has a price for it. Where the export names no unit, it
// is the meter's own.
func (r exported) priced(second, noUnit bool) bool {
	return r.good.rates != "" && (noUnit || !r.good.unfit) && !(second && r.good.onlyFirst)
}

// generate invents n records of January to March 2026, of two subscriptions, the
// second of which begins later, with the kinds that a format has.
func generate(rnd *rand.Rand, n int, kinds []rowKind, currencies []string) (rows []exported) {
	begin := []int{0, rnd.IntN(25)}
	decimal := func(whole, places int) money.Decimal {
		return money.MustParse(fmt.Sprintf("%d.%0*d", rnd.IntN(whole), places, rnd.IntN(1_000_000)%pow10(places)))
	}
	add := func(r exported) {
		r.number, r.effective = len(rows), money.Zero
		switch r.kind {
		case usageRow, badRow, raggedRow, marketRow:
			r.cost = round4(r.quantity.Mul(money.MustParse(r.good.price)))
		case coveredRow:
			r.cost, r.effective = money.Zero, round4(r.quantity.Mul(money.MustParse("0.13")))
		case unusedRow:
			r.cost, r.effective = money.Zero, decimal(20, 2)
		default:
			r.cost = decimal(900, 2)
		}
		rows = append(rows, r)
	}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for s := range begin {
		for _, d := range []int{begin[s], 89} { // the files begin and end here
			add(exported{day: first.AddDate(0, 0, d), subscription: s, good: goods[s], kind: usageRow, quantity: decimal(24, 3), currency: currencies[0]})
		}
	}
	for range n {
		s := rnd.IntN(2)
		r := exported{day: first.AddDate(0, 0, begin[s]+rnd.IntN(90-begin[s])), subscription: s, good: goods[rnd.IntN(len(goods))], kind: usageRow, currency: currencies[0]}
		if rnd.IntN(3) == 0 {
			r.kind = kinds[rnd.IntN(len(kinds))]
		}
		if len(currencies) > 1 && rnd.IntN(6) == 0 {
			r.currency = currencies[1]
		}
		r.quantity = decimal(300, 1+rnd.IntN(6))
		if r.kind == coveredRow || r.kind == unusedRow {
			r.good = goods[0]
		}
		if r.kind == usageRow && rnd.IntN(12) == 0 {
			r.quantity = r.quantity.Neg() // a late correction
		}
		add(r)
	}
	return rows
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

func round4(d money.Decimal) money.Decimal { return money.MustParse(d.Fixed(4)) }

// exporter writes records as one format does.
type exporter struct {
	name                string
	begin, between, end string
	row                 func(r exported) string // "" of a record that the format does not have
	kinds               []rowKind
	currencies          []string
	noCost, noUnit      bool
	parquet             bool   // whether a table of it may be Parquet
	settings            string // of the import
	otherCloud          bool
	effective           bool // whether a covered record's cost is stated
}

// fields are the words that a row of a format has in place of a record's.
func fields(template string, words func(r exported) []string) func(exported) string {
	return func(r exported) string {
		q := r.quantity.String()
		if r.kind == badRow {
			q = "many"
		}
		all := append([]string{"{day}", r.day.Format(time.DateOnly), "{us}", r.day.Format("01/02/2006"), "{sub}", r.sub(), "{id}", r.good.id(), "{category}", r.good.category,
			"{name}", r.good.name, "{unit}", r.good.unit, "{quantity}", q, "{cost}", r.cost.String(), "{currency}", r.currency, "{n}", fmt.Sprint(r.number)}, words(r)...)
		text := strings.NewReplacer(all...).Replace(template)
		if r.kind == raggedRow {
			text = text[:strings.LastIndexByte(text[:len(text)-1], ',')]
			text = text[:strings.LastIndexByte(text, ',')]
		}
		return text
	}
}

func none(exported) []string { return nil }

const reservation = "/providers/Microsoft.Capacity/reservationOrders/0a000000-0000-4000-8000-0000000000ff/reservations/1"

// azureWords are how Cost Management tells what a record is.
func azureWords(amortized bool) func(exported) []string {
	return func(r exported) []string {
		charge, model, publisher, id, cost := "Usage", "OnDemand", "Azure", "", r.cost
		switch r.kind {
		case coveredRow:
			model, id = "Reservation", reservation
		case unusedRow:
			charge, model, id = "UnusedReservation", "Reservation", reservation
		case purchaseRow:
			charge, model, id = "Purchase", "Reservation", reservation
		case taxRow:
			charge = "Tax"
		case marketRow:
			publisher = "Marketplace"
		}
		if amortized && (r.kind == coveredRow || r.kind == unusedRow) {
			cost = r.effective
		}
		return []string{"{charge}", charge, "{model}", model, "{publisher}", publisher, "{reservation}", id, "{billed}", cost.String()}
	}
}

// costManagement is an export of Cost Management, actual or amortized.
func costManagement(amortized bool) exporter {
	write := fields("{sub},{day},{category},,{id},{name},EU West,{unit},{quantity},{billed},{currency},{charge},{model},{publisher},{reservation},/r/{n}", azureWords(amortized))
	e := exporter{
		name:  "actual cost",
		begin: "SubscriptionId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,ChargeType,PricingModel,PublisherType,ReservationId,ResourceId\n",
		kinds: []rowKind{coveredRow, coveredRow, purchaseRow, taxRow, marketRow, badRow, raggedRow}, currencies: []string{"EUR"}, between: "\n", end: "\n", parquet: true,
		row: write,
	}
	if amortized {
		e.name, e.kinds, e.effective = "amortized cost", []rowKind{coveredRow, coveredRow, unusedRow, taxRow, marketRow, badRow, raggedRow}, true
	}
	return e
}

var exporters = []exporter{
	costManagement(false), costManagement(true),
	{
		name:  "Enterprise Agreement before 2019",
		begin: "SubscriptionGuid,Date,Month,Day,Year,Meter ID,Meter Category,Meter Sub-Category,Meter Region,Meter Name,Consumed Quantity,ResourceRate,ExtendedCost,Instance ID,Tags,Unit Of Measure,Resource Group,Currency Code\n", between: "\n", end: "\n",
		row:   fields("{sub},{us},1,1,2026,{id},{category},,EU West,{name},{quantity},,{cost},/r/{n},,{unit},rg,{currency}", none),
		kinds: []rowKind{badRow, raggedRow}, currencies: []string{"EUR", "USD"}, parquet: true,
	},
	{
		name:  "cost export of 2019",
		begin: "SubscriptionGuid,ResourceGroup,ResourceLocation,UsageDateTime,MeterCategory,MeterSubcategory,MeterId,MeterName,MeterRegion,UsageQuantity,ResourceRate,PreTaxCost,Currency,InstanceId\n", between: "\n", end: "\n",
		row:   fields("{sub},rg,euwest,{day},{category},,{id},{name},EU West,{quantity},,{cost},{currency},/r/{n}", none),
		kinds: []rowKind{badRow, raggedRow}, currencies: []string{"EUR"}, noUnit: true, parquet: true,
	},
	{
		name:  "classic portal",
		begin: "Usage Date,Meter Category,Meter Id,Meter Sub-category,Meter Name,Meter Region,Unit,Consumed Quantity,Resource Location,Consumed Service,Resource Group,Instance Id,Tags\n", between: "\n", end: "\n",
		row:   fields("{day},{category},{id},,{name},EU West,{unit},{quantity},euwest,x,rg,/subscriptions/{sub}/r/{n},", none),
		kinds: []rowKind{badRow}, currencies: []string{""}, noCost: true,
	},
	{
		name:  "FOCUS",
		begin: "ChargeCategory,ChargeClass,ChargePeriodStart,BilledCost,EffectiveCost,BillingCurrency,PricingQuantity,PricingUnit,ProviderName,SubAccountId,ServiceName,RegionId,CommitmentDiscountStatus,CommitmentDiscountId,x_SkuMeterId,x_SkuMeterName,x_SkuMeterCategory,x_SkuRegion,x_PricingUnitDescription,x_PublisherCategory,ResourceId\n", between: "\n", end: "\n",
		row: fields("{category1},,{day} 00:00:00,{cost},{effective},{currency},{quantity},{unit},Microsoft,{sub},{category},westeurope,{status},{reservation},{id},{name},{category},EU West,{unit},{publisher},/r/{n}", func(r exported) []string {
			category, status, id, publisher, effective := "Usage", "", "", "", r.cost
			switch r.kind {
			case coveredRow:
				status, id, effective = "Used", reservation, r.effective
			case unusedRow:
				status, id, effective = "Unused", reservation, r.effective
			case purchaseRow:
				category, id = "Purchase", reservation
			case taxRow:
				category = "Tax"
			case marketRow:
				publisher = "Vendor"
			}
			return []string{"{category1}", category, "{status}", status, "{reservation}", id, "{publisher}", publisher, "{effective}", effective.String()}
		}),
		kinds: []rowKind{coveredRow, unusedRow, purchaseRow, taxRow, marketRow, badRow, raggedRow}, currencies: []string{"EUR"}, parquet: true, effective: true,
	},
	{
		name:  "AWS Cost and Usage Report",
		begin: "identity/LineItemId,bill/PayerAccountId,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,product/region,pricing/unit,reservation/ReservationARN,reservation/EffectiveCost\n", between: "\n", end: "\n",
		row: fields("{n},1,{sub},{type},{day}T00:00:00Z,{product},{usage},{operation},/r/{n},{quantity},{currency},{cost},eu-west-1,{per},{arn},{effective}", func(r exported) []string {
			product, usage, operation, per := "AmazonEC2", "EU-BoxUsage:m5.xlarge", "RunInstances", "Hrs"
			switch {
			case r.good.category == "Storage":
				product, usage, operation, per = "AmazonS3", "EU-TimedStorage-ByteHrs", "StandardStorage", "GB-Mo"
			case r.good.name != goods[0].name:
				product, usage, operation, per = "AmazonOdd", "EU-Odd:"+strings.ReplaceAll(r.good.name, " ", ""), "Do", "Units"
			}
			what, arn, effective := "Usage", "", ""
			switch r.kind {
			case coveredRow:
				what, arn, effective = "DiscountedUsage", "arn:1", r.effective.String()
			case purchaseRow:
				what, arn = "RIFee", "arn:1"
			case taxRow:
				what = "Tax"
			}
			return []string{"{type}", what, "{product}", product, "{usage}", usage, "{operation}", operation, "{per}", per, "{arn}", arn, "{effective}", effective}
		}),
		kinds: []rowKind{coveredRow, purchaseRow, taxRow, badRow, raggedRow}, currencies: []string{"USD"}, parquet: true, settings: ", mapping: aws", otherCloud: true, effective: true,
	},
	{
		name: "usage details", begin: `{"value":[`, between: ",", end: "]}",
		row: fields(`{"id":"/subscriptions/{sub}/providers/Microsoft.Consumption/usageDetails/{n}","properties":{"usageStart":"{day}T00:00:00Z","meterId":"{id}","usageQuantity":"{quantity}","pretaxCost":{cost},"currency":"{currency}","instanceId":"/r/{n}",`+
			`"meterDetails":{"meterCategory":"{category}","meterName":"{name}","meterLocation":"EU West","unit":"{unit}"}}}`, none),
		kinds: []rowKind{badRow}, currencies: []string{"EUR", "USD"},
	},
	{
		name: "usage details, modern", begin: `{"value":[`, between: ",", end: "]}",
		row: fields(`{"kind":"modern","id":"/subscriptions/{sub}/providers/Microsoft.Consumption/usageDetails/{n}","properties":{"date":"{day}T00:00:00Z","subscriptionGuid":"{sub}","meterId":"{id}","meterCategory":"{category}","meterName":"{name}","meterRegion":"EU West","unitOfMeasure":"{unit}",`+
			`"quantity":"{quantity}","costInBillingCurrency":{billed},"billingCurrencyCode":"{currency}","effectivePrice":0,"chargeType":"{charge}","pricingModel":"{model}","publisherType":"{publisher}","reservationId":"{reservation}","instanceName":"/r/{n}"}}`, azureWords(false)),
		kinds: []rowKind{coveredRow, purchaseRow, taxRow, marketRow, badRow}, currencies: []string{"EUR"},
	},
	{
		name: "az consumption usage list", begin: "[", between: ",", end: "]",
		row: fields(`{"id":"/subscriptions/{sub}/providers/Microsoft.Consumption/usageDetails/{n}","usageStart":"{day}T00:00:00Z","meterId":"{id}","usageQuantity":"{quantity}","pretaxCost":"{cost}","currency":"{currency}","instanceId":"/r/{n}",`+
			`"meterDetails":{"meterCategory":"{category}","meterName":"{name}","meterLocation":"EU West","unit":"{unit}"}}`, none),
		kinds: []rowKind{badRow}, currencies: []string{"EUR"},
	},
	{
		name: "usage aggregates", begin: `{"value":[`, between: ",", end: "]}",
		row: fields(`{"id":"{n}","name":"Daily_{n}","type":"Microsoft.Commerce/UsageAggregate","properties":{"subscriptionId":"{sub}","usageStartTime":"{day}T00:00:00+00:00","usageEndTime":"{day}T23:00:00+00:00",`+
			`"meterName":"{name}","meterCategory":"{category}","meterRegion":"EU West","unit":"{unit}","meterId":"{id}","quantity":"{quantity}","infoFields":{"x":"{n}"}}}`, none),
		kinds: []rowKind{badRow}, currencies: []string{""}, noCost: true,
	},
}

// file writes records as one file.
func (e exporter) file(rows []exported) string {
	var texts []string
	for _, r := range rows {
		texts = append(texts, e.row(r))
	}
	return e.begin + strings.Join(texts, e.between) + e.end
}
