package fetch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

// generated is a response of 40,000 meters, every 20th with 6 tiers, some 15 MB.
func generated() []byte {
	var b bytes.Buffer
	b.WriteString(`{"OfferTerms":[],"Meters":[`)
	for i := range 40_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		rates := fmt.Sprintf(`"0":%d.%05d`, i%7, i)
		if i%20 == 0 {
			rates += `,"1024":0.0819,"51200.0":0.0806,"512000":0.0794,"1024000":0.0775,"5120000":0.07`
		}
		fmt.Fprintf(&b, `{"MeterId":"%08X-0000-4000-8000-%012X","MeterName":"Size %d","MeterCategory":"Category %d","MeterSubCategory":"Series %d Windows",`+
			`"Unit":"1 Hour","MeterTags":[],"MeterRegion":"EU West","MeterRates":{%s},"EffectiveDate":"20%02d-02-01T00:00:00Z","IncludedQuantity":0.0,"MeterStatus":"Active"}`,
			i*2654435761%(1<<32), i, i/16, i%60, i/16%400, rates, 10+i%16)
	}
	b.WriteString(`],"Currency":"USD","Locale":"en-US","IsTaxIncluded":false}`)
	return b.Bytes()
}

// BenchmarkDecode decodes a card of 40,000 meters, and for comparison has
// encoding/json decode it into structs of the same fields, unchecked.
func BenchmarkDecode(b *testing.B) {
	data := generated()
	b.Run("DecodeRateCard", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			card, err := DecodeRateCard(bytes.NewReader(data), terms)
			if err != nil || card.Provenance.Meters != 40_000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		type meter struct {
			MeterID          string `json:"MeterId"`
			MeterName        string
			MeterCategory    string
			MeterSubCategory string
			Unit             string
			MeterTags        []string
			MeterRegion      string
			MeterRates       map[string]json.Number
			EffectiveDate    string
			IncludedQuantity json.Number
			MeterStatus      string
		}
		for b.Loop() {
			var card struct {
				OfferTerms       []json.RawMessage
				Meters           []meter
				Currency, Locale string
			}
			if err := json.Unmarshal(data, &card); err != nil || len(card.Meters) != 40_000 {
				b.Fatal(err)
			}
		}
	})
}
