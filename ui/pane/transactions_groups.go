package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// groupColumn is a column of figures in the table of groups. One without any figure is not shown.
type groupColumn struct {
	title string
	cell  func(estimated bool, sums history.Sums) string
}

// groupColumns are the columns of figures in the table of groups.
var groupColumns = []groupColumn{
	{"ROWS", func(_ bool, sums history.Sums) string { return format.Count(sums.Rows) }},
	{"OUT", func(estimated bool, sums history.Sums) string { return flow(estimated, sums.Debits, sums.AtLeast > 0) }},
	{"BACK", func(estimated bool, sums history.Sums) string { return flow(estimated, sums.Refunds, sums.AtLeast > 0) }},
	{"IN", func(estimated bool, sums history.Sums) string { return flow(estimated, sums.Credits, false) }},
	{"NO PRICE", func(_ bool, sums history.Sums) string { return unclearOf(sums) }},
	{"NET", func(estimated bool, sums history.Sums) string {
		if net := netOf(estimated, sums); net != format.TooMuch {
			return net
		}
		return tooLarge
	}},
}

// tooLarge is a sum that overflows an amount, in a column.
const tooLarge = "too large"

// flow is a sum of rows in a column, "" for none.
func flow(estimated bool, sum model.Total, atLeast bool) string {
	switch amount := sum.Credits(); {
	case amount == 0:
		return ""
	case !amount.Known():
		return tooLarge
	case estimated:
		return message.Sum(amount, atLeast)
	default:
		return amount.Signed()
	}
}

// usedIn is what the rows of a group used, less refunds, 0 where more came back.
func usedIn(sums history.Sums) model.Credits {
	net := sums.Debits
	net.Plus(sums.Refunds)
	return max(-net.Clamped(), 0)
}

// groupTable is the table of the groups of a search result: the widths that its columns need,
// and what shares are shares of.
type groupTable struct {
	rooms       []widget.Decimals // of each of groupColumns
	name        int
	used        model.Total   // credits of all groups
	largestUsed model.Credits // credits of the group that used the most
}

func newGroupTable(l *ledgerLines, estimated bool) groupTable {
	t := groupTable{rooms: make([]widget.Decimals, len(groupColumns))}
	for i := range l.found.Grouping.Groups {
		group := l.group(i)
		t.name = max(t.name, widget.Width(groupTitle(l.found.Search, group)))
		for c, column := range groupColumns {
			t.rooms[c].Grow(column.cell(estimated, group.Sums))
		}
		used := usedIn(group.Sums)
		t.used.Add(int64(used))
		t.largestUsed = max(t.largestUsed, used)
	}
	return t
}

// groupLayout is a groupTable fitted into a width.
type groupLayout struct {
	groupTable
	shown []int // indexes into groupColumns
	title string
	name  int
	end   int // cells up to the right edge of the last figure
	bar   int // cells of the bar of shares, 0 for none
}

// Widths of the parts of a group's line.
const (
	leastGroup = 16
	mostGroup  = 48
	leastShare = 6
	mostShare  = 20
	percents   = len("  100 %  ")
)

// fit fits the table into a width: columns are dropped where they do not fit, then the names
// are cut.
func (t groupTable) fit(title string, width int) groupLayout {
	l := groupLayout{groupTable: t, title: strings.ToUpper(title)}
	dropped := map[string]bool{}
	for _, drop := range []string{"", "IN", "BACK", "OUT"} {
		dropped[drop] = true
		l.shown, l.end = nil, markerWidth
		for i, column := range groupColumns {
			if t.rooms[i].Width() > 0 && !dropped[column.title] {
				l.shown = append(l.shown, i)
				l.end += gap + t.room(i)
			}
		}
		if l.end+min(t.name, leastGroup) <= width {
			break
		}
	}
	l.name = min(max(t.name, len(l.title)), mostGroup, width-l.end)
	if bar := min(width-l.end-l.name-percents, mostShare); t.largestUsed > 0 && bar >= leastShare {
		l.bar = bar
		l.name = min(width-l.end-percents-bar, mostGroup)
	}
	l.end += l.name
	return l
}

// room is the width of a column, its title included.
func (t groupTable) room(column int) int {
	return max(min(t.rooms[column].Width(), mostFigure), len(groupColumns[column].title))
}

// heading draws the names of the columns.
func (l groupLayout) heading() string {
	line := strings.Repeat(" ", markerWidth) + widget.PadRight(l.title, l.name)
	for _, i := range l.shown {
		line += strings.Repeat(" ", gap) + widget.PadLeft(groupColumns[i].title, l.room(i))
	}
	if l.bar > 0 {
		line += "  SHARE"
	}
	return line
}

// line draws a group.
func (l groupLayout) line(mark, name string, estimated bool, sums history.Sums) string {
	line := mark + widget.PadRight(name, l.name)
	for _, i := range l.shown {
		line += strings.Repeat(" ", gap) + l.rooms[i].Set(groupColumns[i].cell(estimated, sums), l.room(i))
	}
	if used := usedIn(sums); l.bar > 0 && used > 0 {
		share := message.Percent(used, l.used.Clamped())
		line += "  " + widget.PadLeft(share, len("100 %")) + "  " + widget.ShareBar(float64(used)/float64(l.largestUsed), l.bar)
	}
	return line
}

// rowFigures are the figures of the rows of open groups: amounts, aligned with the last column.
func (l groupLayout) rowFigures(of figures) figures {
	of.balance = widget.Decimals{}
	if last := l.shown[len(l.shown)-1]; groupColumns[last].title == "NET" {
		of.amount.Merge(l.rooms[last])
	}
	return of
}
