package widget

import (
	"math"
	"strings"
)

// eighths are blocks that fill a cell from below, from empty to full.
var eighths = [...]rune{' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

// Spark draws a sparkline, one cell per value, scaled so that the largest fills it. Values
// above zero always show, others never.
func Spark(values []float64) string {
	largest := 0.0
	for _, value := range values {
		if value > largest && !math.IsInf(value, 1) {
			largest = value
		}
	}
	var b strings.Builder
	for _, value := range values {
		b.WriteRune(eighths[level(value, largest, len(eighths)-1)])
	}
	return b.String()
}

// level scales a value between 0 and largest to steps, at least 1 for a value above
// zero.
func level(value, largest float64, steps int) int {
	if !(value > 0) || !(largest > 0) { // not a number counts as nothing
		return 0
	}
	return min(max(int(value/largest*float64(steps)+0.5), 1), steps)
}

// ShareBar draws a horizontal bar for a share between 0 and 1, in half cells. A share
// above zero always shows.
func ShareBar(share float64, width int) string {
	halves := level(share, 1, 2*max(width, 0))
	bar := strings.Repeat("█", halves/2)
	if halves%2 == 1 {
		bar += "▌"
	}
	return bar
}

// Gauge draws a bar filled by a share between 0 and 1, with a mark at another share: the part
// of a span that has passed.
func Gauge(share, mark float64, width int) string {
	filled, at := level(share, 1, width), min(level(mark, 1, width), width-1)
	var b strings.Builder
	for i := range max(width, 0) {
		switch {
		case i == at:
			b.WriteRune('│')
		case i < filled:
			b.WriteRune('█')
		default:
			b.WriteRune('░')
		}
	}
	return b.String()
}
