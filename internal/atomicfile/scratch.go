package atomicfile

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Scratch makes a private folder for files that are not kept, in the system's
// place for such (TMPDIR). Its name begins with prefix, which begins with
// "azwhatif-". remove removes it. What killed runs left under the prefix is
// removed first, where it is this user's and more than a day old.
func Scratch(prefix string) (folder string, remove func(), err error) {
	in := os.TempDir()
	sweep(in, func(e fs.DirEntry) bool { return e.IsDir() && strings.HasPrefix(e.Name(), prefix) })
	folder = filepath.Join(in, prefix+rand.Text())
	done, err := Folder(folder, 0o700)
	if err != nil {
		return "", nil, err
	}
	return folder, func() {
		_ = os.RemoveAll(folder)
		done()
	}, nil
}
