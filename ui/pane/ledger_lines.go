package pane

import (
	"sort"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
)

// ledgerLines are the lines of the table: the rows that were found, or groups with
// the rows of those that are open under their headings. Nothing is made for a line
// before it is drawn.
type ledgerLines struct {
	found  data.Found
	closed map[string]bool // groups that are closed, by name
	starts []int           // the line of each group's heading, and at the end the number of lines
}

// line is one of them: a heading, or a row.
type line struct {
	heading bool
	group   int // index into the grouping, where there is one
	row     int // number in the table
}

// set takes what was found.
func (l *ledgerLines) set(found data.Found) {
	l.found = found
	l.layout()
}

// layout counts the lines of the groups.
func (l *ledgerLines) layout() {
	l.starts = nil
	grouping := l.found.Grouping
	if grouping == nil {
		return
	}
	at := 0
	for i := range grouping.Groups {
		l.starts = append(l.starts, at)
		at++
		if group := l.group(i); !l.closed[groupName(l.found.Search, group)] {
			at += group.Rows
		}
	}
	l.starts = append(l.starts, at)
}

// count is the number of lines.
func (l *ledgerLines) count() int {
	switch {
	case l.found.Order == nil:
		return 0
	case l.starts != nil:
		return l.starts[len(l.starts)-1]
	}
	return l.found.Order.Len()
}

func (l *ledgerLines) group(i int) history.Group { return l.found.Grouping.Groups[l.found.GroupAt(i)] }

// at is line i.
func (l *ledgerLines) at(i int) line {
	if l.starts == nil {
		return line{row: l.found.Order.At(i)}
	}
	group := sort.SearchInts(l.starts, i+1) - 1
	if i == l.starts[group] {
		return line{heading: true, group: group}
	}
	return line{group: group, row: l.found.Grouping.Row(l.found.GroupAt(group), i-l.starts[group]-1)}
}

// transaction is the row of a line.
func (l *ledgerLines) transaction(at line) model.Transaction {
	return l.found.Order.Result().Table().Row(at.row)
}

// toggle closes or opens a group.
func (l *ledgerLines) toggle(group int) {
	if l.closed == nil {
		l.closed = map[string]bool{}
	}
	name := groupName(l.found.Search, l.group(group))
	l.closed[name] = !l.closed[name]
	l.layout()
}

// place is the line of the row with a sequence number, or of the row that stands in
// its place.
func (l *ledgerLines) place(seq int64) (at int, ok bool) {
	order := l.found.Order
	if order == nil || l.starts != nil {
		return 0, false
	}
	row, ok := order.Result().Table().Find(seq)
	if !ok {
		return 0, false
	}
	return order.Place(row)
}

// match is the next line, in a direction, whose row is marked.
func (l *ledgerLines) match(from, step int) (at int, ok bool) {
	marked := l.found.Marked
	if marked == nil {
		return 0, false
	}
	for i := from + step; i >= 0 && i < l.count(); i += step {
		if at := l.at(i); !at.heading && marked.Has(at.row) {
			return i, true
		}
	}
	return 0, false
}

// groupName is what a group is called.
func groupName(search data.Search, group history.Group) string {
	switch search.Group {
	case history.PerDay:
		return group.Day.Format("Mon, Jan 2, 2006")
	case history.PerWeek:
		return "week of " + group.Day.Format("Mon, Jan 2, 2006")
	case history.PerMonth:
		return group.Day.Format("January 2006")
	}
	switch {
	case group.Name != "":
		return group.Name
	case search.Group == history.PerTool:
		return "no tool"
	case search.Group == history.PerModel:
		return "no model"
	}
	return "no type"
}
