package app

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// exporting is a writing of rows that is under way.
type exporting struct {
	over    *overlay.Export   // the last one, open or not
	asked   data.SearchResult // what is to be written
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
	name := "studio-tui-transactions-" + a.options.Now().In(a.options.Location).Format("2006-01-02") + ".csv"
	if a.state.Identity.Sandbox {
		name = "sandbox-transactions-" + a.options.Now().In(a.options.Location).Format("2006-01-02") + ".csv"
	}
	a.exporting.asked = found // what comes in meanwhile is not what was asked for
	a.exporting.over = overlay.NewExport(name, found.Order.Len(), a.state.History.Value.Missing())
	a.push(a.exporting.over)
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
	if over := a.exporting.over; a.overlays.OnTop(over) && over.Writing() {
		over.SetWritten(int(a.exporting.written.Load()))
		a.drawn.stale = true
		return a.startTimer(exportTimer, exportEvery)
	}
	return nil
}

// exported tells the outcome of an export.
func (a *App) exported(msg exported) tea.Cmd {
	over := a.exporting.over
	open := a.overlays.OnTop(over)
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
