package plot

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Image is one picture: a file's name, its PNG, and what has a line, a bar or a row
// in it, by name: cases or, of swings and bridges, workloads and levers.
type Image struct {
	Name  string
	PNG   []byte
	Shows []string
}

// Images draws what there is to draw: totals and months always (of one case,
// too), ranges and swings where they were drawn, break-evens where they were
// looked for, commitments where a case has one, bridges where they were found.
func Images(c *compare.Comparison) ([]Image, error) {
	list, err := pictures(c)
	if err != nil {
		return nil, err
	}
	var out []Image
	for _, p := range list {
		png, err := p.png()
		if err != nil {
			return nil, err
		}
		out = append(out, Image{p.name + ".png", png, p.shows})
	}
	return out, nil
}

// pictures are made, and not drawn yet.
func pictures(c *compare.Comparison) ([]*picture, error) {
	list := []func(*compare.Comparison) (*picture, error){totals, months, breakEven, ranges, swings, commitments}
	var pictures []*picture
	for _, draw := range list {
		p, err := draw(c)
		if err != nil {
			return nil, err
		}
		if p != nil {
			pictures = append(pictures, p)
		}
	}
	more, err := bridges(c)
	if err != nil {
		return nil, err
	}
	return append(pictures, more...), nil
}

// picture is a plot with its legend beside it.
type picture struct {
	*plot.Plot
	name   string
	legend plot.Legend
	keyed  bool // the legend has entries
	shows  []string
	height vg.Length
}

const width = 9 * vg.Inch

var (
	ink  = color.RGBA{0x1F, 0x23, 0x28, 0xFF}
	grey = color.RGBA{0x8C, 0x95, 0x9F, 0xFF}
	pale = color.RGBA{0xE3, 0xE6, 0xEA, 0xFF}

	light = color.RGBA{0x9D, 0xB8, 0xD9, 0xFF} // what stands on it is seen
)

// colours are those of the workbook's charts.
var colours = []color.RGBA{
	{0x1F, 0x3A, 0x5F, 0xFF}, {0xC2, 0x41, 0x0C, 0xFF}, {0x1B, 0x6E, 0x2E, 0xFF}, {0x7A, 0x3E, 0x9D, 0xFF}, {0xA4, 0x0E, 0x26, 0xFF},
	{0x0E, 0x74, 0x90, 0xFF}, {0x8A, 0x61, 0x00, 0xFF}, {0x57, 0x60, 0x6A, 0xFF}, {0xBE, 0x18, 0x5D, 0xFF}, {0x3F, 0x62, 0x12, 0xFF},
}

// dashes tell lines apart without colours.
var dashes = [][]vg.Length{nil, {vg.Points(7), vg.Points(3)}, {vg.Points(2), vg.Points(2)}, {vg.Points(9), vg.Points(3), vg.Points(2), vg.Points(3)}}

func newPicture(name, title string) *picture {
	p := &picture{Plot: plot.New(), name: name, legend: plot.NewLegend(), height: 5 * vg.Inch}
	p.Title.Text = title
	p.Title.Padding = vg.Points(10)
	p.Title.TextStyle.Font = face(14)
	p.Title.TextStyle.Color = ink
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font, axis.Tick.Label.Font = face(11), face(10)
		axis.Label.TextStyle.Color, axis.Tick.Label.Color, axis.Color, axis.Tick.Color = ink, ink, grey, grey
		axis.Label.Padding = vg.Points(4)
	}
	p.legend.TextStyle.Font, p.legend.TextStyle.Color = face(10), ink
	p.legend.ThumbnailWidth, p.legend.Padding = vg.Points(26), vg.Points(4)
	p.legend.Top = true
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = pale, pale
	p.Add(grid)
	return p
}

func face(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)}
}

// line adds a line of a case, and its entry of the legend.
func (p *picture) line(i int, name string, points plotter.XYs) error {
	l, err := plotter.NewLine(points)
	if err != nil {
		return fmt.Errorf("the plot %q: %w", p.name, err)
	}
	l.Color, l.Width, l.Dashes = colours[i%len(colours)], vg.Points(2), dashes[i%len(dashes)]
	p.Add(l)
	p.legend.Add(shorten(name), l)
	p.keyed, p.shows = true, append(p.shows, name)
	return nil
}

// segment adds a straight line.
func (p *picture) segment(from, to plotter.XY, c color.Color, w float64, dash []vg.Length) (*plotter.Line, error) {
	l, err := plotter.NewLine(plotter.XYs{from, to})
	if err != nil {
		return nil, fmt.Errorf("the plot %q: %w", p.name, err)
	}
	l.Color, l.Width, l.Dashes = c, vg.Points(w), dash
	p.Add(l)
	return l, nil
}

// png draws the plot, and the legend to its right.
func (p *picture) png() ([]byte, error) {
	canvas := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, p.height), vgimg.UseDPI(110), vgimg.UseBackgroundColor(color.White))}
	whole := draw.Crop(draw.New(canvas), vg.Points(10), -vg.Points(14), vg.Points(8), -vg.Points(8))
	if p.keyed {
		room := p.legend.Rectangle(whole).Size().X + vg.Points(14)
		p.legend.Draw(draw.Crop(whole, whole.Size().X-room, 0, 0, -vg.Points(34)))
		whole = draw.Crop(whole, 0, -room, 0, 0)
	}
	p.Draw(whole)
	var out bytes.Buffer
	_, err := canvas.WriteTo(&out)
	return out.Bytes(), err
}

// shorten keeps a name from taking the plot's room.
func shorten(name string) string {
	const most = 30
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}

func xy(x, y float64) plotter.XY { return plotter.XY{X: x, Y: y} }

// amounts label an axis of money with separators of thousands.
type amounts struct{}

func (amounts) Ticks(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i, t := range ticks {
		if t.Label != "" {
			ticks[i].Label = amountText(t.Value, places(high-low))
		}
	}
	return ticks
}

// places are the decimals that tell the ticks of a span apart.
func places(span float64) int {
	if span <= 0 || span > 20 {
		return 0
	}
	return int(math.Ceil(2 - math.Log10(span)))
}

func amountText(x float64, places int) string {
	return money.Thousands(strconv.FormatFloat(x, 'f', places, 64))
}

// named label an axis at 0, 1, 2 …
type named []string

func (n named) Ticks(float64, float64) []plot.Tick {
	var ticks []plot.Tick
	for i, name := range n {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: shorten(name)})
	}
	return ticks
}

// titled is a chart's title, with what is left out.
func titled(title string, without []chart.Without) string {
	if without == nil {
		return title
	}
	return title + " (not drawn: " + chart.Counted(without) + ")"
}

func (p *picture) fromZero() {
	p.Y.Min = min(p.Y.Min, 0)
	p.Y.Max += 0.05 * (p.Y.Max - p.Y.Min)
	if p.Y.Max <= p.Y.Min {
		p.Y.Max = p.Y.Min + 1
	}
}
