package pane

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

// View draws the filter, the headings and the rows that are visible.
func (t *Transactions) View() (string, *tea.Cursor) {
	s := t.state
	switch {
	case !s.History.Has && s.History.Err != nil:
		return t.note("Your transactions could not be read.", s.History.Err.Error(), "", "r tries again."), nil
	case !s.History.Has:
		return t.note("Reading your transactions …", "The newest come first; older ones follow as you scroll."), nil
	case !s.History.Served():
		return t.note("No transactions from this server.", historyNotServed, "", "o opens it in the browser."), nil
	case len(s.Rows()) == 0:
		return t.note("No transactions yet.", strings.TrimPrefix(historyEmpty, "No transactions yet. ")), nil
	}
	lines := []string{t.status()}
	if t.count() == 0 {
		return t.block(append(lines, t.nothing()...)), t.cursor()
	}
	from, to := t.list.Visible()
	rows := make([]model.Transaction, 0, to-from)
	for i := from; i < to; i++ {
		rows = append(rows, t.at(i))
	}
	amount, balance := amountWidths(rows)
	stamp, stampWidth := stamps(s, rows, t.width)
	c := fitColumns(t.inner()-2, stampWidth, amount, balance)
	lines = append(lines, c.heading(t.theme))
	for i, row := range rows {
		line := c.row(s, t.theme, row, stamp(row.CreatedAt.Time), from+i == t.list.Cursor)
		lines = append(lines, line+" "+t.theme.Faint.Paint(t.list.Mark(i)))
	}
	return t.block(lines), t.cursor()
}

// status is the line above the table: the filter or the type, and the place.
func (t *Transactions) status() string {
	left := t.theme.Muted.Paint("All transactions")
	switch {
	case t.typing:
		left = t.filter.View()
	case t.query() != "":
		left = t.theme.Accent.Paint("/ ") + t.filter.Value()
	}
	if t.kind != "" {
		only := t.theme.Accent.Paint("only " + words.Type(t.kind))
		if t.typing || t.query() != "" {
			left += "  " + only
		} else {
			left = only
		}
	}
	return widget.Ends(left, t.theme.Muted.Paint(t.place()), t.inner())
}

// place is where the cursor is, in what is shown of what there is.
func (t *Transactions) place() string {
	history := t.state.History.Value
	total := words.Count(int(history.Total()))
	if t.shown == nil {
		return words.Count(t.list.Cursor+1) + " of " + total
	}
	found := words.Count(len(t.shown)) + " of "
	if history.HasMore() {
		return found + words.Count(len(t.state.Rows())) + " read, " + total + " in all"
	}
	return found + total
}

// nothing is the table without a row that passes.
func (t *Transactions) nothing() []string {
	sought := "rows of this type"
	if query := t.query(); query != "" {
		sought = "“" + t.filter.Value() + "”"
	}
	if t.state.History.Value.HasMore() && t.state.Older.Err == nil {
		return []string{"", t.theme.Muted.Paint("Looking for " + sought + " in older transactions …")}
	}
	return []string{"", t.theme.Strong.Paint("Nothing found for " + sought + "."), t.theme.Muted.Paint("esc shows all transactions again.")}
}

// cursor is where the terminal's cursor stands while the filter takes text.
func (t *Transactions) cursor() *tea.Cursor {
	if !t.typing {
		return nil
	}
	cursor := t.filter.Cursor()
	if cursor != nil {
		cursor.X += margin
		cursor.Blink = false
	}
	return cursor
}
