package pane

import (
	"cmp"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// usageRow is a row of the table: a model, a tool or a type.
type usageRow struct {
	insight.Part
	at     int           // its index in [insight.Cross]
	before model.Credits // used in the previous span, where that is known
	trend  string
}

// usageColumn is a column of the table.
type usageColumn struct {
	title   string // empty: the name of what the table groups by
	cell    func(u *Usage, r *usageRow) string
	compare func(a, b *usageRow) int // nil where the table cannot be sorted by it
	text    bool                     // left-aligned
	decimal bool                     // aligned by decimal points
}

const shareBar = 12 // cells

// Columns that are dropped on narrow terminals, in this order; the second list where the
// previous span is compared.
var (
	leaving          = []string{"SHARE BAR", "BEFORE", "BACK", "FAILED", "CHANGE", "AVERAGE", "COUNT"}
	leavingOnCompare = []string{"SHARE BAR", "BACK", "FAILED", "AVERAGE", "12 WEEKS", "COUNT", "SHARE"}
)

// usageColumns are all columns; the first is the name.
var usageColumns = []usageColumn{
	{text: true, cell: func(_ *Usage, r *usageRow) string { return message.Named(r.Key) }, compare: func(a, b *usageRow) int { return cmp.Compare(b.Key, a.Key) }},
	{title: "CREDITS", decimal: true, cell: func(u *Usage, r *usageRow) string {
		return u.amount(r.Use, u.known(u.shown.Query.Span))
	}, compare: func(a, b *usageRow) int { return cmp.Compare(a.Used(), b.Used()) }},
	{title: "SHARE", cell: func(u *Usage, r *usageRow) string { return message.Percent(r.Used(), u.shown.Bars.Total.Used()) }},
	{title: "SHARE BAR", text: true, cell: func(u *Usage, r *usageRow) string {
		return widget.PadRight(widget.ShareBar(float64(r.Used())/float64(max(u.largest, 1)), shareBar), shareBar)
	}},
	{title: "COUNT", cell: func(_ *Usage, r *usageRow) string { return countOr(r.Generations + r.Unknown) }, compare: func(a, b *usageRow) int {
		return cmp.Compare(a.Generations+a.Unknown, b.Generations+b.Unknown)
	}},
	{title: "AVERAGE", decimal: true, cell: func(u *Usage, r *usageRow) string {
		if average, ok := insight.Average(r.Use); ok {
			return message.Average(average, r.AtLeast, u.state.Estimated())
		}
		return none
	}, compare: func(a, b *usageRow) int {
		x, _ := insight.Average(a.Use)
		y, _ := insight.Average(b.Use)
		return cmp.Compare(x, y)
	}},
	{title: "FAILED", cell: func(_ *Usage, r *usageRow) string { return countOr(r.Failed) }, compare: func(a, b *usageRow) int { return cmp.Compare(a.Failed, b.Failed) }},
	{title: "BACK", decimal: true, cell: func(_ *Usage, r *usageRow) string {
		if r.Refunded == 0 {
			return none
		}
		return r.Refunded.Signed()
	}, compare: func(a, b *usageRow) int { return cmp.Compare(a.Refunded, b.Refunded) }},
	{title: "12 WEEKS", text: true, cell: func(_ *Usage, r *usageRow) string { return r.trend }},
	{title: "BEFORE", decimal: true, cell: func(u *Usage, r *usageRow) string {
		if u.shown.Previous == nil {
			return none
		}
		return format.Amount(r.before)
	}, compare: func(a, b *usageRow) int { return cmp.Compare(a.before, b.before) }},
	{title: "CHANGE", cell: func(u *Usage, r *usageRow) string {
		if u.shown.Previous == nil {
			return none
		}
		return message.Compared(r.Used(), r.before)
	}, compare: func(a, b *usageRow) int { return cmp.Compare(a.Used()-a.before, b.Used()-b.before) }},
}

// byCredits is the column that the table is first sorted by.
const byCredits = 1

// none stands for a missing figure.
const none = "–"

func countOr(n int32) string {
	if n == 0 {
		return none
	}
	return format.Count(int(n))
}

// arrange builds and sorts the rows of the table, and keeps the selected one.
func (u *Usage) arrange() {
	u.rows, u.largest = u.rows[:0:0], 0
	for i, part := range u.shown.Rows.Parts {
		row := usageRow{Part: part, at: i, before: u.shown.Previous[part.Key]}
		values := make([]float64, 0, len(u.shown.Trend[part.Key]))
		for _, used := range u.shown.Trend[part.Key] {
			values = append(values, float64(used))
		}
		row.trend = widget.Spark(values)
		u.rows = append(u.rows, row)
		u.largest = max(u.largest, row.Used())
	}
	column := usageColumns[u.sort]
	slices.SortStableFunc(u.rows, func(a, b usageRow) int {
		order := column.compare(&b, &a) // largest first
		if u.reversed {
			order = -order
		}
		return order
	})
	at := slices.IndexFunc(u.rows, func(r usageRow) bool { return r.Key == u.name })
	u.picks = u.picks && at >= 0
	u.layOut()
	if u.picks {
		u.table.Move(at - u.table.Cursor)
	} else {
		u.table.Home()
	}
}

// sortNext sorts by the next visible column.
func (u *Usage) sortNext() {
	for {
		u.sort = cycle(u.sort, len(usageColumns), false)
		column := usageColumns[u.sort]
		if column.compare != nil && slices.ContainsFunc(u.columns, func(c usageColumn) bool { return c.title == column.title }) {
			break
		}
	}
	u.reversed = false
	u.arrange()
}

// Least and largest width of the column of names.
const (
	leastName  = 20
	widestName = 30
)

// fitColumns selects the columns that fit, and sets their widths.
func (u *Usage) fitColumns() {
	columns := slices.Clone(usageColumns)
	leave := leaving
	if u.compare {
		leave = leavingOnCompare
	} else {
		columns = withoutColumn(columns, "BEFORE")
	}
	if u.shown.Previous == nil {
		columns = withoutColumn(withoutColumn(columns, "BEFORE"), "CHANGE")
	}
	for _, title := range leave {
		if u.tableWidth(columns)+leastName <= u.inner() {
			break
		}
		columns = withoutColumn(columns, title)
	}
	u.columns, u.rooms = columns, make([]widget.Decimals, len(columns))
	for i, column := range columns[1:] {
		u.rooms[i+1] = u.room(column)
	}
	u.nameWidth = min(u.inner()-u.tableWidth(columns), widestName)
}

func withoutColumn(columns []usageColumn, title string) []usageColumn {
	return slices.DeleteFunc(columns, func(c usageColumn) bool { return c.title == title })
}

// tableWidth is the width of all columns but the name, and of the marks before it.
func (u *Usage) tableWidth(columns []usageColumn) int {
	width := 4
	for _, column := range columns[1:] {
		width += u.room(column).Width() + gap
	}
	return width
}

// room is the width that a column needs.
func (u *Usage) room(column usageColumn) (room widget.Decimals) {
	if u.titled() && column.title != "SHARE BAR" {
		room.Grow(column.title + "A") // a title is no figure; room for an arrow beside it
	}
	for i := range u.rows {
		text := column.cell(u, &u.rows[i])
		if !column.decimal {
			text = strings.Repeat("A", widget.Width(text))
		}
		room.Grow(text)
	}
	return room
}

// titled reports whether the table has a line of column titles.
func (u *Usage) titled() bool { return u.height >= 15 }

// tableLines draws the table.
func (u *Usage) tableLines() []string {
	columns, rooms, name := u.columns, u.rooms, u.nameWidth
	var lines []string
	if u.titled() {
		line := "    " + widget.PadRight(u.heading(columns[0]), name)
		for i, column := range columns[1:] {
			line += strings.Repeat(" ", gap) + setColumn(column, u.heading(column), rooms[i+1])
		}
		lines = append(lines, u.theme.Title.Render(strings.TrimRight(line, " ")))
	}
	from, to := u.table.Visible()
	for i := from; i < to; i++ {
		lines = append(lines, u.rowLine(i))
	}
	if more := len(u.rows) - (to - from); more > 0 {
		var rest usageRow
		for i := range u.rows {
			if i < from || i >= to {
				rest.Use.Plus(u.rows[i].Use)
				rest.before += u.rows[i].before
			}
		}
		line := "    " + widget.PadRight(format.Count(more)+" more", name)
		for i, column := range columns[1:3] {
			if column.title == "CREDITS" || column.title == "SHARE" {
				line += strings.Repeat(" ", gap) + setColumn(column, column.cell(u, &rest), rooms[i+1])
			}
		}
		lines = append(lines, u.theme.Muted.Render(line))
	}
	return lines
}

// heading is the title of a column, with an arrow where the user sorted by it.
func (u *Usage) heading(column usageColumn) string {
	title, arrow := column.title, ""
	if (u.sort != byCredits || u.reversed) && usageColumns[u.sort].title == title {
		arrow = "↓"
		if u.reversed != (u.sort == 0) { // names ascend by default
			arrow = "↑"
		}
	}
	switch title {
	case "":
		title = strings.ToUpper(splits[u.split].name)
	case "SHARE BAR":
		title = ""
	}
	return title + arrow
}

func setColumn(column usageColumn, text string, room widget.Decimals) string {
	switch {
	case column.text:
		return widget.PadRight(text, room.Width())
	case column.decimal:
		return room.Set(text, room.Width())
	}
	return widget.PadLeft(text, room.Width())
}

// rowLine draws a row; the selected one is solid, as its part of the bars is.
func (u *Usage) rowLine(i int) string {
	row, th := &u.rows[i], u.theme
	columns, rooms, name := u.columns, u.rooms, u.nameWidth
	mark := "    "
	chosen := u.picks && i == u.table.Cursor
	switch {
	case chosen:
		mark = "▸ █ "
	case u.picks:
		mark = "  " + th.Faint.Render("░") + " "
	}
	label := columns[0].cell(u, row)
	if row.Unusual {
		label = widget.Truncate(label, name-2) + " !"
	}
	line := mark + widget.PadRight(label, name)
	for c, column := range columns[1:] {
		cell := setColumn(column, column.cell(u, row), rooms[c+1])
		switch {
		case chosen:
		case column.title == "SHARE BAR" && !u.picks:
			cell = th.Accent.Render(cell)
		case column.title == "SHARE BAR":
			cell = th.Faint.Render(cell)
		case column.title == "12 WEEKS":
			cell = th.Muted.Render(cell)
		}
		line += strings.Repeat(" ", gap) + cell
	}
	if chosen {
		return th.Selected.Render(widget.PadRight(line, u.inner()))
	}
	return line
}
