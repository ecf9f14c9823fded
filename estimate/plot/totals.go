package plot

import (
	"fmt"

	"azwhatif/estimate/compare"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mostBars are cases of the bars by case.
const mostBars = 40

// totals has a bar a case.
func totals(c *compare.Comparison) (*picture, error) {
	cases, currency, note := drawn(c, mostBars)
	if cases == nil {
		return nil, nil
	}
	p := newPicture("totals", fmt.Sprintf("Total by case, %s%s", currency, note))
	values := make([]float64, len(cases))
	var names []string
	for k := range cases {
		i := cases[len(cases)-1-k] // the first on top
		values[k] = c.Reported(c.Estimates[i].Total()).Value.Float64()
		names = append(names, c.Estimates[i].Case.Name)
	}
	return p, p.bars(values, names, string(currency))
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
	cases, currency, note := drawn(c, mostCases)
	if cases == nil {
		return nil, nil
	}
	p := newPicture("months", fmt.Sprintf("Total by month, %s%s", currency, note))
	for k, i := range cases {
		e := c.Estimates[i]
		points := make(plotter.XYs, len(e.Months))
		for m := range e.Months {
			total := e.Total()
			total.Value = e.ChargesIn(m).Total()
			points[m] = plotter.XY{X: float64(m), Y: c.Reported(total).Value.Float64()}
		}
		if err := p.line(k, e.Case.Name, points); err != nil {
			return nil, err
		}
	}
	p.monthly(c)
	p.Y.Label.Text, p.Y.Tick.Marker = string(currency), amounts{}
	p.fromZero()
	return p, nil
}

// monthly names the months of the X axis, as many as there is room for.
func (p *picture) monthly(c *compare.Comparison) {
	names := make(named, len(c.Base().Months))
	step := (len(names) + 11) / 12
	for m, month := range c.Base().Months {
		if m%step == 0 {
			names[m] = month.String()
		}
	}
	p.X.Tick.Marker, p.X.Label.Text = names, "month"
	p.X.Tick.Label.Rotation = 0.7
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YCenter
	p.X.Max = max(p.X.Max, 1)
}

// commitments has what is left of each case's commitment at the end of each
// month of its term.
func commitments(c *compare.Comparison) (*picture, error) {
	p := newPicture("commitments", "")
	k, units := 0, map[string]bool{}
	for _, e := range c.Estimates {
		for _, use := range e.Commitments {
			if k == mostCases {
				continue
			}
			units[string(e.Currency())] = true
			points := plotter.XYs{{X: -1, Y: use.Opening[0].Float64()}}
			for m := range min(use.Months, len(e.Months)) {
				points = append(points, plotter.XY{X: float64(m), Y: use.Opening[m].Sub(use.Drawn[m]).Float64()})
				if !use.Unused[m].IsZero() { // what is lost or due falls off at once
					points = append(points, plotter.XY{X: float64(m), Y: use.Closing(m).Float64()})
				}
			}
			label := e.Case.Name
			if len(e.Commitments) > 1 {
				label += ", " + use.Kind.String()
			}
			if !e.Complete() {
				label += " (incomplete)"
			}
			if err := p.line(k, label, points); err != nil {
				return nil, err
			}
			k++
		}
	}
	if k == 0 {
		return nil, nil
	}
	unit := "the case's currency"
	if len(units) == 1 {
		unit = string(c.Estimates[firstCommitted(c)].Currency())
	}
	p.Title.Text = "Commitments: what is left at the end of each month, " + unit
	p.monthly(c)
	p.Y.Label.Text, p.Y.Tick.Marker = unit, amounts{}
	p.fromZero()
	return p, nil
}

func firstCommitted(c *compare.Comparison) int {
	for i, e := range c.Estimates {
		if len(e.Commitments) > 0 {
			return i
		}
	}
	return 0
}
