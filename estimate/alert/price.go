package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// mostDetails is how many meters an outcome names.
const mostDetails = 10

// unpriced is an alert on usage without a price.
func (c *checking) unpriced(o *Outcome) error {
	r, err := c.charge(o, c.month, c.AsOf)
	if err != nil {
		return err
	}
	if r == nil {
		o.say("there is no usage of %s to price", c.month)
		return nil
	}
	m := len(r.Months) - 1
	without := r.unpriced(m)
	meters := map[string]bool{}
	for _, l := range r.Lines {
		if r.picks(l.Tags) && !l.Quantities[m].IsZero() {
			meters[l.Title()+"\x00"+string(l.Meter.Region)] = true
		}
	}
	n := money.Int(int64(len(without)))
	value := scenario.AlertLimit{Value: n, Part: o.Limit.Part}
	if value.Part && len(meters) > 0 {
		value.Value = n.Div(money.Int(int64(max(len(meters), len(without)))))
	}
	o.judge(value)
	o.say("%d of %s used in %s without a price under case %q; the limit is %s", len(without), estimate.Plural(max(len(meters), len(without)), "meter"), c.month, o.Case, o.Limit)
	o.details(without)
	return nil
}

// details keeps the first few, and counts the rest.
func (o *Outcome) details(list []string) {
	o.Details = append(o.Details, list[:min(len(list), mostDetails)]...)
	if more := len(list) - mostDetails; more > 0 {
		o.Details = append(o.Details, fmt.Sprintf("and %d more", more))
	}
}

// PriceDays is for how many days a change of prices fires, from the day on which
// the card with it was fetched: a night that fails loses none.
const PriceDays = 7

// PriceCards picks, of the cards of one case's terms, those that an alert on price
// holds against each other, in pairs, the older one first: each card that usage is
// answered from, in the oldest copy of the same response, and the one before that was
// asked for some of the same. There are none where there is none before.
func PriceCards(cards []ratebook.Header) (pairs [][2]ratebook.Header) {
	for _, newest := range ratebook.InUse(cards) {
		asked, known := newest.Coverage()
		newer := newest
		for _, h := range slices.Backward(cards) {
			of, stated := h.Coverage()
			if h.Provenance.Fetched.After(newer.Provenance.Fetched) || known && stated && !of.Overlaps(asked) {
				continue
			}
			if h.Provenance.SHA256 != newest.Provenance.SHA256 {
				pairs = append(pairs, [2]ratebook.Header{h, newer})
				break
			}
			newer = h
		}
	}
	slices.Reverse(pairs)
	return pairs
}

// price is an alert on what a card's prices did since the one before. Where there
// is usage, the meters that are used count; else all of the card.
func (c *checking) price(o *Outcome) error {
	pairs := c.Cards[o.Case]
	terms := c.caseOf(o).Terms
	if len(pairs) == 0 {
		o.say("the ratebook has no two cards of %s to compare", terms)
		return nil
	}
	last := pairs[len(pairs)-1][1]
	older, newer := pairs[0][0], last
	for _, p := range pairs {
		if p[0].Provenance.Fetched.Before(older.Provenance.Fetched) {
			older = p[0]
		}
	}
	o.Period = fmt.Sprintf("%s to %s (%.12s)", date(older.Provenance.Fetched), date(newer.Provenance.Fetched), newer.Provenance.SHA256)
	recent := slices.DeleteFunc(slices.Clone(pairs), func(p [2]*ratebook.Card) bool {
		return daysFrom(p[1].Provenance.Fetched.UTC().Truncate(24*time.Hour), c.AsOf) > PriceDays
	})
	if len(recent) == 0 {
		days := daysFrom(newer.Provenance.Fetched.UTC().Truncate(24*time.Hour), c.AsOf)
		o.judge(scenario.AlertLimit{Part: true})
		o.Status = Quiet
		o.say("the prices are those of %s, %d days ago", date(newer.Provenance.Fetched), days)
		return nil
	}
	used, what := c.usedMeters(), "the meters that are used"
	if len(used) == 0 {
		what = "all meters"
	}
	if !o.Where.IsZero() {
		what += ", " + o.Where.String()
	}
	var moved []string
	worst := money.Zero
	fired := false
	for _, change := range changes(recent) {
		m := change.Meter
		if !o.Where.Picks(scenario.Used{Meter: m}) || len(used) > 0 && !used[string(m.ID)] && !used[m.Title()+"\x00"+string(m.Region)] {
			continue
		}
		part, ok := change.Part, change.PartOK
		switch {
		case change.Movement == ratebook.Went:
			o.note("%s is no longer on the card", title(m))
			continue
		case change.Movement == ratebook.Came:
			continue
		case !ok: // from nothing, or to nothing
			rose := change.New.Priced() && !change.New.Tiers[0].UnitPrice.IsZero()
			if rose == o.Below {
				continue
			}
			fired = true
			moved = append(moved, title(m)+": "+firstPrice(change.Old)+" → "+firstPrice(change.New))
			continue
		case part.IsZero():
			o.note("%s changed in its higher tiers, its free amount or its unit", title(m))
			continue
		}
		if part.Sign() > 0 == o.Below {
			continue
		}
		if o.Below && part.Less(worst) || !o.Below && worst.Less(part) {
			worst = part
		}
		if o.Below && part.Less(o.Limit.Value) || !o.Below && o.Limit.Value.Less(part) {
			moved = append(moved, fmt.Sprintf("%s: %s → %s (%s)", title(m), firstPrice(change.Old), firstPrice(change.New), signedPercent(part)))
		}
	}
	o.judge(scenario.AlertLimit{Value: worst, Part: true})
	if fired {
		o.Status = Fired
	}
	verb := "rose"
	if o.Below {
		verb = "fell"
	}
	o.say("of %s on the card of %s, %d %s by more than %s from %s to %s", what, terms, len(moved), verb,
		scenario.AlertLimit{Value: o.Limit.Value.Abs(), Part: true}, date(older.Provenance.Fetched), date(newer.Provenance.Fetched))
	o.details(moved)
	o.Notes = slices.Clip(o.Notes[:min(len(o.Notes), mostDetails)])
	return nil
}

// changes are those of all pairs of cards. A meter that two cards have counts once, by
// the newest.
func changes(pairs [][2]*ratebook.Card) (all []ratebook.RateChange) {
	seen := map[string]bool{}
	for _, p := range slices.Backward(pairs) {
		for _, change := range ratebook.Diff(p[0], p[1]) {
			if k := string(change.Meter.ID) + "\x00" + string(change.Meter.Region); !seen[k] {
				seen[k] = true
				all = append(all, change)
			}
		}
	}
	return all
}

// usedMeters are the ids and the names of the meters that are used.
func (c *checking) usedMeters() map[string]bool {
	used := map[string]bool{}
	for _, u := range c.Used {
		if u.Rated() {
			used[string(u.Meter.ID)] = u.Meter.ID != ""
			used[u.Meter.Title()+"\x00"+string(u.Meter.Region)] = u.Meter.Name != ""
		}
	}
	return used
}

func title(m ratebook.Meter) string {
	return strings.TrimSuffix(m.Title()+", "+m.Region.Display(), ", ")
}

func firstPrice(r ratebook.Rate) string {
	if !r.Priced() {
		return "no price"
	}
	return r.Tiers[0].UnitPrice.String()
}
