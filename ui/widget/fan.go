package widget

import "math"

// Fan draws a past balance and the range of its forecast.
type Fan struct {
	Past   []float64 // at the end of each day, the oldest first; the last is now
	Low    []float64 // of each coming day: 9 of 10 futures have at least as much
	Mid    []float64 // the median
	High   []float64 // 1 of 10 futures has more
	Height int
	Ticks  []Tick // by day, from the oldest
	Format func(value float64) string
}

// Days is the number of days drawn.
func (f *Fan) Days() int { return len(f.Past) + len(f.Low) }

// Left is the screen column of the first day.
func (f *Fan) Left() int {
	return max(Width(f.label(f.top())), 1) + 1
}

// Column is the screen column of a day.
func (f *Fan) Column(day, width int) int {
	room := width - f.Left()
	return f.Left() + min(day*room/max(f.Days(), 1), room-1)
}

func (f *Fan) top() float64 {
	largest := 0.0
	for _, values := range [][]float64{f.Past, f.High} {
		for _, value := range values {
			if !math.IsInf(value, 0) && !math.IsNaN(value) {
				largest = max(largest, value)
			}
		}
	}
	return roundUp(largest)
}

func (f *Fan) label(value float64) string {
	if f.Format == nil {
		return ""
	}
	return f.Format(value)
}

// Draw draws Height rows, a row that marks today, and a row of labels.
func (f *Fan) Draw(width int) *Grid {
	left, top := f.Left(), f.top()
	if f.Height < 2 || width <= left || f.Days() == 0 {
		return nil
	}
	g := NewGrid(width, f.Height+2)
	put := func(y int, value float64) {
		text := f.label(value)
		g.Text(left-1-Width(text), y, text, RoleMuted)
	}
	put(0, top)
	if f.Height >= 7 {
		put(f.Height/2, top*(1-float64(f.Height/2)/float64(f.Height)))
	}
	put(f.Height-1, 0)
	room := width - left
	for x := range room {
		day := x * f.Days() / room
		if day < len(f.Past) {
			f.past(g, left+x, f.Past[day], top)
		} else {
			f.future(g, left+x, day-len(f.Past), top)
		}
	}
	g.Text(f.Column(max(len(f.Past)-1, 0), width), f.Height, "▲ today", RoleMuted)
	ticks(g, f.Height+1, f.Ticks, func(day int) int { return f.Column(day, width) })
	return g
}

func (f *Fan) past(g *Grid, x int, value, top float64) {
	total := level(value, top, 8*f.Height)
	for row := 0; row*8 < total; row++ {
		g.Set(x, f.Height-1-row, eighths[min(total-row*8, 8)], RoleAccent)
	}
}

func (f *Fan) future(g *Grid, x, day int, top float64) {
	at := func(values []float64) float64 {
		if day < len(values) {
			return values[day]
		}
		return 0
	}
	cells := func(value float64) int { return (level(value, top, 8*f.Height) + 4) / 8 }
	low, mid, high := cells(at(f.Low)), cells(at(f.Mid)), cells(at(f.High))
	for row := range high {
		r, role := '░', RoleFaint
		if row < low {
			r, role = '▒', RoleMuted
		}
		g.Set(x, f.Height-1-row, r, role)
	}
	if at(f.Mid) > 0 {
		g.Set(x, f.Height-1-max(mid-1, 0), '─', RoleAccent)
	}
}

// Dots draws one dot for each tenth of the futures, at the day of an event in it, on one row
// under a fan. A negative day is beyond the last one; those dots follow a "›" at the end.
func (f *Fan) Dots(days []int, width int) *Grid {
	g := NewGrid(width, 1)
	beyond := 0
	for _, day := range days {
		if day < 0 || day >= f.Days() {
			beyond++
		}
	}
	end := width
	if beyond > 0 {
		end = width - beyond - 1
		g.Set(end, 0, '›', RoleMuted)
		for i := range beyond {
			g.Set(end+1+i, 0, '●', RoleAccent)
		}
	}
	last := -1
	for _, day := range days {
		if day < 0 || day >= f.Days() {
			continue
		}
		x := min(max(f.Column(day, width), last+1), end-1) // side by side rather than overlapping
		g.Set(x, 0, '●', RoleAccent)
		last = x
	}
	return g
}
