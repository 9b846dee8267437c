package pane

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// View draws the filter, the headings, the visible lines, and the sums.
func (t *Transactions) View() (string, *tea.Cursor) {
	s := t.state
	switch {
	case !s.History.Loaded && s.History.Err != nil:
		return t.note("Your transactions could not be read.", s.History.Err.Error(), "", "{refresh} tries again."), nil
	case !s.History.Loaded:
		return t.note("Reading your transactions …", "The newest come first; older ones follow."), nil
	case !s.History.Available():
		return t.notServed(), nil
	case s.History.Value.Len() == 0:
		return t.note("No transactions yet.", strings.TrimPrefix(historyEmpty, "No transactions yet. ")), nil
	}
	lines := []string{t.status()}
	if t.lines.count() == 0 {
		lines = append(lines, t.nothing()...)
	} else {
		lines = append(lines, t.table()...)
	}
	if help := t.filterHelp(); help != "" {
		lines[1] = help
	}
	for len(lines) < t.height-1 {
		lines = append(lines, "")
	}
	return t.block(append(lines, t.sums())), t.cursor()
}

// filterHelp stands in place of the heading while the filter is typed: examples, or a mark under
// what does not parse; "" for neither.
func (t *Transactions) filterHelp() string {
	switch {
	case t.typing && t.search.problem != nil:
		return t.theme.Bad.Render(t.caret())
	case t.typing && t.search.text == "":
		return t.theme.Muted.Render(examples(t.inner()))
	}
	return ""
}

// notServed is the body on a server without a ledger, which still lists the running
// generations.
func (t *Transactions) notServed() string {
	lines := []string{"", t.theme.Strong.Render("No transactions from this server."), ""}
	lines = append(lines, paintAll(t.theme.Muted, t.theme.Wrap(t.keys.Say(historyNotServed+" {open_in_browser} opens it in the browser."), min(t.inner(), 76)))...)
	lines = append(lines, "")
	return t.block(append(lines, runningLines(t.state, t.theme, t.height-len(lines), t.inner())...))
}

// table draws the headings and the visible lines. The date of the first row stands in the
// heading where its day began above it, so that scrolling by a row draws no row anew.
func (t *Transactions) table() []string {
	from, to := t.list.Visible()
	at := make([]line, 0, to-from)
	rows := make([]model.Transaction, 0, to-from)
	for i := from; i < to; i++ {
		at = append(at, t.lines.at(i))
		row := model.Transaction{}
		if !at[i-from].heading {
			row = t.lines.transaction(at[i-from])
			if prompt := t.lines.prompt(at[i-from]); prompt != "" && row.Type == model.TypeGeneration {
				row.Description = prompt // the whole prompt, as the notes can be scrolled
			}
		}
		rows = append(rows, row)
	}
	stamp, stampWidth := dateLayout(t.state, t.figureWidths.year, t.width)
	pairs := t.pairs(at, rows)
	width, indent, f := t.inner()-2, 0, t.figureWidths
	var groups groupLayout
	var lines []string
	if t.lines.found.Grouping != nil {
		groups = t.lines.groups.fit(groupings[t.search.group].name, width)
		width, indent, f = groups.end, markerWidth, groups.rowFigures(f)
		lines = append(lines, t.theme.Title.Render(groups.heading()))
	}
	c := fitColumns(width-indent, stampWidth, f, t.noteScroll)
	above := model.Transaction{}
	if lines == nil {
		day := ""
		if from > 0 && t.filterHelp() == "" { // which takes the place of the heading
			above = t.lines.transaction(t.lines.at(from - 1))
		}
		if sameDay(t.state, above, rows[0]) {
			day = dateOf(stamp(rows[0].CreatedAt.Time))
		}
		lines = append(lines, c.heading(t.theme, day))
	}
	for i, row := range rows {
		selected := from+i == t.list.Cursor
		drawn := ""
		if at[i].heading {
			drawn = t.groupLine(groups, at[i].group, selected)
		} else {
			drawn = c.row(t.state, t.theme, pairs, row, stamp, sameDay(t.state, above, row), selected)
			drawn = strings.Repeat(" ", indent) + t.marked(drawn, at[i].row, selected)
		}
		above = row
		lines = append(lines, widget.PadRight(drawn, t.inner()-2)+" "+t.theme.Faint.Render(t.list.Scrollbar(i)))
	}
	return lines
}

func withoutHeadings(at []line, rows []model.Transaction) []model.Transaction {
	kept := make([]model.Transaction, 0, len(rows))
	for i, row := range rows {
		if !at[i].heading {
			kept = append(kept, row)
		}
	}
	return kept
}

// marked draws a mark before a row that matches the search.
func (t *Transactions) marked(drawn string, row int, selected bool) string {
	if selected || t.lines.found.Marked == nil || !t.lines.found.Marked.Has(row) {
		return drawn
	}
	return t.theme.Accent.Render("•") + drawn[1:]
}

// pairs finds the refunds of the visible rows. The row that a refund belongs to can be far
// before it; the detail finds that.
func (t *Transactions) pairs(at []line, rows []model.Transaction) model.RefundPairs {
	table := t.lines.found.Order.Result().Table()
	known := withoutHeadings(at, rows)
	for i := range at {
		if at[i].heading || rows[i].Type != model.TypeGeneration {
			continue
		}
		if refund, ok := table.Refund(at[i].row); ok {
			known = append(known, table.Row(refund))
		}
	}
	return model.PairRefunds(known)
}

