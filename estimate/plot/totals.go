package plot

import (
	"fmt"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mostBars are cases of the bars by case.
const mostBars = 40

// totals has a bar a case.
func totals(c *compare.Comparison) (*picture, error) {
	bars := chart.Totals(c, mostBars)
	if bars.Of == nil {
		return nil, nil
	}
	p := newPicture("totals", titled(bars.Title, bars.Without))
	n := len(bars.Of)
	values, names := make([]float64, n), make([]string, n)
	for i, b := range bars.Of {
		values[n-1-i], names[n-1-i] = b.Total.Value.Float64(), b.Case // the first on top
	}
	return p, p.bars(values, names, string(bars.Currency))
}

// bars lie, each with its figure at its end.
func (p *picture) bars(values []float64, names []string, unit string) error {
	bars, err := plotter.NewBarChart(plotter.Values(values), vg.Points(16))
	if err != nil {
		return fmt.Errorf("the plot %q: %w", p.name, err)
	}
	bars.Horizontal, bars.Color, bars.LineStyle.Width = true, colours[0], 0
	p.Add(bars)
	points := make(plotter.XYs, len(values))
	texts := make([]string, len(values))
	for i, v := range values {
		points[i] = plotter.XY{X: max(v, 0), Y: float64(i)}
		texts[i] = amountText(v, 0)
	}
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: points, Labels: texts})
	if err != nil {
		return fmt.Errorf("the plot %q: %w", p.name, err)
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i].Font, labels.TextStyle[i].YAlign = face(10), draw.YCenter
	}
	labels.Offset = vg.Point{X: vg.Points(4)}
	p.Add(labels)
	p.rows(names)
	p.X.Label.Text, p.X.Tick.Marker = unit, amounts{}
	p.X.Min = min(p.X.Min, 0)
	p.X.Max += 0.14*(p.X.Max-p.X.Min) + 1e-9
	return nil
}

// rows names the rows of a picture, and gives each its room.
func (p *picture) rows(names []string) {
	p.shows = names
	p.Y.Tick.Marker, p.Y.Tick.Length, p.Y.LineStyle.Width = named(names), 0, 0
	p.Y.Min, p.Y.Max = -0.6, float64(len(names))-0.4
	p.height = vg.Points(110 + 30*float64(len(names)))
}

// months has a line a case.
func months(c *compare.Comparison) (*picture, error) {
	return lines("months", chart.Months(c))
}

// commitments has a line a commitment: what is left of it.
func commitments(c *compare.Comparison) (*picture, error) {
	return lines("commitments", chart.Commitments(c))
}

// lines has a line for each of a chart's; it is nil where there is none.
func lines(name string, of chart.Lines) (*picture, error) {
	if of.Of == nil {
		return nil, nil
	}
	p := newPicture(name, titled(of.Title, of.Without))
	for i, one := range of.Of {
		points := make(plotter.XYs, len(one.Points))
		for n, at := range one.Points {
			points[n] = xy(float64(at.At), at.Value)
		}
		if err := p.line(i, one.Name, points); err != nil {
			return nil, err
		}
	}
	p.moments(of.At)
	p.Y.Label.Text, p.Y.Tick.Marker = string(of.Currency), amounts{}
	p.fromZero()
	return p, nil
}

// moments names the moments of the X axis, as many as there is room for.
func (p *picture) moments(at []string) {
	names := make(named, len(at))
	step := (len(names) + 11) / 12
	for m, name := range at {
		if m%step == 0 {
			names[m] = name
		}
	}
	p.X.Tick.Marker, p.X.Label.Text = names, "month"
	p.X.Tick.Label.Rotation = 0.7
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YCenter
	p.X.Max = max(p.X.Max, 1)
}
