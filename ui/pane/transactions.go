package pane

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Transactions is the whole history: what each row was, what it cost, and the
// balance after it; filtered, sorted and grouped as a person likes. What is found
// comes with the state; the pane asks for it and draws the lines that are visible.
type Transactions struct {
	base
	list   widget.Window
	lines  ledgerLines
	sought sought
	filter textinput.Model
	typing bool
	notes  int    // cells by which notes are moved to the left
	anchor anchor // the line under the cursor
	moved  bool   // a person has been here: the row under the cursor stays under it
	fresh  bool   // what was asked for last is not there yet: go to the top when it is
	wide   figures
	// The custom range as it was offered, empty where none is.
	offered string
}

// NewTransactions makes the pane.
func NewTransactions(keys keymap.Map) *Transactions {
	filter := widget.Field("/ ", "words, or forms like these", 500)
	return &Transactions{base: newBase("Transactions", 2, keys), filter: filter}
}

// SetSize gives the room: a line for the filter, one for the headings, the rows,
// and one for the sums.
func (t *Transactions) SetSize(width, height int) {
	t.base.SetSize(width, height)
	t.list.SetSize(max(height-3, 1))
	t.widen()
	t.filter.SetWidth(max(t.inner()-len("1,234,567 of 1,234,567")-6, 8))
}

// SetTheme gives the inks to the pane and its text field.
func (t *Transactions) SetTheme(inks *theme.Theme) {
	t.base.SetTheme(inks)
	t.filter.SetStyles(inks.Field())
}

// SetState takes what was found. The row under the cursor stays under it once a
// person has been here; before that, and after going to the first row, what is new
// comes into view.
func (t *Transactions) SetState(s *data.State) {
	atTop := t.list.Cursor == 0 && t.list.Top == 0 && !t.moved
	t.base.SetState(s)
	found := s.Found.Value
	if found.Order == t.lines.found.Order && found.Grouping == t.lines.found.Grouping && found.Marked == t.lines.found.Marked {
		return
	}
	t.lines.set(found)
	t.list.SetCount(t.lines.count())
	if t.fresh && !s.Found.InFlight {
		t.fresh, t.wide = false, figures{}
		t.list.Home()
	} else if place, ok := t.lines.place(t.anchor); ok && !atTop {
		t.list.Top += place - t.list.Cursor
		t.list.Move(place - t.list.Cursor)
	}
	t.drop()
}

// drop remembers the row under the cursor, and makes room for those around it.
func (t *Transactions) drop() {
	row, ok := t.current()
	t.anchor = anchor{seq: row.Seq}
	if !ok && t.list.Cursor < t.lines.count() {
		t.anchor.group = groupName(t.lines.found.Search, t.lines.group(t.lines.at(t.list.Cursor).group))
	}
	t.widen()
}

// widen makes room for the figures of the rows that are visible.
func (t *Transactions) widen() {
	from, to := t.list.Visible()
	for i := from; i < to; i++ {
		if at := t.lines.at(i); !at.heading {
			t.wide.grow(t.state, t.lines.transaction(at))
		}
	}
}

// current is the row under the cursor, where there is one and it is no heading.
func (t *Transactions) current() (model.Transaction, bool) {
	if t.list.Cursor >= t.lines.count() {
		return model.Transaction{}, false
	}
	at := t.lines.at(t.list.Cursor)
	if at.heading {
		return model.Transaction{}, false
	}
	return t.lines.transaction(at), true
}

// Typing reports whether the filter takes text.
func (t *Transactions) Typing() bool { return t.typing }

// Paste puts pasted text into the filter.
func (t *Transactions) Paste(text string) data.Intent {
	if !t.typing {
		return nil
	}
	return t.edit(tea.PasteMsg{Content: model.Clean(text)})
}

