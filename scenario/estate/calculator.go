package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// The export of Azure's Pricing Calculator, ExportedEstimate.xlsx: a line a service,
// whose heads stay English, and whose description, in the language of the page, says
// all. Lines of machines, disks, bandwidth, blobs and SQL databases are read; what is
// not understood, wholly and surely, stays a fixed cost.
//
// Source: exports of 2024 to 2026.
func init() {
	register(&format{Name: "pricing-calculator", Claims: func(b *book) bool { return len(estimates(b)) > 0 }, Rank: 1, Read: readCalculator})
}

const (
	cType = iota
	cCustom
	cRegion
	cText
	cMonthly
	cUpfront
)

// estimateHeads are the columns of an estimate, by the constants above.
type estimateHeads struct {
	sheet *sheet
	row   int
	at    [6]int
}

// estimates are the sheets that are estimates.
func estimates(b *book) (list []estimateHeads) {
	want := []string{"servicetype", "customname", "region", "description", "estimatedmonthlycost", "estimatedupfrontcost"}
	for _, s := range b.sheets {
		for i, cells := range s.head {
			e := estimateHeads{sheet: s, row: i + 1}
			found := 0
			for k, w := range want {
				e.at[k] = -1
				for col, c := range cells {
					if full, _, _ := evenOut(c); full == w {
						e.at[k] = col
						found++
						break
					}
				}
			}
			if e.at[cType] >= 0 && e.at[cText] >= 0 && e.at[cMonthly] >= 0 && found >= 4 {
				list = append(list, e)
				break
			}
		}
	}
	return list
}

// line is one line of an estimate.
type line struct {
	place            scenario.Place
	service, custom  string
	region           ratebook.Region
	text             string
	monthly, upfront money.Amount
}

func readCalculator(r *reading, books []*book) error {
	for _, b := range books {
		rows := 0
		for _, e := range estimates(b) {
			n, err := r.estimate(b, e)
			if err != nil {
				return err
			}
			rows += n
		}
		r.source(b, "pricing-calculator", rows)
	}
	return nil
}

var currencyCode = pattern.New(`\b([A-Z]{3})\b`)

// estimate reads one estimate. It ends with its total, below which a sentence names
// the currency.
func (r *reading) estimate(b *book, e estimateHeads) (rows int, err error) {
	t := &table{b: b, s: e.sheet, h: &heads{row: e.row}}
	var lines []line
	var total *line
	var currency money.Currency
	amount := func(cells []string, col int) (money.Amount, error) {
		c := strings.TrimSpace(cellAt(cells, e.at[col]))
		if c == "" {
			return money.Amount{}, nil
		}
		c = strings.TrimLeft(c, "$€£¥₹ ")
		n, err := point.parse(c, false)
		return money.Amount{Value: n}, err
	}
	err = t.each(func(row int, cells []string) error {
		l := line{
			place: t.place(row), service: clean(cellAt(cells, e.at[cType])), custom: clean(cellAt(cells, e.at[cCustom])),
			text: clean(cellAt(cells, e.at[cText])),
		}
		label := strings.TrimSpace(cellAt(cells, e.at[cRegion]))
		if total != nil {
			for _, c := range cells { // the currency, after the total
				if known := currencyIn(c); known != "" && currency == "" {
					currency = known
				}
			}
			return nil
		}
		var err error
		if l.monthly, err = amount(cells, cMonthly); err != nil {
			return fmt.Errorf("%s: the monthly cost %w", l.place, err)
		}
		if l.upfront, err = amount(cells, cUpfront); err != nil {
			return fmt.Errorf("%s: the upfront cost %w", l.place, err)
		}
		switch {
		case letters(label) == "total" && l.service == "":
			total = &l
			return nil
		case l.service == "" && l.monthly.Value.IsZero() && l.upfront.Value.IsZero():
			return nil // Licensing Program, Billing Account, Billing Profile, and what they are
		case l.service == "":
			l.service = clean(label)
		}
		if strings.EqualFold(label, "Support") || strings.EqualFold(strings.TrimSpace(cells[0]), "Support") {
			l.service = "Support"
			if l.monthly.Value.IsZero() && l.upfront.Value.IsZero() {
				return nil
			}
		} else if label != "" {
			l.region = ratebook.ParseRegion(label)
		}
		lines = append(lines, l)
		return nil
	})
	if err != nil {
		return 0, err
	}
	if currency == "" {
		return 0, fmt.Errorf("%s: the estimate does not name its currency: it ends with the sentence \"All prices shown are in …\"", t.where())
	}
	if total == nil {
		return 0, fmt.Errorf("%s: the estimate has no line Total: export it anew", t.where())
	}
	sum, upfront, parsed := money.Zero, money.Zero, money.Zero
	for _, l := range lines {
		l.monthly.Currency, l.upfront.Currency = currency, currency
		sum, upfront = sum.Add(l.monthly.Value), upfront.Add(l.upfront.Value)
		if r.line(l) {
			parsed = parsed.Add(l.monthly.Value)
		}
	}
	if cents := int32(2); !sum.Round(cents).Equal(total.monthly.Value.Round(cents)) || !upfront.Round(cents).Equal(total.upfront.Value.Round(cents)) {
		return 0, fmt.Errorf("%s: its lines add up to %s a month and %s upfront, and its total says %s and %s: export it anew", t.where(), sum, upfront, total.monthly.Value, total.upfront.Value)
	}
	r.inv.Stated = append(r.inv.Stated, scenario.StatedTotal{
		Place: total.place, Monthly: money.Amount{Value: total.monthly.Value, Currency: currency}, Upfront: money.Amount{Value: total.upfront.Value, Currency: currency},
		Parsed: money.Amount{Value: parsed, Currency: currency},
	})
	return len(lines), nil
}

