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
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// exporting is a writing of rows that is under way.
type exporting struct {
	asked   data.SearchResult // what is to be written
	use     *insight.Usage    // in its place; nil for none
	written *atomic.Int64
	stop    context.CancelFunc
}

// exportEvery is how often the progress of an export is shown.
const exportEvery = 200 * time.Millisecond

// askExport asks where the rows that are shown are to be written.
func (a *App) askExport() {
	found := a.state.SearchResult.Value
	if found.Order == nil {
		return
	}
	a.exporting.asked, a.exporting.use = found, nil // what comes in meanwhile is not what was asked for
	a.push(overlay.NewExport(a.keys, a.exportName("transactions"), found.Order.Len(), a.state.History.Value.Missing()))
}

// exportName is a name to start from for a file of something.
func (a *App) exportName(of string) string {
	program := "studio-tui-"
	if a.state.Identity.Sandbox {
		program = "sandbox-"
	}
	return program + of + "-" + a.options.Now().In(a.options.Location).Format("2006-01-02") + ".csv"
}

// askUsageExport asks where figures of use are to be written.
func (a *App) askUsageExport(u insight.Usage) {
	a.exporting.use = &u
	what := fmt.Sprintf("The use of credits from %s to %s by %s, as studio-tui usage --csv prints it: a line of figures for each.",
		u.Span.From.Format("Jan 2, 2006"), u.Span.To.Format("Jan 2, 2006"), u.By)
	a.push(overlay.NewFiguresExport(a.keys, a.exportName("usage-by-"+string(u.By)), what, len(u.Parts)))
}

// exportUsage writes figures of use to a file.
func (a *App) exportUsage(intent data.WriteFile, u insight.Usage) tea.Cmd {
	result, sandbox := exported{path: intent.Path, at: a.epoch}, a.state.Identity.Sandbox
	return func() tea.Msg {
		result.rows, result.err = export.UsageToFile(intent.Path, intent.Overwrite, u, sandbox)
		return result
	}
}

// exported is the outcome of an export.
type exported struct {
	path string
	rows int
	err  error
	at   int
}

func (e exported) epoch() int { return e.at }

// export writes the rows that are shown, in the order in which they are, to a file.
func (a *App) export(intent data.WriteFile) tea.Cmd {
	if a.exporting.use != nil {
		return a.exportUsage(intent, *a.exporting.use)
	}
	found := a.exporting.asked
	if found.Order == nil {
		return nil
	}
	ctx, stop := context.WithCancel(a.within)
	written := &atomic.Int64{}
	a.exporting.written, a.exporting.stop = written, stop
	result := exported{path: intent.Path, at: a.epoch}
	options := export.Options{
		Sandbox:  a.state.Identity.Sandbox,
		Progress: func(rows int) { written.Store(int64(rows)) },
	}
	job := func() tea.Msg {
		defer stop()
		result.rows, result.err = export.ToFile(ctx, intent.Path, intent.Overwrite, found.Order.Result().Table(), rowsOf(found), options)
		return result
	}
	return tea.Batch(job, a.startTimer(exportTimer, exportEvery))
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

// showExport shows how far an export is.
func (a *App) showExport() tea.Cmd {
	if over, ok := a.top().(*overlay.Export); ok && over.Writing() {
		over.SetWritten(int(a.exporting.written.Load()))
		a.drawn.stale = true
		return a.startTimer(exportTimer, exportEvery)
	}
	return nil
}

// exported tells the outcome of an export.
func (a *App) exported(msg exported) tea.Cmd {
	over, open := a.top().(*overlay.Export)
	a.drawn.stale = true
	switch {
	case errors.As(msg.err, new(*export.Exists)) && open:
		over.AskOverwrite()
		return nil
	case errors.Is(msg.err, context.Canceled):
		a.notify("The export was given up. No file was written.")
	case msg.err != nil && open:
		over.Failed(msg.err)
		return nil
	case msg.err != nil:
		a.notifyError("The export failed, and no file was written: " + words.PlainError(msg.err) + ".")
	default:
		a.notify("Wrote " + words.Count(msg.rows) + " rows to " + export.Shown(msg.path) + ".")
	}
	if open {
		a.pop()
	}
	return a.noticeTimer()
}

// closeExport gives up an export that is under way.
func (a *App) closeExport() {
	if over, ok := a.top().(*overlay.Export); ok && over.Writing() && a.exporting.stop != nil {
		a.exporting.stop()
	}
}
