package usage

import (
	"cmp"
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
// the file tell, for each unit, and for a meter whose own prices leave no doubt;
// where they do not, hours are hours, and all else counts blocks.
//
// Whatever the file counts, a Used counts blocks of its Meter.Unit, as a rate
// card does.

// settleBlocks turns the quantities of groups that count single units into
// blocks, and says how it read each unit.
func settleBlocks(groups []group) (notes, assumed []string) {
	type tally struct{ blocks, singles, metered int64 }
	units, meters := map[string]*tally{}, map[string]*tally{}
	ofMeter := func(g group) string {
		return clean(g.unit) + "\x00" + strings.ToLower(cmp.Or(clean(g.meterID), clean(g.name)))
	}
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
		if scenario.RecordKind(g.kind).IsUsage() {
			t.metered += g.read
		}
		if g.kind != string(scenario.Metered) { // what a benefit covers is not charged by its price
			continue
		}
		own := meters[ofMeter(g)]
		if own == nil {
			own = &tally{}
			meters[ofMeter(g)] = own
		}
		switch what, sure := counts(g, u.Block().Float64()); {
		case what == "singles":
			t.singles += g.read
			if sure {
				own.singles += g.read
			}
		case what == "blocks":
			t.blocks += g.read
			own.blocks += g.read
		}
	}
	texts := make([]string, 0, len(units))
	for text := range units {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	singles, unsure := map[string]bool{}, map[string]bool{}
	single := func(g group) bool {
		if own := meters[ofMeter(g)]; own != nil && (own.singles > 0) != (own.blocks > 0) {
			return own.singles > 0
		}
		return singles[clean(g.unit)]
	}
	for _, text := range texts {
		t, u := units[text], unit.MustParse(text)
		shown, why := true, "as the prices show"
		singles[text] = t.singles > t.blocks
		if t.singles == t.blocks {
			singles[text] = u.Noun() == "" && u.Period() != "" && u.Period() != unit.Month
			shown, why = false, "which the prices do not show"
			unsure[text] = true
		}
		what, other := "blocks of it", "single ones"
		if singles[text] {
			what, other = other, what
		}
		note := fmt.Sprintf("quantities of %q count %s, %s", text, what, why)
		differ := map[string]bool{}
		for _, g := range groups {
			if g.blocks && clean(g.unit) == text && single(g) != singles[text] {
				differ[ofMeter(g)] = true
			}
		}
		if n := len(differ); n == 1 {
			note += "; of one meter " + other + ", as its own prices show"
		} else if n > 1 {
			note += fmt.Sprintf("; of %d meters %s, as their own prices show", n, other)
		}
		if notes = append(notes, note); !shown && t.metered > 0 {
			assumed = append(assumed, note)
		}
	}
	for i := range groups {
		if g := &groups[i]; g.blocks && unsure[clean(g.unit)] {
			own := meters[ofMeter(*g)]
			g.unsure = own == nil || (own.singles > 0) == (own.blocks > 0)
		}
		if g := &groups[i]; g.blocks && units[clean(g.unit)] != nil && single(*g) {
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
// was agreed on is for a block. A low price beside a high one agreed on is not
// sure: free amounts lower it, too.
func counts(g group, block float64) (what string, sure bool) {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 0.02*math.Abs(b) }
	cost := g.cost.Float64()
	if cost == 0 || g.byPrice == 0 {
		return "", false
	}
	switch {
	case near(cost*block, g.byPrice):
		return "singles", true
	case g.byUnit == 0:
		return "", false
	case near(cost, g.byPrice) && g.byUnit/g.byPrice > block/3:
		return "singles", false
	case near(cost, g.byPrice) && g.byUnit/g.byPrice < 3 && g.byUnit/g.byPrice > 1.0/3:
		return "blocks", true
	}
	return "", false
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
