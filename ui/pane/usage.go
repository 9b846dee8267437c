package pane

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Usage is the pane of credits used: over time as bars, as a year and as a weekly rhythm, and
// by model, tool or type in a table. The App works out the result of [Usage.Query].
type Usage struct {
	base
	search   searchState // the filter and the range of days
	filter   textinput.Model
	typing   bool
	view     int            // index into usageViews
	step     insight.By     // length of a bar; empty: the default of the range
	split    int            // index into splits
	compare  bool           // with the previous span
	sort     int            // index into usageColumns: what the table is sorted by
	reversed bool           // against the default direction of that column
	recent   model.DayRange // range of days of the rhythm
	yearsAgo int            // year of the heat map, 0 for the last one
	ahead    int            // index into aheads: how far the forecast goes

	shown data.Usage // what is drawn
	rows  []usageRow // of the table, sorted
	table widget.ListView

	largest   model.Credits // largest use of a row
	columns   []usageColumn // columns that fit
	rooms     []widget.Decimals
	nameWidth int

	chartHeight int
	name        string // of the chosen row, where one is chosen
	picks       bool   // a row is chosen
	chosen      bool   // the user chose a range, a filter or a row since they were last passed on
	bars        widget.ListView
	day         model.Day // the bar or day under the cursor; zero: the newest
	hour        int       // hour under the cursor of the rhythm
	week        int       // weekday there, 0 for Monday
	year        yearPicture
	beats       rhythmPicture
}

// Indexes into [usageViews].
const (
	barsView = iota
	yearView
	rhythmView
	forecastView
)

// usageView is one of the pane's views.
type usageView struct {
	name string
	// title describes what is shown, in parts.
	title func(u *Usage) []string
	// body draws the lines under the title, in a given height.
	body func(u *Usage, height int) []string
	// move moves the cursor of the picture by columns, and by rows where the picture has rows
	// and there is no table.
	move func(u *Usage, columns, rows int)
	// turn selects the next range, or the previous one.
	turn func(u *Usage, back bool)
	// chosen is the part under the cursor, as its name and as a query for its rows.
	chosen func(u *Usage) (part string, rows history.Query)
	// copied is the text that y copies.
	copied func(u *Usage) string
}

// usageViews are the views in order. A new view is a line here and its functions.
func usageViews() []usageView {
	return []usageView{
		{"bars", (*Usage).barsTitle, (*Usage).barsBody, (*Usage).moveBar, (*Usage).turnRange, (*Usage).chosenBar, (*Usage).barText},
		{"year", (*Usage).yearTitle, (*Usage).yearBody, (*Usage).moveDay, (*Usage).turnYear, (*Usage).chosenDay, (*Usage).dayText},
		{"rhythm", (*Usage).rhythmTitle, (*Usage).rhythmBody, (*Usage).moveHour, (*Usage).turnRecent, (*Usage).chosenHour, (*Usage).hourText},
		{"forecast", (*Usage).forecastTitle, (*Usage).forecastBody, still, (*Usage).turnAhead, nothing, (*Usage).forecastText},
	}
}

// UsageViews are the names of the views.
func UsageViews() []string {
	var names []string
	for _, view := range usageViews() {
		names = append(names, view.name)
	}
	return names
}

// still and nothing are move and chosen of a view without a cursor.
func still(*Usage, int, int)                           {}
func nothing(*Usage) (part string, rows history.Query) { return "", history.Query{} }

// splits are what the table groups by, as the key steps through them; the last is no table.
var splits = []struct {
	by   insight.By
	name string
}{{insight.ByModel, "model"}, {insight.ByType, "type"}, {insight.ByTool, "tool"}, {insight.ByModel, ""}}

func newUsage(b base) Pane {
	u := &Usage{base: b, filter: widget.NewTextInput(keymap.Sign(b.keys.Filter), "words, or forms like these", 500), recent: model.Last90Days, hour: 12, sort: byCredits}
	u.search.days = model.Last30Days
	return u
}

// SetRange sets the range of days that the bars start with.
func (u *Usage) SetRange(r model.DayRange) { u.search.days = r }

// SetSize sets the size of the body in cells.
func (u *Usage) SetSize(width, height int) {
	u.base.SetSize(width, height)
	u.filter.SetWidth(max(u.inner()-6, 8))
	u.layOut()
}

// SetTheme sets the theme of the pane and its text field.
func (u *Usage) SetTheme(styles *theme.Theme) {
	u.base.SetTheme(styles)
	u.filter.SetStyles(styles.Field())
}

// SetState sets the state, and keeps both cursors in place.
func (u *Usage) SetState(s *data.State) {
	u.base.SetState(s)
	if found := s.Usage.Value; found.Activity != u.shown.Activity || found.Query != u.shown.Query || found.Of != u.shown.Of {
		u.shown = found
		u.arrange()
		u.picture()
	}
}

// ready reports whether the figures are worked out.
func (u *Usage) ready() bool { return u.shown.Activity != nil && u.state.History.Value.Table != nil }

// Query is what has to be worked out for the current view as of now.
func (u *Usage) Query() data.UsageQuery {
	s, today := u.state, u.state.Today()
	first := today
	if h := s.History.Value; h.Table != nil && h.Len() > 0 {
		first = insight.FirstDay(h.Table, s.Location)
	}
	if u.search.problem == nil {
		u.search.understand(u.search.text, s.Now, s.Location)
	}
	q := data.UsageQuery{Split: splits[u.split].by, Step: u.step}
	q.Filter, _ = withoutDates(u.search.understood) // the range has its dates
	q.Range, q.Span = u.span(today, first)
	from, to, ok := u.recent.Days(today, s.Subscription.Value, s.Location)
	if q.Recent = (insight.Span{From: from, To: to}); !ok || to.Before(from) {
		q.Recent = insight.Span{From: earliest(first, today), To: today}
	}
	q.Year.To = today.Add(-7 * (weeksShown - 1) * u.yearsAgo)
	q.Year.From = q.Year.To.Monday().Add(-7 * (weeksShown - 1))
	if u.yearsAgo > 0 {
		q.Year.To = q.Year.To.Monday().Add(6)
	}
	if q.Step == "" {
		q.Step = stepOf(q.Span)
	}
	return q
}

func earliest(a, b model.Day) model.Day {
	if b.Before(a) {
		return b
	}
	return a
}

// span is the range of days and its name: the chosen range, or the dates in the filter.
func (u *Usage) span(today, first model.Day) (string, insight.Span) {
	s := u.state
	from, to, ok := u.search.days.Days(today, s.Subscription.Value, s.Location)
	name := u.search.days.String()
	if lo, hi, named := u.search.query.SpanWithin(first, today); named {
		span := insight.Span{From: lo, To: hi}
		return message.Days(span, today), span
	}
	if !ok || to.Before(from) {
		return model.AllDays.String(), insight.Span{From: earliest(first, today), To: today}
	}
	return name, insight.Span{From: from, To: to}
}

// stepOf is the length of the bars of a span, long enough that there are not too many.
func stepOf(span insight.Span) insight.By {
	switch days := span.Days(); {
	case days <= 62:
		return insight.ByDay
	case days <= 400:
		return insight.ByWeek
	}
	return insight.ByMonth
}

// Receive takes the filter and range of another pane, or a view. A range of all days keeps the
// pane's own.
func (u *Usage) Receive(intent data.Intent) (data.Intent, bool) {
	filter, is := intent.(data.ShowUsage)
	if !is {
		return nil, false
	}
	if filter.View != "" {
		u.view = slices.Index(UsageViews(), filter.View)
	} else {
		u.write(filter.Filter)
	}
	if filter.Days != model.AllDays {
		u.search.days, u.step = filter.Days, ""
	}
	return nil, true
}

// write sets the text of the filter.
func (u *Usage) write(text string) {
	u.filter.SetValue(text)
	u.filter.CursorEnd()
	u.search.understand(text, u.state.Now, u.state.Location)
}

// CapturesText reports whether the filter is being typed.
func (u *Usage) CapturesText() bool { return u.typing }

// Paste puts pasted text into the filter.
func (u *Usage) Paste(text string) data.Intent {
	if u.typing {
		u.edit(tea.PasteMsg{Content: model.Clean(text)})
	}
	return nil
}

func (u *Usage) edit(msg tea.Msg) {
	u.filter, _ = u.filter.Update(msg)
	u.search.understand(u.filter.Value(), u.state.Now, u.state.Location)
}

// known reports whether all rows of a span have been read.
func (u *Usage) known(span insight.Span) bool {
	return u.state.HistoryCovers(span.From.Start(u.state.Location))
}

// amount is a use of credits as text, marked as a lower bound where rows of the span are still
// to be read.
func (u *Usage) amount(use history.Use, whole bool) string {
	text := message.WholeUse(use, u.state.Estimated())
	if !whole {
		text = message.AtLeast + " " + strings.TrimPrefix(strings.TrimPrefix(text, message.AtLeast), message.About)
	}
	return text
}

