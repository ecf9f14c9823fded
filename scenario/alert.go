package scenario

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Alert is a rule that fires where a figure is above or below its limit.
type Alert struct {
	Pos
	Name    string
	On      AlertOn
	Of      AlertOf // of OnActual and OnChange; else ""
	Case    string  // the case that is rated; "" of AlertBilled
	Below   bool    // fires below the limit, not above
	Limit   AlertLimit
	Budget  *money.Amount // what a Limit that is a part is of; of OnActual and OnForecast
	Least   *money.Amount // what a change must be at least
	Against AlertAgainst  // of OnChange
	Late    int           // days at the end that are left out; of OnChange
	At      AlertAt       // of OnForecast
	WorseBy money.Decimal // how much further it has to be to be sent again, 0.1 for ten percent
	Where   AlertWhere

	Commitment CommitmentKind // of OnCommitment: which one of the case's
}

// Currency is that of the alert's amounts; "" where it has none.
func (a Alert) Currency() money.Currency {
	switch {
	case a.Limit.Currency != "":
		return a.Limit.Currency
	case a.Budget != nil:
		return a.Budget.Currency
	case a.Least != nil:
		return a.Least.Currency
	}
	return ""
}

// AlertOn says what an alert watches.
type AlertOn string

const (
	OnActual     AlertOn = "actual"     // the billing month so far
	OnForecast   AlertOn = "forecast"   // what the billing month will be at its end
	OnChange     AlertOn = "change"     // against the same days before
	OnCommitment AlertOn = "commitment" // above: running out; below: going to waste
	OnUnpriced   AlertOn = "unpriced"   // usage without a price
	OnPrice      AlertOn = "price"      // from one card to the next
)

// AlertOf says whose figure is watched.
type AlertOf string

const (
	AlertBilled AlertOf = "billed" // the cost that exports state: all records, tax and purchases too
	AlertRated  AlertOf = "rated"  // our rating of the usage, under a case
)

// AlertAgainst says what a change is held against.
type AlertAgainst string

const (
	AgainstMonth AlertAgainst = "month" // the same days of the billing month before
	AgainstYear  AlertAgainst = "year"  // of the same billing month a year before
	AgainstWeek  AlertAgainst = "week"  // the last seven days against the seven before
)

// AlertAt says which figure of a forecast counts.
type AlertAt string

const (
	AtExpected AlertAt = "expected"
	AtLow80    AlertAt = "low80"
	AtHigh80   AlertAt = "high80"
	AtLow95    AlertAt = "low95"
	AtHigh95   AlertAt = "high95"
)

// AlertLimit is an amount, a part, or a count.
type AlertLimit struct {
	Value    money.Decimal  // 0.8 for 80%
	Currency money.Currency // of an amount
	Part     bool           // a part of something
}

// String shows the limit as a scenario writes it.
func (l AlertLimit) String() string {
	switch {
	case l.Part:
		return l.Value.Mul(money.Int(100)).String() + "%"
	case l.Currency != "":
		return l.Value.String() + " " + string(l.Currency)
	}
	return l.Value.String()
}

// AlertWhere picks usage: all that is given must fit. Without anything, all
// usage is picked. Names are compared in any case, values of tags are not.
type AlertWhere struct {
	Subscription, ResourceGroup, Resource, Category string
	Meter                                           *ratebook.Selector
	Tags                                            map[string]string // "" picks usage without the tag, too
}

// IsZero tells whether all usage is picked.
func (w AlertWhere) IsZero() bool {
	return w.Subscription == "" && w.ResourceGroup == "" && w.Resource == "" && w.Category == "" && w.Meter == nil && len(w.Tags) == 0
}

// Picks tells whether the usage is meant.
func (w AlertWhere) Picks(u Used) bool {
	m := u.Meter
	if u.Foreign != (Foreign{}) {
		m = ratebook.Meter{Category: u.Foreign.Service, Subcategory: u.Foreign.Operation, Name: u.Foreign.UsageType}
	}
	for _, k := range [][2]string{{w.Subscription, u.Subscription}, {w.ResourceGroup, u.Group}, {w.Resource, u.Resource}, {w.Category, m.Category}} {
		if k[0] != "" && !strings.EqualFold(k[0], k[1]) {
			return false
		}
	}
	for k, v := range w.Tags {
		if u.Tags[k] != v {
			return false
		}
	}
	return w.Meter == nil || w.Meter.Matches(m)
}

// String says what is picked, for people; "total" is all.
func (w AlertWhere) String() string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+" "+value)
		}
	}
	add("subscription", w.Subscription)
	add("resource group", w.ResourceGroup)
	add("resource", w.Resource)
	add("category", w.Category)
	if w.Meter != nil {
		parts = append(parts, "meter "+strings.Trim(w.Meter.String(), "{}"))
	}
	for _, k := range sortedKeys(w.Tags) {
		parts = append(parts, fmt.Sprintf("%s=%s", k, w.Tags[k]))
	}
	if parts == nil {
		return "total"
	}
	return strings.Join(parts, ", ")
}

// Taken gives what of a roll-up the import asks for.
func (imp Import) Taken(got *Imported) []Used {
	var list []Used
	for _, u := range got.Used {
		if imp.takes(u) {
			list = append(list, u)
		}
	}
	return list
}
