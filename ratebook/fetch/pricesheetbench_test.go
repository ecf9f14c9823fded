package fetch

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"testing"
)

// BenchmarkDecodePriceSheet reads an EA sheet of 40,000 rows, some 10 MB, and for
// comparison only has encoding/csv read its cells.
func BenchmarkDecodePriceSheet(b *testing.B) {
	var sheet bytes.Buffer
	sheet.WriteString("BasePrice,CurrencyCode,EffectiveEndDate,EffectiveStartDate,IncludedQuantity,MarketPrice,MeterId,MeterCategory,MeterName,MeterSubCategory,MeterRegion,MeterType,PartNumber," +
		"priceType,Product,ProductID,ServiceFamily,SkuID,Term,UnitOfMeasure,UnitPrice\n")
	for i := range 40_000 {
		fmt.Fprintf(&sheet, "1%d.5,EUR,2026-08-31T00:00:00Z,2026-08-01T00:00:00Z,0,12%d.5,%08X-3BA6-5A9A-8C6B-14556538C44C,Service %d,Size %d,Series %d,US East,ComputeHours,AAF-%d,"+
			"Consumption,Virtual Machines Series %d,DZH318Z0BQ35,Compute,DZH318Z0BQ35/%04X,,10 Hours,10%d.05\n", i, i, i, i%60, i, i%400, i, i%400, i, i)
	}
	data := sheet.Bytes()
	b.Run("DecodePriceSheet", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if card, err := decodeSheet(data, sheetTerms("MS-AZR-0017P", "EUR")); err != nil || card.Provenance.Meters != 40_000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/csv", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(data))
			r.ReuseRecord = true
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
