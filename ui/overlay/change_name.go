package overlay

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// ChangeName is the card that names an observed change of the balance: a purchase, a renewal
// and so on.
type ChangeName struct {
	base
	row    model.Transaction
	types  []model.TransactionType // choices; the empty one for none
	chosen int
	input  textinput.Model // money paid
	err    error           // error of the typed text
}

// NewChangeName makes the overlay for the row of a change.
func NewChangeName(row model.Transaction) *ChangeName {
	input := widget.NewTextInput("paid  ", "nothing, or like 19.00 USD", 40)
	if row.Payment != nil {
		input.SetValue(row.Payment.Decimal() + " " + row.Payment.Currency)
	}
	input.Focus()
	c := &ChangeName{base: base{fixed: true}, row: row, types: slices.Clone(derive.NameTypes), input: input}
	if row.Basis == model.BasisEntered {
		c.types = append(c.types, "")
		c.chosen = max(slices.Index(c.types, row.Type), 0)
	}
	return c
}

// SetTheme sets the theme of the overlay and its text field.
func (c *ChangeName) SetTheme(t *theme.Theme) {
	c.base.SetTheme(t)
	c.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (c *ChangeName) SetSize(width, height int) {
	c.base.SetSize(width, height)
	c.input.SetWidth(max(c.inner()-9, 8))
}

// Help returns the key bindings that are active here.
func (c *ChangeName) Help() []key.Binding {
	return []key.Binding{
		keymap.Pair("choose", c.upInText(), c.downInText()),
		keymap.As(c.keys.Submit, "keep it"), c.keys.CancelInput,
	}
}

// Key chooses, edits the money, saves the answer, or closes the card.
func (c *ChangeName) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case c.page(msg):
	case key.Matches(msg, c.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, c.upInText()):
		c.chosen = max(c.chosen-1, 0)
	case key.Matches(msg, c.downInText()):
		c.chosen = min(c.chosen+1, len(c.types)-1)
	case key.Matches(msg, c.keys.Submit):
		return c.answer()
	default:
		c.edit(msg)
	}
	return nil
}

// answer is the choice and the money as an intent, nil where the money does not parse.
func (c *ChangeName) answer() data.Intent {
	answer := data.SetChangeName{Change: c.row.ID}
	if answer.Name.Type = c.types[c.chosen]; answer.Name.Type == "" {
		return answer
	}
	if text := strings.TrimSpace(c.input.Value()); text != "" {
		money, err := model.ParseMoney(text)
		if c.err = err; err != nil {
			return nil
		}
		answer.Name.Money = &money
	}
	return answer
}

func (c *ChangeName) edit(msg tea.Msg) {
	c.input, _ = c.input.Update(msg)
	c.err = nil
}

// Paste puts pasted text into the field.
func (c *ChangeName) Paste(text string) { c.edit(tea.PasteMsg{Content: model.Clean(text)}) }

// View draws the choice and the field.
func (c *ChangeName) View() (string, *tea.Cursor) {
	what := message.AmountOf(c.row) + " credits, seen on " + format.ExactTime(c.row.CreatedAt.Time, c.state.Location) + ". It counts as what you say, and is shown as entered by you."
	lines := append(c.text(c.theme.Muted, what), "")
	var problem []string
	if c.err != nil {
		problem = c.text(c.theme.Bad, format.Sentence(c.err.Error()))
	}
	_, room := c.keyBar(0, c.Help())
	list := widget.ListView{Count: len(c.types), Cursor: c.chosen}
	list.SetSize(max(min(room-1-len(problem), len(c.types)), 1)) // the choice and the field fit any screen
	from, to := list.Visible()
	for i := from; i < to; i++ {
		line := widget.PadRight("  "+message.ChangeType(c.types[i]), c.inner()-4)
		if i == c.chosen {
			line = c.theme.Selected.Render("▸" + line[1:])
		}
		lines = append(lines, line+" "+c.theme.Faint.Render(list.Scrollbar(i-from)))
	}
	lines = append(lines, "", c.input.View())
	field := len(lines) - 1
	lines = append(lines, problem...)
	return c.typedCard("What was it?", lines, field, len(lines)-1, c.input.Cursor(), c.Help())
}
