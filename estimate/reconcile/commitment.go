package reconcile

import (
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook/money"
)

// Commitment is money (or usage) promised, as Microsoft or a FOCUS file states it.
// What is not stated is zero, nil or "".
type Commitment struct {
	ID       string // of a MACC its lot's name, or its system id; of FOCUS ContractCommitmentId
	Name     string // for a reader
	Kind     string // MACC, or FOCUS's ContractCommitmentType
	Category string // Spend or Usage, as FOCUS has it
	Status   string // Active, Completed, …

	Amount   *money.Amount
	Quantity *money.Decimal // of usage that is promised
	Unit     string
	Currency money.Currency

	Bought       time.Time
	Start, Until time.Time      // its first moment, and that behind its last
	Balance      *money.Decimal // what is still to be spent, since the last invoice
	Consumed     *money.Decimal // what counted, where the maccs resource states it
	Shortfall    string         // Enabled or Disabled: whether what is missing is charged by itself
	Charged      *money.Amount  // the shortfall that was charged

	Milestones []Milestone
	Resource   bool // the maccs resource was read: without Milestones it has none
	Events     []Event

	Contract                     string // FOCUS's ContractId, with its period
	ContractStart, ContractUntil time.Time

	Notes []string // what was settled in reading it
}

// Milestone is a part of a commitment that has to be reached by a day.
type Milestone struct {
	ID        string
	Amount    money.Amount // since the commitment's beginning
	Until     time.Time    // the moment behind its last
	Status    string       // Active, Scheduled, Completed, …
	Shortfall string       // as of a Commitment
	Charged   *money.Amount
}

// Event is what an invoice changed in a commitment's balance.
type Event struct {
	ID      string
	Lot     string // the Commitment's ID; "" where it is not said
	Date    time.Time
	Text    string
	Invoice string
	Profile string         // the billing profile's name
	Kind    string         // SettledCharges
	Charges money.Amount   // below zero: so much less is to be spent
	Balance *money.Decimal // after it
}

// IsMACC tells whether it is a Microsoft Azure Consumption Commitment.
func (c Commitment) IsMACC() bool { return c.Kind == MACC }

// MACC is the Kind of Microsoft Azure Consumption Commitments; MACCInFull is what a
// FOCUS file calls it.
const (
	MACC       = "MACC"
	MACCInFull = "Microsoft Azure Consumption Commitment"
)

// InForce tells whether a day lies in its term, and it is neither canceled nor
// expired.
func (c Commitment) InForce(day time.Time) bool {
	switch strings.ToLower(c.Status) {
	case "canceled", "cancelled", "expired", "failed", "inactive", "removed", "stopped":
		return false
	}
	return (c.Start.IsZero() || !day.Before(c.Start.Truncate(24*time.Hour))) && (c.Until.IsZero() || day.Before(c.Until))
}

// LastDay is the last day of what ends before a moment.
func LastDay(until time.Time) time.Time {
	if until.IsZero() {
		return until
	}
	return until.Add(-time.Nanosecond).Truncate(24 * time.Hour)
}

// Counted is what counted toward it so far, by its balance, or else by what the maccs
// resource states; ok is false where neither is stated.
func (c Commitment) Counted() (sum money.Decimal, ok bool) {
	switch {
	case c.Amount == nil:
		return sum, false
	case c.Balance != nil:
		return c.Amount.Value.Sub(*c.Balance), true
	case c.Consumed != nil:
		return *c.Consumed, true
	}
	return sum, false
}

// FromEvents is what its events in its own currency sum up to, as counted.
func (c Commitment) FromEvents() money.Decimal {
	sum := money.Zero
	for _, e := range c.Events {
		if c.Amount != nil && e.Charges.Currency == c.Amount.Currency {
			sum = sum.Sub(e.Charges.Value)
		}
	}
	return sum
}

