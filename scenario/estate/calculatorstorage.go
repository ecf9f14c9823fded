package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

var (
	blobs      = pattern.New(`(?i)block blob|blobs? en bloque|blobs? de bloc|blobs? em bloco|blobs de blocos|blockblob|blob in blocchi|blok-?blob|objets blob de blocs`)
	managed    = pattern.New(`(?i)managed disk|discos? administrado|discos? gerenciado|verwaltete.{0,3} datenträger|disques? managé|disques? géré|dischi gestiti|beheerde schijven`)
	clauses    = pattern.New(`, |\. |; `)
	version1   = pattern.New(`\bV1\b`)
	premium    = pattern.New(`(?i)\bpremium\b`)
	copies     = pattern.New(`\b(LRS|ZRS|RA-GRS|GRS|RA-GZRS|GZRS)\b`)
	flat       = pattern.New(`(?i)flat|plano|plat\b|flach|piatto|não hierárquic|no jerárquic|nicht hierarch`)
	hierarchic = pattern.New(`(?i)hierarchi|jerárquic|hiérarchi|hierárquic|gerarchic`)
	operations = pattern.New(`^(\d[\d.,]*(?: \d{3})*)(?: x (\d[\d.,]*(?: \d{3})*))? (.*)$`)
	oneDiskOf  = pattern.New(`\b([PES])(\d{1,2})\b\D*?(\d[\d.,]*) (\pL+)`)
)

// tiers are what access tiers are called.
var tiers = []struct {
	name  string
	words *pattern.Pattern
}{
	{"Archive", pattern.New(`(?i)\barchiv`)},
	{"Cold", pattern.New(`(?i)\bcold\b|inactivo|très froid|kalt\b|selten`)},
	{"Cool", pattern.New(`(?i)\bcool\b|esporádico|froid|kühl|\bkalte|sporadico|saltuario`)},
	{"Hot", pattern.New(`(?i)\bhot\b|frecuente|frequente|fréquent|heiß|häufig|chaud|frequent`)},
}

func storageLine(l line) (p parsed, err error) {
	text := l.rest()
	if !l.region.Known() || l.region == ratebook.Global {
		return p, fmt.Errorf("its region is not known")
	}
	switch {
	case provisionedKind.MatchString(text) && (managed.MatchString(text) || letters(l.service) == "manageddisks"):
		return provisionedLine(text, l.region)
	case managed.MatchString(text) || letters(l.service) == "manageddisks":
		return disksLine(text, l.region)
	case blobs.MatchString(text):
		return blobLine(text, l.region)
	}
	return p, fmt.Errorf("this kind of storage is not priced anew")
}

// disksLine reads "Managed Disks, Premium SSD, LRS Redundancy, P10 Disk Type 3 Disks; Pay as you go".
func disksLine(text string, at ratebook.Region) (p parsed, err error) {
	f := oneDiskOf.FindStringSubmatchIndex(text)
	if f == nil {
		return p, fmt.Errorf("%q does not name disks of a class", short(text))
	}
	class := text[f[2]:f[3]] + text[f[4]:f[5]]
	n, err := wholeIn(text[f[6]:f[7]])
	if _, unknown := size.ParseDiskClass(class); err != nil || unknown != nil {
		return p, fmt.Errorf("%q does not name disks of a class", short(text))
	}
	rest := text[f[1]:]
	if strings.ContainsAny(rest, "123456789") && !years.MatchString(rest) {
		t := transaction.FindStringSubmatch(strings.ToLower(strings.TrimLeft(rest, ",; ")))
		if t == nil {
			return p, fmt.Errorf("%q of its disks is not understood", short(rest))
		}
		units, err := amountIn(t[1])
		if err != nil {
			return p, err
		}
		if class[0] != 'P' {
			p.uses = append(p.uses, use("Storage", diskProduct(class[:1]), class+" LRS Disk Operations", "10K", at, units))
		}
	}
	kept := "LRS"
	if c := copies.FindString(text); c != "" {
		kept = c
	}
	disk := use("Storage", diskProduct(class[:1]), class+" "+kept+" Disk", "1/Month", at, n)
	p.uses = append(p.uses, also(disk, [2]string{disk.Meter.Subcategory, class + " Disks"}))
	return p, nil
}

// blobLine reads "Block Blob Storage, General Purpose V2, Flat Namespace, LRS
// Redundancy, Hot Access Tier, 1,000 GB Capacity - Pay as you go, 10 x 10,000 Write
// operations, 10 x 10,000 List and Create Container Operations, …". The order of its
// parts is the same in all languages.
func blobLine(text string, at ratebook.Region) (p parsed, err error) {
	kept := copies.FindString(text)
	if kept == "" || version1.MatchString(text) || premium.MatchString(text) || years.MatchString(strings.ToLower(text)) && wordsReserve.MatchString(strings.ToLower(text)) {
		return p, fmt.Errorf("this kind of blob storage is not priced anew")
	}
	if !flat.MatchString(text) && hierarchic.MatchString(text) {
		return p, fmt.Errorf("storage with a hierarchical namespace is not priced anew")
	}
	tier := ""
	for _, t := range tiers {
		if t.words.MatchString(text) && tier == "" && !(t.name == "Archive" && !strings.Contains(strings.ToLower(text), "archive access")) {
			tier = t.name
		}
	}
	if tier == "" || tier == "Archive" {
		return p, fmt.Errorf("its access tier is not known")
	}
	var ops []money.Decimal
	var data []money.Decimal
	var archive bool
	for _, part := range clauses.Split(text, -1) {
		part = strings.TrimSpace(part)
		if f := gigabytes.FindStringSubmatch(part); f != nil {
			n, err := dataIn(f)
			if err != nil {
				return p, err
			}
			if strings.Contains(strings.ToLower(part), "archiv") {
				archive = archive || n.Sign() > 0 && strings.Contains(strings.ToLower(part), "geo")
				continue
			}
			data = append(data, n)
			continue
		}
		f := operations.FindStringSubmatch(part)
		if f == nil || strings.Contains(strings.ToLower(part), "archiv") {
			continue
		}
		n, err := amountIn(f[1])
		if err != nil {
			return p, err
		}
		per := money.One
		if f[2] != "" {
			if per, err = wholeIn(f[2]); err != nil {
				return p, err
			}
		}
		ops = append(ops, n.Mul(per).Div(money.Int(10_000)))
	}
	if len(data) == 0 || len(ops) != 4 && len(ops) != 0 || archive {
		return p, fmt.Errorf("its amounts are not understood")
	}
	const product = "General Block Blob v2"
	names := [4]string{tier + " " + kept + " Write Operations", kept + " List and Create Container Operations", tier + " Read Operations", "All Other Operations"}
	other := [4]string{names[0], names[1], tier + " Read Operations", "All Other Operations"}
	stored := use("Storage", product, tier+" "+kept+" Data Stored", "1 GB/Month", at, data[0])
	p.uses = append(p.uses, also(stored, [2]string{"Tiered Block Blob", stored.Meter.Name}, [2]string{"Blob Storage", stored.Meter.Name}))
	for i, n := range ops {
		if n.Sign() > 0 {
			u := use("Storage", product, names[i], "10K", at, n)
			p.uses = append(p.uses, also(u, [2]string{"Tiered Block Blob", other[i]}, [2]string{"Blob Storage", other[i]}))
		}
	}
	if tier != "Hot" && len(data) > 1 && data[1].Sign() > 0 {
		u := use("Storage", product, tier+" Data Retrieval", "1 GB", at, data[1])
		p.uses = append(p.uses, also(u, [2]string{"Tiered Block Blob", u.Meter.Name}, [2]string{"Blob Storage", u.Meter.Name}))
	}
	if strings.HasPrefix(kept, "G") || strings.HasPrefix(kept, "RA-") {
		if geo := data[len(data)-1]; len(data) > 3 && geo.Sign() > 0 {
			u := use("Storage", "Bandwidth", "Geo-Replication Data transfer", "1 GB", at, geo)
			p.uses = append(p.uses, also(u, [2]string{"Storage - Bandwidth", "Geo-Replication Data transfer"}))
		}
	}
	return p, nil
}
