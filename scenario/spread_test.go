package scenario_test

import (
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestSpread reads each distribution, and what it expects.
func TestSpread(t *testing.T) {
	for text, want := range map[string]string{
		"{low: 0.8, likely: 1.1, high: 1.5}":                       "1.1",
		"{distribution: pert, low: 0.8, likely: 1.1, high: 1.5}":   "1.1",
		"{distribution: uniform, low: 1, high: 1.5}":               "1.25", // (1 + 1.5) ÷ 2
		"{distribution: normal, mean: 1, deviation: 0.2}":          "1",
		"{distribution: lognormal, mean: 1.2, deviation: 0.2}":     "1.2",
		"{distribution: gamma, mean: 1.2, deviation: 0.2}":         "1.2",
		"{distribution: beta, low: 1, high: 2, alpha: 1, beta: 3}": "1.25", // 1 + 1 × 1 ÷ 4
		"{distribution: triangle, low: 1, likely: 1, high: 1}":     "1",
	} {
		s, err := scenario.Read("x.yaml", []byte(complete("workloads: [{name: w, spread: "+text+", usage: [{meter: {name: m}, count: 1}]}]\n")))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := s.Workloads[0].Spread.Typical(); !got.Equal(money.MustParse(want)) {
			t.Errorf("%s: expects %s, want %s", text, got, want)
		}
		if s.Ranges != scenario.DefaultRanges {
			t.Errorf("ranges are %+v", s.Ranges)
		}
	}
}

// TestCorrelation reads values and matrices.
func TestCorrelation(t *testing.T) {
	s, err := scenario.Read("x.yaml", []byte(complete(`ranges: {draws: 500, seed: 18446744073709551615}
workloads:
  - &w {name: a, spread: {low: 1, likely: 1, high: 2}, usage: [{meter: {name: m}, count: 1}]}
  - {<<: *w, name: b}
  - {<<: *w, name: c}
correlation:
  - {workloads: [a, b], value: -0.25}
  - {workloads: [c, a], matrix: [[1, 0.5], [0.5, 1]]}
`)))
	if err != nil {
		t.Fatal(err)
	}
	if s.Ranges != (scenario.Ranges{Draws: 500, Seed: 1<<64 - 1}) {
		t.Errorf("ranges are %+v", s.Ranges)
	}
	if len(s.Correlations) != 2 || s.Correlations[0].Values[1][0].String() != "-0.25" || s.Correlations[0].Values[1][1].String() != "1" ||
		s.Correlations[1].Workloads[0] != "c" || s.Correlations[1].Values[0][1].String() != "0.5" || s.Correlations[1].Line != 8 {
		t.Errorf("correlations are %+v", s.Correlations)
	}
}
