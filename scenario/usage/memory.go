package usage

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// groupSize is about what a group takes, in bytes, from the engine's row to the
// sums that are kept: some 3 KB were measured.
const groupSize = 3 << 10

// Memory says how much memory, in bytes, an import may take where a Spec does not
// say: half of what the machine, or the container, has left, and 4 GB where it
// does not tell; never less than 1 GB.
func Memory() int64 {
	left := int64(8 << 30)
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		if _, rest, ok := strings.Cut(string(text), "MemAvailable:"); ok {
			var kb int64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				left = kb << 10
			}
		}
	}
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if most, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil { // or "max"
			left = min(left, most)
		}
	}
	return max(left/2, 1<<30)
}

// engineMemory is the part of an import's memory that DuckDB takes before it
// spills to its folder; the other half is for the groups. What DuckDB reads ahead
// of a CSV file comes on top.
func (s Spec) engineMemory() int64 { return max(s.Memory/2, 256<<20) }

// holds is an error where so many groups do not fit into the memory.
func (s Spec) holds(groups int) error {
	if int64(groups)*groupSize <= max(s.Memory-s.engineMemory(), s.engineMemory()) {
		return nil
	}
	return fmt.Errorf("there are more than %d groups, which take some 3 KB of memory each, and the import may take %s: keep fewer things apart (resources, hours, tags), import less (--from, --to, --only-subscription), or allow more with AZWHATIF_MEMORY", groups-1, megabytes(s.Memory))
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }
