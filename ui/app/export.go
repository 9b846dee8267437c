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
	timer   poller            // shows how far that is
	over    *overlay.Export   // the last one, open or not
	asked   data.SearchResult // what is to be written
	use     *insight.Usage    // in its place; nil for none
	written *atomic.Int64
	running bool // a file is being written
	stop    context.CancelFunc
}

// Update takes the outcome of an export.
func (e *exporter) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		e.asked, e.use, e.running = data.SearchResult{}, nil, false
	case exported:
		return e.exported(msg), true
	}
	return nil, false
}

// Do asks for a file, writes it, or gives it up.
func (e *exporter) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.ExportRows:
		e.ask()
	case data.ExportUsage:
		e.askForUsage(intent.Usage)
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

// exportEvery is how often the progress of an export is shown.
const exportEvery = 200 * time.Millisecond

// ask asks where the rows that are shown are to be written.
func (e *exporter) ask() {
	found := e.state.SearchResult.Value
	if found.Order == nil {
		return
	}
	e.asked, e.use = found, nil // what comes in meanwhile is not what was asked for
	e.over = overlay.NewExport(e.name("transactions"), found.Order.Len(), e.state.History.Value.Missing())
	e.push(e.over)
}

// name is a file name to start from for something.
func (e *exporter) name(of string) string {
	program := "studio-tui-"
	if e.state.Identity.Sandbox {
		program = "sandbox-"
	}
	return program + of + "-" + e.options.Now().In(e.options.Location).Format("2006-01-02") + ".csv"
}

// askForUsage asks where figures of use are to be written.
func (e *exporter) askForUsage(u insight.Usage) {
	what := fmt.Sprintf("The use of credits from %s to %s by %s, as studio-tui usage --csv prints it: a line of figures for each.",
		u.Span.From.Format("Jan 2, 2006"), u.Span.To.Format("Jan 2, 2006"), u.By)
	e.use, e.over = &u, overlay.NewFiguresExport(e.name("usage-by-"+string(u.By)), what, len(u.Parts))
	e.push(e.over)
}

// writeUsage writes figures of use to a file.
func (e *exporter) writeUsage(intent data.WriteFile, u insight.Usage) tea.Cmd {
	result, sandbox := exported{path: intent.Path, at: e.epoch}, e.state.Identity.Sandbox
	return func() tea.Msg {
		result.rows, result.err = export.UsageToFile(intent.Path, intent.Overwrite, u, sandbox)
		return result
	}
}

// exported is the outcome of an export.
type exported struct {
	path string // as it is shown
	rows int
	err  error
	at   int
}

func (e exported) epoch() int { return e.at }

// write writes the rows that are shown, in the order in which they are, to a file.
func (e *exporter) write(intent data.WriteFile) tea.Cmd {
	if e.use != nil {
		return e.writeUsage(intent, *e.use)
	}
	found := e.asked
	if found.Order == nil {
		return nil
	}
	ctx, stop := context.WithCancel(e.within)
	written := &atomic.Int64{}
	e.written, e.stop, e.running = written, stop, true
	result := exported{at: e.epoch}
	options := export.Options{
		Sandbox:  e.state.Identity.Sandbox,
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

// rowsOf are the rows of what was found, by their numbers in the table, in the
// order in which they are shown.
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

// show shows how far an export is.
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

// progress is how many rows are written, of how many; 0 of 0 where none are.
func (e *exporter) progress() (done, all int) {
	if !e.running {
		return 0, 0
	}
	return int(e.written.Load()), e.asked.Order.Len()
}

// exported tells the outcome of an export.
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
		e.notify("Wrote " + format.Count(msg.rows) + " rows to " + msg.path + ".")
	}
	if open {
		e.pop()
	}
	return e.noticeTimer()
}
