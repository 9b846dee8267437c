package overlay

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Budget is the card that edits the account's budget.
type Budget struct {
	base
	input textinput.Model
	tried bool // enter was pressed with the text in the field
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
	case b.page(msg) || b.line(msg):
	case key.Matches(msg, b.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, b.keys.Submit):
		text := strings.TrimSpace(b.input.Value())
		if text == "" {
			return data.SetBudget{}
		}
		if budget, err := insight.ParseBudget(text); err == nil {
			return data.SetBudget{Budget: &budget}
		}
		b.tried = true
	default:
		b.edit(msg)
	}
	return nil
}

func (b *Budget) edit(msg tea.Msg) {
	b.input, _ = b.input.Update(msg)
	b.tried = false
}

// Paste puts pasted text into the field.
func (b *Budget) Paste(text string) { b.edit(tea.PasteMsg{Content: model.Clean(text)}) }

// View draws the field, and what the text in it means.
func (b *Budget) View() (string, *tea.Cursor) {
	lines := b.text(b.theme.Text, "Credits a day, week or month, like 500/week. It stops nothing: the Overview shows how much is used, and a message comes at 75, 90 and 100 %, and when you are likely to go beyond it.")
	lines = append(lines, "", b.input.View())
	field := len(lines) - 1
	style, told := b.meaning(strings.TrimSpace(b.input.Value()))
	lines = append(lines, b.text(style, told)...)
	return b.typedCard("Budget", lines, field, len(lines)-1, b.input.Cursor(), b.Help())
}

// meaning says how much of the budget in the field is used, what is wrong with it, or what an
// empty field means.
func (b *Budget) meaning(text string) (style theme.Style, told string) {
	s := b.state
	budget, err := insight.ParseBudget(text)
	switch kept := s.Budget.Value.Budget; {
	case text == "" && kept != nil:
		return b.theme.Warn, fmt.Sprintf("Empty: {submit} removes the budget of %s a %s.", format.Credits(kept.Credits), kept.Per)
	case text == "":
		return b.theme.Muted, "Empty for no budget."
	case err != nil && insight.BeginsBudget(text) && !b.tried:
		return b.theme.Muted, "With its period: /day, /week or /month."
	case err != nil:
		return b.theme.Bad, sentence("Not understood:", err.Error()+".")
	case s.History.Value.Activity == nil:
		return b.theme.Muted, "How much of it is used follows from the history, which is still being read."
	}
	check := budget.Check(s.History.Value.Activity, s.Now)
	unknown := s.History.Value.Activity.Of(check.Span).Unknown > 0
	return b.theme.Muted, sentence(message.BudgetShare(check, unknown, s.Estimated())+" of it is used.", message.BudgetLeft(check, s.Now, s.Location))
}
