package mapping

import (
	"fmt"
	"strings"
)

func (s Shape) String() string { return fmt.Sprintf("%s vCPU, %s GiB", s.VCPU, s.Memory) }

// covers tells whether s has no fewer vCPUs and no less memory.
func (s Shape) covers(t Shape) bool { return !s.VCPU.Less(t.VCPU) && !s.Memory.Less(t.Memory) }

// fit is the smallest size of the series that covers a shape: the fewest vCPUs,
// then the least memory, then the first series.
func (m *Mapping) fit(want Shape, series []string) (best Size, ok bool) {
	for _, name := range series {
		for _, s := range m.Series[name] {
			less := s.VCPU.Less(best.VCPU) || s.VCPU.Equal(best.VCPU) && s.Memory.Less(best.Memory)
			if s.covers(want) && (!ok || less) {
				best, ok = s, true
			}
		}
	}
	return best, ok
}

// more says what a size has that the machine has not; "" where they are alike.
func more(size, machine Shape) string {
	var parts []string
	if d := size.VCPU.Sub(machine.VCPU); d.Sign() > 0 {
		parts = append(parts, d.String()+" vCPU")
	}
	if d := size.Memory.Sub(machine.Memory); d.Sign() > 0 {
		parts = append(parts, d.String()+" GiB")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " and ") + " more"
}
