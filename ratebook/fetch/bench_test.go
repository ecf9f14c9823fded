package fetch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"azwhatif/internal/race"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// generated is the file of a response of 40,000 meters in 60 regions, every 20th
// with 6 tiers: 14 MB, or 19 MB where it is indented as saved cards are.
func generated(tb testing.TB, indent bool) (file string, size int64) {
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
		fmt.Fprintf(&b, `{"MeterId":"%08x-0000-4000-8000-%012x","MeterName":"D%ds v5/D%ds v4 Low Priority","MeterCategory":"Virtual Machines","MeterSubCategory":"Dv%d/DSv%d Series Windows",`+
			`"Unit":"1 Hour","MeterTags":[],"MeterRegion":"Region %d","MeterRates":{%s},"EffectiveDate":"20%02d-02-01T00:00:00Z","IncludedQuantity":0.0,"MeterStatus":"Active"}`,
			i*2654435761%(1<<32), i, i/60, i/60, i/60%400, i/60%400, i%60, rates, 10+i%16)
	}
	b.WriteString(`],"Currency":"USD","Locale":"en-US","IsTaxIncluded":false}`)
	data := b.Bytes()
	if indent {
		var wide bytes.Buffer
		if err := json.Indent(&wide, data, "", "  "); err != nil {
			tb.Fatal(err)
		}
		data = wide.Bytes()
	}
	file = filepath.Join(tb.TempDir(), "card.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return file, int64(len(data))
}

func decodeGenerated(file string) ([]ratebook.Rate, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	card, err := DecodeRateCard(f, terms)
	if err != nil {
		return nil, err
	}
	return card.Rates, nil
}

// plainMeter has what wireMeter has, for encoding/json.
type plainMeter struct {
	MeterID          string `json:"MeterId"`
	MeterName        string
	MeterCategory    string
	MeterSubCategory string
	Unit             string
	MeterTags        []string
	MeterRegion      string
	MeterRates       map[string]json.Number
	EffectiveDate    time.Time
	IncludedQuantity json.Number
	MeterStatus      string
}

// plain decodes with encoding/json: all texts, exact numbers, dates and tiers,
// unchecked, unsorted and unhashed.
func plain(file string) ([]plainMeter, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var card struct {
		OfferTerms       []json.RawMessage
		Meters           []plainMeter
		Currency, Locale string
	}
	err = json.Unmarshal(data, &card)
	return card.Meters, err
}

// plainRates makes of them what DecodeRateCard does, as simply as can be.
func plainRates(file string) ([]ratebook.Rate, error) {
	meters, err := plain(file)
	if err != nil {
		return nil, err
	}
	rates := make([]ratebook.Rate, len(meters))
	for i, m := range meters {
		r := &rates[i]
		if r.Meter.ID, err = ratebook.ParseMeterID(m.MeterID); err != nil {
			return nil, err
		}
		r.Meter.Category, r.Meter.Subcategory, r.Meter.Name, r.Meter.Status = m.MeterCategory, m.MeterSubCategory, m.MeterName, m.MeterStatus
		r.Meter.Region = ratebook.ParseRegion(m.MeterRegion)
		if r.Meter.Unit, err = unit.Parse(m.Unit); err != nil {
			return nil, err
		}
		r.Effective = m.EffectiveDate
		if r.Included, err = money.Parse(string(m.IncludedQuantity)); err != nil {
			return nil, err
		}
		for bound, price := range m.MeterRates {
			var t ratebook.Tier
			if t.Above, err = money.Parse(bound); err != nil {
				return nil, err
			}
			if t.UnitPrice, err = money.Parse(string(price)); err != nil {
				return nil, err
			}
			r.Tiers = append(r.Tiers, t)
		}
		ratebook.SortTiers(r.Tiers)
	}
	return rates, nil
}

// BenchmarkDecode decodes a file of 40,000 meters, and for comparison has
// encoding/json do so: into structs of the same fields, which is less than
// DecodeRateCard does, and on to the same rates.
//
// heap/file is the peak of the heap over the file's size: see peakHeap.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"compact", "indented"} {
		file, size := generated(b, name == "indented")
		for _, way := range []struct {
			name   string
			decode func() (int, error)
		}{
			{"DecodeRateCard", func() (int, error) { rates, err := decodeGenerated(file); return len(rates), err }},
			{"encoding-json-structs", func() (int, error) { meters, err := plain(file); return len(meters), err }},
			{"encoding-json-rates", func() (int, error) { rates, err := plainRates(file); return len(rates), err }},
		} {
			b.Run(name+"/"+way.name, func(b *testing.B) {
				b.SetBytes(size)
				b.ReportAllocs()
				for b.Loop() {
					if n, err := way.decode(); err != nil || n != 40_000 {
						b.Fatal(n, err)
					}
				}
				peak := peakHeap(func() { _, _ = way.decode() })
				b.ReportMetric(float64(peak)/float64(size), "heap/file")
			})
		}
	}
}

// peakHeap is the most that the heap grew by while f ran: all objects, live or
// not yet swept, as runtime/metrics has them, looked at each half millisecond,
// also between collections.
func peakHeap(f func()) uint64 {
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before := heap()
	done, peak := make(chan bool), make(chan uint64)
	go func() {
		most := before
		tick := time.NewTicker(time.Millisecond / 2)
		defer tick.Stop()
		for {
			select {
			case <-done:
				peak <- max(most, heap()) - before
				return
			case <-tick.C:
				most = max(most, heap())
			}
		}
	}()
	f()
	done <- true
	return <-peak
}

// TestSameAsEncodingJSON: what the benchmark compares is the same, and decoding
// takes less than twice the file, also where its size is not known before.
func TestSameAsEncodingJSON(t *testing.T) {
	file, size := generated(t, true)
	theirs, err := plainRates(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, streamed := range []bool{false, true} {
		var card *ratebook.Card
		peak := peakHeap(func() {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			r := io.Reader(f)
			if streamed {
				r = struct{ io.Reader }{f}
			}
			if card, err = DecodeRateCard(r, terms); err != nil {
				t.Fatal(err)
			}
		})
		same := func(a, b ratebook.Rate) bool {
			return a.Effective.Equal(b.Effective) && a.Meter.ID == b.Meter.ID && samePrice(&a, &b) && sameMeter(&a.Meter, &b.Meter)
		}
		if !slices.EqualFunc(card.Rates, theirs, same) {
			t.Errorf("streamed %t: the rates differ", streamed)
		}
		counted := *card
		if counted.Count(); !reflect.DeepEqual(counted.Provenance, card.Provenance) {
			t.Errorf("streamed %t: %+v, counted %+v", streamed, card.Provenance, counted.Provenance)
		}
		t.Logf("streamed %t: the heap grew by %.2f times the file", streamed, float64(peak)/float64(size))
		if peak > 2*uint64(size) && !race.On {
			t.Errorf("streamed %t: the heap grew by %d bytes, the file has %d", streamed, peak, size)
		}
	}
}
