package usage

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"
)

// stateOf is the state of a file, and when it was last changed.
func stateOf(info fs.FileInfo) (state string, changed time.Time) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", time.Time{}
	}
	changed = time.Unix(s.Ctim.Unix())
	return fmt.Sprintf("%d %d %d %d %d", info.Size(), info.ModTime().UnixNano(), changed.UnixNano(), s.Dev, s.Ino), changed
}
