package workbook_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// oneChange is the change of one input, and what it is of a scenario and its cards.
type oneChange struct {
	s    *scenario.Scenario
	book *changedCards
	in   workbook.Input
	now  string
	e    *example
}

// by gives the number so much larger, in both forms.
func by(now, times, more string) (string, money.Decimal) {
	d := money.Zero
	if now != "" {
		d = dec(now)
	}
	d = d.Mul(dec(times)).Add(dec(more))
	return d.String(), d
}

// make makes the change, and says what is typed into the cell.
func (ch oneChange) make(t *testing.T) (value string, text bool) {
	s, in := ch.s, ch.in
	set := func(times, more string, to *money.Decimal) {
		value, *to = by(ch.now, times, more)
	}
	var v money.Decimal
	switch in.What {
	case "hours per month":
		if ch.now == "calendar" {
			ch.now = "730"
		}
		set("0.9", "3", &s.Hours.Fixed)
	case "scale of all usage":
		set("1.3", "0", &v)
		for i := range s.Cases {
			s.Cases[i].Changes = append(s.Cases[i].Changes, scenario.Change{Scale: &v})
		}
	case "exchange rate":
		x := s.Exchange[in.Currency]
		set("1.2", "0", &x.Rate)
		s.Exchange[in.Currency] = x
	case "base case":
		return s.Cases[len(s.Cases)-1].Name, true
	case "negotiated discount":
		set("1", "0.05", &v)
		pos := s.Cases[in.Case].DiscountPos
		for i := range s.Cases {
			if i == in.Case || pos.Line > 0 && s.Cases[i].DiscountPos == pos {
				s.Cases[i].Discount = v
			}
		}
	case "discount by meter":
		set("0.5", "0.1", &v)
		pos := s.Cases[in.Case].Discounts[in.At].Pos
		for i := range s.Cases {
			for k := range s.Cases[i].Discounts {
				if d := &s.Cases[i].Discounts[k]; d.Pos == pos {
					d.Rate = v
				}
			}
		}
	case "commitment", "commitment's term", "MACC beside a prepayment", "its term", "shortfalls pay for later usage":
		return ch.commitment(), false
	case "milestone's month":
		m := &s.Cases[in.Case].MACC().Milestones[in.At]
		m.Month++
		return strconv.Itoa(m.Month), false
	case "milestone's amount":
		set("1.2", "0", &s.Cases[in.Case].MACC().Milestones[in.At].Amount)
	case "scale of a change":
		set("0.5", "0.1", s.Cases[in.Case].Changes[in.At].Scale)
	case "scale of a line":
		set("1.4", "0", &v)
		ch.alone()
		s.Cases[in.Case].Changes = append(s.Cases[in.Case].Changes, scenario.Change{Where: scenario.Where{Workload: s.Workloads[in.Line].Name}, Scale: &v})
	case "hours a day", "days a week", "hours a month", "schedule of a line":
		return ch.schedule(t), false
	case "amount":
		if u := ch.usage(); u.Count != nil {
			set("1.5", "1", u.Count)
		} else {
			set("1.5", "1", &u.Quantity.Value)
		}
	case "growth":
		for _, w := range ch.workloads() {
			set("1", "0.015", &w.Growth)
		}
	case "from":
		for _, w := range ch.workloads() {
			w.From = later(w.From, s.Start).Add(2)
			value = serialOf(w.From)
		}
	case "until":
		for _, w := range ch.workloads() {
			if w.Until = later(w.From, s.Start).Add(3); serialOf(w.Until) == ch.now {
				w.Until = w.Until.Add(-1)
			}
			value = serialOf(w.Until)
		}
	case "included", "bound", "price":
		return ch.card(), false
	case "reservation's count":
		r := &s.Cases[in.Case].Reservations[ch.nth()]
		r.Count++
		return strconv.Itoa(r.Count), false
	case "savings plan's hourly amount":
		set("1.2", "0.1", &s.Cases[in.Case].SavingsPlans[ch.nth()].Hourly)
	case "benefit's price":
		set("0.9", "0", &v)
		ch.book.terms = in.Card.Terms
		ch.book.rate = func(r *ratebook.Rate) {
			for i := range r.Beside {
				if p := &r.Beside[i]; r.Meter.ID == in.Benefit.Meter.ID && r.Meter.Region == in.Benefit.Meter.Region && p.Kind == in.Benefit.Kind && p.Months == in.Benefit.Months && p.Amount.Equal(in.Benefit.Amount) {
					p.Amount = v
				}
			}
		}
	case "discount rate":
		value, v = by(ch.now, "1.5", "0.01")
		s.Cash.Discount = &v
	case "what is paid today each month":
		set("1.2", "1", &s.Current.Monthly)
	case "growth of what is paid today":
		set("1", "0.02", &s.Current.Growth)
	case "wave's part of what is paid today":
		set("0.9", "0.01", s.Current.Waves[in.At].Share)
	case "what is paid today each month for a wave":
		set("0.9", "0.01", &s.Current.Waves[in.At].Monthly)
	case "months that a wave is still paid":
		s.Current.Waves[in.At].Overlap++
		value, _ = by(ch.now, "1", "1")
	case "figure of a data centre":
		f := &s.Current.OnPremises[in.At]
		set("1.1", "0.01", &f.Value)
		f.Known = true
	case "below the total": // of which the totals keep free; the tests of Payable change it
		value, _ = by(ch.now, "1.1", "0.01")
	case "purchase":
		set("1.2", "0", &s.Marketplace[in.At].Amount)
	case "purchase counts toward a MACC":
		p := &s.Marketplace[in.At]
		p.Eligible = !p.Eligible
		return map[bool]string{true: "1", false: "0"}[p.Eligible], false
	case "month of a purchase":
		return ch.purchased(), false
	case "count of what one has already":
		for i := range s.Cases {
			r := *s.Cases[i].Owned[in.At].Reservation
			r.Count++
			value = strconv.Itoa(r.Count)
			own := slices.Clone(s.Cases[i].Owned)
			own[in.At].Reservation = &r
			s.Cases[i].Owned = own
		}
	case "price of what one has already":
		value, v = by(ch.now, "1.3", "0")
		for i := range s.Cases {
			own := slices.Clone(s.Cases[i].Owned)
			if o := &own[in.At]; o.SavingsPlan != nil {
				p := *o.SavingsPlan
				p.Hourly, o.SavingsPlan = v, &p
			} else {
				o.Price = &v
			}
			s.Cases[i].Owned = own
		}
	case "monthly credit", "recurring charge", "offer's discount: from", "offer's discount":
		return ch.offer(), false
	default:
		t.Fatalf("no change is known for the input %q", in.What)
	}
	return value, false
}

