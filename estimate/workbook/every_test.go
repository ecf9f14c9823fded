package workbook_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

var everyInput = flag.Bool("every-input", false, "change every input of every example, in place of some of each")

// someInputs are how many of each example are changed without the flag.
const someInputs = 4

// TestEveryInput changes each input of each example, by itself: LibreOffice then comes to
// what the engine comes to for the scenario, or the cards, with the same change. No input
// is dead: some formula needs it. And nothing else looks like an input.
func TestEveryInput(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	recalc.Need(t)
	paths, err := filepath.Glob("../../scenarios/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples []*example
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// What is imported TestChangedRecorded changes.
		// Note: a machine becomes several lines of Usage, whose amounts are not one input yet.
		if !regexp.MustCompile(`(?m)^imports:|^ +machines:`).Match(text) {
			examples = append(examples, newExample(t, filepath.Base(path), string(text)))
		}
	}
	var books []recalc.Driven
	random := rand.New(rand.NewPCG(15, 2))
	for _, e := range examples {
		e.alive(t)
		if !*everyInput {
			random.Shuffle(len(e.inputs), func(i, j int) { e.inputs[i], e.inputs[j] = e.inputs[j], e.inputs[i] })
			e.inputs = e.inputs[:min(someInputs, len(e.inputs))]
		}
		e.plan(t)
		books = append(books, e.driven)
	}
	values, err := recalc.Drive(books)
	if err != nil {
		t.Fatal(err)
	}
	changes, same := 0, 0
	for i, e := range examples {
		n, quiet := e.hold(t, values[i])
		changes, same = changes+n, same+quiet
	}
	t.Logf("%d inputs of %d examples changed; %d of these change no total of a month", changes, len(examples), same)
}

// example is a scenario, its workbook, and the inputs to change in it.
type example struct {
	name, text string
	c          *compare.Comparison
	inputs     []workbook.Input
	file       *excelize.File
	driven     recalc.Driven
	want       [][][]float64 // by change, case and month
	tried      []string
}

func newExample(t *testing.T, name, text string) *example {
	e := &example{name: name, text: text, c: compared(t, sample.Open(), text)}
	var data bytes.Buffer
	var err error
	if e.inputs, err = workbook.WriteNoting(&data, e.c); err != nil {
		t.Fatal(name, err)
	}
	e.driven.Path = filepath.Join(t.TempDir(), name+".xlsx")
	if err := os.WriteFile(e.driven.Path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if e.file, err = excelize.OpenReader(&data); err != nil {
		t.Fatal(name, err)
	}
	t.Cleanup(func() { _ = e.file.Close() })
	for i, sheet := range sheetsOfCases(e.file) {
		row := 0
		for r := 1; row == 0; r++ {
			if v, _ := e.file.GetCellValue(sheet, fmt.Sprintf("B%d", r)); v == "Total" {
				row = r
			}
		}
		last, _ := excelize.CoordinatesToCellName(9+len(e.c.Estimates[i].Months), row)
		e.driven.Read = append(e.driven.Read, recalc.Cells{Sheet: sheet, Range: fmt.Sprintf("J%d:%s", row, last)})
	}
	rows, err := e.file.GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	heads := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "No." })
	difference := slices.Index(rows[heads], "Difference")
	column := func(col int) recalc.Cells {
		from, _ := excelize.CoordinatesToCellName(col, heads+2)
		to, _ := excelize.CoordinatesToCellName(col, heads+1+len(e.c.Estimates))
		return recalc.Cells{Sheet: "Summary", Range: from + ":" + to}
	}
	e.driven.Read = append(e.driven.Read, column(difference)) // the totals to compare
	if e.c.Cash != nil {
		e.driven.Read = append(e.driven.Read, paidCells(t, e.file, len(e.c.Estimates))...)
	}
	e.driven.Read = append(e.driven.Read, column(difference+1)) // only looked at for whether anything changes
	return e
}

var (
	refersTo  = regexp.MustCompile(`(?:'((?:[^']|'')+)'!|([A-Za-z]\w*)!)?\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?`)
	named     = regexp.MustCompile(`\b[A-Z][a-z][A-Za-z]+\b`)
	changedBy = regexp.MustCompile(`^SUMPRODUCT\(--\([A-Z0-9:]+<>[A-Z0-9:]+\)\)$`) // Rates: inputs changed since
)

