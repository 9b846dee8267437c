package widget

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/NimbleMarkets/ntcharts/v2/sparkline"
)

// Columns draws one column per value, scaled so that the largest fills the
// height. A column is as wide as all of them fit into width, four cells at most.
// Values above zero always show.
func Columns(values []float64, width, height int, ink color.Color) []string {
	if len(values) == 0 || width < len(values) || height < 1 {
		return nil
	}
	each := min(width/len(values), 4)
	largest := 0.0
	for _, value := range values {
		largest = max(largest, value)
	}
	chart := sparkline.New(each*len(values), height, sparkline.WithMaxValue(max(largest, 1)))
	chart.AutoMaxValue = false
	floor := largest / float64(8*height)
	for _, value := range values {
		if value > 0 {
			value = max(value, floor)
		}
		for cell := range each {
			if cell == each-1 && each > 1 {
				chart.Push(0) // a gap between wide columns
				continue
			}
			chart.Push(value)
		}
	}
	chart.DrawColumnsOnly()
	style := lipgloss.NewStyle().Foreground(ink)
	lines := strings.Split(chart.View(), "\n")
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	return lines
}
