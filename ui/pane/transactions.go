package pane

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Transactions is the pane of the whole history: each row with its price and the balance after
// it; filtered, sorted and grouped as the user chooses. The search result is part of the state;
// the pane asks for it and draws the visible lines.
type Transactions struct {
	base
	list         widget.ListView
	lines        ledgerLines
	search       searchState
	filter       textinput.Model
	typing       bool
	noteScroll   int    // cells by which notes are scrolled
	anchor       anchor // the line under the cursor
	moved        bool   // the user has moved the cursor: it stays on its row
	scrollToTop  bool   // scroll to the top when the awaited search result is there
	figureWidths figures
	before       seen        // choices from before another pane's rows were shown
	leadsBack    int         // the pane that esc goes back to, 0 for none
	then         data.Intent // what follows there, nil for nothing
	led          bool        // the cursor is on its way to a row that another part shows
	returning    bool        // the choices from before were asked for again
}

func newTransactions(b base) Pane {
	return &Transactions{base: b, filter: widget.NewTextInput(keymap.Sign(b.keys.Filter), "words, or forms like these", 500)}
}

// SetSize sets the size of the body: a line for the filter, one for the headings, the rows, and
// one for the sums.
func (t *Transactions) SetSize(width, height int) {
	t.base.SetSize(width, height)
	t.list.SetSize(max(height-3, 1))
	t.widen()
	t.filter.SetWidth(max(t.inner()-len("1,234,567 of 1,234,567")-6, 8))
}

// SetTheme sets the theme of the pane and its text field.
func (t *Transactions) SetTheme(styles *theme.Theme) {
	t.base.SetTheme(styles)
	t.filter.SetStyles(styles.Field())
}

// SetState sets the state. The cursor stays on its row once the user has moved it; before that,
// and after a move to the first row, new rows come into view.
func (t *Transactions) SetState(s *data.State) {
	atTop := t.list.Cursor == 0 && t.list.Top == 0 && !t.moved
	t.base.SetState(s)
	found := s.SearchResult.Value
	if found.Order == t.lines.found.Order && found.Grouping == t.lines.found.Grouping && found.Marked == t.lines.found.Marked {
		return
	}
	t.lines.set(found, s.Estimated())
	t.list.SetCount(t.lines.count())
	if t.returning && !s.SearchResult.InFlight {
		t.returning, t.anchor, atTop = false, t.before.anchor, false
		t.list.Top, t.figureWidths = t.list.Cursor-t.before.offset, t.before.widths
	}
	if t.scrollToTop && !s.SearchResult.InFlight {
		t.scrollToTop, t.figureWidths = false, figures{}
		t.list.Home()
	} else if !atTop {
		t.toAnchor()
		t.led = t.led && s.SearchResult.InFlight
	}
	t.drop()
}

// drop remembers the row under the cursor, and widens the columns for the visible rows.
func (t *Transactions) drop() {
	row, ok := t.current()
	t.anchor = anchor{seq: row.Seq, id: row.ID}
	if !ok && t.list.Cursor < t.lines.count() {
		t.anchor.group = groupName(t.lines.found.Search, t.lines.group(t.lines.at(t.list.Cursor).group))
	}
	t.widen()
}

// widen widens the columns for the figures of the visible rows.
func (t *Transactions) widen() {
	from, to := t.list.Visible()
	for i := from; i < to; i++ {
		if at := t.lines.at(i); !at.heading {
			t.figureWidths.grow(t.state, t.lines.transaction(at))
		}
	}
}

// current is the row under the cursor; ok is false on a heading or without rows.
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

// ChosenRow returns the row under the cursor.
func (t *Transactions) ChosenRow() (model.Transaction, bool) { return t.current() }

// OnScreen returns the ids of generations in the visible rows.
func (t *Transactions) OnScreen() []model.ID {
	from, to := t.list.Visible()
	var ids []model.ID
	for i := from; i < min(to, t.lines.count()); i++ {
		if at := t.lines.at(i); !at.heading {
			ids = append(ids, t.lines.transaction(at).GenerationID)
		}
	}
	return ids
}

// CapturesText reports whether the filter is being typed.
func (t *Transactions) CapturesText() bool { return t.typing }

// Paste puts pasted text into the filter.
func (t *Transactions) Paste(text string) data.Intent {
	if !t.typing {
		return nil
	}
	return t.edit(tea.PasteMsg{Content: model.Clean(text)})
}

// edit passes a message to the text field, and searches for the new text.
func (t *Transactions) edit(msg tea.Msg) data.Intent {
	before := t.filter.Value()
	t.filter, _ = t.filter.Update(msg)
	if t.filter.Value() == before {
		return nil
	}
	t.search.understand(t.filter.Value(), t.state.Now, t.state.Location)
	if t.search.problem != nil {
		return nil // the last good result stays
	}
	return t.ask()
}

// Search is the search as of now, since ranges such as "7 days" move with the date.
func (t *Transactions) Search() data.Search {
	if t.search.problem == nil {
		t.search.understand(t.search.text, t.state.Now, t.state.Location)
	}
	return t.search.search(t.state)
}

// ask searches, and shows the result from the top.
func (t *Transactions) ask() data.Intent {
	t.scrollToTop = true
	return data.SearchHistory{Search: t.search.search(t.state)}
}

// again searches, and keeps the cursor on its row.
func (t *Transactions) again() data.Intent {
	return data.SearchHistory{Search: t.search.search(t.state)}
}

// Key moves, filters, sorts and groups, and opens a row.
func (t *Transactions) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	defer t.drop()
	if t.typing {
		return t.keyTyping(msg), true
	}
	if t.move(&t.list, msg) {
		t.moved = !key.Matches(msg, t.keys.Home) // at the top, new rows come into view
		return nil, true
	}
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
			t.moved = true
		}
	case key.Matches(msg, t.keys.NotesRight):
		t.noteScroll += notesStep
	case key.Matches(msg, t.keys.NotesLeft):
		t.noteScroll = max(t.noteScroll-notesStep, 0)
	case key.Matches(msg, t.keys.Back):
		return t.back()
	case key.Matches(msg, t.keys.RefundPolicy):
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

// notesStep is the number of cells that a key scrolls notes by.
const notesStep = 20

// back clears the choices: the filter first, then the rest.
func (t *Transactions) back() (data.Intent, bool) {
	switch {
	case t.leadsBack != 0:
		return t.goBack(), true
	case t.search.text != "" || t.search.typeFilter != "":
		t.filter.SetValue("")
		t.search.understand("", t.state.Now, t.state.Location)
		t.search.typeFilter, t.search.markOnly = "", false
		t.search.part, t.search.partQuery = "", history.Query{}
	case len(t.search.words()) > 0:
		t.search = searchState{}
	default:
		return nil, false
	}
	return t.again(), true
}
