package pane

import (
	"sort"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

// Transactions is the whole history, newest first: what each row was, what it
// cost, and the balance after it.
type Transactions struct {
	base
	list   widget.Window
	filter textinput.Model
	typing bool
	kind   model.TransactionType // only rows of this type; empty for all
	shown  []int                 // indexes of the rows that pass, nil while all do
	toEnd  bool                  // the last row of all was asked for
	anchor int64                 // sequence number of the row under the cursor
}

// NewTransactions makes the pane.
func NewTransactions(keys keymap.Map) *Transactions {
	filter := textinput.New()
	filter.Prompt = "/ "
	filter.Placeholder = "tool, model, type, text"
	filter.CharLimit = 200
	filter.SetVirtualCursor(false)
	filter.KeyMap.Paste.SetEnabled(false) // it would run a clipboard program; terminals paste by themselves
	return &Transactions{base: newBase("Transactions", 2, keys), filter: filter}
}

// SetSize gives the room: a line for the filter, one for the headings, the rows.
func (t *Transactions) SetSize(width, height int) {
	t.base.SetSize(width, height)
	t.list.SetSize(max(height-2, 1))
	t.filter.SetWidth(max(t.inner()-len("12,345 of 12,345 rows")-6, 8))
}

// SetTheme gives the inks to the pane and its text field.
func (t *Transactions) SetTheme(inks *theme.Theme) {
	t.base.SetTheme(inks)
	styles := textinput.DefaultStyles(inks.Dark)
	styles.Focused.Prompt, styles.Blurred.Prompt = inks.Accent.Style(), inks.Muted.Style()
	styles.Focused.Placeholder, styles.Blurred.Placeholder = inks.Muted.Style(), inks.Muted.Style()
	t.filter.SetStyles(styles)
}

// SetState takes new rows. The row under the cursor stays under it, except at the
// very top, where what is new comes into view.
func (t *Transactions) SetState(s *data.State) {
	atTop := t.list.Cursor == 0 && t.list.Top == 0
	t.base.SetState(s)
	t.apply()
	if !atTop {
		t.backToAnchor(t.list.Shift)
	}
	t.drop()
}

// drop remembers the row under the cursor.
func (t *Transactions) drop() {
	row, _ := t.current()
	t.anchor = row.Seq
}

// backToAnchor moves to the remembered row, or the next older one that is shown.
func (t *Transactions) backToAnchor(move func(by int)) {
	at := sort.Search(t.count(), func(i int) bool { return t.at(i).Seq <= t.anchor })
	if t.anchor > 0 && at < t.count() {
		move(at - t.list.Cursor)
		t.list.Move(0)
	}
}

// apply finds the rows that pass the filter.
func (t *Transactions) apply() {
	t.shown = nil
	if query := t.query(); query != "" || t.kind != "" {
		t.shown = []int{}
		for i, row := range t.state.Rows() {
			if t.passes(row, query) {
				t.shown = append(t.shown, i)
			}
		}
	}
	t.list.SetCount(t.count())
}

func (t *Transactions) query() string { return strings.ToLower(strings.TrimSpace(t.filter.Value())) }

// passes reports whether every word of the query is somewhere in the row.
func (t *Transactions) passes(row model.Transaction, query string) bool {
	if t.kind != "" && row.Type != t.kind {
		return false
	}
	if query == "" {
		return true
	}
	text := strings.ToLower(strings.Join([]string{
		string(row.Tool), string(row.Model), words.Type(row.Type), row.Description, string(row.ID), string(row.GenerationID),
	}, "\n"))
	for word := range strings.FieldsSeq(query) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (t *Transactions) count() int {
	if t.shown != nil {
		return len(t.shown)
	}
	return len(t.state.Rows())
}

func (t *Transactions) at(i int) model.Transaction {
	if t.shown != nil {
		i = t.shown[i]
	}
	return t.state.Rows()[i]
}

// current is the row under the cursor.
func (t *Transactions) current() (model.Transaction, bool) {
	if t.list.Cursor >= t.count() {
		return model.Transaction{}, false
	}
	return t.at(t.list.Cursor), true
}

// Typing reports whether the filter takes text.
func (t *Transactions) Typing() bool { return t.typing }

// Paste puts pasted text into the filter.
func (t *Transactions) Paste(text string) {
	if t.typing {
		t.edit(tea.PasteMsg{Content: model.Clean(text)})
	}
}

// edit hands a message to the text field and filters anew.
func (t *Transactions) edit(msg tea.Msg) {
	before := t.filter.Value()
	t.filter, _ = t.filter.Update(msg)
	if t.filter.Value() != before {
		t.list.Home()
		t.apply()
	}
}

// Key moves, filters, and opens a row.
func (t *Transactions) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	defer t.drop()
	if t.typing {
		return nil, t.keyTyping(msg)
	}
	if t.move(&t.list, msg) {
		t.toEnd = key.Matches(msg, t.keys.End)
		return nil, true
	}
	switch {
	case key.Matches(msg, t.keys.Filter):
		t.typing = true
		t.filter.Focus()
	case key.Matches(msg, t.keys.Type):
		t.turnType(msg.String() == "T")
	case key.Matches(msg, t.keys.Back):
		if t.query() == "" && t.kind == "" {
			return nil, false
		}
		t.clear()
	case key.Matches(msg, t.keys.Policy):
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}, true
	default:
		return t.keyRow(msg)
	}
	return nil, true
}

