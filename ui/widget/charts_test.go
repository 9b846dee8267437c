package widget_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

func plain(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func want(t *testing.T, got *widget.Grid, lines ...string) {
	t.Helper()
	if got == nil {
		t.Fatal("nothing was drawn")
	}
	if got.String() != strings.Join(lines, "\n") {
		t.Errorf("drawn:\n%s\nwant:\n%s", got, strings.Join(lines, "\n"))
	}
}

func TestBarChart(t *testing.T) {
	none := math.NaN()
	chart := widget.BarChart{
		Bars: []widget.Bar{
			{Value: 100, Part: 50, Before: 60}, {Value: 0, Before: none}, {Value: 1, Before: none}, {Value: 75, Before: none, Flag: true},
		},
		Height: 4, Cursor: 3, Format: plain, Ticks: []widget.Tick{{At: 0, Text: "Nov 1"}, {At: 1, Text: "2"}, {At: 3, Text: "Nov 4"}},
	}
	want(t, chart.Draw(16),
		"100 ██       !",
		"    ██╴      ██",
		"    ██       ██",
		"  0 ██    ▁▁ ██",
		"             ▲▲",
		"    Nov 1  Nov 4",
	)
	chart.Split = true
	want(t, chart.Draw(16),
		"100 ░░       !",
		"    ░░╴      ░░",
		"    ██       ░░",
		"  0 ██    ▁▁ ░░",
		"             ▲▲",
		"    Nov 1  Nov 4",
	)
	if chart.Draw(7) != nil {
		t.Error("four bars are drawn in three cells")
	}
	if got := chart.Most(40); got != 36 {
		t.Errorf("%d bars fit into 40 cells", got)
	}
}

// TestBarChartCutsGiants checks that ordinary bars stay visible beside a giant.
func TestBarChartCutsGiants(t *testing.T) {
	chart := widget.BarChart{
		Bars:   []widget.Bar{{Value: 40}, {Value: 5000}, {Value: 20}},
		Height: 4, Cursor: -1, Format: plain,
	}
	want(t, chart.Draw(9),
		"40 █ ⌃",
		"   █ █",
		"   █ █ █",
		" 0 █ █ █",
		"",
		"",
	)
}

// TestBarLayout finds each bar under its own columns.
func TestBarLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chart := widget.BarChart{Bars: make([]widget.Bar, rapid.IntRange(1, 400).Draw(t, "bars")), Height: 5, Format: plain}
		width := rapid.IntRange(5, 220).Draw(t, "width")
		layout, ok := chart.Layout(width)
		if ok != (len(chart.Bars) <= chart.Most(width)) {
			t.Fatalf("%d bars in %d cells: fits %v, most %d", len(chart.Bars), width, ok, chart.Most(width))
		}
		if !ok {
			return
		}
		for i := range chart.Bars {
			for x := range layout.Width {
				if at := layout.At(layout.Column(i) + x); at != i || layout.Column(i)+x >= width {
					t.Fatalf("column %d of bar %d is bar %d", x, i, at)
				}
			}
		}
	})
}

// TestChartsStayInside draws random values within the grid, and finds every bar above zero.
func TestChartsStayInside(t *testing.T) {
	value := rapid.OneOf(rapid.Float64Range(0, 1e9), rapid.SampledFrom([]float64{0, 1e-9, math.NaN(), math.Inf(1), -5}))
	rapid.Check(t, func(t *rapid.T) {
		bars := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) widget.Bar {
			return widget.Bar{Value: value.Draw(t, "value"), Part: value.Draw(t, "part"), Before: value.Draw(t, "before"), Flag: rapid.Bool().Draw(t, "flag")}
		}), 1, 60).Draw(t, "bars")
		chart := widget.BarChart{
			Bars: bars, Split: rapid.Bool().Draw(t, "split"), Height: rapid.IntRange(1, 20).Draw(t, "height"),
			Cursor: rapid.IntRange(-1, 80).Draw(t, "cursor"), Format: plain,
		}
		layout, ok := chart.Layout(200)
		g := chart.Draw(200)
		if !ok || g == nil {
			return
		}
		for i, bar := range bars {
			if r, _ := g.At(layout.Column(i), chart.Height-1); bar.Value > 0 && r == ' ' {
				t.Fatalf("bar %d of %v is not seen:\n%s", i, bar, g)
			}
		}
	})
}

func TestSpark(t *testing.T) {
	if got := widget.Spark([]float64{0, 1, 50, 100, math.NaN()}); got != " ▁▄█ " {
		t.Errorf("%q", got)
	}
	for share, bar := range map[float64]string{0: "", 0.001: "▌", 0.5: "██▌", 1: "█████", 3: "█████"} {
		if got := widget.ShareBar(share, 5); got != bar {
			t.Errorf("%v is %q", share, got)
		}
	}
	if got := widget.Gauge(0.5, 0.7, 10); got != "█████░│░░░" && got != "█████░░│░░" {
		t.Errorf("%q", got)
	}
}

func TestHeatmap(t *testing.T) {
	chart := widget.Heatmap{
		Shades: [][]widget.Shade{
			{widget.ShadeOutside, widget.ShadeFirst, widget.ShadeFourth},
			{widget.ShadeNone, widget.ShadeFlag, widget.ShadeSecond},
		},
		Rows: []string{"Mon", ""}, Columns: []widget.Tick{{At: 0, Text: "Dec"}, {At: 1, Text: "Jan"}}, Step: 2, Row: 1, Column: 2,
	}
	want(t, chart.Draw(20),
		"     Dec",
		" Mon   ░ █",
		"▸    · ! ▒",
		"         ▲",
	)
	if row, column, ok := chart.At(9, 2); !ok || row != 1 || column != 2 {
		t.Errorf("cell %d,%d", row, column)
	}
	if _, _, ok := chart.At(2, 1); ok {
		t.Error("a label is a cell")
	}
}

// TestQuarters shades a quarter of the values each, whatever the largest is.
func TestQuarters(t *testing.T) {
	values := []float64{0, 0}
	for i := 1; i <= 99; i++ {
		values = append(values, float64(i))
	}
	values = append(values, 1e9)
	quarters := widget.NewQuarters(values)
	var counts [7]int
	for _, value := range values {
		counts[quarters.Shade(value)]++
	}
	if counts[widget.ShadeNone] != 2 {
		t.Errorf("%v", counts)
	}
	for shade := widget.ShadeFirst; shade <= widget.ShadeFourth; shade++ {
		if counts[shade] < 24 || counts[shade] > 26 {
			t.Errorf("%d days in quarter %d", counts[shade], shade)
		}
	}
}

func TestFan(t *testing.T) {
	fan := widget.Fan{
		Past: []float64{80, 60}, Low: []float64{40, 20, 0, 0}, Mid: []float64{60, 40, 20, 0}, High: []float64{80, 80, 60, 40},
		Height: 4, Format: plain, Ticks: []widget.Tick{{At: 0, Text: "Nov"}, {At: 4, Text: "Dec"}},
	}
	want(t, fan.Draw(15),
		"80 ██  ░░░░",
		"   ████──░░░░",
		"   ████▒▒──░░░░",
		" 0 ████▒▒▒▒──░░",
		"     ▲ today",
		"   Nov     Dec",
	)
	if got := fan.Dots([]int{3, 3, 4, -1, 9}, 15).String(); got != "         ●●●›●●" {
		t.Errorf("%q", got)
	}
}
