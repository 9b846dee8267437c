package pane

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// seen is what was chosen to be seen, and where in it the cursor was.
type seen struct {
	search searchState
	anchor anchor
	offset int // of the cursor from the first visible line
	widths figures
}

// Receive narrows the rows to those of a chart.
func (t *Transactions) Receive(intent data.Intent) (data.Intent, bool) {
	rows, is := intent.(data.ShowRows)
	if !is {
		return nil, false
	}
	return t.narrow(rows), true
}

// narrow narrows the rows to those of a chart. Where esc leads back, what was seen before
// comes back with it.
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
	t.search.part, t.search.partQuery = rows.Part, rows.Query
	t.write(rows.Filter)
	return t.ask()
}

// goBack goes back to the chart, and to what was seen here before.
func (t *Transactions) goBack() data.Intent {
	pane := t.leadsBack
	t.search, t.leadsBack, t.returning = t.before.search, 0, true
	t.write(t.search.text)
	return data.SearchHistory{Search: t.search.search(t.state), Pane: pane}
}

// Carry hands the filter and the range of days over to the Usage pane.
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
