package app

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// exporter writes the rows that are shown to a file.
type exporter struct {
	*core
	timer   poller            // updates the progress
	over    *overlay.Export   // the last overlay, open or not
	asked   data.SearchResult // the rows to write
	figures *export.Figures   // the figures to write instead; nil for none
	written *atomic.Int64
	running bool // a file is being written
	stop    context.CancelFunc
}

// Update handles the outcome of an export.
func (e *exporter) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		e.asked, e.figures, e.running = data.SearchResult{}, nil, false
	case exported:
		return e.exported(msg), true
	}
	return nil, false
}

// Do asks for a file name, writes the file, or cancels.
func (e *exporter) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.ExportRows:
		e.ask()
	case data.ExportUsage:
		e.askForUsage(intent.Usage)
	case data.ExportForecast:
		e.askForForecast()
	case data.WriteFile:
		return e.write(intent), true
	case data.CancelExport:
		if e.stop != nil {
			e.stop()
		}
	default:
		return nil, false
	}
	return nil, true
}

// exportEvery is the interval between updates of an export's progress.
const exportEvery = 200 * time.Millisecond

// ask opens the overlay that asks where to write the rows on screen.
func (e *exporter) ask() {
	found := e.state.SearchResult.Value
	if found.Order == nil {
		return
	}
	e.asked, e.figures = found, nil // rows that arrive meanwhile are not part of it
	e.over = overlay.NewExport(e.name("transactions"), found.Order.Len(), e.state.History.Value.Missing())
	e.push(e.over)
}

// name is the suggested file name for a kind of export.
func (e *exporter) name(of string) string {
	program := "studio-tui-"
	if e.state.Identity.Sandbox {
		program = "sandbox-"
	}
	return program + of + "-" + e.options.Now().In(e.options.Location).Format("2006-01-02") + ".csv"
}

// askForUsage opens the overlay that asks where to write usage figures.
func (e *exporter) askForUsage(u insight.Usage) {
	what := fmt.Sprintf("The use of credits from %s to %s by %s, as studio-tui usage --csv prints it: a line of figures for each.",
		u.Span.From.Format("Jan 2, 2006"), u.Span.To.Format("Jan 2, 2006"), u.By)
	e.askForFigures("usage-by-"+string(u.By), what, export.UsageFigures(u))
}

// askForForecast opens the overlay that asks where to write the days of the forecast.
func (e *exporter) askForForecast() {
	figures := export.ForecastFigures(e.state.Outlook.Value.Forecast)
	if len(figures.Lines) == 0 {
		return
	}
	what := "The balance of the next " + format.Plural(len(figures.Lines), "day") +
		": a line for each with its date, the low, middle and high of the forecast, and the credits of a renewal."
	e.askForFigures("forecast", what, figures)
}

// askForFigures opens the overlay that asks where to write figures; what describes them.
func (e *exporter) askForFigures(name, what string, figures export.Figures) {
	e.figures, e.over = &figures, overlay.NewFiguresExport(e.name(name), what, len(figures.Lines))
	e.push(e.over)
}

// writeFigures writes figures to a file.
func (e *exporter) writeFigures(intent data.WriteFile, figures export.Figures) tea.Cmd {
	result, sandbox, mask := exported{path: intent.Path, at: e.epoch, masked: e.state.Mask != nil}, e.state.Identity.Sandbox, e.state.Mask
	return func() tea.Msg {
		result.rows, result.err = export.FiguresToFile(intent.Path, intent.Overwrite, figures, sandbox, mask)
		return result
	}
}

// exported is the outcome of an export.
type exported struct {
	path   string // for display
	rows   int
	masked bool
	err    error
	at     int
}

func (e exported) epoch() int { return e.at }

// write writes the rows on screen to a file, in their order on screen.
func (e *exporter) write(intent data.WriteFile) tea.Cmd {
	if e.figures != nil {
		return e.writeFigures(intent, *e.figures)
	}
	found := e.asked
	if found.Order == nil {
		return nil
	}
	ctx, stop := context.WithCancel(e.within)
	written := &atomic.Int64{}
	e.written, e.stop, e.running = written, stop, true
	result := exported{at: e.epoch, masked: e.state.Mask != nil}
	options := export.Options{
		Sandbox:  e.state.Identity.Sandbox,
		Mask:     e.state.Mask,
		Progress: func(rows int) { written.Store(int64(rows)) },
	}
	job := func() tea.Msg {
		defer stop()
		result.path = export.Shown(intent.Path)
		result.rows, result.err = export.ToFile(ctx, intent.Path, intent.Overwrite, found.Order.Result().Table(), rowsOf(found), options)
		return result
	}
	return tea.Batch(job, e.timer.wait(exportEvery))
}

// rowsOf are the table indices of the rows of a search result, in their order on
// screen.
func rowsOf(found data.SearchResult) iter.Seq[int] {
	return func(yield func(int) bool) {
		if found.Grouping == nil {
			for i := range found.Order.Len() {
				if !yield(found.Order.At(i)) {
					return
				}
			}
			return
		}
		for i := range found.Grouping.Groups {
			group := found.GroupAt(i)
			for k := range found.Grouping.Groups[group].Rows {
				if !yield(found.Grouping.Row(group, k)) {
					return
				}
			}
		}
	}
}

// show updates the progress of an export.
func (e *exporter) show() tea.Cmd {
	if !e.running {
		return nil
	}
	if over := e.over; e.overlays.OnTop(over) && over.Writing() {
		over.SetWritten(int(e.written.Load()))
		e.drawn.stale = true
	}
	return e.timer.wait(exportEvery)
}

// progress is the number of rows written, and of all rows; 0 of 0 while no export runs.
func (e *exporter) progress() (done, all int) {
	if !e.running {
		return 0, 0
	}
	return int(e.written.Load()), e.asked.Order.Len()
}

// exported shows the outcome of an export.
func (e *exporter) exported(msg exported) tea.Cmd {
	over := e.over
	open := e.overlays.OnTop(over)
	e.drawn.stale, e.running = true, false
	switch {
	case errors.As(msg.err, new(*export.Exists)) && open:
		over.AskOverwrite()
		return nil
	case errors.Is(msg.err, context.Canceled):
		e.notify("The export was given up. No file was written.")
	case msg.err != nil && open:
		over.Failed(msg.err)
		return nil
	case msg.err != nil:
		e.notifyError("The export failed, and no file was written: " + message.PlainError(msg.err) + ".")
	default:
		masked := ""
		if msg.masked {
			masked = ", with e-mail, ids and amounts masked"
		}
		e.notify("Wrote " + format.Count(msg.rows) + " rows to " + msg.path + masked + ".")
	}
	if open {
		e.pop()
	}
	return e.noticeTimer()
}
