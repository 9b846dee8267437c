package pane

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// types are the transaction types that this history can have.
func (t *Transactions) types() []model.TransactionType {
	if t.state.Estimated() {
		return model.EstimatedTypes
	}
	return model.TransactionTypes
}

// keyArrange handles the keys that filter, sort and group.
func (t *Transactions) keyArrange(msg tea.KeyPressMsg) (data.Intent, bool) {
	s := &t.search
	switch {
	case key.Matches(msg, t.keys.FilterType):
		types := append([]model.TransactionType{""}, t.types()...)
		s.typeFilter = types[cycle(max(slices.Index(types, s.typeFilter), 0), len(types), keymap.Way(msg, t.keys.FilterType, 1) < 0)]
	case key.Matches(msg, t.keys.Sort):
		s.sort, s.reversed = sortings[cycle(int(s.sort), len(sortings), false)].key, false
	case key.Matches(msg, t.keys.ReverseSort):
		s.reversed = !s.reversed
	case key.Matches(msg, t.keys.GroupBy):
		s.group = cycle(s.group, len(groupings), false)
	case key.Matches(msg, t.keys.EarlierRange, t.keys.LaterRange):
		t.turnRange(key.Matches(msg, t.keys.EarlierRange))
	case key.Matches(msg, t.keys.Dates):
		t.typeDates()
	default:
		return nil, false
	}
	return t.ask(), true
}

// turnRange selects the next range of days, or the previous one. Dates in the filter are
// removed for it.
func (t *Transactions) turnRange(back bool) {
	text, dated := withoutDates(t.filter.Value())
	at := t.search.days
	if dated {
		at = model.AllDays
		t.write(text)
	}
	t.search.days = at.Next(back, t.state.Today(), t.state.Subscription.Value, t.state.Location)
}

// typeDates starts typing a date form at the end of the filter, beginning with this month.
func (t *Transactions) typeDates() {
	if text, dated := withoutDates(t.filter.Value()); !dated {
		t.write(strings.TrimSpace(text + " " + thisMonth(t.state.Today())))
	}
	t.search.days, t.typing = model.AllDays, true
	t.filter.Focus()
}

// write sets the text of the filter.
func (t *Transactions) write(text string) {
	t.filter.SetValue(text)
	t.filter.CursorEnd()
	t.search.understand(text, t.state.Now, t.state.Location)
}

// keyRow handles the keys that act on the line under the cursor.
func (t *Transactions) keyRow(msg tea.KeyPressMsg) (data.Intent, bool) {
	if t.list.Cursor < t.lines.count() && key.Matches(msg, t.keys.Open) {
		if at := t.lines.at(t.list.Cursor); at.heading {
			t.lines.toggle(at.group)
			t.list.SetCount(t.lines.count())
			return nil, true
		}
	}
	row, ok := t.current()
	switch {
	case key.Matches(msg, t.keys.OpenInBrowser):
		if row.Payment != nil && row.Payment.ReceiptURL != "" {
			return data.OpenURL{Address: row.Payment.ReceiptURL, What: "the receipt"}, true
		}
		return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
	case ok && key.Matches(msg, t.keys.Open):
		return data.ShowRow{Row: row}, true
	case ok && key.Matches(msg, t.keys.Copy):
		return data.Copy{Text: string(row.ID), What: "the transaction's id", Secret: true}, true
	}
	return nil, false
}

func (t *Transactions) keyTyping(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, t.keys.CancelInput):
		t.stopTyping()
		t.filter.SetValue("")
		t.search.understand("", t.state.Now, t.state.Location)
		t.search.markOnly = false
		return t.again()
	case key.Matches(msg, t.keys.Submit) && t.search.problem != nil: // rows of another filter are shown
	case key.Matches(msg, t.keys.Submit):
		t.stopTyping()
		if at, ok := t.lines.match(-1, 1); ok {
			t.list.Move(at - t.list.Cursor)
		}
	case key.Matches(msg, t.keys.FilterHelp):
		return data.ShowHelp{Filter: true}
	case key.Matches(msg, t.keys.Mode):
		t.search.markOnly = !t.search.markOnly
		return t.ask()
	case slices.Contains([]string{"up", "down", "pgup", "pgdown"}, msg.String()):
		t.move(&t.list, msg)
	default:
		return t.edit(msg)
	}
	return nil
}

func (t *Transactions) stopTyping() {
	t.typing = false
	t.filter.Blur()
}

// Help returns the key bindings for the footer.
func (t *Transactions) Help() []key.Binding {
	if t.typing {
		mode := "search instead"
		if t.search.markOnly {
			mode = "filter instead"
		}
		forms := keymap.Brief(t.keys.FilterHelp, "all forms")
		return []key.Binding{t.keys.Submit, t.keys.CancelInput, keymap.As(t.keys.Mode, mode), forms}
	}
	if t.lines.count() == 0 && t.leadsBack == 0 && len(t.search.words()) == 0 && t.search.text == "" {
		return []key.Binding{keymap.As(t.keys.OpenInBrowser, "usage page")}
	}
	open := t.keys.Open
	if t.list.Cursor < t.lines.count() {
		if at := t.lines.at(t.list.Cursor); at.heading {
			open = keymap.As(open, t.lines.toggles(at.group))
		}
	}
	help := []key.Binding{keymap.Pair("move", t.keys.Up, t.keys.Down), open, t.keys.Filter}
	if t.leadsBack != 0 {
		back := "back"
		if t.leadsBack == UsageNumber {
			back = "back to the chart"
		}
		help = append([]key.Binding{keymap.As(t.keys.Back, back)}, help...)
	}
	if t.lines.found.Marked != nil {
		help = append(help, keymap.Pair("match", t.keys.NextMatch, t.keys.PreviousMatch))
	}
	return append(help, t.keys.Sort, t.keys.GroupBy, keymap.Pair("days", t.keys.EarlierRange, t.keys.LaterRange),
		keymap.As(t.keys.FilterType, "type"), t.keys.Export)
}
