package pane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// standing is the status of a running generation and its start. The start is a clock time,
// which needs no redraw as an age would; where one of those running began on another day, all
// have the day.
func standing(s *data.State, generation model.Generation) string {
	since := format.Clock(generation.CreatedAt.Time, s.Location)
	if slices.ContainsFunc(s.Running(), func(g model.Generation) bool { return model.DayOf(g.CreatedAt.Time, s.Location) != s.Today() }) {
		since = format.ShortStamp(generation.CreatedAt.Time, s.Location)
	}
	return string(generation.Status) + " since " + since
}

// runningTitle is the heading above the running generations, with how many of them are shown.
func runningTitle(t *theme.Theme, shown, count, width int) string {
	about := "  charged already, refunded if it fails"
	if shown < count {
		about = fmt.Sprintf("  %s of %s%s", format.Count(shown), format.Count(count), about)
	}
	return t.Title.Render("RUNNING") + t.Muted.Render(widget.Truncate(about, width-len("RUNNING")))
}

// runningTable is the running generations as rows: name, status and amount. The status is told
// without its start where the names have little room.
type runningTable struct {
	theme         *theme.Theme
	width         int
	rows          []runningRow
	names, status int // widths of the columns
	amounts       widget.Decimals
}

// runningRow is the texts of a running generation.
type runningRow struct{ name, status, amount string }

func newRunningTable(s *data.State, t *theme.Theme, width int) runningTable {
	table, brief := runningTable{theme: t, width: width}, 0
	running := s.Running()
	for _, generation := range running {
		row := runningRow{generationTitle(generation), standing(s, generation), charged(s, generation)}
		table.rows = append(table.rows, row)
		table.names = max(table.names, widget.Width(row.name))
		table.status = max(table.status, widget.Width(row.status))
		table.amounts.Grow(row.amount)
		brief = max(brief, widget.Width(string(generation.Status)))
	}
	rest := width - markerWidth - gap
	if table.amounts.Width() > 0 {
		rest -= gap + table.amounts.Width()
	}
	if table.names+table.status > rest && rest-table.status < whatWidth {
		table.status = brief
		for i, generation := range running {
			table.rows[i].status = string(generation.Status)
		}
	}
	table.names = min(table.names, rest-table.status)
	return table
}

// row draws the i-th running generation on one line.
func (r runningTable) row(i int, selected bool) string {
	marker, row := "  ", r.rows[i]
	if selected {
		marker = "▸ "
	}
	line := marker + widget.PadRight(row.name, r.names) + strings.Repeat(" ", gap)
	about := widget.PadRight(row.status, r.status)
	if r.amounts.Width() > 0 {
		about += strings.Repeat(" ", gap) + r.amounts.Set(row.amount, r.amounts.Width())
	}
	if selected {
		return r.theme.Selected.Render(widget.PadRight(line+about, r.width))
	}
	return line + r.theme.Muted.Render(strings.TrimRight(about, " "))
}

// charged is the amount of a running generation: that of its row, or else the one that follows
// from the price of the catalogue; "" where neither is known.
func charged(s *data.State, generation model.Generation) string {
	for _, row := range s.Rows() {
		if row.GenerationID == generation.ID && row.Type == model.TypeGeneration {
			return message.AmountOf(row)
		}
	}
	switch estimate := s.Costs.Value.Seen.Estimate(generation); {
	case !estimate.Amount.Known():
		return ""
	case estimate.Basis == model.BasisPrice: // certain
		return estimate.Amount.Signed()
	default:
		return message.AmountOf(model.Transaction{Amount: estimate.Amount, Basis: estimate.Basis})
	}
}

func generationTitle(generation model.Generation) string {
	if name := generation.Model(); name != "" {
		return generation.Tool + " · " + name
	}
	return generation.Tool
}

// runningLines draws the running generations, as many as fit, without a cursor.
func runningLines(s *data.State, t *theme.Theme, room, width int) []string {
	running := s.Running()
	if len(running) == 0 || room < 2 {
		return nil
	}
	shown := min(len(running), room-1)
	lines := []string{runningTitle(t, shown, len(running), width)}
	table := newRunningTable(s, t, width)
	for i := range shown {
		lines = append(lines, table.row(i, false))
	}
	return lines
}

// running are the running generations that are listed: none where there is no room for both
// headings, as the latest rows have them too.
func (o *Overview) running() []model.Generation {
	if o.latestOnly {
		return nil
	}
	return o.state.Running()
}

// roomForBoth is the number of lines from which both headings are drawn.
const roomForBoth = 5

// chooseLists works out which lists are drawn.
func (o *Overview) chooseLists() {
	s := o.state
	o.latestOnly = o.theme != nil && s.Account.Loaded && len(s.Running()) > 0 && len(s.Rows()) > 0 && o.height-len(o.upper()) < roomForBoth
}

// activity draws the running generations and the latest rows in the remaining height.
func (o *Overview) activity(room int) []string {
	s, running := o.state, o.running()
	var lines []string
	if len(running) > 0 {
		from, shown := o.runningVisible(room, len(running))
		lines = append(lines, runningTitle(o.theme, shown, len(running), o.inner()))
		table := newRunningTable(s, o.theme, o.inner())
		for i := from; i < from+shown; i++ {
			lines = append(lines, table.row(i, o.cursor() == i))
		}
		if o.tall() {
			lines = append(lines, "")
		}
	}
	return append(lines, o.latestLines(room-len(lines), len(running))...)
}

// runningVisible is the range of visible running generations: the first, and how many.
func (o *Overview) runningVisible(room, running int) (from, shown int) {
	shown = min(running, max(room/3, 1))
	return max(min(o.cursor(), running-1)-shown+1, 0), shown
}

// itemAt is the item on a line of what [Overview.activity] draws.
func (o *Overview) itemAt(line, room int) (item int, ok bool) {
	running, above := len(o.running()), 0
	if running > 0 {
		from, shown := o.runningVisible(room, running)
		if line > 0 && line <= shown {
			return from + line - 1, true
		}
		if above = 1 + shown; o.tall() {
			above++
		}
	}
	from, to := o.latestVisible(room-above, running)
	item = from + line - above - 1
	return running + item, line > above && item < to
}
