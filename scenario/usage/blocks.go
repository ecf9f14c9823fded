package usage

import (
	"cmp"
	"fmt"
	"maps"
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
// A Used counts, however the file counts, blocks of its Meter.Unit, as a rate
// card does.

// blocks finds out what the quantities of a source's units count.
type blocks struct {
	units, meters map[string]*blockTally
	single        map[string]bool // by unit: quantities count single ones
	unsure        map[string]bool // units of which the prices do not tell
}

// blockTally counts records by what their prices show.
type blockTally struct{ blocks, singles, metered int64 }

// own tells what a meter's own prices show; ok is false where they leave it open.
func (t *blockTally) own() (single, ok bool) {
	return t != nil && t.singles > 0, t != nil && (t.singles > 0) != (t.blocks > 0)
}

// meterOf is the unit and the meter of a group.
func meterOf(g *group) string {
	return clean(g.unit) + "\x00" + strings.ToLower(cmp.Or(clean(g.meterID), clean(g.name)))
}

func blockTallyAt(of map[string]*blockTally, key string) *blockTally {
	if of[key] == nil {
		of[key] = &blockTally{}
	}
	return of[key]
}

// see looks at the prices of a group.
func (b *blocks) see(g *group) {
	if !g.blocks || g.read == 0 {
		return
	}
	text := clean(g.unit)
	u, err := unit.Parse(text)
	if err != nil || !money.One.Less(u.Block()) {
		return
	}
	if b.units == nil {
		b.units, b.meters = map[string]*blockTally{}, map[string]*blockTally{}
	}
	t := blockTallyAt(b.units, text)
	if scenario.RecordKind(g.kind).IsUsage() {
		t.metered += g.read
	}
	if g.kind != string(scenario.Metered) { // what a benefit covers is not charged by its price
		return
	}
	own := blockTallyAt(b.meters, meterOf(g))
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

// settle says how it reads each unit, once all groups were seen.
func (b *blocks) settle() (notes, assumed []string) {
	b.single, b.unsure = map[string]bool{}, map[string]bool{}
	for _, text := range slices.Sorted(maps.Keys(b.units)) {
		t, u := b.units[text], unit.MustParse(text)
		shown, why := true, "as the prices show"
		b.single[text] = t.singles > t.blocks
		if t.singles == t.blocks {
			b.single[text] = u.Noun() == "" && u.Period() != "" && u.Period() != unit.Month
			shown, why = false, "which the prices do not show"
			b.unsure[text] = true
		}
		what, other := "blocks of it", "single ones"
		if b.single[text] {
			what, other = other, what
		}
		note := fmt.Sprintf("quantities of %q count %s, %s", text, what, why)
		differ := 0
		for meter, tally := range b.meters {
			of, _, _ := strings.Cut(meter, "\x00")
			if single, ok := tally.own(); ok && of == text && single != b.single[text] {
				differ++
			}
		}
		if differ == 1 {
			note += "; of one meter " + other + ", as its own prices show"
		} else if differ > 1 {
			note += fmt.Sprintf("; of %d meters %s, as their own prices show", differ, other)
		}
		if notes = append(notes, note); !shown && t.metered > 0 {
			assumed = append(assumed, note)
		}
	}
	return notes, assumed
}

// apply turns the quantity of a group that counts single units into blocks.
func (b *blocks) apply(g *group) {
	text := clean(g.unit)
	if !g.blocks || b.units[text] == nil {
		return
	}
	single, ok := b.meters[meterOf(g)].own()
	if !ok {
		single, g.unsure = b.single[text], b.unsure[text]
	}
	if !single {
		return
	}
	for i := range g.folded {
		g.folded[i].Quantity, _ = inBlocks(g.folded[i].Quantity, text)
	}
	if g.quantity, g.unit = inBlocks(g.quantity, text); g.unit != text {
		g.agreed, g.list = "", "" // which are a block's
	}
}

// counts says what a group's quantity counts, by its prices: "" where they do
// not tell. The cost is the quantity times the effective price; the price that
// was agreed on is for a block. A low price beside a high one agreed on is not
// sure: free amounts lower it, too.
func counts(g *group, block float64) (what string, sure bool) {
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
