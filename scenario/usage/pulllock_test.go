package usage_test

import (
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// TestPutAside: what a killed pull was about to replace is left out of an import, and said.
func TestPutAside(t *testing.T) {
	for other, want := range map[string]bool{"april": true, "march": false} {
		dir := write(t, map[string]string{"m/.replaced-by-march/march/a.csv": payg("2026-03-05 1 1"), "m/" + other + "/b.csv": payg("2026-04-05 1 1")})
		im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"m"}, Dir: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for _, s := range im.Sources {
			said = said || strings.HasPrefix(strings.Join(s.Assumed, ""), "left out: a pull that was killed")
		}
		if said != want || len(im.Used) != 1 {
			t.Errorf("beside %s: said %t, %d sums", other, said, len(im.Used))
		}
	}
}
