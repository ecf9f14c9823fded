package usage

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// sum is a Used that is being added up.
type sum struct {
	key  string // orders the result: all that the records agree in
	used scenario.Used
	seen []fingerprint
}

// add evens a group's texts out, and adds it to the groups of other files and
// of other spellings that then agree with it.
func (r *run) add(g *group, src *scenario.ImportSource, how reading) error {
	u := scenario.Used{
		Provider: clean(g.provider), Kind: scenario.RecordKind(g.kind), Month: monthOf(g.cycle), Day: g.period, Days: g.folded,
		Subscription: clean(g.subscription), Group: clean(g.group), Resource: clean(g.resource),
		Quantity: g.quantity, Billed: g.cost, Records: g.read, Unsure: g.unsure, Benefit: benefit(g.benefit), Amortized: g.amortized, First: g.first, Last: g.last,
		Foreign: scenario.Foreign{Service: clean(g.service), UsageType: clean(g.usageType), Operation: clean(g.operation),
			Region: clean(g.foreignRegion), Unit: clean(g.foreignUnit)},
	}
	pays, term, recurs := strings.Cut(g.pays, ofTerm)
	if u.Pays, u.Term = months(pays), months(term); !recurs {
		u.Term = u.Pays
	}
	if g.priced {
		if u.Currency = money.Currency(strings.ToUpper(clean(g.currency))); u.Currency == "" {
			u.Currency = money.Currency(r.spec.Currency)
		}
		if u.Currency == "" && !g.cost.IsZero() {
			assume(src, "costs are in no currency that the file names, and count as not stated; state the currency that they are in")
		}
	}
	if u.Provider == "Azure" { // whose ids mean the same in any case
		u.Subscription, u.Group, u.Resource = strings.ToLower(u.Subscription), strings.ToLower(u.Group), strings.ToLower(u.Resource)
		u.Foreign = scenario.Foreign{}
		u.Offer = offer(clean(g.offer))
		u.Meter = ratebook.Meter{Category: clean(g.category), Subcategory: clean(g.subcategory), Name: clean(g.name),
			Region: ratebook.ParseRegion(clean(g.region))}
		if id, err := ratebook.ParseMeterID(g.meterID); err == nil {
			u.Meter.ID = id
		}
		var err error
		if u.Meter.Unit, err = unit.Parse(clean(g.unit)); err != nil && u.Kind.IsUsage() {
			note := fmt.Sprintf("unit %q cannot be read: the meter's own unit, or what was billed, has to tell what is counted", clip(clean(g.unit)))
			if clean(g.unit) == "" {
				note = "usage has no unit: the meter's own, or what was billed, has to tell what is counted"
			}
			if !slices.Contains(src.Notes, note) {
				src.Notes = append(src.Notes, note)
			}
		}
	}
	u.Tags = r.tags(g)
	u.Agreed, u.List = statedPrice(g.agreed, how), statedPrice(g.list, how)
	r.part(u, g)
	added := &sum{key: keyOf(u), used: u, seen: []fingerprint{{len(r.sources), g.least}}}
	r.rec.sum(added, g)
	return r.pile.add(added)
}

// assume notes what nothing in the file shows.
func assume(src *scenario.ImportSource, note string) {
	if !slices.Contains(src.Notes, note) {
		src.Notes, src.Assumed = append(src.Notes, note), append(src.Assumed, note)
	}
}

// statedPrice reads a price; what is none is not stated.
func statedPrice(text string, how reading) scenario.Price {
	n, ok := parseNumber(text, how.Number)
	if !ok {
		return scenario.Price{}
	}
	value := money.Zero
	for i, part := range []int64{n.whole, n.fraction, n.rest} {
		value = value.Add(money.Int(part).Mul(worth[i]))
	}
	return scenario.Price{Value: value, Stated: 1}
}

func clean(s string) string { return strings.TrimSpace(s) }

// benefit names a reservation or a savings plan by its order, as purchases do:
// the order in a resource's id, or the id itself.
func benefit(id string) string {
	id = strings.ToLower(clean(id))
	for _, orders := range []string{"/reservationorders/", "/savingsplanorders/"} {
		if _, rest, ok := strings.Cut(id, orders); ok {
			order, _, _ := strings.Cut(rest, "/")
			return order
		}
	}
	return id
}

// months reads a term, "36", "12 months", "3 Years", "P1Y"; 0 where it is none.
func months(term string) int {
	term = strings.ToLower(clean(term))
	digits := strings.Trim(term, "abcdefghijklmnopqrstuvwxyz ")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 120 {
		return 0
	}
	if strings.HasSuffix(term, "y") || strings.Contains(term, "year") {
		return 12 * n
	}
	return n
}

// offer is the offer as ratebook writes it; another text is kept.
func offer(s string) ratebook.Offer {
	if o, err := ratebook.ParseOffer(s); err == nil {
		return o
	}
	return ratebook.Offer(strings.ToUpper(s))
}

func monthOf(cycle int) scenario.Month {
	return scenario.Month{Year: 1, Month: 1}.Add(cycle - 12)
}

// keyOf writes down all that records of one Used agree in, in the order in
// which the result is sorted.
func keyOf(u scenario.Used) string {
	tags, _ := json.Marshal(u.Tags) // sorts the keys
	m := u.Meter
	return strings.Join([]string{u.Provider, string(u.Kind), u.Month.String(), u.Day, u.Subscription, string(u.Offer),
		m.Category, m.Subcategory, m.Name, string(m.ID), string(m.Region), m.Unit.Text(),
		u.Foreign.Service, u.Foreign.UsageType, u.Foreign.Operation, u.Foreign.Region, u.Foreign.Unit,
		u.Group, u.Resource, string(tags), string(u.Currency), u.Benefit, strconv.Itoa(u.Pays), strconv.Itoa(u.Term)}, "\x00")
}
