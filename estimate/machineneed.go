package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// The slack that a number of cores has before the next one is needed: one hundredth;
// and a tenth of two cores, as public assessments of Azure Migrate show (a need of 1.007
// is met by 1 vCPU, of 1.02 by 2; of 2.17 by 2, of 2.24 by more).
var (
	coreSlack    = money.MustParse("1.01")
	twoCoreSlack = money.MustParse("2.2")
)

// needed is what a machine must have, by the sizing, and how that came about.
func needed(m *scenario.Machine, s scenario.Sizing) (n scenario.Need, why string) {
	n = m.Need
	if o, ok := s.Machines[strings.ToLower(m.Name)]; ok && m.Name != "" && o.Need != nil {
		return *o.Need, "as stated for the machine (sizing: machines)"
	}
	if s.By != scenario.ByUtilisation {
		return n, "as allocated"
	}
	if m.Measured == nil || m.Measured.CPU.IsZero() && m.Measured.Memory.IsZero() {
		return n, "not measured: as allocated"
	}
	var how []string
	times := func(have, used money.Decimal, unit string) money.Decimal {
		if used.IsZero() {
			how = append(how, fmt.Sprintf("%s%s as allocated, not measured", have, unit))
			return have
		}
		text := fmt.Sprintf("%s%s × %s", have, unit, scenario.Percent(used))
		if !s.Comfort.Equal(money.One) {
			text += " × " + s.Comfort.String()
		}
		how = append(how, text)
		return have.Mul(used).Mul(*s.Comfort)
	}
	n = scenario.Need{VCPUs: times(n.VCPUs, m.Measured.CPU, " vCPUs"), Memory: times(n.Memory, m.Measured.Memory, " GiB")}
	return n, "by utilisation: " + strings.Join(how, ", ")
}

// cores is the number of vCPUs that a need of cores takes, by the slack, which is for
// measured needs: a whole number is met by as many.
func cores(need money.Decimal) int {
	if need.IsInteger() && need.Sign() > 0 {
		return int(need.Min(money.Int(1_000_000)).Float64())
	}
	if !twoCoreSlack.Less(need) && money.MustParse("1.01").Less(need) {
		return 2
	}
	n := 1
	for limit := coreSlack; limit.Less(need); limit = limit.Add(coreSlack) {
		if n++; n > 1_000_000 {
			break
		}
	}
	return n
}
