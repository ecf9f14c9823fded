package estimate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// licenceMeter is a meter of an operating system's or SQL Server's licence, for machines
// of so many vCPUs.
type licenceMeter struct {
	product  string // in small letters
	from, to int    // vCPUs; to is 0 where it has no end
	old      bool   // of a card before 2018: the next one serves where none is of so many
	meter    *cardMeter
}

// Shapes of licences' names: "4 vCPU VM License", "1-4 vCPU VM License", "5+ vCPU VM
// License", "52-vCPU VM License", "1-2 vCPU VM Support" (Retail Prices, rate cards from
// 2018 on); and "Red Hat Enterprise Linux (4 core)" of cards before.
var (
	licenceName = regexp.MustCompile(`(?i)^(\d+)(?:-(\d+)|(\+))?[- ]v?(?:CPU|Core)s? VM (?:License|Support)$`)
	licenceOld  = regexp.MustCompile(`(?i)^(.*) \((\d+) core\)$`)
)

// licenceOf reads a meter's rates as those of a licence.
func licenceOf(group []ratebook.Rate) (l licenceMeter, ok bool) {
	m := group[0].Meter
	l.meter = &cardMeter{rates: group, meter: m}
	if p := licenceOld.FindStringSubmatch(m.Subcategory); p != nil && strings.EqualFold(m.Name, "Compute Hours") {
		l.product = strings.ToLower(p[1])
		l.from, _ = strconv.Atoi(p[2])
		l.to, l.old = l.from, true
		return l, l.from > 0
	}
	p := licenceName.FindStringSubmatch(m.Name)
	if p == nil {
		return l, false
	}
	l.product = strings.ToLower(m.Subcategory)
	l.from, _ = strconv.Atoi(p[1])
	switch {
	case p[2] != "":
		l.to, _ = strconv.Atoi(p[2])
	case p[3] == "":
		l.to = l.from
	}
	return l, l.from > 0
}

// licenceProducts are what a card calls a licence, the usual one first.
func osProducts(os scenario.OS) []string {
	switch os {
	case scenario.RHEL:
		return []string{"red hat enterprise linux"}
	case scenario.SLES:
		return []string{"suse linux enterprise server standard", "suse linux enterprise server priority", "suse linux enterprise server", "suse linux enterprise server basic"}
	}
	return nil
}

func sqlProducts(edition scenario.SQL) []string {
	return []string{"sql server " + string(edition)}
}

// licence is the meter of a licence for so many vCPUs: of exactly so many, else of the
// smallest range that holds them. SQL Server has four vCPUs at least.
func (c *machineCard) licence(products []string, vcpus int) *cardMeter {
	for _, product := range products {
		var best *licenceMeter
		width := func(l *licenceMeter) int {
			if l.to == 0 {
				return 1 << 30
			}
			return l.to - l.from
		}
		for i := range c.licences {
			l := &c.licences[i]
			if l.product != product || vcpus < l.from || l.to > 0 && vcpus > l.to {
				continue
			}
			if best == nil || width(l) < width(best) || width(l) == width(best) && l.meter.meter.ID < best.meter.meter.ID {
				best = l
			}
		}
		if best == nil { // cards before 2018 have 1, 2, 4, 8 …: the next one that is not smaller
			for i := range c.licences {
				if l := &c.licences[i]; l.product == product && l.old && l.from >= vcpus && (best == nil || l.from < best.from) {
					best = l
				}
			}
		}
		if best != nil {
			return best.meter
		}
	}
	have := slices.ContainsFunc(c.licences, func(l licenceMeter) bool { return slices.Contains(products, l.product) })
	what := "no licence of " + products[0]
	if have {
		what += " for " + strconv.Itoa(vcpus) + " vCPUs"
	}
	return &cardMeter{
		meter:  ratebook.Meter{Category: licenceCategory, Subcategory: products[0], Name: strconv.Itoa(vcpus) + " vCPU VM License"}, // sold in no region
		reason: c.withoutIn(ratebook.Global, licenceCategory, what),
	}
}
