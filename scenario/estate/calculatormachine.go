package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// A machine's line is "2 D2as v5 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Linux,
// (Pay as you go); 1 managed disk – E10; Inter Region transfer type, 5 GB outbound data
// transfer from East US to East Asia". Numbers, sizes and names of disks are the same
// in all languages; what other words mean is in the tables here.
var (
	machinePart = pattern.New(`^(\d[\d.,\s]*?)(?: |个|個|台|대 ?)([A-Z][A-Za-z0-9\-_ ]*?) \(([^)]*)\)(?: x (\d[\d.,\s]*?) (\pL+))?(?: \(([^)]*)\))?\s*,\s*(.*)$`)
	diskPart    = pattern.New(`^(\d[\d.,\s]*?) [^\d]*?[–—:-] ?([PES])(\d{1,2})\b(?: (ZRS|LRS)\b)?(.*)$`)
	nothing     = pattern.New(`^0 `)
	transaction = pattern.New(`^,? ?(\d[\d.,\s]*?) (?:transaction|transac|transak|opera|unidad|transakt)`)
	years       = pattern.New(`\b([135])\b`)
)

// Words of descriptions that mean the same, in small letters.
var (
	wordsHours   = pattern.New(`^(hours?|horas?|heures?|stunden?|ore|ora|uren|uur|timmar|timer|tuntia|godzin\pL*|hodin\pL*|óra|saat|час\pL*|時間|小时|小時|시간)$`)
	wordsDays    = pattern.New(`^(days?|d[ií]as?|dias?|jours?|tage?n?|giorni|giorno|dagen|dagar|dage|dni|日|天|일)$`)
	wordsMonths  = pattern.New(`^(months?|mes|meses|mois|monate?|mesi|mese|maanden|månader|miesi\pL*)$`)
	wordsSavings = pattern.New(`saving|ahorro|économie|epargne|épargne|sparplan|einspar|risparmi|poupan|economia|bespar`)
	wordsReserve = pattern.New(`reserv|réserv|gereserveerd|prenot|riserv|rezerw`)
	wordsHybrid  = pattern.New(`hybrid|híbrid|hybride|ibrid|ahb\b`)
	wordsSpot    = pattern.New(`\bspot\b|low priority|prioridad baja|baixa prioridade|niedrige priorität`)
)

// rest is a line's text without non-breaking blanks.
func (l line) rest() string {
	return strings.Join(strings.Fields(strings.ReplaceAll(l.text, "\u00a0", " ")), " ")
}

func machineLine(l line) (p parsed, err error) {
	if !l.region.Known() || l.region == ratebook.Global {
		return p, fmt.Errorf("its region is not known")
	}
	all := strings.Split(l.rest(), ";")
	m, err := machineOf(strings.TrimSpace(all[0]))
	if err != nil {
		return p, err
	}
	for _, part := range all[1:] {
		part = strings.TrimSpace(part)
		switch {
		case part == "" || nothing.MatchString(part):
		case diskPart.MatchString(part):
			d, uses, err := diskOf(part, l.region)
			if err != nil {
				return p, err
			}
			if d.Count > 0 {
				if !each(&m, d) {
					return p, fmt.Errorf("%d disks are not so many for each of %d machines", d.Count, m.Count)
				}
			}
			p.uses = append(p.uses, uses...)
		case years.MatchString(part) && (wordsReserve.MatchString(strings.ToLower(part)) || wordsSavings.MatchString(strings.ToLower(part))): // how it is paid
		default:
			uses, err := transferOf(part, l.region)
			if err != nil {
				return p, err
			}
			p.uses = append(p.uses, uses...)
		}
	}
	p.machines = []scenario.Listed{m}
	return p, nil
}

// each gives a disk, which a line counts for all of its machines, to each of them.
func each(m *scenario.Listed, d scenario.ListedDisk) bool {
	if d.Count%m.Count != 0 {
		return false
	}
	d.Count /= m.Count
	m.Disks = append(m.Disks, d)
	return true
}

// machineOf reads the first part of a machine's line.
func machineOf(part string) (m scenario.Listed, err error) {
	f := machinePart.FindStringSubmatch(part)
	if f == nil {
		return m, fmt.Errorf("%q does not read as a machine", short(part))
	}
	n, err := wholeIn(f[1])
	if err != nil || n.Sign() <= 0 || money.Int(1_000_000).Less(n) {
		return m, fmt.Errorf("%q is no number of machines", f[1])
	}
	m = scenario.Listed{Size: strings.TrimSpace(f[2]), Count: int64(intOf(n))}
	pays := strings.ToLower(f[6])
	if f[4] != "" {
		h, err := amountIn(f[4])
		if err != nil {
			return m, fmt.Errorf("%q is no number of hours", f[4])
		}
		switch word := strings.ToLower(f[5]); {
		case wordsHours.MatchString(word):
		case wordsDays.MatchString(word):
			h = h.Mul(money.Int(24))
		case wordsMonths.MatchString(word):
			h = h.Mul(money.Int(730))
		default:
			return m, fmt.Errorf("%q is no unit of time that is known", f[5])
		}
		if h.Sign() <= 0 || money.Int(744).Less(h) {
			return m, fmt.Errorf("%s hours are not those of a month", h)
		}
		if h.Less(money.Int(730)) {
			m.Hours = &scenario.Schedule{Hours: h}
		}
	} else if !years.MatchString(pays) {
		return m, fmt.Errorf("%q does not say for how long it runs", short(part))
	}
	low := strings.ToLower(f[7])
	switch {
	case wordsSpot.MatchString(low) || wordsSpot.MatchString(pays):
		return m, fmt.Errorf("it is a spot machine, whose price moves")
	case years.MatchString(pays) && wordsSavings.MatchString(pays):
		m.Notes = append(m.Notes, "the estimate has it under a savings plan ("+f[6]+"): here each case says how it is paid")
	case years.MatchString(pays):
		m.Months = 12 * intOf(mustWhole(years.FindString(pays)))
		m.Notes = append(m.Notes, "the estimate has it reserved ("+f[6]+"): here each case says how it is paid")
	}
	return m, systemOf(&m, f[7])
}

