package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Question is the card that asks, before a new order, whether to continue one that is still
// open.
type Question struct{ base }

// NewQuestion makes the overlay for the question of the state's order.
func NewQuestion() *Question { return &Question{} }

// choices are the possible answers and their keys.
func (q *Question) choices() (choices []purchase.Choice, keys []key.Binding) {
	order := q.state.Order
	if order == nil {
		return nil, nil
	}
	bindings := map[purchase.Choice]key.Binding{
		purchase.GoOn: q.keys.Confirm, purchase.New: q.keys.NewOrder, purchase.CancelIt: q.keys.CancelOrder, purchase.Nothing: q.keys.CancelPurchase,
	}
	for _, choice := range order.Question.Choices() {
		if q.state.NeedsKeyConfirmation() && choice != purchase.Nothing {
			continue
		}
		binding := bindings[choice]
		choices = append(choices, choice)
		keys = append(keys, keymap.As(binding, message.Choice(choice, order.Question)))
	}
	return choices, keys
}

// OnClose leaves the order: a draft or an ended order is dropped.
func (q *Question) OnClose() data.Intent { return data.LeaveOrder{} }

// Help returns the key bindings that are active now.
func (q *Question) Help() []key.Binding {
	order := q.state.Order
	switch {
	case order == nil:
		return []key.Binding{q.keys.Back}
	case order.Stage != purchase.Asking:
		return nil
	}
	_, keys := q.choices()
	if q.state.NeedsKeyConfirmation() {
		keys = append([]key.Binding{q.keys.ConfirmExportedKey}, keys...)
	}
	return keys
}

// Key answers, and scrolls.
func (q *Question) Key(msg tea.KeyPressMsg) data.Intent {
	if q.state.Order == nil {
		return data.Close{}
	}
	if key.Matches(msg, q.keys.ConfirmExportedKey) {
		return data.ConfirmExportedKey{}
	}
	choices, keys := q.choices()
	for i, choice := range choices {
		if key.Matches(msg, keys[i]) || choice == purchase.Nothing && key.Matches(msg, q.keys.Quit) {
			return data.AnswerQuestion{Choice: choice}
		}
	}
	q.scroll(msg)
	return nil
}

// View draws the question.
func (q *Question) View() (string, *tea.Cursor) {
	s, order := q.state, q.state.Order
	if order == nil {
		return q.card("Buy", nil, q.Help()), nil
	}
	var blocks [][]string
	if s.NeedsKeyConfirmation() {
		blocks = append(blocks, q.text(q.theme.Warn, message.NotThatProfile(s.Identity, s.Email())+" If that is what you want, press {confirm_exported_key} first."))
	}
	blocks = append(blocks, q.text(q.theme.Text, message.Question(order.Question, s.Now, s.Location)))
	switch order.Stage {
	case purchase.Asking:
	case purchase.Canceling:
		blocks = append(blocks, q.text(q.theme.Muted, "Cancelling it …"))
	default:
		blocks = append(blocks, q.text(q.theme.Muted, "One moment …"))
	}
	return q.card("Before you buy "+order.Name, joined(blocks...), q.Help()), nil
}
