package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Daily is the usage of Azure that is rated, day by day: what a forecast goes on from.
// Fill it with Add; the zero Daily is empty.
type Daily struct {
	First    time.Time // the first day with a record, midnight UTC
	Days     int       // from First to the last day with a record, both included
	CycleDay int       // the day on which the billing month starts, 1 to 28
	Uses     []DailyUse
	// Seen tells, by subscription and day, whether there is any record.
	Seen     map[string][]bool
	Warnings []string   // usage that files seem to count twice, and what benefits cover of it
	Evidence []Evidence // of what quantities count

	index  map[dailyKey]int
	names  map[string]shown             // by the text of Workload
	meters map[meterKey]*ratebook.Meter // each once
}

// shown is what the uses of one workload have in common.
type shown struct {
	workload string
	tags     map[string]string
}

// DailyUse is how much of one meter was used each day, under one subscription,
// one set of the tags and other keys that are shown, and one Apart.
type DailyUse struct {
	Workload     string // the import's name, with all that is kept apart
	Subscription string
	Account      string // the billing account that the import names
	Tags         map[string]string
	Group        string           // the resource group, where usage is by group
	Resource     string           // the resource's id, where usage is by resource
	Apart        string           // what it is carried on by; see Used.Apart
	Meter        *ratebook.Meter  // shared with other uses; not to be changed
	Machine      *MachineHours    // what it is hours of, of another cloud's machine
	Likely       []ratebook.Meter // as Usage has it
	From         int              // the first day of Quantities, counted from Daily.First
	Quantities   money.Column     // by day, in Meter.Unit; zero on days without a record
}

// dailyKey is what the days of one DailyUse agree in.
type dailyKey struct {
	workload, apart string
	meter           *ratebook.Meter
}

// meterKey is all that uses of one meter agree in.
type meterKey struct {
	id                                ratebook.MeterID
	category, subcategory, name, unit string
	region                            ratebook.Region
}

// Add takes the usage of an import, which was rolled up by day. Like
// Scenario.Add it leaves out records of other kinds, of other clouds and of
// what the import does not ask for. An error names the import.
func (d *Daily) Add(imp Import, got *Imported) error {
	got = imp.Settle(got)
	cycle := max(imp.CycleDay, 1)
	if d.CycleDay != 0 && d.CycleDay != cycle {
		return imp.Errorf("its billing month starts on day %d, and that of another import on day %d: a forecast is of one bill", cycle, d.CycleDay)
	}
	d.CycleDay = cycle
	if d.Seen == nil {
		d.Seen, d.index, d.names, d.meters = map[string][]bool{}, map[dailyKey]int{}, map[string]shown{}, map[meterKey]*ratebook.Meter{}
	}
	dates := map[string]time.Time{} // of the records' days
	first, last := time.Time{}, time.Time{}
	used := func(yield func(Used) bool) {
		for _, u := range got.Used {
			if u.Rated() && imp.takes(u) && !yield(u) {
				return
			}
		}
	}
	for u := range used {
		for _, part := range u.parts() {
			if _, known := dates[part.Day]; known {
				continue
			}
			day, err := time.Parse(time.DateOnly, part.Day[:min(len(part.Day), len(time.DateOnly))])
			if err != nil {
				return imp.Errorf("usage of %s in %s has no day: a forecast needs daily usage", u.Meter.Title(), u.Month)
			}
			if first.IsZero() || day.Before(first) {
				first = day
			}
			if day.After(last) {
				last = day
			}
			dates[part.Day] = day
		}
	}
	if len(dates) == 0 {
		return imp.Errorf("there is no metered usage of Azure in the period, subscriptions and tags that are asked for")
	}
	sums := SumsOfDays(used, nil)
	if sums.Refused != "" {
		return imp.Errorf("%s", sums.Refused)
	}
	if sums.Few > 0 {
		d.Warnings = append(d.Warnings, fmt.Sprintf("%s: %d sums of several days count on the first of them, such as %s", cmp.Or(imp.Name, imported), sums.Few, sums.Example))
	}
	d.Evidence = append(d.Evidence, evidenceOf(imp, got.Used)...)
	for _, w := range got.Doubts() {
		d.Warnings = append(d.Warnings, cmp.Or(imp.Name, imported)+": "+w)
	}
	if c := CoverOf(got, cycle, func(u Used) bool { return imp.takes(u) && u.Foreign == Foreign{} }); c != nil {
		d.Warnings = append(d.Warnings, cmp.Or(imp.Name, imported)+": "+c.Note())
	}
	d.cover(first, last)
	days := map[string]int{}
	for text, date := range dates {
		days[text] = daysBetween(d.First, date)
	}
	for u := range used {
		use := d.use(imp, u)
		for _, part := range u.parts() {
			d.Seen[u.Subscription][days[part.Day]] = true
			use.add(days[part.Day], part.Quantity)
		}
	}
	slices.SortStableFunc(d.Uses, func(a, b DailyUse) int {
		if c := cmp.Compare(a.Workload, b.Workload); c != 0 || a.Meter == b.Meter {
			return cmp.Or(c, cmp.Compare(a.Apart, b.Apart))
		}
		return cmp.Or(cmp.Compare(a.Meter.Title(), b.Meter.Title()),
			cmp.Compare(a.Meter.ID, b.Meter.ID), cmp.Compare(a.Meter.Region, b.Meter.Region), cmp.Compare(a.Meter.Unit.String(), b.Meter.Unit.String()),
			cmp.Compare(a.Apart, b.Apart))
	})
	for i, u := range d.Uses {
		d.index[dailyKey{u.Workload, u.Apart, u.Meter}] = i
	}
	return nil
}

