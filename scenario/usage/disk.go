package usage

import (
	"fmt"
	"os"

	"azwhatif/internal/atomicfile"
)

// disk is a private folder for what does not fit into the memory: made when it is
// needed, and removed with all that is in it.
type disk struct {
	folder string
	remove func()
	open   []*os.File
}

// file makes a file that is gone when it is closed.
func (d *disk) file(pattern string) (*os.File, error) {
	if d.folder == "" {
		folder, remove, err := atomicfile.Scratch("azwhatif-usage-")
		if err != nil {
			return nil, err
		}
		d.folder, d.remove = folder, remove
	}
	f, err := os.CreateTemp(d.folder, pattern)
	if err == nil {
		d.open = append(d.open, f)
	}
	return f, err
}

// drop closes a file, and removes it.
func (d *disk) drop(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

func (d *disk) close() {
	for _, f := range d.open {
		_ = f.Close()
	}
	if d.remove != nil {
		d.remove()
	}
	*d = disk{}
}

// plainer says what is to be done about a full disk.
func (d *disk) plainer(err error) error {
	if atomicfile.Full(err) {
		return noRoom()
	}
	return err
}

// noRoom is the error of a temporary folder that is full.
func noRoom() error {
	return fmt.Errorf("the temporary folder %s is full, and what does not fit into the memory stands there: free some room in it, set TMPDIR to a folder with more, or allow more memory with AZWHATIF_MEMORY", os.TempDir())
}
