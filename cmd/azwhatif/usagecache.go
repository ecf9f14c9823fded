package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"azwhatif/scenario/usage"
)

// noCache says that what usage was rolled up to is not kept.
const noCache = "none"

// usageCache is the cache of what files of usage were rolled up to: in the folder that
// the config names, or in the user's own for such files. It is nil where none is to be
// kept, and for the page and assistants, which leave no files.
func (p *program) usageCache() *usage.Cache {
	folder := p.config.Usage.Cache
	if folder == noCache || p.fence != nil {
		return nil
	}
	if folder == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		folder = filepath.Join(base, "azwhatif", "usage")
	} else if !filepath.IsAbs(folder) && p.config.file != "" {
		folder = filepath.Join(filepath.Dir(p.config.file), folder)
	}
	build := thisBuild()
	if build == "" {
		return nil
	}
	return &usage.Cache{Folder: folder, Program: build, Tell: func(text string) { p.say("%s", text) }}
}

// thisBuild tells this build of the program from another, which may sum up in another
// way: by its version, and by the size and the time of its file; "" where they are not known.
var thisBuild = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", version(), info.Size(), info.ModTime().UnixNano())
})