// Join puts together what lots, resources and events state of the same commitments.
// A resource is a lot's where its id is the lot's, or where currency, amount and both
// days are the same and of no other. What belongs to none stands by itself; events
// that name no commitment that is read are given back.
//
// What is stated twice, as in answers of overlapping days, counts once; of two lots of one
// id the one whose balance is the lower is the newer.
func Join(lots, resources []Commitment, events []Event) (all []Commitment, left []Event) {
	lots, resources, events = once(lots), once(resources), eventsOnce(events)
	all = slices.Clone(lots)
	for _, r := range resources {
		var same []int
		for i := range all[:len(lots)] {
			if strings.EqualFold(all[i].ID, r.ID) {
				same = []int{i}
				break
			}
			if all[i].agrees(r) {
				same = append(same, i)
			}
		}
		if len(same) != 1 || all[same[0]].Resource {
			all = append(all, r)
			continue
		}
		c := &all[same[0]]
		c.Resource, c.Milestones, c.Shortfall, c.Charged, c.Consumed = true, r.Milestones, r.Shortfall, r.Charged, r.Consumed
		if r.Name != "" {
			c.Name = r.Name
		}
		c.Notes = append(c.Notes, r.Notes...)
	}
	for _, e := range events {
		at := slices.IndexFunc(all, func(c Commitment) bool { return e.Lot != "" && strings.EqualFold(c.ID, e.Lot) })
		if at < 0 {
			left = append(left, e)
			continue
		}
		all[at].Events = append(all[at].Events, e)
	}
	for i := range all {
		slices.SortStableFunc(all[i].Events, func(a, b Event) int { return a.Date.Compare(b.Date) })
		all[i].checkEvents()
	}
	slices.SortStableFunc(all, func(a, b Commitment) int { return a.Start.Compare(b.Start) })
	return all, left
}

// once leaves out what is stated again, under the same id and of the same days.
func once(list []Commitment) (kept []Commitment) {
	for _, c := range list {
		at := slices.IndexFunc(kept, func(k Commitment) bool { return c.ID != "" && strings.EqualFold(k.ID, c.ID) && k.agrees(c) })
		if at < 0 {
			kept = append(kept, c)
			continue
		}
		k := &kept[at]
		one, stated := k.Counted()
		two, known := c.Counted()
		if known && (!stated || one.Less(two)) {
			*k = c
		}
		if stated && known && !one.Equal(two) {
			k.Notes = append(slices.Clone(k.Notes), "it is stated twice, with "+one.String()+" and "+two.String()+" counted: the higher is taken for the newer")
		}
	}
	return kept
}

func eventsOnce(list []Event) (kept []Event) {
	for _, e := range list {
		if !slices.ContainsFunc(kept, func(k Event) bool { return k.same(e) }) {
			kept = append(kept, e)
		}
	}
	return kept
}

// same tells whether another is this event, read once more.
func (e Event) same(other Event) bool {
	return e.ID != "" && strings.EqualFold(e.ID, other.ID) && strings.EqualFold(e.Lot, other.Lot) && e.Date.Equal(other.Date) &&
		e.Charges.Currency == other.Charges.Currency && e.Charges.Value.Equal(other.Charges.Value)
}

// agrees tells whether another states the same amount for the same days.
func (c Commitment) agrees(other Commitment) bool {
	return c.Amount != nil && other.Amount != nil && c.Amount.Currency == other.Amount.Currency && c.Amount.Value.Equal(other.Amount.Value) &&
		sameDay(c.Start, other.Start) && sameDay(LastDay(c.Until), LastDay(other.Until))
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// checkEvents says where the events do not lead to the balance.
func (c *Commitment) checkEvents() {
	if len(c.Events) == 0 || c.Amount == nil {
		return
	}
	before := c.Amount.Value
	for i, e := range c.Events {
		if e.Charges.Currency != c.Amount.Currency {
			c.Notes = append(c.Notes, "the event of "+e.Date.Format(time.DateOnly)+" is in "+string(e.Charges.Currency)+", and the commitment in "+string(c.Amount.Currency)+": its sums are not comparable")
			return
		}
		after := before.Add(e.Charges.Value)
		if e.Balance != nil && !e.Balance.Equal(after) {
			where := "its start"
			if i > 0 {
				where = c.Events[i-1].Date.Format(time.DateOnly)
			}
			c.Notes = append(c.Notes, "the events read do not lead from "+before.String()+" at "+where+" to the balance of "+e.Balance.String()+" on "+e.Date.Format(time.DateOnly)+": some are missing, or were not asked for (--events-from, --events-to)")
			after = *e.Balance
		}
		before = after
	}
	if c.Balance == nil {
		c.Balance = &before
		return
	}
	switch off := before.Sub(*c.Balance); {
	case off.Sign() > 0:
		c.Notes = append(c.Notes, "of what counted, "+off.String()+" is in no event that was read: they lead to "+before.String()+", and its balance is "+c.Balance.String())
	case off.Sign() < 0:
		c.Notes = append(c.Notes, "its events lead to "+before.String()+", and its balance is "+c.Balance.String()+", which is more: it may be older than the last of them")
	}
}
