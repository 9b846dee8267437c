package export

import (
	"errors"
	"io"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// Figures is a table to write as CSV: figures that were worked out, not rows of the history.
type Figures struct {
	Titles []string
	Lines  [][]string
}

// Write writes the table, as [Lines] does.
func (f Figures) Write(out io.Writer, sandbox bool, mask *privacy.Masker) error {
	return Lines(out, f.Titles, slices.Values(f.Lines), sandbox, mask)
}

// ForecastFigures is the table of a forecast: for each day ahead its date, the low, middle and
// high of the balance at its end, and the credits of the renewals on it.
func ForecastFigures(f forecast.Forecast) Figures {
	lines := make([][]string, len(f.Days))
	for i, day := range f.Days {
		lines[i] = []string{day.Day.Format(time.DateOnly), day.Low.Plain(), day.Mid.Plain(), day.High.Plain(), day.Renewal.Plain()}
	}
	return Figures{[]string{"date", "low", "mid", "high", "renewal"}, lines}
}

// FiguresToFile writes figures to a file, as [ToFile] does, and returns how many lines it
// wrote. A mask masks what is written, nil nothing.
func FiguresToFile(name string, overwrite bool, f Figures, sandbox bool, mask *privacy.Masker) (n int, err error) {
	switch format, err := FormatOf(name); {
	case err != nil:
		return 0, err
	case format != CSV:
		return 0, errors.New("figures are written as CSV; end the name in .csv")
	}
	return writeFile(name, overwrite, CSV, func(w io.Writer) (int, error) {
		return len(f.Lines), f.Write(w, sandbox, mask)
	})
}
