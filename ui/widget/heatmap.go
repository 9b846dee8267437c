package widget

import "slices"

// Shade is how dark a cell of a [Heatmap] is.
type Shade uint8

// Shades. Four of them stand for quartiles of the values, so that a single giant does not pale
// the rest.
const (
	ShadeOutside Shade = iota // not in the span
	ShadeNone                 // nothing
	ShadeFirst                // the lowest quarter
	ShadeSecond
	ShadeThird
	ShadeFourth
	ShadeFlag // unusual
)

var shadeRunes = [...]rune{' ', '·', '░', '▒', '▓', '█', '!'}

// Quarters are the limits between the quartiles of the values above zero.
type Quarters [3]float64

// NewQuarters works out the limits.
func NewQuarters(values []float64) Quarters {
	positive := make([]float64, 0, len(values))
	for _, value := range values {
		if value > 0 {
			positive = append(positive, value)
		}
	}
	slices.Sort(positive)
	var q Quarters
	for i := range q {
		if n := len(positive); n > 0 {
			q[i] = positive[min((i+1)*n/4, n-1)]
		}
	}
	return q
}

// Shade returns the shade of a value's quartile.
func (q Quarters) Shade(value float64) Shade {
	if !(value > 0) {
		return ShadeNone
	}
	shade := ShadeFirst
	for _, limit := range q {
		if value > limit {
			shade++
		}
	}
	return shade
}

// Heatmap draws shades in rows and columns: weekdays by weeks, or weekdays by hours.
type Heatmap struct {
	Shades  [][]Shade // rows of equal length
	Rows    []string  // labels of rows; empty ones are not drawn
	Columns []Tick    // labels of columns
	Step    int       // screen columns for each column, 1 or more
	Fill    int       // how many of them are filled, Step at most; 0: one
	Row     int       // the cell under the cursor; -1 for none
	Column  int
}

// Left is the screen column at which the shades start.
func (h *Heatmap) Left() int {
	left := 0
	for _, label := range h.Rows {
		left = max(left, Width(label))
	}
	return left + 2
}

// At returns the cell at a position of the canvas; ok is false where there is none.
func (h *Heatmap) At(x, y int) (row, column int, ok bool) {
	row, column = y-1, (x-h.Left())/max(h.Step, 1)
	ok = row >= 0 && row < len(h.Shades) && x >= h.Left() && column < len(h.Shades[row])
	return row, column, ok
}

// Draw draws a row of labels, the rows of shades, and a row that marks the cursor's column.
func (h *Heatmap) Draw(width int) *Grid {
	left, step := h.Left(), max(h.Step, 1)
	g := NewGrid(width, len(h.Shades)+2)
	ticks(g, 0, h.Columns, func(at int) int { return left + at*step })
	for y, shades := range h.Shades {
		if y < len(h.Rows) {
			g.Text(1, y+1, h.Rows[y], RoleMuted)
		}
		for x, shade := range shades {
			role := RoleAccent
			switch shade {
			case ShadeNone:
				role = RoleFaint
			case ShadeFlag:
				role = RoleWarn
			}
			if y == h.Row && x == h.Column {
				role = RoleStrong
			}
			for dx := range max(h.Fill, 1) {
				g.Set(left+x*step+dx, y+1, shadeRunes[shade], role)
			}
		}
		if y == h.Row {
			g.Set(0, y+1, '▸', RoleStrong)
		}
	}
	if h.Column >= 0 {
		for dx := range max(h.Fill, 1) {
			g.Set(left+h.Column*step+dx, len(h.Shades)+1, '▲', RoleStrong)
		}
	}
	return g
}
