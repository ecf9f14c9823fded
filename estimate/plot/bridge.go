package plot

import (
	"fmt"

	"azwhatif/estimate/compare"

	"gonum.org/v1/plot/vg"
)

// mostBridges are drawn, of the first cases that have one.
const mostBridges = 10

// bridges are a picture for each case that has a bridge: what each lever adds to
// the base case's total, or takes off it, from the one total to the other.
func bridges(c *compare.Comparison) (list []*picture, err error) {
	for _, b := range c.Bridges {
		if len(b.Steps) == 0 || len(list) == mostBridges {
			continue
		}
		p, err := bridge(c, b)
		if err != nil {
			return nil, err
		}
		p.name = fmt.Sprintf("bridge-%d", b.Case+1)
		list = append(list, p)
	}
	return list, nil
}

func bridge(c *compare.Comparison, b compare.Bridge) (*picture, error) {
	e := c.Estimates[b.Case]
	currency := c.Reported(e.Total()).Currency
	p := newPicture("bridge", fmt.Sprintf("From %s to %s, %s", shorten(c.Base().Case.Name), shorten(e.Case.Name), currency))
	rows := len(b.Steps) + 2
	names := make([]string, rows)
	before := c.Reported(c.Base().Total()).Value.Float64()
	bar := func(row int, name string, from, to float64) error {
		y := float64(rows - 1 - row) // the first on top
		names[rows-1-row] = name
		colour := colours[0]
		text := amountText(to, 0)
		if row > 0 && row < rows-1 {
			if text = amountText(to-from, 0); to > from {
				colour, text = colours[1], "+"+text
			} else {
				colour = colours[2]
			}
		}
		if _, err := p.segment(xy(from, y), xy(to, y), colour, 16, nil); err != nil {
			return err
		}
		return p.note(max(from, to), y+0.12, text)
	}
	if err := bar(0, c.Base().Case.Name, 0, before); err != nil {
		return nil, err
	}
	for i, s := range b.Steps {
		if err := bar(i+1, s.Name+" "+s.What, before, s.After.Float64()); err != nil {
			return nil, err
		}
		before = s.After.Float64()
	}
	if err := bar(rows-1, e.Case.Name, 0, before); err != nil {
		return nil, err
	}
	p.rows(names)
	p.X.Label.Text, p.X.Tick.Marker = string(currency), amounts{}
	p.X.Max += 0.14 * (p.X.Max - p.X.Min)
	p.height += vg.Points(10)
	return p, nil
}
