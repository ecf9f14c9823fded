package usage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// A unit such as "10 Hours" or "10K" says what one price is for. What the
// quantity beside it counts differs between meters of one and the same export:
// blocks of 10000 for "10K", but single hours for "100 Hours". The prices in
// the file tell, for each unit; where they do not, hours are hours, and all
// else counts blocks.
//
// Whatever the file counts, a Used counts blocks of its Meter.Unit, as a rate
// card does.

// settleBlocks turns the quantities of groups that count single units into
// blocks, and says how it read each unit.
func settleBlocks(groups []group) (notes, assumed []string) {
	type tally struct{ blocks, singles, metered int64 }
	units := map[string]*tally{}
	for _, g := range groups {
		if !g.blocks || g.read == 0 {
			continue
		}
		text := clean(g.unit)
		u, err := unit.Parse(text)
		if err != nil || !money.One.Less(u.Block()) {
			continue
		}
		t := units[text]
		if t == nil {
			t = &tally{}
			units[text] = t
		}
		if g.kind != string(scenario.Metered) {
			continue
		}
		t.metered += g.read
		switch counts(g, u.Block().Float64()) {
		case "singles":
			t.singles += g.read
		case "blocks":
			t.blocks += g.read
		}
	}
	texts := make([]string, 0, len(units))
	for text := range units {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	singles := map[string]bool{}
	for _, text := range texts {
		t, u := units[text], unit.MustParse(text)
		shown, why := true, "as the prices show"
		singles[text] = t.singles > t.blocks
		if t.singles == t.blocks {
			singles[text] = u.Noun() == "" && u.Period() != "" && u.Period() != unit.Month
			shown, why = false, "which the prices do not show"
		}
		what := "blocks of it"
		if singles[text] {
			what = "single ones"
		}
		note := fmt.Sprintf("quantities of %q count %s, %s", text, what, why)
		if notes = append(notes, note); !shown && t.metered > 0 {
			assumed = append(assumed, note)
		}
	}
	for i := range groups {
		if g := &groups[i]; g.blocks && singles[clean(g.unit)] {
			unit := clean(g.unit)
			if g.quantity, g.unit = inBlocks(g.quantity, unit); g.unit != unit {
				g.agreed, g.list = "", "" // which are a block's
			}
		}
	}
	return notes, assumed
}

// counts says what a group's quantity counts, by its prices: "" where they do
// not tell. The cost is the quantity times the effective price; the price that
// was agreed on is for a block.
func counts(g group, block float64) string {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 0.02*math.Abs(b) }
	cost := g.cost.Float64()
	if cost == 0 || g.byPrice == 0 {
		return ""
	}
	switch {
	case near(cost*block, g.byPrice):
		return "singles"
	case g.byUnit == 0:
		return ""
	case near(cost, g.byPrice) && g.byUnit/g.byPrice > block/3:
		return "singles"
	case near(cost, g.byPrice) && g.byUnit/g.byPrice < 3 && g.byUnit/g.byPrice > 1.0/3:
		return "blocks"
	}
	return ""
}

// inBlocks counts single units in blocks, exactly: where the division has no
// end, the unit loses its block instead.
func inBlocks(quantity money.Decimal, text string) (money.Decimal, string) {
	block := unit.MustParse(text).Block()
	inverse := money.One.Div(block)
	if inverse.Mul(block).Equal(money.One) {
		return quantity.Mul(inverse), text
	}
	digits := strings.TrimLeft(text, "0123456789.,")
	return quantity, "1" + digits
}
