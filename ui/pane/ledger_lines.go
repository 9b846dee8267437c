package pane

import (
	"sort"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
)

// ledgerLines are the lines of the transactions table: the rows found or, when grouped,
// headings with the rows of the open groups. A line is built only when it is drawn.
type ledgerLines struct {
	found  data.SearchResult
	turned map[string]bool // groups that the user has opened or closed, by name
	starts []int           // the line of each group's heading, then the number of lines
	groups groupTable      // where grouped
}

// line is a line of the table: a heading or a row.
type line struct {
	heading bool
	group   int // index into the grouping, where there is one
	row     int // number in the table
}

// set sets the search result, of a history that may be estimated.
func (l *ledgerLines) set(found data.SearchResult, estimated bool) {
	l.found = found
	l.layout()
	if found.Grouping != nil {
		l.groups = newGroupTable(l, estimated)
	}
}

// layout works out the line of each group.
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
		if l.isOpen(i) {
			at += l.group(i).Rows
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

// at returns line i.
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

// prompt is the prompt of a line's row, "" where it is unknown or the same as the row's text.
func (l *ledgerLines) prompt(at line) string {
	return l.found.Order.Result().Table().Prompt(at.row)
}

// isOpen reports whether the rows of a group are shown. Groups are closed at first, unless rows
// are marked, which would not be found.
func (l *ledgerLines) isOpen(group int) bool {
	return (l.found.Marked != nil) != l.turned[groupName(l.found.Search, l.group(group))]
}

// toggles names what toggle does to a group: close or open it.
func (l *ledgerLines) toggles(group int) string {
	if l.isOpen(group) {
		return "fold"
	}
	return "unfold"
}

// toggle closes or opens a group.
func (l *ledgerLines) toggle(group int) {
	if l.turned == nil {
		l.turned = map[string]bool{}
	}
	name := groupName(l.found.Search, l.group(group))
	l.turned[name] = !l.turned[name]
	l.layout()
}

// anchor identifies a line across changes: by the sequence number and id of its row, or the
// name of its group.
type anchor struct {
	seq   int64 // 0 for none
	id    model.ID
	group string
}

// place finds the line of an anchor, or of the row that took its place.
func (l *ledgerLines) place(of anchor) (at int, ok bool) {
	order := l.found.Order
	switch {
	case order == nil:
		return 0, false
	case l.starts != nil && of.seq == 0:
		return l.placeOfGroup(of.group)
	}
	table := order.Result().Table()
	row, ok := table.FindRow(of.seq, of.id)
	if !ok {
		row, ok = table.Find(of.seq)
	}
	switch {
	case !ok:
		return 0, false
	case l.starts != nil:
		return l.placeInGroup(row)
	}
	return order.Place(row)
}

func (l *ledgerLines) placeOfGroup(name string) (at int, ok bool) {
	for i := range l.found.Grouping.Groups {
		if groupName(l.found.Search, l.group(i)) == name {
			return l.starts[i], true
		}
	}
	return 0, false
}

// placeInGroup searches the rows of the open groups, as the group of a row is not stored.
func (l *ledgerLines) placeInGroup(row int) (at int, ok bool) {
	for i := range l.found.Grouping.Groups {
		group := l.found.GroupAt(i)
		for k := range l.starts[i+1] - l.starts[i] - 1 {
			if l.found.Grouping.Row(group, k) == row {
				return l.starts[i] + 1 + k, true
			}
		}
	}
	return 0, false
}

// match is the next line in a direction whose row matches the search.
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

// groupName is the display name of a group.
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

// groupTitle is how a group is named in the table.
func groupTitle(search data.Search, group history.Group) string {
	name := groupName(search, group)
	switch {
	case search.Group == history.PerType:
		return format.Type(model.TransactionType(name))
	case group.Name == "" && group.Day == (model.Day{}) && group.Debits == (model.Total{}) && group.Refunds == (model.Total{}):
		return name + ": what came in"
	}
	return name
}