// groupLine draws a group of the table.
func (t *Transactions) groupLine(l groupLayout, i int, selected bool) string {
	group := t.lines.group(i)
	mark := "  "
	switch {
	case selected:
		mark = "▸ "
	case t.lines.isOpen(i):
		mark = "▾ "
	}
	line := l.line(mark, groupTitle(t.lines.found.Search, group), t.state.Estimated(), group.Sums)
	switch {
	case selected:
		return t.theme.Selected.Render(widget.PadRight(line, t.inner()-2))
	case t.lines.isOpen(i):
		return t.theme.Strong.Render(line)
	}
	return line
}

// caret marks the part of the filter that does not parse.
func (t *Transactions) caret() string {
	problem, text := t.search.problem, t.search.text
	from := min(problem.Pos, len(text))
	to := min(from+max(problem.Len, 1), len(text))
	return strings.Repeat(" ", widget.Width(t.filter.Prompt+text[:from])) + strings.Repeat("^", max(widget.Width(text[from:to]), 1))
}

// status is the line above the table: filter, choices, and position.
func (t *Transactions) status() string {
	parts := t.search.words()
	if t.search.byDays() {
		parts = append(parts, t.state.Now.In(t.state.Location).Format("MST"))
	}
	said := strings.Join(parts, " · ")
	left := t.theme.Muted.Render("All transactions")
	if t.state.Estimated() {
		left = t.theme.Muted.Render("All transactions, ") + t.theme.Warn.Render(estimatedWords(t.inner() >= 90))
	}
	prompt := keymap.Sign(t.keys.Filter)
	if t.search.markOnly {
		prompt = "search "
	}
	switch {
	case t.typing:
		t.filter.Prompt = prompt
		left = t.filter.View()
		said = ""
	case t.search.text != "":
		left = t.theme.Accent.Render(prompt) + t.search.text
	case said != "":
		left = ""
	}
	if said != "" {
		if left != "" {
			left += "  "
		}
		left += t.theme.Accent.Render(said)
	}
	return widget.Justify(left, t.theme.Muted.Render(t.place()), t.inner())
}

// estimatedWords say that the history is estimated.
func estimatedWords(roomy bool) string {
	if roomy {
		return "estimated from generations and prices"
	}
	return "estimated"
}

// place is the position of the cursor in the rows shown, and how much of the history is still
// to be read.
func (t *Transactions) place() string {
	h := t.state.History.Value
	place := t.found()
	if h.Whole || h.Rows() <= h.Len() {
		if left := message.Details(h.Details, t.width >= 76); left != "" {
			return place + " · " + left
		}
		return place
	}
	progress := fmt.Sprintf("%s · %s of %s read", place, format.Percent(h.Len()*100/h.Rows()), format.Count(h.Rows()))
	if left, ok := t.state.SyncProgress.Left(h, t.state.Now); ok && t.width >= 76 {
		progress += ", " + format.Span(left) + " left"
	}
	return progress
}

// found is the position of the cursor among the rows shown and their number or the number of
// matches; for groups, their number and that of their rows.
func (t *Transactions) found() string {
	all, found := t.state.History.Value.Len(), t.lines.found
	if found.Order == nil {
		return ""
	}
	place := format.Count(min(t.list.Cursor+1, t.lines.count())) + " of " + format.Count(t.lines.count())
	switch {
	case found.Grouping != nil:
		place = format.Plural(len(found.Grouping.Groups), "group") + " · " + countRows(found.Order.Len())
	case found.Marked != nil && !t.search.narrowed():
		return place + ", " + format.Count(found.Marked.Len()) + " found"
	case !t.search.narrowed():
		return place
	}
	if found.Order.Len() == all || t.width < 76 {
		return place
	}
	return place + ", " + format.Count(all) + " in all"
}

// nothing are the lines of a table without rows.
func (t *Transactions) nothing() []string {
	switch h := t.state.History.Value; {
	case t.state.SearchResult.InFlight:
		return []string{"", t.theme.Muted.Render("Looking …")}
	case !h.Whole && t.state.Backfill.Err == nil:
		return []string{"", t.theme.Muted.Render(fmt.Sprintf("Nothing found in the %s read so far. Reading on …", countRows(h.Len())))}
	}
	lines := []string{"", t.theme.Strong.Render("Nothing found.")}
	if unmatched := message.UnmatchedName(t.search.query, t.state.History.Value.Table); unmatched != "" {
		lines = append(lines, t.theme.Wrap(unmatched, min(t.inner(), 76))...)
	}
	if left := t.state.History.Value.Details; left > 0 {
		text := "Of " + format.Count(left) + " generations it is not known yet what was asked for: this server's list does not say. They come one by one, the newest first."
		lines = append(lines, paintAll(t.theme.Muted, t.theme.Wrap(text, min(t.inner(), 76)))...)
	}
	return append(lines, t.theme.Muted.Render(keymap.First(t.keys.Back)+" shows all transactions again."))
}

// cursor is the terminal's cursor while the filter is typed.
func (t *Transactions) cursor() *tea.Cursor {
	if !t.typing {
		return nil
	}
	cursor := t.filter.Cursor()
	if cursor != nil {
		cursor.X += margin + widget.Width(t.filter.Prompt) - 2
		cursor.Blink = false
	}
	return cursor
}