// keyRow is the keys that act on the row under the cursor.
func (t *Transactions) keyRow(msg tea.KeyPressMsg) (data.Intent, bool) {
	row, ok := t.current()
	if !ok {
		if key.Matches(msg, t.keys.Browser) {
			return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
		}
		return nil, false
	}
	switch {
	case key.Matches(msg, t.keys.Open):
		return data.ShowRow{Row: row}, true
	case key.Matches(msg, t.keys.Copy):
		return data.Copy{Text: string(row.ID), What: "the transaction's id"}, true
	case key.Matches(msg, t.keys.Browser):
		if row.Payment != nil && row.Payment.ReceiptURL != "" {
			return data.OpenURL{Address: row.Payment.ReceiptURL, What: "the receipt"}, true
		}
		return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
	}
	return nil, false
}

func (t *Transactions) keyTyping(msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, t.keys.Abandon):
		t.clear()
	case key.Matches(msg, t.keys.Submit):
		t.typing = false
		t.filter.Blur()
	case msg.String() == "up", msg.String() == "down", msg.String() == "pgup", msg.String() == "pgdown":
		t.move(&t.list, msg)
	default:
		t.edit(msg)
	}
	return true
}

// clear goes back to all rows, and keeps the row under the cursor there.
func (t *Transactions) clear() {
	t.typing, t.kind = false, ""
	t.filter.Blur()
	t.filter.SetValue("")
	t.drop()
	anchored := t.count() > 0
	t.apply()
	if anchored {
		t.backToAnchor(t.list.Move)
	}
}

// turnType goes to the next type, or the one before, all types among them.
func (t *Transactions) turnType(back bool) {
	types := append([]model.TransactionType{""}, model.TransactionTypes...)
	at := 0
	for i, kind := range types {
		if kind == t.kind {
			at = i
		}
	}
	step := 1
	if back {
		step = len(types) - 1
	}
	t.kind = types[(at+step)%len(types)]
	t.list.Home()
	t.apply()
}

// Wants asks for older rows where the end of the known ones is near, and for all
// of them while a filter looks for something.
func (t *Transactions) Wants() data.Intent {
	history := t.state.History.Value
	switch {
	case history == nil || !history.HasMore():
		return nil
	case t.shown != nil || t.toEnd || t.list.Cursor+2*t.list.Height >= t.count():
		return data.LoadMore{}
	}
	return nil
}

// Help is the keys of the footer.
func (t *Transactions) Help() []key.Binding {
	if t.typing {
		return []key.Binding{t.keys.Submit, t.keys.Abandon}
	}
	help := []key.Binding{t.keys.Down, t.keys.Open, t.keys.Filter, t.keys.Type, t.keys.Browser, t.keys.Copy}
	if t.shown != nil {
		help = append(help, t.keys.Back)
	}
	return help
}