// View draws the title and the current view, and returns the terminal's cursor while the filter
// is typed.
func (u *Usage) View() (string, *tea.Cursor) {
	s := u.state
	switch {
	case !s.History.Loaded && s.History.Err != nil:
		return u.note("Your use of credits could not be read.", s.History.Err.Error(), "", "{refresh} tries again."), nil
	case !s.History.Loaded:
		return u.note("Reading your transactions …", "What the credits were used for follows from them."), nil
	case !s.History.Available():
		return u.note("No transactions from this server.", historyNotServed+" {open_in_browser} opens it in the browser."), nil
	case s.History.Value.Len() == 0:
		return u.note("No credits used yet.", "Where your credits went will stand here: by day and by model, with what is usual for you."), nil
	case !u.ready():
		return u.note("Adding up …"), nil
	}
	lines := append(u.title(), usageViews()[u.view].body(u, u.height-1)...)
	if hint := u.filterHint(); u.typing && hint != "" {
		lines[1] = hint
	}
	return u.block(lines), u.cursor()
}

// title is the title of the view, and the list of views with the current one marked.
func (u *Usage) title() []string {
	th := u.theme
	if u.typing {
		return []string{u.filter.View()}
	}
	right := ""
	for i, name := range u.viewNames() {
		style := th.Muted
		if i == u.view {
			name, style = strings.TrimPrefix(name, currentView), th.ActiveTab
			right += th.Muted.Render(currentView)
		}
		right += style.Render(name)
		if i < len(usageViews())-1 {
			right += u.viewGap()
		}
	}
	right += th.Muted.Render(lastView)
	left := strings.Join(usageViews()[u.view].title(u), " · ")
	if u.search.text != "" && u.view != forecastView {
		left += "  " + th.Accent.Render(keymap.Sign(u.keys.Filter)+u.search.text)
	}
	if warning := u.warning(); warning != "" {
		left += "  " + th.Warn.Render(warning)
	}
	return []string{widget.Justify(left, right, u.inner())}
}

// The marks before the current view and after the last one in the list of views.
const (
	currentView = "‹ "
	lastView    = " ›"
)

// viewNames are the names in the list of views.
func (u *Usage) viewNames() []string {
	names := UsageViews()
	names[u.view] = currentView + names[u.view]
	return names
}

// viewGap is the space between two of them.
func (u *Usage) viewGap() string {
	switch {
	case u.inner() >= 100:
		return "   "
	case u.inner() >= 70:
		return "  "
	}
	return " "
}

// viewAt is the view whose name is at a column of the title; ok is false for none.
func (u *Usage) viewAt(x int) (view int, ok bool) {
	names, gap := u.viewNames(), widget.Width(u.viewGap())
	at := u.inner() - widget.Width(strings.Join(names, u.viewGap())+lastView)
	for i, name := range names {
		end := at + widget.Width(name)
		if x >= at && x < end {
			return i, true
		}
		at = end + gap
	}
	return 0, false
}

func (u *Usage) zone() string { return u.state.Now.In(u.state.Location).Format("MST") }

// warning says why the figures are not exact: rows still being read, or estimated prices.
func (u *Usage) warning() string {
	h := u.state.History.Value
	switch {
	case !h.Whole && h.Rows() > h.Len() && u.inner() >= 100:
		return "still being read: " + format.Count(h.Len()) + " of " + format.Count(h.Rows()) + " rows"
	case !h.Whole && h.Rows() > h.Len():
		return "still being read"
	case u.state.Estimated():
		return estimatedWords(u.inner() >= 110)
	}
	return ""
}

// filterHint is the line under the filter while it is typed.
func (u *Usage) filterHint() string {
	switch problem := u.search.problem; {
	case problem != nil:
		return u.theme.Bad.Render(widget.Truncate(problem.Message, u.inner()))
	case u.search.text == "":
		return u.theme.Muted.Render(examples(u.inner()))
	}
	return ""
}

// cursor is the terminal's cursor while the filter is typed.
func (u *Usage) cursor() *tea.Cursor {
	if !u.typing {
		return nil
	}
	cursor := u.filter.Cursor()
	if cursor != nil {
		cursor.X += margin
		cursor.Blink = false
	}
	return cursor
}

// fitted joins as many parts of a line as fit, at least the first.
func fitted(width int, space string, parts ...string) string {
	line := ""
	for _, part := range parts {
		switch {
		case part == "":
		case line == "":
			line = widget.Truncate(part, width)
		case widget.Width(line)+widget.Width(space)+widget.Width(part) <= width:
			line += space + part
		}
	}
	return line
}
