package main

import (
	"io"
	"os"
	"path/filepath"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/plot"
)

// drawPlots writes the comparison's pictures into a folder, which it makes
// where it is not there.
func (p *program) drawPlots(c *compare.Comparison, dir string) error {
	images, err := plot.Images(c)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return badInput(err)
	}
	for _, image := range images {
		path := filepath.Join(dir, image.Name)
		if err := p.writeFile(path, func(w io.Writer) error { _, err := w.Write(image.PNG); return err }); err != nil {
			return err
		}
		p.say("wrote %s", path)
	}
	return nil
}