// nth is the place of a benefit among those of its kind that its case states.
func (ch oneChange) nth() (n int) {
	list := ch.e.c.Estimates[ch.in.Case].Benefits
	for _, b := range list[:ch.in.At] {
		if b.Owned == nil && b.Kind == list[ch.in.At].Kind {
			n++
		}
	}
	return n
}

// purchased pays for a purchase in a month in which it was not paid, or the reverse: by a
// purchase for each month.
func (ch oneChange) purchased() (value string) {
	s, p := ch.s, ch.s.Marketplace[ch.in.At]
	var list []scenario.MarketplacePurchase
	for i := range s.Months {
		month := s.Start.Add(i)
		paid := !p.In(month).IsZero()
		if i == ch.in.Months[0] {
			paid = !paid
			value = map[bool]string{true: "1", false: "0"}[paid]
		}
		if paid {
			own := p
			own.Name, own.Once, own.From, own.Until = fmt.Sprintf("%s %d", p.Name, i), true, month, scenario.Month{}
			list = append(list, own)
		}
	}
	s.Marketplace = slices.Concat(s.Marketplace[:ch.in.At], list, s.Marketplace[ch.in.At+1:])
	return value
}

func later(a, b scenario.Month) scenario.Month {
	if a.Since(b) > 0 {
		return a
	}
	return b
}