// currencyIn is the currency that a sentence names; "" where it names none.
func currencyIn(text string) money.Currency {
	if strings.Contains(text, "created at") {
		return "" // UTC is none
	}
	codes := currencyCode.FindAllString(text, -1)
	for i := len(codes) - 1; i >= 0; i-- {
		if codes[i] == "UTC" {
			continue
		}
		if c, err := money.ParseCurrency(codes[i]); err == nil {
			return c
		}
	}
	return ""
}

// parsed is what a line was read as.
type parsed struct {
	machines []scenario.Listed
	uses     []scenario.ServiceUse
	notes    []string
}

// readers read the lines of a service. The error says what is not understood.
var readers = map[string]func(l line) (parsed, error){
	"virtualmachines":           machineLine,
	"virtualmachinescalesets":   machineLine,
	"azurekubernetesserviceaks": clusterLine,
	"azurekubernetesservice":    clusterLine,
	"bandwidth":                 bandwidthLine,
	"storageaccounts":           storageLine,
	"manageddisks":              storageLine,
	"azuresqldatabase":          databaseLine,
	"sqldatabase":               databaseLine,
}

// line takes a line: priced is true where all of it is priced anew.
func (r *reading) line(l line) (priced bool) {
	name := l.service
	if l.custom != "" {
		name = l.custom
	}
	fixed := func(reason string) bool {
		r.inv.Fixed = append(r.inv.Fixed, scenario.FixedCost{Place: l.place, Name: name, Monthly: l.monthly, Upfront: l.upfront, Reason: reason})
		return false
	}
	read := readers[letters(l.service)]
	if read == nil {
		return fixed(fmt.Sprintf("%s is not priced anew", l.service))
	}
	p, err := read(l)
	if err != nil {
		return fixed(err.Error())
	}
	for i := range p.machines {
		m := &p.machines[i]
		m.Place, m.Region = l.place, l.region
		if m.Name == "" {
			m.Name = name
		}
		if i == 0 {
			m.Cost = &l.monthly
		}
		m.Notes = append(m.Notes, p.notes...)
		r.inv.Machines = append(r.inv.Machines, *m)
	}
	if len(p.uses) > 0 || len(p.machines) == 0 {
		cost := l.monthly
		if len(p.machines) > 0 { // it stands with the machine
			cost.Value = money.Zero
		}
		r.inv.Services = append(r.inv.Services, scenario.ListedService{Place: l.place, Name: name, Region: l.region, Uses: p.uses, Cost: cost, Notes: p.notes})
	}
	return true
}

// whole reads a whole number of a description, in which blanks, points and commas are
// of thousands, as in India too: "1,000", "1.000", "10 000", "1,00,000". "572.2" is not
// whole.
func wholeIn(s string) (money.Decimal, error) {
	if ofIndia.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	return unsettled.parse(s, true)
}

var ofIndia = pattern.New(`^\d{1,2}(?:,\d{2})+,\d{3}$`)

// amountIn reads a number of a description that may have decimals.
func amountIn(s string) (money.Decimal, error) {
	if evidence(s) == unsettled || ofIndia.MatchString(s) {
		return wholeIn(s)
	}
	return unsettled.parse(s, false)
}
