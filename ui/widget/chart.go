package widget

// Columns draws one column per value, scaled so that the largest fills the height. Columns are
// as wide as fits into width, four cells at most with the gap. Values above zero always show.
// It is nil where the columns do not fit.
func Columns(values []float64, width, height int) *Grid {
	if len(values) == 0 || width < len(values) || height < 1 {
		return nil
	}
	step := min(width/len(values), 4)
	largest := 0.0
	for _, value := range values {
		largest = max(largest, value)
	}
	g := NewGrid(step*len(values), height)
	for i, value := range values {
		total := level(value, largest, 8*height)
		for row := 0; row*8 < total; row++ {
			for x := range max(step-1, 1) { // a gap between wide columns
				g.Set(i*step+x, height-1-row, eighths[min(total-row*8, 8)], RoleAccent)
			}
		}
	}
	return g
}