// alive holds that some formula needs each input, and that cells look like inputs where
// they are.
func (e *example) alive(t *testing.T) {
	type area struct{ fromCol, fromRow, toCol, toRow int }
	areas := map[string]map[area]bool{}
	names := map[string]string{}
	for _, n := range e.file.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	add := func(sheet, text string) {
		for _, m := range refersTo.FindAllStringSubmatch(text, -1) {
			on := sheet
			if m[1] != "" {
				on = strings.ReplaceAll(m[1], "''", "'")
			} else if m[2] != "" {
				on = m[2]
			}
			var a area
			a.fromCol, _ = excelize.ColumnNameToNumber(m[3])
			a.fromRow, _ = strconv.Atoi(m[4])
			a.toCol, a.toRow = a.fromCol, a.fromRow
			if m[5] != "" {
				a.toCol, _ = excelize.ColumnNameToNumber(m[5])
				a.toRow, _ = strconv.Atoi(m[6])
			}
			if areas[on] == nil {
				areas[on] = map[area]bool{}
			}
			areas[on][a] = true
		}
	}
	inputs := map[string]bool{}
	for _, in := range e.inputs {
		inputs[in.Sheet+"!"+in.Cell] = true
	}
	looks := map[int]bool{}
	for _, sheet := range e.file.GetSheetList() {
		rows, err := e.file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				id, _ := e.file.GetCellStyle(sheet, cell)
				look, ok := looks[id]
				if !ok {
					style, err := e.file.GetStyle(id)
					if err != nil {
						t.Fatal(err)
					}
					look = style.Font != nil && style.Font.Color == "1F3FBF" && len(style.Fill.Color) > 0 && style.Fill.Color[0] == "FFF9DB"
					looks[id] = look
				}
				if look && !inputs[sheet+"!"+cell] && sheet != "Guide" {
					t.Errorf("%s: %s!%s looks like an input, and is none", e.name, sheet, cell)
				}
				formula, err := e.file.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" || changedBy.MatchString(formula) {
					continue
				}
				add(sheet, formula)
				for _, name := range named.FindAllString(formula, -1) {
					if to, ok := names[name]; ok {
						add(sheet, to)
					}
				}
			}
		}
	}
	for _, in := range e.inputs {
		col, row, err := excelize.CellNameToCoordinates(in.Cell)
		if err != nil {
			t.Fatal(err)
		}
		used := false
		for a := range areas[in.Sheet] {
			used = used || a.fromCol <= col && col <= a.toCol && a.fromRow <= row && row <= a.toRow
		}
		if !used {
			t.Errorf("%s: no formula needs the input %s!%s (%s)", e.name, in.Sheet, in.Cell, in.What)
		}
	}
}

