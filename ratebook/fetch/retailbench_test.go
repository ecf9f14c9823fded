package fetch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

// generatedPages are 40 pages of 1,000 items, some 27 MB: every fourth
// meter has a reservation and savings plans, every 20th three tiers.
func generatedPages() []byte {
	var b bytes.Buffer
	n := 0
	for range 40 {
		b.WriteString(`{"BillingCurrency":"EUR","CustomerEntityId":"Default","CustomerEntityType":"Retail","Items":[`)
		for i := range 1000 {
			if i > 0 {
				b.WriteByte(',')
			}
			meter, kind, more, above := n, consumption, "", 0
			switch {
			case n%20 < 3:
				meter, above = n-n%20, n%20*1000
			case n%4 == 3:
				more = `,"savingsPlan":[{"unitPrice":0.126224,"retailPrice":0.126224,"term":"3 Years"},{"unitPrice":0.175812,"retailPrice":0.175812,"term":"1 Year"}]`
			case n%8 == 4:
				meter, kind, more = n-1, reservation, `,"reservationTerm":"3 Years"`
			}
			fmt.Fprintf(&b, `{"currencyCode":"EUR","tierMinimumUnits":%d.0,"retailPrice":%d.%05d,"unitPrice":%d.%05d,"armRegionName":"westeurope","location":"EU West",`+
				`"effectiveStartDate":"2023-09-01T00:00:00Z","meterId":"%08x-0000-4000-8000-%012x","meterName":"Size %d","productId":"DZH318Z0K9JH","skuId":"DZH318Z0K9JH/%04X",`+
				`"productName":"Virtual Machines Series %d","skuName":"Size %d","serviceName":"Service %d","serviceId":"DZH313Z7MMC8","serviceFamily":"Compute","unitOfMeasure":"1 Hour",`+
				`"type":"%s","isPrimaryMeterRegion":true,"armSkuName":"Standard_%d"%s}`,
				above, n%7, n, n%7, n, meter*2654435761%(1<<32), meter, meter, meter, meter/16%400, meter, meter%60, kind, meter, more)
			n++
		}
		b.WriteString(`],"NextPageLink":null,"Count":1000}` + "\n")
	}
	return b.Bytes()
}

// plainItem has what retailItem has, for encoding/json.
type plainItem struct {
	CurrencyCode         string
	TierMinimumUnits     json.Number
	ReservationTerm      string
	RetailPrice          json.Number
	UnitPrice            json.Number
	ArmRegionName        string
	Location             string
	EffectiveStartDate   string
	EffectiveEndDate     string
	MeterID              string `json:"meterId"`
	MeterName            string
	SkuID                string `json:"skuId"`
	ProductName          string
	ServiceName          string
	UnitOfMeasure        string
	Type                 string
	IsPrimaryMeterRegion *bool
	SavingsPlan          []struct {
		UnitPrice   json.Number
		RetailPrice json.Number
		Term        string
	}
}

// BenchmarkDecodeRetail decodes 40,000 items into a card, and for comparison has
// encoding/json decode the same pages into structs of the same fields, unchecked and
// not joined.
func BenchmarkDecodeRetail(b *testing.B) {
	data := generatedPages()
	b.Run("DecodeRetail", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if card, err := decodeRetail(data, retailTerms); err != nil || card.Provenance.Meters == 0 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for page := range bytes.Lines(data) {
				var envelope struct{ Items []plainItem }
				if err := json.Unmarshal(page, &envelope); err != nil {
					b.Fatal(err)
				}
				n += len(envelope.Items)
			}
			if n != 40_000 {
				b.Fatal(n)
			}
		}
	})
}
