package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/words"
)

// Record is all that is known of an order that is kept.
type Record struct {
	base
	order model.Order
}

// NewRecord makes the overlay for an order.
func NewRecord(keys keymap.Map, order model.Order) *Record {
	return &Record{base: newBase(keys), order: order}
}

// Help is the keys that mean something for this order.
func (r *Record) Help() []key.Binding {
	var keys []key.Binding
	if r.receipt() {
		keys = append(keys, key.NewBinding(key.WithKeys(r.keys.Browser.Keys()...), key.WithHelp("o", "open the receipt")))
	}
	return append(keys, key.NewBinding(key.WithKeys(r.keys.Copy.Keys()...), key.WithHelp("y", "copy the reference")), r.keys.Policy, r.keys.Back)
}

// Key opens, copies, scrolls or leaves.
func (r *Record) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, r.keys.Back, r.keys.Quit):
		return data.Close{}
	case key.Matches(msg, r.keys.Browser) && r.receipt():
		return data.OpenURL{Address: r.order.Receipt, What: "the receipt"}
	case key.Matches(msg, r.keys.Copy):
		return data.Copy{Text: r.reference(), What: "the order's reference"}
	case key.Matches(msg, r.keys.Policy):
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}
	}
	r.scroll(msg)
	return nil
}

// receipt reports whether there is a receipt that may be opened.
func (r *Record) receipt() bool { return r.state.Opener.Check(r.order.Receipt) == nil }

// reference is what support can find the order by.
func (r *Record) reference() string {
	return words.Reference(r.order)
}

// View draws the record.
func (r *Record) View() (string, *tea.Cursor) {
	order, s := r.order, r.state
	lines := r.field("Confirmed", words.Exact(order.At.Time, s.Location))
	lines = append(lines, r.field("Item", words.Item(order.Item))...)
	if order.Charged.Currency != "" {
		lines = append(lines, r.field("Charged", order.Charged.String())...)
	}
	if order.Price.Currency != "" {
		lines = append(lines, r.field("Quoted", order.Price.String())...)
	}
	lines = append(lines, r.field("Outcome", words.Outcome(order.State))...)
	lines = append(lines, r.field("Refunded", words.Refunded(s.History.Value.RefundsOf(order.TransactionID)))...)
	if order.State == model.OrderArrived {
		lines = append(lines, r.field("Balance", words.Amount(order.Before)+" → "+words.Credits(order.After))...)
	}
	lines = append(lines, r.field("Session", model.Clean(order.SessionID))...)
	lines = append(lines, r.field("Transaction", model.Clean(string(order.TransactionID)))...)
	if order.Receipt != "" {
		lines = append(lines, r.field("Receipt", shown(s.Opener, order.Receipt))...)
	}
	var more []string
	switch order.State {
	case model.OrderArrived:
		more = r.text(r.theme.Muted, sentence("Bought "+words.Age(order.At.Time, s.Now)+" ago.", model.RefundWords))
	case model.OrderUnseen:
		more = r.text(r.theme.Muted, words.Unseen(order))
	}
	return r.card("Order", joined(lines, more), r.Help()), nil
}

// shown is an address as it is, or quoted and named as refused.
func shown(opener model.Opener, address model.Address) string {
	if err := opener.Check(address); err != nil {
		return words.Plain(err)
	}
	return string(address)
}
