package plot

import "azwhatif/estimate/compare"

// Pictures is Images before anything is drawn.
func Pictures(c *compare.Comparison) (out []Image, err error) {
	list, err := pictures(c)
	for _, p := range list {
		out = append(out, Image{Name: p.name + ".png", Shows: p.shows})
	}
	return out, err
}
