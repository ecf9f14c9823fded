package usage_test

import (
	"math/big"
	"os"
	"testing"

	"azwhatif/scenario/usage"
)

// From any bytes an import is an error or ties, and does not crash.
// What was unpacked may be anything, too.
func FuzzRollUp(f *testing.F) {
	for _, file := range examples(f) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(zipped(f, "a", payg("2026-01-05 1 1"))))
	f.Add([]byte(gz(f, payg("2026-01-05 1 1"))))
	f.Add([]byte(zst(f, payg("05/01/2026 1,5 1"))))
	f.Add([]byte(payg("13/01/2026 1.234,5 1", "14/01/2026 0,5 1e-5")))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<16 {
			return
		}
		dir := write(t, map[string]string{"x": string(text)})
		s := usage.Spec{Files: []string{"x"}, Dir: dir, Tags: []string{"env"}, ByDay: true, CycleDay: 14}
		im, err := usage.RollUp(t.Context(), s, nil)
		if err != nil {
			return
		}
		ties(t, im)
		again, err := usage.RollUp(t.Context(), s, nil)
		if err != nil || print(im) != print(again) {
			t.Errorf("a second run: %v\n%s\n%s", err, print(im), print(again))
		}
	})
}

// A plain number is summed up as what it is.
func FuzzNumber(f *testing.F) {
	for _, n := range []string{"1", "-0.5", "1.5E-05", "123456789012345678.123456789012345678", "1e3", "-.5", "0.0000000000000000001"} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := usage.ParseNumber(text)
		if !ok {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok {
			return // blanks around it
		}
		got, ok := new(big.Rat).SetString(n)
		if !ok || got.Cmp(want) != 0 {
			t.Errorf("%q is %s", text, n)
		}
	})
}
