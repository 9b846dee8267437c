package pane

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Key moves the two cursors, changes view, range and filter, and opens the rows behind a
// figure.
func (u *Usage) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	if u.typing {
		return u.keyTyping(msg), true
	}
	view := usageViews()[u.view]
	if key.Matches(msg, u.keys.UsageRange, u.keys.View, u.keys.Up, u.keys.Down, u.keys.Back) {
		u.chosen = true
	}
	switch {
	case key.Matches(msg, u.keys.Sideways):
		view.move(u, keymap.Way(msg, u.keys.Sideways, -1), 0)
	case key.Matches(msg, u.keys.Up):
		view.move(u, 0, -1)
	case key.Matches(msg, u.keys.Down):
		view.move(u, 0, 1)
	case key.Matches(msg, u.keys.UsageRange):
		view.turn(u, keymap.Way(msg, u.keys.UsageRange, -1) < 0)
	case key.Matches(msg, u.keys.View):
		u.view = cycle(u.view, len(usageViews()), keymap.Way(msg, u.keys.View, -1) < 0)
	case key.Matches(msg, u.keys.Unusual):
		u.goUnusual(keymap.Way(msg, u.keys.Unusual, 1))
	case key.Matches(msg, u.keys.Filter) && u.view != forecastView: // the forecast is of all use
		u.typing = true
		u.filter.Focus()
	case key.Matches(msg, u.keys.UsageRows):
		return u.showRows(view), true
	case key.Matches(msg, u.keys.OpenInBrowser):
		return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
	case key.Matches(msg, u.keys.Copy) && u.ready():
		return u.copy(view), true
	case key.Matches(msg, u.keys.Export) && u.view == forecastView:
		return data.ExportForecast{}, true
	case key.Matches(msg, u.keys.Export) && u.ready():
		return data.ExportUsage{Usage: u.written()}, true
	case key.Matches(msg, u.keys.WhatIf) && u.view == forecastView:
		return data.ShowWhatIf{}, true
	case key.Matches(msg, u.keys.Back):
		return nil, u.back()
	default:
		return nil, u.view == barsView && u.keyBars(msg)
	}
	return nil, true
}

// keyBars handles the keys that only the bars and their table have.
func (u *Usage) keyBars(msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, u.keys.Split):
		u.split, u.picks = cycle(u.split, len(splits), false), false
		u.layOut()
	case key.Matches(msg, u.keys.Zoom):
		u.zoom(keymap.Way(msg, u.keys.Zoom, 1))
	case key.Matches(msg, u.keys.Compare):
		u.compare = !u.compare
		u.layOut()
	case key.Matches(msg, u.keys.Sort):
		u.sortNext()
	case key.Matches(msg, u.keys.ReverseSort):
		u.reversed = !u.reversed
		u.arrange()
	case key.Matches(msg, u.keys.Home):
		u.moveBar(-u.bars.Count, 0)
	case key.Matches(msg, u.keys.End):
		u.moveBar(u.bars.Count, 0)
	case key.Matches(msg, u.keys.PageUp):
		u.moveBar(0, -u.table.Page())
	case key.Matches(msg, u.keys.PageDown):
		u.moveBar(0, u.table.Page())
	default:
		return false
	}
	return true
}

func (u *Usage) keyTyping(msg tea.KeyPressMsg) data.Intent {
	u.chosen = true
	switch {
	case key.Matches(msg, u.keys.CancelInput):
		u.stopTyping()
		u.write("")
	case key.Matches(msg, u.keys.Submit) && u.search.problem != nil: // rows of another filter are shown
	case key.Matches(msg, u.keys.Submit):
		u.stopTyping()
	case key.Matches(msg, u.keys.FilterHelp):
		return data.ShowHelp{Filter: true}
	default:
		u.edit(msg)
	}
	return nil
}

func (u *Usage) stopTyping() {
	u.typing = false
	u.filter.Blur()
}

// back clears the selected row, then the filter.
func (u *Usage) back() bool {
	switch {
	case u.picks && u.view == barsView:
		u.picks = false
	case u.search.text != "":
		u.write("")
	default:
		return false
	}
	return true
}

// turnRange selects the next range of days, or the previous one. Dates in the filter are
// removed for it.
func (u *Usage) turnRange(back bool) {
	text, dated := withoutDates(u.search.text)
	if dated {
		u.write(text)
	}
	u.search.days, u.step = u.search.days.Next(back, u.state.Today(), u.state.Subscription.Value, u.state.Location), ""
}

func (u *Usage) turnRecent(back bool) {
	u.recent = u.recent.Next(back, u.state.Today(), u.state.Subscription.Value, u.state.Location)
}

// turnYear goes a year back, no further than the history, or a year forward.
func (u *Usage) turnYear(back bool) {
	switch {
	case !back:
		u.yearsAgo = max(u.yearsAgo-1, 0)
	case u.ready() && u.shown.Activity.First().Before(u.shown.Query.Year.From):
		u.yearsAgo++
	default:
		return
	}
	u.day = u.Query().Year.To
}

// steps are the lengths of bars, in the order of zooming out.
var steps = []insight.By{insight.ByDay, insight.ByWeek, insight.ByMonth}