// plan makes up a value for each input, and has the engine calculate what follows.
func (e *example) plan(t *testing.T) {
	for _, in := range e.inputs {
		now, err := e.file.GetCellValue(in.Sheet, in.Cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Read(e.name, []byte(e.text))
		if err != nil {
			t.Fatal(err)
		}
		inRegions(t, sample.Open(), s)
		for i := range s.Cases { // the mix that was found is not searched for again
			state(&s.Cases[i], e.c.Estimates[i])
		}
		ch := oneChange{s: s, book: &changedCards{Ratebook: sample.Open()}, in: in, now: now, e: e}
		value, text := ch.make(t)
		c, err := compare.Cases(context.Background(), ch.book, s, time.Time{})
		if err != nil {
			t.Errorf("%s: %s!%s (%s) %s → %s: %v", e.name, in.Sheet, in.Cell, in.What, now, value, err)
			continue
		}
		var want [][]float64
		for _, est := range c.Estimates {
			var months []float64
			for m := range est.Months {
				months = append(months, est.ChargesIn(m).Total().Float64())
			}
			want = append(want, months)
		}
		for _, est := range c.Estimates {
			want = append(want, []float64{c.Reported(est.Total()).Value.Float64()})
		}
		if c.Cash != nil {
			want = append(want, paidWant(c)...)
		}
		e.want = append(e.want, want)
		e.tried = append(e.tried, fmt.Sprintf("%s!%s (%s) %s → %s", in.Sheet, in.Cell, in.What, now, value))
		e.driven.Changes = append(e.driven.Changes, recalc.Change{Sheet: in.Sheet, Cell: in.Cell, Value: value, Text: text})
	}
}

// hold compares what LibreOffice made of each change.
func (e *example) hold(t *testing.T, rows [][]string) (n, same int) {
	for i, want := range e.want {
		got := rows[1+i]
		at, wrong := 0, 0
		for c, months := range want {
			for m, v := range months {
				if at >= len(got) || !recalc.Same(got[at], strconv.FormatFloat(v, 'g', -1, 64)) {
					if wrong++; wrong == 1 {
						t.Errorf("%s: %s: month %d of %s is %v in the sheet, %v by the engine (before: %s)", e.name, e.tried[i], m+1, e.c.Estimates[c%len(e.c.Estimates)].Case.Name, got[min(at, len(got)-1)], v, rows[0][min(at, len(rows[0])-1)])
					}
				}
				at++
			}
		}
		n++
		if slices.Equal(got, rows[0]) {
			same++
			if *everyInput {
				t.Logf("%s: %s: nothing changes", e.name, e.tried[i])
			}
		}
	}
	return n, same
}

// state puts benefits that were searched for into the case.
func state(c *scenario.Case, e *estimate.Estimate) {
	if e.Found == nil {
		return
	}
	c.Find, c.Reservations, c.SavingsPlans = "", nil, nil
	for _, b := range e.Benefits {
		if b.Owned != nil {
			continue
		}
		if b.Kind == ratebook.SavingsPlan {
			c.SavingsPlans = append(c.SavingsPlans, scenario.SavingsPlan{Hourly: b.Hourly, Months: b.Months, Payment: b.Payment, From: b.From})
			continue
		}
		c.Reservations = append(c.Reservations, scenario.Reservation{
			Meter: ratebook.Selector{ID: b.Meter.ID}, Count: b.Count, Months: b.Months, Payment: b.Payment, Flexible: b.Flexible, From: b.From,
		})
	}
}

// changedCards are cards with a change.
type changedCards struct {
	estimate.Ratebook
	terms ratebook.Terms
	rate  func(r *ratebook.Rate)
	offer func(o *ratebook.OfferTerms)
}

func (b *changedCards) changed(h ratebook.Header, rates [][]ratebook.Rate) (ratebook.Header, [][]ratebook.Rate) {
	if h.Terms != b.terms {
		return h, rates
	}
	if b.offer != nil {
		o := ratebook.OfferTerms{Credits: slices.Clone(h.OfferTerms.Credits), Recurring: slices.Clone(h.OfferTerms.Recurring)}
		for _, d := range h.OfferTerms.Commitments {
			d.Tiers = slices.Clone(d.Tiers)
			o.Commitments = append(o.Commitments, d)
		}
		b.offer(&o)
		h.OfferTerms = o
	}
	if b.rate == nil {
		return h, rates
	}
	out := make([][]ratebook.Rate, len(rates))
	for i := range rates {
		out[i] = slices.Clone(rates[i])
		for k := range out[i] {
			r := &out[i][k]
			r.Tiers, r.Beside = slices.Clone(r.Tiers), slices.Clone(r.Beside)
			b.rate(r)
		}
	}
	return h, out
}

func (b *changedCards) Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	h, rates, err := b.Ratebook.Find(ctx, terms, asOf, want)
	if err == nil {
		h, rates = b.changed(h, rates)
	}
	return h, rates, err
}

func (b *changedCards) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	found, err := b.Ratebook.FindAll(ctx, terms, asOf, want)
	for i := range found {
		found[i].Header, found[i].Rates = b.changed(found[i].Header, found[i].Rates)
	}
	return found, err
}

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
		w, u := ch.usage()
		if u.Count != nil {
			set("1.5", "1", u.Count)
		} else {
			set("1.5", "1", &u.Quantity.Value)
		}
		_ = w
	case "growth":
		w, _ := ch.usage()
		set("1", "0.015", &w.Growth)
	case "from":
		w, _ := ch.usage()
		w.From = later(w.From, s.Start).Add(2)
		return serialOf(w.From), false
	case "until":
		w, _ := ch.usage()
		if w.Until = later(w.From, s.Start).Add(3); serialOf(w.Until) == ch.now {
			w.Until = w.Until.Add(-1)
		}
		return serialOf(w.Until), false
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

