package plot_test

import (
	"azwhatif/estimate/compare"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/plot"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

func compared(t testing.TB, text string) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func example(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../scenarios/uncertain-usage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestImages draws all that there is of an example: each picture is a PNG that is
// not blank, and the same each time.
func TestImages(t *testing.T) {
	draw := func() []plot.Image {
		c := compared(t, example(t))
		if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 200, Seed: 1}); err != nil {
			t.Fatal(err)
		}
		if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
			t.Fatal(err)
		}
		images, err := plot.Images(c)
		if err != nil {
			t.Fatal(err)
		}
		return images
	}
	first, again := draw(), draw()
	var names []string
	for i, one := range first {
		names = append(names, one.Name)
		if !bytes.Equal(one.PNG, again[i].PNG) {
			t.Errorf("%s differs when it is drawn again", one.Name)
		}
		picture, err := png.Decode(bytes.NewReader(one.PNG))
		if err != nil {
			t.Errorf("%s: %v", one.Name, err)
			continue
		}
		if colours := coloursOf(picture); len(colours) < 20 {
			t.Errorf("%s has %d colours", one.Name, len(colours))
		}
	}
	if got, want := strings.Join(names, " "), "totals.png months.png breakeven.png ranges.png swings.png commitments.png"; got != want {
		t.Errorf("pictures %s, want %s", got, want)
	}
}

func coloursOf(m image.Image) map[string]bool {
	seen := map[string]bool{}
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			seen[fmt.Sprint(m.At(x, y))] = true
		}
	}
	return seen
}

// TestOddImages draws what has little to draw: one case, one month, nothing
// used, two currencies, names that are long or not in the font.
func TestOddImages(t *testing.T) {
	for name, text := range map[string]string{
		"one case, one month": "months: 1\nworkloads: [{name: w, region: westeurope, usage: [{meter: {name: P10 LRS Disk}, count: 1}]}]\ncases: [{name: only, offer: MS-AZR-0003P, currency: EUR, market: NL}]\n",
		"nothing used":        "months: 3\nworkloads: [{name: w, region: westeurope, usage: [{meter: {name: P10 LRS Disk}, count: 0}]}]\ncases: [{name: a, offer: MS-AZR-0003P, currency: EUR, market: NL}, {name: b, like: a}]\n",
		"two currencies":      "months: 30\nworkloads: [{name: w, region: westeurope, usage: [{meter: {name: P10 LRS Disk}, count: 5}]}]\ncases: [{name: a, offer: MS-AZR-0003P, currency: EUR, market: NL}, {name: b, offer: MS-AZR-0003P, currency: USD, market: US}]\n",
		"names":               "months: 3\nworkloads: [{name: 東京, region: westeurope, spread: {low: 1, likely: 1, high: 1}, usage: [{meter: {name: P10 LRS Disk}, count: 5}]}]\ncases: [{name: \"" + strings.Repeat("long ", 40) + "\", offer: MS-AZR-0003P, currency: EUR, market: NL}, {name: 東京リージョン, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 10, months: 2}}]\n",
		"sixty cases":         "months: 3\nworkloads: [{name: w, region: westeurope, usage: [{meter: {name: P10 LRS Disk}, count: 5}]}]\ncases:\n  - {name: a, offer: MS-AZR-0003P, currency: EUR, market: NL}\n" + many(60),
	} {
		c := compared(t, "version: 1\nname: x\nstart: 2026-09\n"+text)
		if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 1, Seed: 1}); err != nil {
			t.Fatal(err)
		}
		if len(c.Estimates) < 40 {
			if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := plot.Images(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - {name: case %d, like: a}\n", i)
	}
	return b.String()
}

func ExampleImages() {
	s, err := scenario.Read("shop.yaml", []byte(`version: 1
name: Shop
start: 2026-09
months: 12
workloads: [{name: disks, region: westeurope, usage: [{meter: {name: P10 LRS Disk}, count: 4}]}]
cases: [{name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}]
`))
	if err != nil {
		log.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		log.Fatal(err)
	}
	images, err := plot.Images(c)
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range images {
		fmt.Println(i.Name)
	}
	// Output:
	// totals.png
	// months.png
}