func serialOf(m scenario.Month) string {
	return strconv.FormatInt(m.Start().Unix()/86400+25569, 10)
}

// usage is the usage of a line.
func (ch oneChange) usage() *scenario.Usage {
	n := ch.in.Line
	for _, w := range ch.s.Workloads {
		if n < len(w.Usage) {
			return &w.Usage[n]
		}
		n -= len(w.Usage)
	}
	return nil
}

// workloads are what the workload of a line is in the changed scenario: itself, or one for
// each of its lines.
func (ch oneChange) workloads() (list []*scenario.Workload) {
	lines := ch.e.used()
	for i := range ch.s.Workloads {
		w := &ch.s.Workloads[i]
		if name := lines[ch.in.Line].Workload; w.Name == name || len(ch.s.Workloads) == len(lines) && lines[i].Workload == name {
			list = append(list, w)
		}
	}
	return list
}

// alone gives each usage a workload of its own, with a name that no other has.
func (ch oneChange) alone() {
	var list []scenario.Workload
	names := map[string][]string{}
	for _, w := range ch.s.Workloads {
		for _, u := range w.Usage {
			own := w
			own.Name, own.Usage = fmt.Sprintf("%s %d", w.Name, len(list)), []scenario.Usage{u}
			names[w.Name] = append(names[w.Name], own.Name)
			list = append(list, own)
		}
	}
	for i := range ch.s.Cases {
		var changes []scenario.Change
		for _, c := range ch.s.Cases[i].Changes {
			if c.Where.Workload == "" {
				changes = append(changes, c)
				continue
			}
			for _, name := range names[c.Where.Workload] {
				c.Where.Workload = name
				changes = append(changes, c)
			}
		}
		ch.s.Cases[i].Changes = changes
	}
	ch.s.Workloads = list
}

func (ch oneChange) schedule(t *testing.T) (value string) {
	in := ch.in
	was := in.Schedules[in.At]
	to, err := scenario.ParseSchedule(was)
	if err != nil {
		t.Fatal(err)
	}
	switch in.What {
	case "hours a day":
		if to.HoursADay++; to.HoursADay > 24 {
			to.HoursADay = 20
		}
		value = strconv.Itoa(to.HoursADay)
	case "days a week":
		if to.DaysAWeek++; to.DaysAWeek > 7 {
			to.DaysAWeek = 6
		}
		value = strconv.Itoa(to.DaysAWeek)
	case "hours a month":
		value = "411"
		to = scenario.Schedule{Hours: dec(value)}
	case "schedule of a line":
		other := (in.At + 1) % len(in.Schedules)
		if to, err = scenario.ParseSchedule(in.Schedules[other]); err != nil {
			t.Fatal(err)
		}
		ch.alone()
		for _, i := range in.Cases {
			ch.s.Cases[i].Changes = append(ch.s.Cases[i].Changes, scenario.Change{Where: scenario.Where{Workload: ch.s.Workloads[in.Line].Name}, Hours: &to})
		}
		return strconv.Itoa(other + 1)
	}
	for w := range ch.s.Workloads {
		for u := range ch.s.Workloads[w].Usage {
			if h := &ch.s.Workloads[w].Usage[u].Hours; *h != nil && (*h).String() == was {
				*h = &to
			}
		}
	}
	for i := range ch.s.Cases {
		for k := range ch.s.Cases[i].Changes {
			if h := &ch.s.Cases[i].Changes[k].Hours; *h != nil && (*h).String() == was {
				*h = &to
			}
		}
	}
	return value
}
