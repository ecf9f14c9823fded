package usage

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// usedSize is what a sum that is given to the caller takes at least, in bytes, with what
// is made of it: 1 KB for itself, as much for the workload or the days that it becomes,
// and up to 5 KB in all were measured in a comparison of one case with a line for each.
// Since sums may take a quarter of what the machine has left, there is room for that.
const usedSize = 2 << 10

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

// engineMemory is the part of an import's memory that DuckDB takes before it goes on
// in its folder. What it reads ahead of a CSV file comes on top.
func (s Spec) engineMemory() int64 { return max(s.Memory/2, 256<<20) }

// pileRoom is the room of sums, and groupRoom that of one file's groups, before they
// go to the disk.
func (s Spec) pileRoom() int64  { return min(s.Memory/16, 256<<20) }
func (s Spec) groupRoom() int64 { return min(s.Memory/16, 64<<20) }

// holds is an error where so many sums do not fit into the memory, for those who want
// them all there.
func (s Spec) holds(sums int) error {
	if int64(sums)*usedSize <= max(s.Memory-s.engineMemory(), s.engineMemory()) {
		return nil
	}
	return fmt.Errorf("there are %d sums, which take 2 to 5 KB of memory each, and the import may take %s: keep fewer things apart (resources, groups, hours, tags), import less (--from, --to, --only-subscription), or allow more with AZWHATIF_MEMORY", sums, megabytes(s.Memory))
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }
