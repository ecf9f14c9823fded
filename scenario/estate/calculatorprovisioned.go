package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

// Disks whose size, IOPS and throughput are provisioned: "Managed Disks, Premium SSD v2, LRS
// Redundancy, 2 Disks x 730 Hours, 1,024 GiB, 5,000 IOPS, 200 MB/s". Each figure must stand
// once, and no other beside them.
var (
	provisionedKind = pattern.New(`(?i)\b(?:premium SSD v2|ultra)\b`)
	provisionedGiB  = pattern.New(`(?i)(\d[\d.,]*) (?:GiB|GB)\b`)
	provisionedIOPS = pattern.New(`(?i)(\d[\d.,]*) (?:\pL+ )?IOPS\b`)
	provisionedMBps = pattern.New(`(?i)(\d[\d.,]*) (?:MB/s|MBps|MB/sec)`)
	provisionedFor  = pattern.New(`(?i)(\d[\d.,]*) hours?\b`)
	provisionedMany = pattern.New(`(?i)(\d[\d.,]*) (?:disks?|discos?|disques?|datenträger|dischi|schijven)\b`)
)

func provisionedLine(text string, at ratebook.Region) (p parsed, err error) {
	kind, product, prefix := size.PremiumSSDv2, "Azure Premium SSD v2", "Premium"
	name := provisionedKind.FindString(text)
	if strings.EqualFold(name, "ultra") {
		kind, product, prefix = size.UltraDisk, "Ultra Disks", "Ultra"
	}
	rest := strings.Replace(text, name, "", 1)
	take := func(of *pattern.Pattern, otherwise int64) (n money.Decimal) {
		found := of.FindAllStringSubmatch(rest, -1)
		rest = of.ReplaceAllString(rest, "")
		switch {
		case err != nil:
		case len(found) == 0 && otherwise > 0:
			n = money.Int(otherwise)
		case len(found) != 1:
			err = fmt.Errorf("what is provisioned of its disks is not understood")
		default:
			n, err = wholeIn(found[0][1])
		}
		return n
	}
	mbps, iops, gib := take(provisionedMBps, 0), take(provisionedIOPS, 0), take(provisionedGiB, 0)
	hours, disks := take(provisionedFor, 730), take(provisionedMany, 1)
	kept := copies.FindString(rest)
	if err == nil && (firstNumber.MatchString(rest) || kept != "LRS" && kept != "ZRS" && kept != "" || money.Int(744).Less(hours)) {
		err = fmt.Errorf("what is provisioned of its disks is not understood")
	}
	if err != nil {
		return p, err
	}
	if kept == "" {
		kept = "LRS"
	}
	freeIOPS, freeMBps := kind.Free()
	for _, of := range []struct {
		what, unit string
		n          money.Decimal
	}{{"Capacity", "1 GiB/Hour", gib}, {"IOPS", "1/Hour", iops.Sub(money.Int(int64(freeIOPS)))}, {"Throughput (MBps)", "1/Hour", mbps.Sub(money.Int(int64(freeMBps)))}} {
		if of.n.Sign() > 0 {
			p.uses = append(p.uses, use("Storage", product, prefix+" "+kept+" Provisioned "+of.what, of.unit, at, of.n.Mul(disks).Mul(hours)))
		}
	}
	return p, nil
}
