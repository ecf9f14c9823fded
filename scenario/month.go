package scenario

import (
	"fmt"
	"strings"
	"time"
)

// Month is a calendar month, such as 2026-03. The zero value is no month.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads "2026-03".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 1 {
		return Month{}, fmt.Errorf("%q is not a month; write it as 2026-03", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// IsZero tells whether no month is given.
func (m Month) IsZero() bool { return m == Month{} }

// Add returns the month that comes n months later.
func (m Month) Add(n int) Month {
	t := m.Start().AddDate(0, n, 0)
	return Month{t.Year(), t.Month()}
}

// Since is the number of months from n to m; negative where m comes before n.
func (m Month) Since(n Month) int { return (m.Year-n.Year)*12 + int(m.Month) - int(n.Month) }

// Start is the month's first moment, UTC; End is that of the next month.
func (m Month) Start() time.Time { return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC) }
func (m Month) End() time.Time   { return m.Start().AddDate(0, 1, 0) }

// Span writes months in their order down: "2026-01 to 2026-03, 2026-05".
func Span(months []Month) string {
	var out []string
	for i := 0; i < len(months); i++ {
		first := months[i]
		for i+1 < len(months) && months[i+1].Since(months[i]) == 1 {
			i++
		}
		if first == months[i] {
			out = append(out, first.String())
		} else {
			out = append(out, first.String()+" to "+months[i].String())
		}
	}
	return strings.Join(out, ", ")
}

// Days is the number of the month's days that fall on the first n days of a
// week that starts on Monday: 5 counts working days, 7 counts all.
func (m Month) Days(n int) int {
	days := 0
	for d := m.Start(); d.Before(m.End()); d = d.AddDate(0, 0, 1) {
		if (int(d.Weekday())+6)%7 < n {
			days++
		}
	}
	return days
}

// MarshalText writes the month as String does.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MonthOf is the billing month that a day belongs to, where billing months start
// on a day of the month, 1 to 28. It has the name of the month that it begins in.
func MonthOf(day time.Time, cycleDay int) Month {
	m := Month{day.Year(), day.Month()}
	if day.Day() < cycleDay {
		return m.Add(-1)
	}
	return m
}

// FirstDay is the billing month's first day, on the terms of MonthOf.
func (m Month) FirstDay(cycleDay int) time.Time { return m.Start().AddDate(0, 0, cycleDay-1) }

// days are the billing month's first and last day, "2026-03-01", on the terms
// of MonthOf.
func (m Month) days(cycleDay int) (first, last string) {
	from := m.FirstDay(max(cycleDay, 1))
	return from.Format(time.DateOnly), from.AddDate(0, 1, -1).Format(time.DateOnly)
}
