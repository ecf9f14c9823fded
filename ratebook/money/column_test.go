package money

import (
	"math/rand/v2"
	"testing"
)

// TestColumn: a column gives what a list of decimals gives, of any numbers.
func TestColumn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := []string{"0", "1", "24", "-24", "0.5", "-0.000001", "1e-18", "123456789012345678", "1e30", "9223372036854775807", "-9223372036854775808", "1e-40", "0.1"}
	for range 2000 {
		var c Column
		var list []Decimal
		few := numbers[:2+random.IntN(len(numbers)-1)] // else hardly any column stays small
		for range 1 + random.IntN(20) {
			if before, after := random.IntN(3), random.IntN(3); before+after > 0 {
				c.Extend(before, after)
				list = append(append(make([]Decimal, before), list...), make([]Decimal, after)...)
			}
			if len(list) > 0 {
				i, d := random.IntN(len(list)), MustParse(few[random.IntN(len(few))])
				c.Add(i, d)
				list[i] = list[i].Add(d)
			}
		}
		if c.Len() != len(list) {
			t.Fatalf("%d numbers, want %d", c.Len(), len(list))
		}
		for i, want := range list {
			if got := c.At(i); !got.Equal(want) || got.String() != want.String() {
				t.Fatalf("number %d of %v is %s", i, list, got)
			}
		}
	}
}