// usage is the usage of a line, and its workload.
func (ch oneChange) usage() (*scenario.Workload, *scenario.Usage) {
	n := ch.in.Line
	for i := range ch.s.Workloads {
		w := &ch.s.Workloads[i]
		if n < len(w.Usage) {
			return w, &w.Usage[n]
		}
		n -= len(w.Usage)
	}
	return nil, nil
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

func (ch oneChange) commitment() (value string) {
	c := &ch.s.Cases[ch.in.Case]
	if len(c.Commitments) == 0 {
		c.Commitments = []scenario.Commitment{{Kind: scenario.Prepay, Amount: dec("9000000"), Months: ch.s.Months}}
		return "9000000"
	}
	k := c.Prepaid()
	if k == nil || strings.HasPrefix(ch.in.What, "MACC") || ch.in.What == "its term" || ch.in.What == "shortfalls pay for later usage" {
		k = c.MACC()
	}
	switch ch.in.What {
	case "commitment", "MACC beside a prepayment":
		value, k.Amount = by(ch.now, "1.3", "0")
		if k.Kind == scenario.PlanOf2012 {
			k.Monthly, k.Amount = k.Amount, k.Amount.Mul(money.Int(int64(k.Months)))
		}
	case "commitment's term", "its term":
		k.Months = max(1, k.Months/2)
		value = strconv.Itoa(k.Months)
	default:
		k.ShortfallLost = !k.ShortfallLost
		value = map[bool]string{true: "0", false: "1"}[k.ShortfallLost]
	}
	return value
}

// card changes a rate of a card.
func (ch oneChange) card() (value string) {
	in := ch.in
	var v money.Decimal
	switch in.What {
	case "included":
		value, v = by(ch.now, "1.5", "7")
	case "price":
		value, v = by(ch.now, "1.3", "0.01")
	default: // a bound that usage is above, and that follows the one before
		v = money.One
		if in.At > 0 {
			v = in.Rate.Tiers[in.At-1].Above.Max(money.Zero).Add(money.One)
		}
		value = v.String()
	}
	ch.book.terms = in.Card.Terms
	ch.book.rate = func(r *ratebook.Rate) {
		if r.Meter.ID != in.Rate.Meter.ID || r.Meter.Region != in.Rate.Meter.Region || !r.Effective.Equal(in.Rate.Effective) {
			return
		}
		switch in.What {
		case "included":
			r.Included = v
		case "price":
			r.Tiers[in.At].UnitPrice = v
		default:
			r.Tiers[in.At].Above = v
		}
	}
	return value
}

// levels are how many discounts the card of a case has.
func (ch oneChange) levels() int {
	list, _ := ch.e.c.Estimates[ch.in.Case].DiscountLevels(0)
	return len(list)
}

// offer changes an offer's terms.
func (ch oneChange) offer() (value string) {
	in := ch.in
	ch.book.terms = in.Card.Terms
	end := ch.s.Start.Add(in.Months[0]).End()
	var v money.Decimal
	switch in.What {
	case "offer's discount":
		value, v = by(ch.now, "1", "0.02")
		if c := ch.s.Cases[in.Case].Prepaid(); c != nil && c.Discount != nil {
			*c.Discount = v
			return value
		}
	case "offer's discount: from":
		value, v = by(ch.now, "1.1", "100")
		if len(ch.s.Cases[in.Case].Commitments) > 0 && ch.now == "0" && ch.levels() == 1 {
			value, v = "9000000", dec("9000000")
		}
	default:
		value, v = by(ch.now, "1.3", "1")
	}
	ch.book.offer = func(o *ratebook.OfferTerms) {
		for i := range o.Credits {
			if k, ok := o.CreditIn(end); ok && in.What == "monthly credit" && k.Effective.Equal(o.Credits[i].Effective) {
				o.Credits[i].Amount = v
			}
		}
		for i := range o.Recurring {
			if k, ok := o.RecurringIn(end); ok && in.What == "recurring charge" && k.Effective.Equal(o.Recurring[i].Effective) {
				o.Recurring[i].Amount = v
			}
		}
		for i := range o.Commitments {
			k, ok := o.CommitmentIn(end)
			if !ok || !k.Effective.Equal(o.Commitments[i].Effective) {
				continue
			}
			switch tier := &o.Commitments[i].Tiers[min(in.At, len(o.Commitments[i].Tiers)-1)]; in.What {
			case "offer's discount: from":
				tier.From = v
			case "offer's discount":
				if money.One.Less(tier.Value) {
					tier.Value = v.Mul(money.Int(100))
				} else {
					tier.Value = v
				}
			}
		}
	}
	return value
}
