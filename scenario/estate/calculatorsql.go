package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A database's line is "Single Database, vCore, General Purpose, Provisioned,
// Standard-series (Gen 5), …, Locally Redundant, 1 - 2 vCore Database(s) x 730 Hours,
// 50 GB Storage, SQL License (Pay as you go), LRS Backup Storage Redundancy, 0 GB
// Point-In-Time Restore, 0 x 5 GB Long Term Retention", or of the DTU model "…, DTU
// Purchase Model, Standard Tier, S0: 10 DTUs, 250 GB included storage per DB, 1
// Database(s) x 730 Hours, …". The order of its parts is the same in all languages.
var (
	generalPurpose = pattern.New(`(?i)general purpose|uso general|allgemein|universell|usage général|uso geral|utilizzo generico|algemeen`)
	critical       = pattern.New(`(?i)business critical|crítico para|unternehmenskritisch|critique pour|essentiel|business-critical|crítico de`)
	notProvisioned = pattern.New(`(?i)serverless|sin servidor|serverlos|sans serveur|sem servidor|hyperscale|hiperescala`)
	fifth          = pattern.New(`(?i)gen ?5`)
	zonal          = pattern.New(`(?i)zone redundan|redundancia de zona|zonenredundan|redondan\pL* interzone|redundância de zona`)
	cores          = pattern.New(`^(\d[\d.,]*) [-–] (\d[\d.,]*) .* x (\d[\d.,]*) (\pL+)$`)
	dtus           = pattern.New(`\b(B|S\d{1,2}|P\d{1,2}): ?(\d[\d.,]*) DTU`)
	counted        = pattern.New(`(\d[\d.,]*) [^,]* x (\d[\d.,]*) (\pL+)`)
	countedBehind  = pattern.New(`(\d[\d.,]*) [^,\d]* x (\d[\d.,]*) (\pL+)`)
	times5         = pattern.New(`^(\d[\d.,]*) x (\d[\d.,]*) GB`)
	pool           = pattern.New(`(?i)elastic|elástic|élastique|elastisch`)
)