func (u *Usage) zoom(by int) {
	at := slices.Index(steps, u.shown.Query.Step) + by
	u.step = steps[max(min(at, len(steps)-1), 0)]
}

// showRows returns the intent that shows the rows under the cursor, nil where there are none.
func (u *Usage) showRows(view usageView) data.Intent {
	if !u.ready() {
		return nil
	}
	part, rows := view.chosen(u)
	if part == "" {
		return nil
	}
	filter, _ := withoutDates(u.search.understood)
	return data.ShowRows{Filter: filter, Part: part, Query: rows, Back: UsageNumber}
}

// copy returns the intent that copies the figures under the cursor as text.
func (u *Usage) copy(view usageView) data.Intent {
	text, what := view.copied(u), "what is under the cursor"
	if u.view == forecastView {
		what = "how long it lasts"
	}
	if text == "" {
		return nil
	}
	return data.Copy{Text: text, What: what}
}

// Carry returns the intent that shows the filter and range in the Transactions pane, where the user
// chose any since they were last passed on.
func (u *Usage) Carry(to int) data.Intent {
	if to != TransactionsNumber || !u.ready() || u.view == forecastView || !u.chosen {
		return nil
	}
	u.chosen = false
	show := data.ShowRows{All: true, Filter: u.search.understood, Days: u.search.days}
	if _, _, dated := u.search.query.Span(); dated {
		show.Days = model.AllDays
	}
	if u.view != barsView { // the dates of the filter apply to the bars alone
		show.Filter, _ = withoutDates(show.Filter)
	}
	switch year := u.shown.Query.Year; {
	case u.view == yearView:
		show.Days, show.Part = model.AllDays, message.Days(year, u.state.Today())
		show.Query = history.Days(year.From, year.To, u.state.Location)
	case u.view == rhythmView:
		show.Days = u.recent
	case u.picks:
		show.Part, show.Query = message.Named(u.name), u.ofName(u.name)
	}
	return show
}

// written is the table of an export: the year, the weekdays of the rhythm, the rows where one
// is selected, else the bars.
func (u *Usage) written() insight.Usage {
	switch {
	case u.view == yearView:
		return u.shown.Year
	case u.view == rhythmView:
		return u.shown.Activity.Usage(insight.ByWeekday, u.shown.Query.Recent, u.state.Now)
	case u.picks:
		return u.shown.Rows
	}
	return u.shown.Bars
}

// ofName is the query for the rows of a name in the table.
func (u *Usage) ofName(name string) history.Query {
	switch u.shown.Query.Split {
	case insight.ByTool:
		return history.OfTools(name)
	case insight.ByType:
		return history.OfTools(u.shown.Activity.Tools(name)...)
	}
	return history.OfModels(name)
}

// goUnusual moves the cursor to the next unusual day, or to the previous one.
func (u *Usage) goUnusual(step int) {
	if !u.ready() {
		return
	}
	switch u.view {
	case barsView:
		parts := u.shown.Bars.Parts
		for at := u.bars.Cursor + step; at >= 0 && at < len(parts); at += step {
			if u.standsOut(u.barSpan(at)) {
				u.moveBar(at-u.bars.Cursor, 0)
				return
			}
		}
	case yearView:
		parts := u.shown.Year.Parts
		for at := u.yearPlace() + step; at >= 0 && at < len(parts); at += step {
			if u.standsOut(insight.Span{From: parts[at].From, To: parts[at].From}) {
				u.day = parts[at].From
				u.place()
				return
			}
		}
	}
}

// Help returns the key bindings for the footer.
func (u *Usage) Help() []key.Binding {
	k := u.keys
	if u.typing {
		forms := keymap.Brief(k.FilterHelp, "all forms")
		return []key.Binding{k.Submit, k.CancelInput, forms}
	}
	if !u.ready() {
		return nil
	}
	sides, rows := k.Sideways, keymap.Pair(splits[u.split].name, k.Up, k.Down)
	enter, unusual := keymap.As(k.UsageRows, "rows"), keymap.As(k.Unusual, "unusual")
	ranges, views := keymap.As(k.UsageRange, "range"), keymap.As(k.View, "view")
	switch u.view {
	case yearView:
		return []key.Binding{keymap.As(sides, "week"), keymap.As(rows, "day"), enter, views, unusual, keymap.As(ranges, "year"), k.Filter}
	case rhythmView:
		return []key.Binding{keymap.As(sides, "hour"), keymap.As(rows, "weekday"), enter, views, ranges, k.Filter}
	case forecastView:
		help := []key.Binding{views, keymap.As(ranges, "how far"), k.WhatIf, k.Copy}
		if len(u.state.Outlook.Value.Forecast.Days) > 0 {
			help = append(help, k.Export)
		}
		return help
	}
	sides = keymap.As(sides, string(u.shown.Query.Step))
	help := []key.Binding{sides}
	if splits[u.split].name != "" {
		help = append(help, rows)
	}
	help = append(help, enter, views)
	return append(help, keymap.As(k.Split, "split"), ranges, keymap.As(k.Zoom, "zoom"), keymap.As(k.Compare, "compare"), unusual, k.Filter)
}
