package money_test

import (
	"testing"

	"azwhatif/ratebook/money"
)

func TestRoundTo(t *testing.T) {
	for _, c := range []struct {
		total  string
		places int32
		parts  []string
		want   []string
	}{
		{"10", 2, []string{"3.333333", "3.333333", "3.333334"}, []string{"3.33", "3.33", "3.34"}}, // the last lacks most
		{"0.01", 2, []string{"0.004", "0.004", "0.004"}, []string{"0.01", "0", "0"}},              // the first of equals
		{"0.02", 2, []string{"0.005", "0.005", "0.006"}, []string{"0", "0.01", "0.01"}},           // each would be 0.01
		{"-0.01", 2, []string{"-0.004", "-0.003"}, []string{"-0.01", "0"}},
		{"7", 0, []string{"2.5", "4.5"}, []string{"2", "5"}},
		{"3", 0, []string{"0.2", "0.1"}, []string{"2", "1"}}, // more than a unit each
		{"0", 2, nil, nil},
	} {
		var parts []money.Decimal
		for _, p := range c.parts {
			parts = append(parts, money.MustParse(p))
		}
		got := money.RoundTo(money.MustParse(c.total), parts, c.places)
		sum := money.Sum(got...)
		if len(parts) > 0 && !sum.Equal(money.MustParse(c.total)) {
			t.Errorf("%v: the parts %v add up to %s, not %s", c.parts, got, sum, c.total)
		}
		for i, want := range c.want {
			if !got[i].Equal(money.MustParse(want)) {
				t.Errorf("%v to %s: %v, want %v", c.parts, c.total, got, c.want)
				break
			}
		}
	}
}
