package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// abandoned is the age at which what is unfinished has no writer any more.
const abandoned = 24 * time.Hour

// isUnfinished tells the files of Write and Create.
func isUnfinished(e fs.DirEntry) bool {
	rest, ok := strings.CutPrefix(e.Name(), unfinished)
	rest = strings.TrimSuffix(rest, ".xlsx") // as earlier releases wrote workbooks
	return ok && e.Type().IsRegular() && rest != "" && strings.Trim(rest, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// sweep removes from a folder what killed runs of this user left there. What
// cannot be removed stays.
func sweep(folder string, left func(fs.DirEntry) bool) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if left(e) {
			Sweep(filepath.Join(folder, e.Name()))
		}
	}
}

// Sweep removes an unfinished file or folder that is this user's, and in which
// nothing was changed for a day.
func Sweep(path string) {
	since := time.Now().Add(-abandoned)
	info, err := os.Lstat(path)
	if err != nil || !own(info) || info.ModTime().After(since) {
		return
	}
	if info.IsDir() {
		inner, err := os.ReadDir(path)
		if err != nil {
			return
		}
		for _, e := range inner {
			if info, err := e.Info(); err == nil && info.ModTime().After(since) {
				return
			}
		}
	}
	_ = os.RemoveAll(path)
}
