package atomicfile

import "errors"

// ErrLocked is a lock that another process, or another part of this one, holds.
var ErrLocked = errors.New("it is locked by another process")
