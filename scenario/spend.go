package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// SpendBy says what spending is summed up by: "hour", "day", "month", "meter",
// "category", "region", "subscription", "resource-group", or "tag:KEY".
type SpendBy string

var spendBys = []SpendBy{"hour", "day", "month", "meter", "category", "region", "subscription", "resource-group"}

// ParseSpendBy reads one of them.
func ParseSpendBy(s string) (SpendBy, error) {
	by := SpendBy(s)
	if by.Tag() == "" && !slices.Contains(spendBys, by) {
		return "", fmt.Errorf("%q is not one of hour, day, month, meter, category, region, subscription, resource-group, tag:KEY", s)
	}
	return by, nil
}

// Tag is the KEY of "tag:KEY", else "".
func (by SpendBy) Tag() string {
	key, ok := strings.CutPrefix(string(by), "tag:")
	if !ok {
		return ""
	}
	return key
}

// Rising tells whether the keys are points in time.
func (by SpendBy) Rising() bool { return by == "hour" || by == "day" || by == "month" }

// of is the key of a usage; "" where it has none.
func (by SpendBy) of(u Used) string {
	foreign := u.Foreign != Foreign{}
	switch by {
	case "hour", "day":
		return u.Day
	case "month":
		return u.Month.String()
	case "meter":
		if foreign {
			return strings.Trim(u.Foreign.Service+" / "+u.Foreign.UsageType, " /")
		}
		return cmp.Or(u.Meter.Title(), string(u.Meter.ID))
	case "category":
		if foreign {
			return u.Foreign.Service
		}
		return u.Meter.Category
	case "region":
		if foreign {
			return u.Foreign.Region
		}
		return u.Meter.Region.Display()
	case "subscription":
		return u.Subscription
	case "resource-group":
		return u.Group
	}
	return u.Tags[by.Tag()]
}

// Spent is the sum of what has one key, in one currency.
type Spent struct {
	Key      string // "" where the usage has none
	Records  int64
	Quantity money.Decimal  // of the usage among the records, where it has one unit
	Unit     string         // of Quantity; "" where there is none, or several
	Billed   money.Decimal  // of all records
	Currency money.Currency // of Billed; "" where no cost is stated
	Uses     []int          // what is summed up, by its place in Imported.Used

	units map[string]bool
}

// Spend sums up all that an import has: each record is in one row. The rows
// are by currency; then in the order of time, or the highest billed first.
func Spend(got *Imported, by SpendBy) []Spent {
	type key struct {
		key      string
		currency money.Currency
	}
	at := map[key]int{}
	var rows []Spent
	for n, u := range got.Used {
		k := key{by.of(u), u.Currency}
		i, known := at[k]
		if !known {
			i = len(rows)
			at[k] = i
			rows = append(rows, Spent{Key: k.key, Currency: k.currency, units: map[string]bool{}})
		}
		rows[i].add(u)
		rows[i].Uses = append(rows[i].Uses, n)
	}
	for i := range rows {
		rows[i].settle()
	}
	slices.SortFunc(rows, func(a, b Spent) int {
		c := cmp.Compare(a.Currency, b.Currency)
		if !by.Rising() {
			c = cmp.Or(c, b.Billed.Cmp(a.Billed))
		}
		return cmp.Or(c, cmp.Compare(a.Key, b.Key))
	})
	return rows
}

// Hourly tells whether the usage is by the hour: an import by the hour has other
// hours than the first of the day.
func (im *Imported) Hourly() bool {
	return slices.ContainsFunc(im.Used, func(u Used) bool {
		_, hour, ok := strings.Cut(u.Day, "T")
		return ok && hour > "00"
	})
}

func (s *Spent) add(u Used) {
	s.Records += u.Records
	s.Billed = s.Billed.Add(u.Billed)
	if u.Kind.IsUsage() {
		s.Quantity = s.Quantity.Add(u.Quantity)
		s.units[cmp.Or(u.Foreign.Unit, u.Meter.Unit.String())] = true
	}
}

// settle leaves a quantity only where there is one unit.
func (s *Spent) settle() {
	if len(s.units) != 1 {
		s.Quantity = money.Zero
		return
	}
	for unit := range s.units {
		s.Unit = unit
	}
}
