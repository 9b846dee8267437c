package widget

import (
	"math"
	"slices"
)

// Bar is one bar of a [BarChart].
type Bar struct {
	Value  float64 // its height; not a number where it is not known
	Part   float64 // the part of Value that belongs to the selection
	Before float64 // the same bar of the previous span; not a number for none
	Flag   bool    // the bar is marked as unusual
}

// Tick is a label under a chart.
type Tick struct {
	At   int // the bar, column or day that it belongs to
	Text string
}

// BarChart draws values over time. The selected part is drawn with solid blocks and the rest
// with pale ones, which can be told apart without colour.
type BarChart struct {
	Bars   []Bar
	Split  bool // Part is the selected part; else bars are undivided
	Height int  // rows of the bars; the axis takes two more
	Cursor int  // the bar under the cursor, -1 for none
	Ticks  []Tick
	Format func(value float64) string // labels the axis
}

// tallest is the ratio to the second highest bar from which the highest one is cut: a giant
// would make all others invisible.
const tallest = 1.5

// BarLayout is the position of the bars of a chart.
type BarLayout struct {
	Left  int // the column of the first bar
	Width int // of each bar
	Step  int // from one bar to the next
	Count int // of bars
}

// At returns the bar under a column, -1 for none.
func (l BarLayout) At(x int) int {
	if x < l.Left || l.Step == 0 {
		return -1
	}
	if at := (x - l.Left) / l.Step; at < l.Count {
		return at
	}
	return -1
}

// Column returns the first column of a bar.
func (l BarLayout) Column(bar int) int { return l.Left + bar*l.Step }

// Layout fits the bars into a width. ok is false where they do not fit even without
// gaps.
func (c *BarChart) Layout(width int) (layout BarLayout, ok bool) {
	top := c.scale()
	left := max(Width(c.label(top)), Width(c.label(top/2)), 1) + 1
	room := width - left
	n := len(c.Bars)
	for _, fit := range []BarLayout{{Width: 5, Step: 6}, {Width: 4, Step: 5}, {Width: 3, Step: 4}, {Width: 2, Step: 3}, {Width: 1, Step: 2}, {Width: 1, Step: 1}} {
		if n > 0 && (n-1)*fit.Step+fit.Width <= room {
			fit.Left, fit.Count = left, n
			return fit, true
		}
	}
	return BarLayout{}, false
}

// Most is the largest number of bars that fit into a width.
func (c *BarChart) Most(width int) int {
	top := c.scale()
	return max(width-max(Width(c.label(top)), Width(c.label(top/2)), 1)-1, 0)
}

// scale is the value at the top of the axis, where bars are cut: less than the largest where
// that is a giant.
func (c *BarChart) scale() float64 {
	values := make([]float64, 0, len(c.Bars))
	before := 0.0
	for _, bar := range c.Bars {
		if bar.Value > 0 && !math.IsInf(bar.Value, 1) {
			values = append(values, bar.Value)
		}
		if bar.Before > 0 && !math.IsInf(bar.Before, 1) {
			before = max(before, bar.Before)
		}
	}
	slices.Sort(values)
	largest := 0.0
	if n := len(values); n > 0 {
		largest = values[n-1]
		if n > 2 && largest > tallest*values[n-2] {
			largest = values[n-2]
		}
	}
	if before > largest && before <= tallest*largest {
		largest = before
	}
	return roundUp(largest)
}

// roundUp is the smallest round number that is not below a value: 1, 2, 2.5, 4, 5,
// 6 or 8 times a power of ten; 1 for nothing.
func roundUp(value float64) float64 {
	if !(value > 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(value)))
	for _, step := range []float64{1, 2, 2.5, 4, 5, 6, 8} {
		if value <= step*power*(1+1e-9) {
			return step * power
		}
	}
	return 10 * power
}

func (c *BarChart) label(value float64) string {
	if c.Format == nil {
		return ""
	}
	return c.Format(value)
}

// Draw draws the chart: Height rows of bars, a row for the cursor, a row of labels.
// It is nil where the bars do not fit; see [BarChart.Most].
func (c *BarChart) Draw(width int) *Grid {
	layout, ok := c.Layout(width)
	if !ok || c.Height < 1 {
		return nil
	}
	g := NewGrid(width, c.Height+2)
	top := c.scale()
	c.axis(g, layout.Left, top)
	for i := range c.Bars {
		c.bar(g, layout, i, top)
	}
	if c.Cursor >= 0 && c.Cursor < len(c.Bars) {
		for x := range layout.Width {
			g.Set(layout.Column(c.Cursor)+x, c.Height, '▲', RoleStrong)
		}
	}
	ticks(g, c.Height+1, c.Ticks, layout.Column)
	return g
}

// axis labels the top, the middle where there is room, and the bottom.
func (c *BarChart) axis(g *Grid, left int, top float64) {
	put := func(y int, value float64) {
		text := c.label(value)
		g.Text(left-1-Width(text), y, text, RoleMuted)
	}
	put(0, top)
	if c.Height >= 5 {
		put(c.Height/2, top*(1-float64(c.Height/2)/float64(c.Height)))
	}
	if c.Height > 1 {
		put(c.Height-1, 0)
	}
}

// bar draws one bar, and the mark of the one before it.
func (c *BarChart) bar(g *Grid, layout BarLayout, i int, top float64) {
	bar, x := c.Bars[i], layout.Column(i)
	steps := 8 * c.Height
	total := level(bar.Value, top, steps)
	column := func(y int, r rune, role Role) {
		for dx := range layout.Width {
			g.Set(x+dx, y, r, role)
		}
	}
	fill := func(from, to int, role Role) { // eighths from the bottom
		for row := from / 8; row < c.Height && row*8 < to; row++ {
			column(c.Height-1-row, eighths[min(to-row*8, 8)], role)
		}
	}
	switch {
	case math.IsNaN(bar.Value):
		column(c.Height-1, '?', RoleMuted)
	case !c.Split:
		fill(0, total, RoleAccent)
	default:
		part := level(min(bar.Part, bar.Value), top, steps)
		cells := (total + 4) / 8 // pale blocks have no eighths
		if total > 0 && total < 4 && part == 0 {
			column(c.Height-1, eighths[total], RoleFaint)
		}
		for row := (part + 7) / 8; row < cells; row++ {
			column(c.Height-1-row, '░', RoleFaint)
		}
		fill(0, part, RoleAccent)
	}
	if bar.Value > top*(1+1e-9) { // the bar is cut at the top
		column(0, '⌃', RoleWarn)
	}
	if bar.Flag {
		g.Set(x, max(c.Height-1-(total+7)/8, 0), '!', RoleWarn)
	}
	if before := level(bar.Before, top, steps); before > 0 && layout.Width > 1 && layout.Step > layout.Width {
		g.Set(x+layout.Width, c.Height-1-(before-1)/8, '╴', RoleMuted)
	}
}

// ticks writes labels under a chart, leaving out those that would touch the one before.
func ticks(g *Grid, y int, labels []Tick, column func(at int) int) {
	width, _ := g.Size()
	free := 0
	for _, tick := range labels {
		x, length := column(tick.At), Width(tick.Text)
		if x+length > width {
			x = width - length
		}
		if x < free {
			continue
		}
		g.Text(x, y, tick.Text, RoleMuted)
		free = x + length + 1
	}
}
