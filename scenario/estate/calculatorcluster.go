package estate

import (
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook/money"
)

// A line of Kubernetes is "Standard; Cluster management for 1 clusters; 3 D4s v5 (4 vCPUs,
// 16 GB RAM) x 730 Hours (Pay as you go), Linux; 3 managed OS disks – P10": its machines are
// a line of machines.
var (
	freeTier     = pattern.New(`(?i)^(free|gratis|gratuit|grátis|gratuito|kostenlos)`)
	standardTier = pattern.New(`(?i)^(standard|estándar|padrão)`)
	firstNumber  = pattern.New(`\d[\d.,]*`)
)

func clusterLine(l line) (p parsed, err error) {
	parts := strings.Split(l.rest(), ";")
	at := -1
	for i, part := range parts {
		if parts[i] = strings.TrimSpace(part); at < 0 && machinePart.MatchString(parts[i]) {
			at = i
		}
	}
	if at < 1 {
		return p, fmt.Errorf("the machines of its cluster are not understood")
	}
	clusters := money.Zero
	switch {
	case freeTier.MatchString(parts[0]):
	case standardTier.MatchString(parts[0]) && at == 2:
		if clusters, err = wholeIn(firstNumber.FindString(parts[1])); err != nil {
			return p, fmt.Errorf("%q is no number of clusters", short(parts[1]))
		}
	default:
		return p, fmt.Errorf("the tier of its cluster is not priced anew")
	}
	l.text = strings.Join(parts[at:], "; ")
	if p, err = machineLine(l); err == nil && clusters.Sign() > 0 {
		const service = "Azure Kubernetes Service"
		p.uses = append(p.uses, use(service, service, "Standard Uptime SLA", "1 Hour", l.region, clusters.Mul(money.Int(730))))
	}
	return p, err
}