// cover makes the days reach from first to last, too.
func (d *Daily) cover(first, last time.Time) {
	before := 0
	if d.Days > 0 {
		before = max(0, daysBetween(first, d.First))
		if d.First.Before(first) {
			first = d.First
		}
		if end := d.First.AddDate(0, 0, d.Days-1); end.After(last) {
			last = end
		}
	}
	for i := range d.Uses {
		d.Uses[i].From += before
	}
	d.First, d.Days = first, daysBetween(first, last)+1
	for sub, seen := range d.Seen {
		grown := make([]bool, d.Days)
		copy(grown[before:], seen)
		d.Seen[sub] = grown
	}
}

// use is the one that a usage belongs to; a new one has no days yet.
func (d *Daily) use(imp Import, u Used) *DailyUse {
	name := []string{cmp.Or(imp.Name, imported)}
	if u.Subscription != "" {
		name = append(name, u.Subscription)
	}
	for _, k := range imp.KeepTags {
		if v, ok := u.Tags[k]; ok {
			name = append(name, k+"="+v)
		}
	}
	for _, part := range []string{u.Group, u.Resource} {
		if part != "" {
			name = append(name, part)
		}
	}
	workload := strings.Join(name, ", ")
	as, known := d.names[workload]
	if !known {
		as = shown{workload, map[string]string{}}
		for _, k := range imp.KeepTags {
			if v, ok := u.Tags[k]; ok {
				as.tags[k] = v
			}
		}
		d.names[workload] = as
	}
	if d.Seen[u.Subscription] == nil {
		d.Seen[u.Subscription] = make([]bool, d.Days)
	}
	key := dailyKey{as.workload, u.Apart(), d.meter(&u.Meter)}
	i, known := d.index[key]
	if !known {
		i = len(d.Uses)
		d.index[key] = i
		d.Uses = append(d.Uses, DailyUse{
			Workload: as.workload, Subscription: u.Subscription, Account: imp.Account, Tags: as.tags, Group: u.Group, Resource: u.Resource, Apart: key.apart, Meter: key.meter, Machine: u.Machine, Likely: u.likely(),
		})
	}
	return &d.Uses[i]
}

// meter is the one that stands for all that agree with m.
func (d *Daily) meter(m *ratebook.Meter) *ratebook.Meter {
	key := meterKey{m.ID, m.Category, m.Subcategory, m.Name, m.Unit.Text(), m.Region}
	if d.meters[key] == nil {
		own := *m
		d.meters[key] = &own
	}
	return d.meters[key]
}

// add counts a quantity to a day.
func (u *DailyUse) add(day int, q money.Decimal) {
	if u.Quantities.Len() == 0 {
		u.From = day
	}
	u.Quantities.Extend(max(0, u.From-day), max(0, day-u.From+1-u.Quantities.Len()))
	u.From = min(u.From, day)
	u.Quantities.Add(day-u.From, q)
}

// parts are the days of a usage.
func (u Used) parts() []DayUsed {
	if u.Days != nil {
		return u.Days
	}
	return []DayUsed{{u.Day, u.Quantity}}
}

// Day is the date of a day, counted from First.
func (d *Daily) Day(i int) time.Time { return d.First.AddDate(0, 0, i) }

// Index counts a date from First; it is below 0, or Days and more, for dates
// that the usage does not reach.
func (d *Daily) Index(day time.Time) int { return daysBetween(d.First, day) }

// MonthOf is the billing month that a date belongs to.
func (d *Daily) MonthOf(day time.Time) Month {
	return MonthOf(day, d.CycleDay)
}

// Month gives a billing month's first day and the number of its days.
func (d *Daily) Month(m Month) (first time.Time, days int) {
	first = m.FirstDay(max(d.CycleDay, 1))
	return first, daysBetween(first, first.AddDate(0, 1, 0))
}

// Total is what was used from one day on, and before another, both counted
// from Daily.First.
func (u DailyUse) Total(from, to int) money.Decimal {
	sum := money.Zero
	for i := max(from-u.From, 0); i < min(to-u.From, u.Quantities.Len()); i++ {
		sum = sum.Add(u.Quantities.At(i))
	}
	return sum
}

// Title names the use for messages.
func (u DailyUse) Title() string {
	return fmt.Sprintf("%s: %s", u.Workload, cmp.Or(u.Meter.Title(), "meter "+string(u.Meter.ID)))
}

// daysBetween counts the days from one midnight UTC to another.
func daysBetween(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }
