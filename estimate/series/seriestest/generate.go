// Package seriestest generates series of days for tests.
package seriestest

import (
	"math"
	"math/rand/v2"
)

// Generate makes series of n days, of the nine kinds that meters show, in turn.
// The same seed gives the same series.
func Generate(seed uint64, count, n int) [][]float64 {
	var list [][]float64
	for i := range count {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		days := make([]float64, n)
		base := math.Exp(r.Float64()*6 - 1)
		noise := 0.02 + 0.2*r.Float64()
		walk, ar := 0.0, 0.0
		shift := n/4 + r.IntN(n/2)
		slope := (r.Float64() - 0.3) / float64(n)
		drop := 0.2 + 0.6*r.Float64()
		for t := range days {
			weekend := t%7 >= 5
			walk += 0.02 * r.NormFloat64()
			ar = 0.7*ar + noise*r.NormFloat64()
			y := 1.0
			switch i % 9 {
			case 0: // steady
				y += noise * r.NormFloat64()
			case 1: // office hours
				if weekend {
					y *= drop
				}
				y += noise * r.NormFloat64()
			case 2: // growing, as storage does
				y = 1 + 3*slope*float64(t) + 0.05*ar
			case 3: // a random walk
				y = math.Exp(walk) + 0.1*noise*r.NormFloat64()
			case 4: // a step up or down
				if t > shift {
					y += 2*drop - 1
				}
				y += noise * r.NormFloat64()
			case 5: // grows by office hours
				y = 1 + 2*slope*float64(t) + noise*r.NormFloat64()
				if weekend {
					y *= drop
				}
			case 6: // bursts
				if r.IntN(12) == 0 {
					y = 3 + 3*r.Float64()
				}
				y += noise * r.NormFloat64()
			case 7: // now and then
				if r.IntN(3) > 0 {
					y = 0
				} else {
					y += noise * r.NormFloat64()
				}
			case 8: // with a memory of the day before
				y += ar
			}
			days[t] = base * max(0, y)
		}
		list = append(list, days)
	}
	return list
}

// Hours makes series of n hours, with a day and a week in them: of offices, of shops, and
// of what always runs.
func Hours(seed uint64, count, n int) [][]float64 {
	var list [][]float64
	for i := range count {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		hours := make([]float64, n)
		base, noise, ar := math.Exp(r.Float64()*6-1), 0.02+0.1*r.Float64(), 0.0
		for t := range hours {
			hour, day := t%24, t/24%7
			ar = 0.8*ar + noise*r.NormFloat64()
			y := 1.0
			switch i % 3 {
			case 0: // offices
				if hour >= 8 && hour < 18 && day < 5 {
					y = 4
				}
			case 1: // shops
				y = 1.5 - math.Cos(2*math.Pi*float64(hour-4)/24)
				if day >= 5 {
					y *= 1.5
				}
			}
			hours[t] = base * max(0, y*(1+ar))
		}
		list = append(list, hours)
	}
	return list
}

// MonthEnd makes the days of so many months of thirty days each, with a job on the last
// day of each; and where in the months the days are, as series.Among has it.
func MonthEnd(seed uint64, months int) (days []float64, edge []int8) {
	r := rand.New(rand.NewPCG(seed, 0))
	for t := range months * 30 {
		y := 10 + r.NormFloat64()
		at := int8(0)
		switch day := t % 30; {
		case day < 3:
			at = int8(day + 1)
		case day >= 27:
			at = int8(day - 30)
		}
		if at == -1 {
			y += 40
		}
		days, edge = append(days, y), append(edge, at)
	}
	return days, edge
}
