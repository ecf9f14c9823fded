package plot

import (
	"fmt"
	"slices"
	"strconv"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// breakEven has each case's total by the level of usage, and the levels at which
// another case becomes the cheapest.
func breakEven(c *compare.Comparison) (*picture, error) {
	b := c.BreakEven
	if b == nil {
		return nil, nil
	}
	what := "level of usage"
	if b.Workload != "" {
		what = "usage of " + shorten(b.Workload)
	}
	title := fmt.Sprintf("Total by %s, %s", what, b.Currency)
	cases, without := chart.Cases(c)
	asked := 0
	for _, i := range b.Cases {
		if slices.Contains(cases, i) {
			asked++
		}
	}
	p := newPicture("breakeven", titled(title+chart.First(min(asked, chart.MostLines), asked), without))
	drawn := 0
	for k, i := range b.Cases {
		if !slices.Contains(cases, i) || drawn == chart.MostLines {
			continue
		}
		points := make(plotter.XYs, len(b.Points))
		for n, point := range b.Points {
			points[n] = plotter.XY{X: 100 * point.Level.Float64(), Y: point.Totals[k].Value.Float64()}
		}
		if err := p.line(drawn, c.Estimates[i].Case.Name, points); err != nil {
			return nil, err
		}
		drawn++
	}
	if drawn == 0 {
		return nil, nil
	}
	p.fromZero()
	for _, s := range b.Cheapest[min(1, len(b.Cheapest)):] {
		x := 100 * s.From.Float64()
		if _, err := p.segment(xy(x, p.Y.Min), xy(x, p.Y.Max), grey, 1, dashes[2]); err != nil {
			return nil, err
		}
		if err := p.note(x, p.Y.Max, strconv.FormatFloat(x, 'f', -1, 64)+"%"); err != nil {
			return nil, err
		}
	}
	p.X.Label.Text, p.X.Tick.Marker = "usage, 100% as stated (dotted: another case becomes the cheapest)", percents{}
	p.Y.Label.Text, p.Y.Tick.Marker = string(b.Currency), amounts{}
	return p, nil
}

// note puts a text at a point.
func (p *picture) note(x, y float64, text string) error {
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: plotter.XYs{{X: x, Y: y}}, Labels: []string{text}})
	if err != nil {
		return fmt.Errorf("the plot %q: %w", p.name, err)
	}
	labels.TextStyle[0].Font, labels.TextStyle[0].YAlign = face(9), draw.YTop
	labels.Offset = vg.Point{X: vg.Points(3)}
	p.Add(labels)
	return nil
}

// percents label an axis of percentages.
type percents struct{}

func (percents) Ticks(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i, t := range ticks {
		if t.Label != "" {
			ticks[i].Label += "%"
		}
	}
	return ticks
}

// ranges has a row a case: a bar from P10 to P90 on a thin line from P1 to P99, a
// dot at P50, and a cross where the case is at the likely usage.
func ranges(c *compare.Comparison) (*picture, error) {
	r := c.Ranges
	if r == nil {
		return nil, nil
	}
	cases, without := chart.Cases(c)
	if cases == nil {
		return nil, nil
	}
	currency := c.Reported(c.Base().Total()).Currency
	title := fmt.Sprintf("Ranges of the totals over %s draws, %s", money.Thousands(strconv.Itoa(r.Draws)), currency)
	if n := len(cases); n > mostBars {
		cases = cases[:mostBars]
		title += chart.First(mostBars, n)
	}
	p := newPicture("ranges", titled(title, without))
	var names []string
	middle, likely := plotter.XYs{}, plotter.XYs{}
	for k := range cases {
		i := cases[len(cases)-1-k]
		q := r.Cases[i]
		y := float64(k)
		names = append(names, c.Estimates[i].Case.Name)
		thin, err := p.segment(xy(q.Percentiles[1], y), xy(q.Percentiles[99], y), grey, 1.5, nil)
		if err != nil {
			return nil, err
		}
		thick, err := p.segment(xy(q.P10, y), xy(q.P90, y), light, 12, nil)
		if err != nil {
			return nil, err
		}
		if k == 0 {
			p.legend.Add("P10 to P90", thick)
			p.legend.Add("P1 to P99", thin)
			p.keyed = true
		}
		middle = append(middle, plotter.XY{X: q.P50, Y: y})
		likely = append(likely, plotter.XY{X: q.Likely.Value.Float64(), Y: y})
	}
	for _, s := range []struct {
		name   string
		points plotter.XYs
		style  draw.GlyphStyle
	}{
		{"P50", middle, draw.GlyphStyle{Color: colours[1], Radius: vg.Points(4), Shape: draw.CircleGlyph{}}},
		{"at the likely usage", likely, draw.GlyphStyle{Color: ink, Radius: vg.Points(5), Shape: draw.CrossGlyph{}}},
	} {
		points, err := plotter.NewScatter(s.points)
		if err != nil {
			return nil, fmt.Errorf("the plot %q: %w", p.name, err)
		}
		points.GlyphStyle = s.style
		p.Add(points)
		p.legend.Add(s.name, points)
	}
	p.rows(names)
	p.X.Label.Text, p.X.Tick.Marker = string(currency), amounts{}
	return p, nil
}

// mostSwings are rows of the tornado.
const mostSwings = 15

// swings has what each workload's uncertainty does to the total of the case that
// is cheapest (of the first that is drawn, where none is): from its P10 to its P90, while
// the others are as likely.
func swings(c *compare.Comparison) (*picture, error) {
	if c.Ranges == nil {
		return nil, nil
	}
	cases, _ := chart.Cases(c)
	if cases == nil {
		return nil, nil
	}
	i := cases[0]
	if v := c.Verdict(); len(v.Cheapest) > 0 && !v.Open {
		i = v.Cheapest[0]
	}
	k := c.Ranges.Cases[i]
	p := newPicture("swings", fmt.Sprintf("What %s swings by, %s", shorten(c.Estimates[i].Case.Name), k.Likely.Currency))
	list := k.Swings[:min(len(k.Swings), mostSwings)]
	var names []string
	at := k.Likely.Value.Float64()
	for n := range list {
		s := list[len(list)-1-n] // the widest on top
		y := float64(n)
		names = append(names, s.Name)
		low, err := p.segment(xy(s.Low, y), xy(at, y), colours[5], 14, nil)
		if err != nil {
			return nil, err
		}
		high, err := p.segment(xy(at, y), xy(s.High, y), colours[1], 14, nil)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			p.legend.Add("its usage at P10", low)
			p.legend.Add("its usage at P90", high)
			p.keyed = true
		}
	}
	p.rows(names)
	if _, err := p.segment(xy(at, p.Y.Min), xy(at, p.Y.Max), ink, 1, nil); err != nil {
		return nil, err
	}
	p.X.Label.Text, p.X.Tick.Marker = string(k.Likely.Currency)+", the others at their likely usage", amounts{}
	return p, nil
}
