package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/ratebook/money"
)

// HoursPerMonth is how many hours a whole month has: a fixed number (730 is
// usual), or, where it is zero, each month's own.
type HoursPerMonth struct{ Fixed money.Decimal }

// Calendar tells whether each month has its own hours.
func (h HoursPerMonth) Calendar() bool { return h.Fixed.IsZero() }

func (h HoursPerMonth) String() string {
	if h.Calendar() {
		return "calendar"
	}
	return h.Fixed.String()
}

// ParseHoursPerMonth reads "730" or "calendar".
func ParseHoursPerMonth(s string) (HoursPerMonth, error) {
	if strings.EqualFold(s, "calendar") {
		return HoursPerMonth{}, nil
	}
	n, err := money.Parse(s)
	if err != nil || n.Less(money.One) || money.Int(744).Less(n) {
		return HoursPerMonth{}, fmt.Errorf(`hours_per_month %q is neither "calendar" nor a number of hours from 1 to 744`, s)
	}
	return HoursPerMonth{n}, nil
}

// Schedule says when something runs: so many hours a day on so many days a
// week, or a number of hours a month.
type Schedule struct {
	HoursADay, DaysAWeek int           // 12 and 5; both 0 where Hours is given
	Hours                money.Decimal // a month
}

// ParseSchedule reads "24x7", "12x5" or a number of hours a month.
func ParseSchedule(s string) (Schedule, error) {
	bad := fmt.Errorf("hours %q is neither a schedule such as 24x7 or 12x5 (hours a day, days a week) nor a number of hours a month from 0 to 744", s)
	s = strings.ToLower(s)
	if day, week, ok := strings.Cut(s, "x"); ok {
		h, err1 := strconv.Atoi(day)
		d, err2 := strconv.Atoi(week)
		sched := Schedule{HoursADay: h, DaysAWeek: d}
		if err1 != nil || err2 != nil || h < 1 || h > 24 || d < 1 || d > 7 || sched.String() != s {
			return Schedule{}, bad
		}
		return sched, nil
	}
	n, err := money.Parse(s)
	if err != nil || n.Sign() < 0 || money.Int(744).Less(n) {
		return Schedule{}, bad
	}
	return Schedule{Hours: n}, nil
}

func (s Schedule) String() string {
	if s.HoursADay == 0 {
		return s.Hours.String()
	}
	return fmt.Sprintf("%dx%d", s.HoursADay, s.DaysAWeek)
}

// In gives the schedule's hours in a month. Of a month of fixed length, 12x5 is
// 12×5/(24×7) of its hours, rounded at money.Places decimal places; of a
// calendar month, 12 hours on each of its first five weekdays from Monday.
func (s Schedule) In(m Month, h HoursPerMonth) money.Decimal {
	switch {
	case s.HoursADay == 0:
		return s.Hours
	case h.Calendar():
		return money.Int(int64(s.HoursADay * m.Days(s.DaysAWeek)))
	default:
		return h.Fixed.Mul(s.hoursAWeek()).Div(money.Int(24 * 7))
	}
}

// Months gives the schedule's hours in each of a period's months.
func (s Schedule) Months(period []Month, h HoursPerMonth) []money.Decimal {
	hours := make([]money.Decimal, len(period))
	for i, m := range period {
		hours[i] = s.In(m, h)
	}
	return hours
}

func (s Schedule) hoursAWeek() money.Decimal { return money.Int(int64(s.HoursADay * s.DaysAWeek)) }