// edit hands a message to the text field, and asks for what it now says.
func (t *Transactions) edit(msg tea.Msg) data.Intent {
	before := t.filter.Value()
	t.filter, _ = t.filter.Update(msg)
	if t.filter.Value() == before {
		return nil
	}
	t.sought.understand(t.filter.Value(), t.state.Now, t.state.Location)
	if t.sought.problem != nil {
		return nil // the last good result stays
	}
	return t.ask()
}

// Search is what is sought as of now: days go on.
func (t *Transactions) Search() data.Search {
	if t.sought.problem == nil {
		t.sought.understand(t.sought.text, t.state.Now, t.state.Location)
	}
	return t.sought.search(t.state)
}

// ask asks for what is sought; the first of it is shown from the top.
func (t *Transactions) ask() data.Intent {
	t.fresh = true
	return data.SearchHistory{Search: t.sought.search(t.state)}
}

// again asks for what is sought and keeps the row under the cursor there.
func (t *Transactions) again() data.Intent {
	return data.SearchHistory{Search: t.sought.search(t.state)}
}

// Key moves, filters, arranges, and opens a row.
func (t *Transactions) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	defer t.drop()
	if t.typing {
		return t.keyTyping(msg), true
	}
	if t.move(&t.list, msg) {
		t.moved = !key.Matches(msg, t.keys.Home) // the top follows what is new
		return nil, true
	}
	t.moved = true
	if intent, taken := t.keyArrange(msg); taken {
		return intent, true
	}
	switch {
	case key.Matches(msg, t.keys.Filter):
		t.typing = true
		t.filter.Focus()
	case key.Matches(msg, t.keys.NextMatch, t.keys.PreviousMatch):
		step := 1
		if key.Matches(msg, t.keys.PreviousMatch) {
			step = -1
		}
		if at, ok := t.lines.match(t.list.Cursor, step); ok {
			t.list.Move(at - t.list.Cursor)
		}
	case key.Matches(msg, t.keys.NotesRight):
		t.notes += notesStep
	case key.Matches(msg, t.keys.NotesLeft):
		t.notes = max(t.notes-notesStep, 0)
	case key.Matches(msg, t.keys.Back):
		return t.back()
	case key.Matches(msg, t.keys.Policy):
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}, true
	case key.Matches(msg, t.keys.Audit) && t.lines.found.Order != nil:
		return data.AuditHistory{}, true
	case key.Matches(msg, t.keys.Export) && t.lines.found.Order != nil:
		return data.ExportRows{}, true
	default:
		return t.keyRow(msg)
	}
	return nil, true
}

// notesStep is how far notes move with a key.
const notesStep = 20

// back takes away what was chosen: the filter first, then the rest.
func (t *Transactions) back() (data.Intent, bool) {
	switch {
	case t.sought.text != "" || t.sought.kind != "":
		t.filter.SetValue("")
		t.sought.understand("", t.state.Now, t.state.Location)
		t.sought.kind, t.sought.marking = "", false
	case len(t.sought.words()) > 0:
		t.sought = sought{}
	default:
		return nil, false
	}
	return t.again(), true
}

// types are those that the rows of this history can have.
func (t *Transactions) types() []model.TransactionType {
	if t.state.Estimated() {
		return model.EstimatedTypes
	}
	return model.TransactionTypes
}

// keyArrange is the keys that choose what is seen, and how.
func (t *Transactions) keyArrange(msg tea.KeyPressMsg) (data.Intent, bool) {
	s := &t.sought
	switch {
	case key.Matches(msg, t.keys.Type):
		types := append([]model.TransactionType{""}, t.types()...)
		s.kind = types[next(max(slices.Index(types, s.kind), 0), len(types), msg.String() == "T")]
	case key.Matches(msg, t.keys.Sort):
		s.sort, s.turned = sortings[next(int(s.sort), len(sortings), false)].key, false
	case key.Matches(msg, t.keys.TurnRound):
		s.turned = !s.turned
	case key.Matches(msg, t.keys.View):
		s.group = next(s.group, len(groupings), false)
	case key.Matches(msg, t.keys.EarlierRange, t.keys.LaterRange):
		t.turnRange(key.Matches(msg, t.keys.EarlierRange))
	default:
		return nil, false
	}
	return t.ask(), true
}