func databaseLine(l line) (p parsed, err error) {
	text := l.rest()
	if !l.region.Known() || l.region == ratebook.Global {
		return p, fmt.Errorf("its region is not known")
	}
	if dtus.MatchString(text) {
		return dtuLine(text, l.region)
	}
	tier := ""
	switch {
	case notProvisioned.MatchString(text):
		return p, fmt.Errorf("serverless and Hyperscale databases are not priced anew")
	case zonal.MatchString(text):
		return p, fmt.Errorf("zone-redundant databases are not priced anew")
	case !fifth.MatchString(text):
		return p, fmt.Errorf("only databases of the standard series (Gen 5) are priced anew")
	case generalPurpose.MatchString(text):
		tier = "General Purpose"
	case critical.MatchString(text):
		tier = "Business Critical"
	default:
		return p, fmt.Errorf("its service tier is not known")
	}
	if years.MatchString(strings.ToLower(text)) && wordsReserve.MatchString(strings.ToLower(text)) {
		p.notes = append(p.notes, "the estimate has it reserved: here each case says how it is paid")
	}
	const product = "SQL Database Single/Elastic Pool "
	var databases money.Decimal
	var sizes []money.Decimal
	backup, licence := "", false
	for part := range strings.SplitSeq(text, ", ") {
		part = strings.TrimSpace(part)
		low := strings.ToLower(part)
		switch {
		case cores.MatchString(part):
			f := cores.FindStringSubmatch(part)
			n, err1 := wholeIn(f[1])
			each, err2 := wholeIn(f[2])
			h, err3 := amountIn(f[3])
			if err1 != nil || err2 != nil || err3 != nil || !wordsHours.MatchString(strings.ToLower(f[4])) || n.Sign() <= 0 || each.Sign() <= 0 || money.Int(744).Less(h) {
				return p, fmt.Errorf("%q is not understood", short(part))
			}
			databases = n
			compute := use("SQL Database", product+tier+" - Compute Gen5", "vCore", "1 Hour", l.region, n.Mul(each).Mul(h))
			p.uses = append(p.uses, compute)
		case databases.IsZero():
		case times5.MatchString(part):
			f := times5.FindStringSubmatch(part)
			a, err1 := amountIn(f[1])
			b, err2 := amountIn(f[2])
			if err1 != nil || err2 != nil {
				return p, fmt.Errorf("%q is not understood", short(part))
			}
			if kept := a.Mul(b); kept.Sign() > 0 {
				p.uses = append(p.uses, use("SQL Database", "SQL Database - LTR Backup Storage", "Backup "+backup+" Data Stored", "1 GB/Month", l.region, kept.Mul(databases)))
			}
		case gigabytes.MatchString(part):
			n, err := dataIn(gigabytes.FindStringSubmatch(part))
			if err != nil {
				return p, err
			}
			sizes = append(sizes, n)
		case strings.Contains(low, "sql"):
			licence = !wordsHybrid.MatchString(low)
		case copies.MatchString(part):
			backup = copies.FindString(part)
		}
	}
	if databases.IsZero() || len(sizes) == 0 || len(sizes) > 2 {
		return p, fmt.Errorf("its vCores and storage are not understood")
	}
	if licence || !strings.Contains(strings.ToLower(text), "sql") {
		u := use("SQL Database", product+tier+" - SQL License", "vCore", "1 Hour", ratebook.Global, p.uses[0].Quantity)
		p.uses = append(p.uses, u)
	}
	stored := sizes[0].Mul(databases)
	if tier == "General Purpose" || tier == "Business Critical" { // the calculator charges the log beside the data: 30% of it
		stored = stored.MulDiv(money.Int(13), money.Int(10))
		p.notes = append(p.notes, "of each database's storage 30% more is charged, for its log, as the calculator does")
	}
	p.uses = append(p.uses, use("SQL Database", product+tier+" - Storage", "Data Stored", "1 GB/Month", l.region, stored))
	if len(sizes) > 1 && sizes[1].Sign() > 0 {
		if backup == "" {
			return p, fmt.Errorf("how its backups are kept is not understood")
		}
		u := use("SQL Database", "SQL Database Single/Elastic Pool PITR Backup Storage", backup+" Data Stored", "1 GB/Month", l.region, sizes[1])
		p.uses = append(p.uses, also(u, [2]string{u.Meter.Subcategory, "Backup " + backup + " Data Stored"}))
	}
	return p, nil
}

// dtuLine reads a database that is bought in DTUs, whose meters count days.
func dtuLine(text string, at ratebook.Region) (p parsed, err error) {
	level := dtus.FindStringSubmatch(text)[1]
	if pool.MatchString(text) {
		return p, fmt.Errorf("elastic pools of the DTU model are not priced anew")
	}
	f := counted.FindStringSubmatch(text[dtus.FindStringIndex(text)[1]:])
	if f == nil {
		return p, fmt.Errorf("how many databases there are is not understood")
	}
	for _, part := range strings.Split(text, ", ") { // long-term copies
		if t := times5.FindStringSubmatch(strings.TrimSpace(part)); t != nil && strings.Trim(t[1], "0") != "" {
			return p, fmt.Errorf("its long-term retention is not priced anew")
		}
	}
	f2 := countedBehind.FindStringSubmatch(text[dtus.FindStringIndex(text)[1]:])
	if f2 != nil {
		f = f2
	}
	n, err1 := wholeIn(f[1])
	h, err2 := amountIn(f[2])
	if err1 != nil || err2 != nil || !wordsHours.MatchString(strings.ToLower(f[3])) || n.Sign() <= 0 || money.Int(744).Less(h) {
		return p, fmt.Errorf("%q is not understood", short(f[0]))
	}
	days := n.Mul(h).Div(money.Int(24))
	var u scenario.ServiceUse
	switch level[0] {
	case 'B':
		u = use("SQL Database", "SQL Database Single Basic", "B DTUs", "1/Day", at, days)
		u = also(u, [2]string{"SQL Database Single Basic", "B DTU"})
		u.Also[0].Region = ratebook.Global
	case 'S':
		u = use("SQL Database", "SQL Database Single Standard", level+" DTUs", "1/Day", at, days)
	default:
		u = use("SQL Database", "SQL Database Single Premium", level+" DTUs", "1/Day", at, days)
	}
	p.uses = append(p.uses, u)
	return p, nil
}
