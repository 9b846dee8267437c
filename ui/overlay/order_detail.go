package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// OrderDetail is the card of a stored order.
type OrderDetail struct {
	base
	order model.Order
}

// NewOrderDetail makes the overlay for an order.
func NewOrderDetail(order model.Order) *OrderDetail {
	return &OrderDetail{order: order}
}

// Help returns the key bindings that are active for this order.
func (r *OrderDetail) Help() []key.Binding {
	var keys []key.Binding
	if r.receipt() {
		keys = append(keys, keymap.As(r.keys.OpenInBrowser, "open the receipt"))
	}
	return append(keys, keymap.As(r.keys.Copy, "copy the reference"), r.keys.RefundPolicy, r.keys.Back)
}

// Key opens, copies, scrolls or closes the card.
func (r *OrderDetail) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, r.keys.Back, r.keys.Quit):
		return data.Close{}
	case key.Matches(msg, r.keys.OpenInBrowser) && r.receipt():
		return data.OpenURL{Address: r.order.Receipt, What: "the receipt"}
	case key.Matches(msg, r.keys.Copy):
		return data.Copy{Text: r.reference(), What: "the order's reference", Secret: true}
	case key.Matches(msg, r.keys.RefundPolicy):
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}
	}
	r.scroll(msg)
	return nil
}

// receipt reports whether there is a receipt whose address may be opened.
func (r *OrderDetail) receipt() bool { return r.state.Opener.CheckURL(r.order.Receipt) == nil }

// reference is the id by which support can find the order.
func (r *OrderDetail) reference() string {
	return message.Reference(r.order)
}

// View draws the record.
func (r *OrderDetail) View() (string, *tea.Cursor) {
	order, s := r.order, r.state
	lines := r.field("Confirmed", format.ExactTime(order.At.Time, s.Location))
	lines = append(lines, r.field("Item", message.Item(order.Item))...)
	if order.Charged.Currency != "" {
		lines = append(lines, r.field("Charged", order.Charged.String())...)
	}
	if order.Price.Currency != "" {
		lines = append(lines, r.field("Quoted", order.Price.String())...)
	}
	lines = append(lines, r.field("Outcome", message.Outcome(order.State))...)
	lines = append(lines, r.field("Refunded", message.Refunded(s.History.Value.RefundsOf(order.TransactionID)))...)
	if order.State == model.OrderFulfilled {
		lines = append(lines, r.field("Balance", format.Amount(order.Before)+" → "+format.Credits(order.After))...)
	}
	lines = append(lines, r.field("Session", s.Secret(model.Clean(order.SessionID)))...)
	lines = append(lines, r.field("Transaction", s.Secret(model.Clean(string(order.TransactionID))))...)
	if order.Receipt != "" {
		lines = append(lines, r.field("Receipt", s.Secret(shown(s.Opener, order.Receipt)))...)
	}
	var more []string
	switch order.State {
	case model.OrderFulfilled:
		more = r.text(r.theme.Muted, sentence("Bought "+format.Age(order.At.Time, s.Now)+" ago.", model.RefundWords))
	case model.OrderUnconfirmed:
		more = r.text(r.theme.Muted, message.Unconfirmed(order, s.Secret(message.Reference(order))))
	}
	return r.card("Order", joined(lines, more), r.Help()), nil
}

// shown is an address, quoted and marked as refused where the policy does not allow it.
func shown(opener model.URLPolicy, address model.URL) string {
	if err := opener.CheckURL(address); err != nil {
		return message.PlainError(err)
	}
	return string(address)
}