// turnRange goes to the next stretch of days, or the one before. The custom one is
// typed: it stands in the filter, behind what stands there already.
func (t *Transactions) turnRange(back bool) {
	s, at := &t.sought, t.sought.days
	text, dated := withoutDates(t.filter.Value())
	if dated {
		at = slices.Index(ranges, custom)
	}
	s.days = next(at, len(ranges), back)
	if ranges[s.days] == billing && t.state.Subscription.Value.CurrentPeriodStart.IsZero() {
		s.days = next(s.days, len(ranges), back) // none is known
	}
	t.offered = ""
	if ranges[s.days] == custom {
		text = strings.TrimSpace(text + " " + thisMonth(t.state.Today()))
		s.days, t.typing, t.offered = 0, true, text
		t.filter.Focus()
	}
	if text != t.filter.Value() {
		t.filter.SetValue(text)
		t.filter.CursorEnd()
		s.understand(text, t.state.Now, t.state.Location)
	}
}

// keyRow is the keys that act on the line under the cursor.
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
	case key.Matches(msg, t.keys.Browser):
		if row.Payment != nil && row.Payment.ReceiptURL != "" {
			return data.OpenURL{Address: row.Payment.ReceiptURL, What: "the receipt"}, true
		}
		return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
	case ok && key.Matches(msg, t.keys.Open):
		return data.ShowRow{Row: row}, true
	case ok && key.Matches(msg, t.keys.Copy):
		return data.Copy{Text: string(row.ID), What: "the transaction's id"}, true
	}
	return nil, false
}

func (t *Transactions) keyTyping(msg tea.KeyPressMsg) data.Intent {
	switch {
	case t.filter.Value() == t.offered && key.Matches(msg, t.keys.EarlierRange, t.keys.LaterRange):
		t.stopTyping() // nobody wanted to type: on with the ranges
		t.turnRange(key.Matches(msg, t.keys.EarlierRange))
		return t.ask()
	case key.Matches(msg, t.keys.Abandon):
		t.stopTyping()
		t.filter.SetValue("")
		t.sought.understand("", t.state.Now, t.state.Location)
		t.sought.marking = false
		return t.again()
	case key.Matches(msg, t.keys.Submit):
		t.stopTyping()
		if at, ok := t.lines.match(-1, 1); ok {
			t.list.Move(at - t.list.Cursor)
		}
	case key.Matches(msg, t.keys.Forms):
		return data.ShowHelp{Filter: true}
	case key.Matches(msg, t.keys.Mode):
		t.sought.marking = !t.sought.marking
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

// Help is the keys of the footer.
func (t *Transactions) Help() []key.Binding {
	if t.typing {
		mode := "search instead"
		if t.sought.marking {
			mode = "filter instead"
		}
		forms := key.NewBinding(key.WithKeys(t.keys.Forms.Keys()...), key.WithHelp("f1", "all forms"))
		return []key.Binding{t.keys.Submit, t.keys.Abandon, renamed(t.keys.Mode, mode), forms}
	}
	if t.lines.count() == 0 && len(t.sought.words()) == 0 && t.sought.text == "" {
		return []key.Binding{renamed(t.keys.Browser, "usage page")}
	}
	help := []key.Binding{paired("↑ ↓", "move", t.keys.Up, t.keys.Down), t.keys.Open, t.keys.Filter}
	if t.lines.found.Marked != nil {
		help = append(help, paired("n N", "match", t.keys.NextMatch, t.keys.PreviousMatch))
	}
	return append(help, t.keys.Sort, t.keys.View, paired("[ ]", "days", t.keys.EarlierRange, t.keys.LaterRange),
		renamed(t.keys.Type, "type"), t.keys.Export)
}