func mustWhole(s string) money.Decimal {
	n, _ := wholeIn(s)
	return n
}

// systemOf reads what a machine runs: "Windows (License included), SQL Enterprise (Pay as you go)".
func systemOf(m *scenario.Listed, text string) error {
	for i, part := range strings.Split(text, ",") {
		name, paid, _ := strings.Cut(part, "(")
		name = strings.TrimSpace(name)
		low := strings.ToLower(name)
		own := wordsHybrid.MatchString(strings.ToLower(paid)) || wordsHybrid.MatchString(low)
		switch os, why := readOS(name); {
		case i == 0:
			if why != "" || os == "" {
				return fmt.Errorf("the operating system %q is not known", name)
			}
			m.OS, m.OSName, m.OwnOS = os, name, own
		case name == "" || strings.HasPrefix(low, "os only") || !strings.ContainsFunc(low, isLetter):
		case strings.HasPrefix(low, "sql"):
			for _, e := range []string{"standard", "enterprise", "web"} {
				if strings.Contains(low, e) || e == "standard" && strings.Contains(low, "estándar") {
					m.SQL = e
				}
			}
			if m.OwnSQL = own; m.SQL == "" && !strings.Contains(low, "developer") && !strings.Contains(low, "express") {
				return fmt.Errorf("the licence %q is not known", name)
			}
		case os == scenario.RHEL || os == scenario.SLES:
			m.OS, m.OSName, m.OwnOS = os, name, own
		case os != "" && m.OS == scenario.Linux && os == scenario.Linux && !strings.Contains(low, "pro"):
			m.OSName = name
		case strings.HasPrefix(low, "only os") || strings.Contains(low, "solo") || strings.Contains(low, "só ") || strings.HasPrefix(low, "nur") || strings.HasPrefix(low, "système") || strings.Contains(low, "only"):
		default:
			return fmt.Errorf("the licence %q is not known", name)
		}
	}
	return nil
}

func isLetter(r rune) bool { return letters(string(r)) != "" }

// diskOf reads "2 managed disks – S60, 10,000 transaction units".
func diskOf(part string, at ratebook.Region) (d scenario.ListedDisk, uses []scenario.ServiceUse, err error) {
	f := diskPart.FindStringSubmatch(part)
	n, err := wholeIn(f[1])
	if err != nil || n.Sign() < 0 || money.Int(1_000_000).Less(n) {
		return d, nil, fmt.Errorf("%q is no number of disks", f[1])
	}
	d = scenario.ListedDisk{Class: f[2] + f[3], Count: int64(intOf(n)), Redundancy: strings.Replace(f[4], "LRS", "", 1)}
	if _, err := size.ParseDiskClass(d.Class); err != nil {
		return d, nil, fmt.Errorf("%q is no class of disks", d.Class)
	}
	rest := strings.TrimSpace(f[5])
	if rest == "" {
		return d, nil, nil
	}
	t := transaction.FindStringSubmatch(strings.ToLower(rest))
	if t == nil {
		return d, nil, fmt.Errorf("%q of its disks is not understood", short(rest))
	}
	units, err := amountIn(t[1])
	if err != nil {
		return d, nil, fmt.Errorf("%q is no number of transactions", t[1])
	}
	if f[2] != "P" && units.Sign() > 0 {
		uses = append(uses, use("Storage", diskProduct(f[2]), d.Class+" "+redundancy(d)+" Disk Operations", "10K", at, units))
	}
	return d, uses, nil
}

func redundancy(d scenario.ListedDisk) string {
	if d.Redundancy == "" {
		return "LRS"
	}
	return d.Redundancy
}

// diskProduct is what the disks of a class's letter are called.
func diskProduct(letter string) string {
	switch letter {
	case "P":
		return "Premium SSD Managed Disks"
	case "E":
		return "Standard SSD Managed Disks"
	}
	return "Standard HDD Managed Disks"
}

// use is a meter, by its words, and how much of it.
func use(category, sub, name, counted string, at ratebook.Region, quantity money.Decimal) scenario.ServiceUse {
	u, err := unit.Parse(counted)
	if err != nil {
		panic(err) // of a table of ours
	}
	return scenario.ServiceUse{Meter: ratebook.Meter{Category: category, Subcategory: sub, Name: name, Unit: u, Region: at}, Region: at, Quantity: quantity}
}

// also is what other sources call a use's meter: pairs of subcategory and name.
func also(u scenario.ServiceUse, words ...[2]string) scenario.ServiceUse {
	for _, w := range words {
		m := u.Meter
		m.Subcategory, m.Name = w[0], w[1]
		u.Also = append(u.Also, m)
	}
	return u
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
