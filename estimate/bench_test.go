package estimate_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// large is 24 cases of so many lines and months on four cards of so many meters,
// each of six tiers: usage that grows by 1% a month, and cases with prepayments, a
// MACC, negotiated discounts, credits, recurring charges and scales.
func large(lines, meters, months int) (estimatetest.Cards, *scenario.Scenario) {
	g := estimatetest.Generate(7, meters, lines, months)
	book := estimatetest.Cards{}
	g.Scenario.Cases = nil
	for k, offer := range []ratebook.Offer{"MS-AZR-0003P", "MS-AZR-0026P", "MS-AZR-0062P", "MS-AZR-0023P"} {
		terms := g.Terms
		terms.Offer = offer
		card := &ratebook.Card{Header: ratebook.Header{Terms: terms}}
		if k == 1 {
			card.OfferTerms.Commitments = []ratebook.Discount{{Tiers: []ratebook.DiscountTier{{From: money.Zero, Value: money.MustParse("0.05")}}}}
		}
		if k == 2 {
			card.OfferTerms.Credits = []ratebook.Credit{{Amount: money.Int(150)}}
			card.OfferTerms.Recurring = []ratebook.Recurring{{Amount: money.Int(9)}}
		}
		for i := range meters {
			r := g.Card.Rates[i]
			r.Tiers = nil
			for n := range 6 {
				r.Tiers = append(r.Tiers, ratebook.Tier{Above: money.Int(int64(40 * n)), UnitPrice: g.Amount(3, 4)})
			}
			card.Rates = append(card.Rates, r)
		}
		book[terms] = card
		for n := range 6 {
			c := scenario.Case{Name: fmt.Sprint("case ", k, n), Terms: terms}
			scale := money.MustParse(fmt.Sprintf("1.%02d", n))
			c.Changes = []scenario.Change{{Scale: &scale}}
			switch {
			case n == 1:
				c.Discount = money.MustParse("0.1")
			case n == 2 && k == 1:
				c.Commitments = []scenario.Commitment{{Amount: money.Int(5_000_000), Months: 12}}
			case n == 3 && k == 3:
				c.Commitments = []scenario.Commitment{{Kind: scenario.MACC, Amount: money.Int(5_000_000), Months: 12}}
			}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
	}
	for i := range g.Scenario.Workloads {
		w := &g.Scenario.Workloads[i]
		w.From, w.Until, w.Growth = g.Scenario.Start, g.Scenario.Start.Add(months-1), money.MustParse("0.01")
		if meters >= lines {
			w.Usage[0].Meter.ID = estimatetest.ID(i)
		}
	}
	return book, g.Scenario
}

// BenchmarkCompare is DESIGN's: 24 cases × 5,000 lines × 12 months, of 2,000 meters
// and of as many as lines, and over 36 and 60 months.
func BenchmarkCompare(b *testing.B) {
	for _, k := range []struct{ meters, months int }{{2000, 12}, {5000, 12}, {5000, 36}, {5000, 60}} {
		b.Run(fmt.Sprintf("meters=%d/months=%d", k.meters, k.months), func(b *testing.B) {
			book, s := large(5000, k.meters, k.months)
			b.ReportAllocs()
			began := cpuTime()
			for b.Loop() {
				if _, err := compare.Cases(context.Background(), book, s, time.Time{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpuTime()-began).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkPrice is the stages alone: 24 plans of 5,000 lines × 12 months, priced as
// stated, and at another level of usage.
func BenchmarkPrice(b *testing.B) {
	book, s := large(5000, 5000, 12)
	plans, err := estimate.Compile(b.Context(), book, s, time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	levels := make(estimate.Levels, len(s.Workloads))
	for i := range levels {
		levels[i] = money.MustParse("0.9")
	}
	for _, k := range []struct {
		name  string
		price func(*estimate.Plan) error
	}{
		{"stated", func(p *estimate.Plan) error { _, err := p.Price(b.Context()); return err }},
		{"level", func(p *estimate.Plan) error { p.At(levels); return nil }},
	} {
		b.Run(k.name, func(b *testing.B) {
			b.ReportAllocs()
			began := cpuTime()
			for b.Loop() {
				for _, p := range plans {
					if err := k.price(p); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric((cpuTime()-began).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkDrawOn is a draw on the engine itself, and the same one on the model in floats:
// 12 cases of 200 lines × 12 months, each line at a level of its own.
func BenchmarkDrawOn(b *testing.B) {
	book, s := large(200, 200, 12)
	s.Cases = s.Cases[:12]
	estimates, err := estimate.Price(b.Context(), book, s, time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	const draws = 256
	x := make([][]float64, len(s.Workloads)+1) // by slot and draw
	x[0] = slices.Repeat([]float64{1}, draws)
	n, slots := int64(0), make([]int, len(s.Workloads))
	for i := range slots {
		slots[i], x[i+1] = i+1, make([]float64, draws)
		for k := range draws {
			n = (n*1_103_515_245 + 12_345) % (1 << 31)
			x[i+1][k] = float64(500_000+n%1_000_000) / 1e6
		}
	}
	measured := func(name string, draws int, draw func(k int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			began, k := cpuTime(), 0
			for b.Loop() {
				draw(k % draws)
				k++
			}
			b.ReportMetric((cpuTime()-began).Seconds()/float64(k)*1000, "cpu-ms/op")
		})
	}
	levels := make(estimate.Levels, len(s.Workloads))
	measured("engine", draws, func(k int) {
		for i := range levels {
			levels[i] = money.MustParse(strconv.FormatFloat(x[i+1][k], 'f', 6, 64))
		}
		for _, e := range estimates {
			e.At(levels).Total()
		}
	})
	var models estimate.DrawModels
	totals := make([][]float64, len(estimates))
	for i, e := range estimates {
		models.Add(e, slots)
		totals[i] = make([]float64, draws)
	}
	measured("model", draws, func(k int) {
		if k == 0 { // all at a time
			models.Totals(b.Context(), x, totals)
		}
	})
}

// cpuTime is what the process has used of its processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
