//go:build !unix

package atomicfile

import "io/fs"

// own is true: the temporary folder is a user's own here, and what is in
// another's cannot be removed.
func own(fs.FileInfo) bool { return true }
