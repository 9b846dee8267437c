package pane

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// seen is a set of choices with the position of the cursor.
type seen struct {
	search searchState
	anchor anchor
	offset int // of the cursor from the first visible line
	widths figures
}

// Receive narrows the rows to those behind a part of a chart.
func (t *Transactions) Receive(intent data.Intent) (data.Intent, bool) {
	rows, is := intent.(data.ShowRows)
	if !is {
		return nil, false
	}
	return t.narrow(rows), true
}

// narrow narrows the rows to those behind a part of a chart. Where esc leads back, it restores
// the previous choices too.
func (t *Transactions) narrow(rows data.ShowRows) data.Intent {
	if rows.Back != 0 {
		if t.leadsBack == 0 {
			t.before = seen{t.search, t.anchor, t.list.Cursor - t.list.Top, t.figureWidths}
		}
		t.search = searchState{}
	}
	t.leadsBack, t.moved = rows.Back, false
	t.search.days, t.search.typeFilter, t.search.markOnly = rows.Days, model.TypeGeneration, false
	if rows.All {
		t.search.typeFilter = ""
	}
	t.search.part, t.search.partQuery, t.then = rows.Part, rows.Query, rows.Then
	t.write(rows.Filter)
	if rows.Row.ID == "" {
		return t.ask()
	}
	t.anchor, t.moved, t.led = anchor{seq: rows.Row.Seq, id: rows.Row.ID}, true, true
	t.toAnchor() // the same rows may be there already
	return t.again()
}

// toAnchor moves the cursor to its row, where the list has it. The row keeps its place on the
// screen; one that was led to stands in the middle, among its neighbours.
func (t *Transactions) toAnchor() {
	if t.led {
		t.list.Top = t.list.Cursor - t.list.Page()/2
	}
	if place, ok := t.lines.place(t.anchor); ok {
		t.list.Top += place - t.list.Cursor
		t.list.Move(place - t.list.Cursor)
	}
}

// goBack returns to the chart, and restores the previous choices.
func (t *Transactions) goBack() data.Intent {
	pane := t.leadsBack
	t.search, t.leadsBack, t.returning = t.before.search, 0, true
	t.write(t.search.text)
	return data.SearchHistory{Search: t.search.search(t.state), Pane: pane, Then: t.then}
}

// Carry returns the intent that shows the filter and the range of days in the Usage pane.
func (t *Transactions) Carry(to int) data.Intent {
	switch {
	case to != UsageNumber:
		return nil
	case t.leadsBack == UsageNumber:
		return t.goBack()
	case t.search.markOnly || t.search.problem != nil:
		return data.ShowUsage{Days: t.search.days}
	}
	return data.ShowUsage{Filter: t.search.text, Days: t.search.days}
}
