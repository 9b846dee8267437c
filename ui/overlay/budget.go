package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Budget is the card that edits the account's budget.
type Budget struct {
	base
	input textinput.Model
	err   error // error of the typed text
}

// NewBudget makes the overlay with the current budget, nil for none.
func NewBudget(budget *insight.Budget) *Budget {
	input := widget.NewTextInput("budget  ", "500/week", 40)
	if budget != nil {
		input.SetValue(budget.Credits.Plain() + "/" + string(budget.Per))
	}
	input.Focus()
	return &Budget{base: base{fixed: true}, input: input}
}

// SetTheme sets the theme of the overlay and its text field.
func (b *Budget) SetTheme(t *theme.Theme) {
	b.base.SetTheme(t)
	b.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (b *Budget) SetSize(width, height int) {
	b.base.SetSize(width, height)
	b.input.SetWidth(max(b.inner()-11, 8))
}

// Help returns the key bindings that are active here.
func (b *Budget) Help() []key.Binding {
	keep := "keep it"
	if strings.TrimSpace(b.input.Value()) == "" {
		keep = "have none"
	}
	return []key.Binding{keymap.As(b.keys.Submit, keep), b.keys.CancelInput}
}

// Key edits, saves the budget, or closes the card.
func (b *Budget) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case b.page(msg):
	case key.Matches(msg, b.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, b.keys.Submit):
		text := strings.TrimSpace(b.input.Value())
		if text == "" {
			return data.SetBudget{}
		}
		budget, err := insight.ParseBudget(text)
		if b.err = err; err == nil {
			return data.SetBudget{Budget: &budget}
		}
	default:
		b.edit(msg)
	}
	return nil
}

func (b *Budget) edit(msg tea.Msg) {
	b.input, _ = b.input.Update(msg)
	b.err = nil
}

// Paste puts pasted text into the field.
func (b *Budget) Paste(text string) { b.edit(tea.PasteMsg{Content: model.Clean(text)}) }

// View draws the field, and the state of the budget.
func (b *Budget) View() (string, *tea.Cursor) {
	lines := b.text(b.theme.Text, "Credits a day, week or month, like 500/week. It holds nothing back: the Overview shows how it stands, and you are told at 75, 90 and 100 %, and when your pace leads beyond it.")
	lines = append(lines, "", b.input.View())
	field := len(lines) - 1
	switch check := b.state.Budget.Value.Check; {
	case b.err != nil:
		lines = append(lines, b.text(b.theme.Bad, sentence("Not understood:", b.err.Error()+"."))...)
	case check != nil:
		s := b.state
		standing := message.BudgetShare(*check, s.Budget.Value.Unknown, s.Estimated()) + " of it is used."
		lines = append(lines, b.text(b.theme.Muted, sentence(standing, message.BudgetLeft(*check, s.Now, s.Location)))...)
	default:
		lines = append(lines, b.theme.Muted.Render("Empty for no budget."))
	}
	return b.typedCard("Budget", lines, field, len(lines)-1, b.input.Cursor(), b.Help())
}
