package overlay

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Payment is the card of an order's payment, from the checkout session to the credits.
type Payment struct {
	base
	qr bool // Q was pressed
}

// NewPayment makes the overlay for the order of the state.
func NewPayment() *Payment { return &Payment{} }

// OnClose leaves the order: a draft or an ended order is dropped.
func (p *Payment) OnClose() data.Intent { return data.LeaveOrder{} }

// Help returns the key bindings that are active in the order's state.
func (p *Payment) Help() []key.Binding {
	order := p.state.Order
	switch {
	case order == nil || order.Done() && order.State != model.OrderUnconfirmed:
		return []key.Binding{p.keys.Back}
	case order.State == model.OrderUnconfirmed && order.SessionID != "":
		return []key.Binding{p.copyReference(), p.keys.Back}
	case order.State == model.OrderUnconfirmed:
		return []key.Binding{p.keys.Back}
	case p.state.NeedsKeyConfirmation():
		return []key.Binding{p.keys.ConfirmExportedKey, p.keys.CancelOrder, p.keys.LeaveOrder}
	case order.SessionID == "" && order.Err != nil:
		again := keymap.As(p.keys.Submit, "try again, the same order")
		giveUp := keymap.As(p.keys.CancelOrder, "give it up")
		return []key.Binding{again, giveUp, p.keys.LeaveOrder}
	case order.SessionID == "" || order.Paid || order.Complete:
		return []key.Binding{p.keys.LeaveOrder}
	}
	if p.refusal() != nil {
		return []key.Binding{p.keys.CancelOrder, p.keys.LeaveOrder}
	}
	return p.pageHelp(p.page(order))
}

// refusal is the reason why the server's address is not opened, nil where it may be.
func (p *Payment) refusal() error {
	if order := p.state.Order; order.URL != "" {
		return p.state.Opener.CheckURL(order.URL)
	}
	return nil
}

func (p *Payment) copyReference() key.Binding {
	return keymap.As(p.keys.Copy, "copy the reference")
}

// Key acts on the order, or closes the card.
func (p *Payment) Key(msg tea.KeyPressMsg) data.Intent {
	order := p.state.Order
	switch {
	case key.Matches(msg, p.keys.LeaveOrder, p.keys.Quit), order == nil:
		return data.Close{}
	case key.Matches(msg, p.keys.ConfirmExportedKey):
		return data.ConfirmExportedKey{}
	case p.state.NeedsKeyConfirmation() && key.Matches(msg, p.keys.OpenAgain, p.keys.CopyAddress, p.keys.ShowQR, p.keys.Confirm):
		return nil
	case p.refusal() != nil && key.Matches(msg, p.keys.OpenAgain, p.keys.CopyAddress, p.keys.ShowQR):
		return nil
	case key.Matches(msg, p.keys.OpenAgain) && order.URL != "" && !order.Done():
		return data.ReopenOrder{}
	case order.State == model.OrderUnconfirmed && order.SessionID != "" && key.Matches(msg, p.copyReference()):
		return data.Copy{Text: model.Clean(order.SessionID), What: "the order's reference", Secret: true}
	case key.Matches(msg, p.keys.CopyAddress) && order.URL != "":
		return data.Copy{Text: string(order.URL), What: "the address of the payment page", Whole: true}
	case key.Matches(msg, p.keys.ShowQR) && order.URL != "":
		if p.qrPanel(order.URL) != nil {
			p.qr, p.scrolled = !p.qr, 0
		}
	case key.Matches(msg, p.keys.CancelOrder) && (order.SessionID != "" || order.Err != nil || p.state.NeedsKeyConfirmation()) && !order.Paid && !order.Complete && !order.Done():
		return data.CancelOrder{}
	case key.Matches(msg, p.keys.Confirm):
		if order.Done() && order.State != model.OrderUnconfirmed {
			return data.Close{}
		}
		if order.SessionID == "" && order.Err != nil {
			return data.ConfirmOrder{}
		}
	default:
		p.scroll(msg)
	}
	return nil
}

// View draws the order's state.
func (p *Payment) View() (string, *tea.Cursor) {
	order := p.state.Order
	if order == nil {
		return p.card("Payment", nil, p.Help()), nil
	}
	if p.open(order) {
		return p.pageCard(p.page(order)), nil
	}
	return p.card(p.title(order), joined(p.statusLines(order), p.errorLines(order)), p.Help()), nil
}

// title is the item and its price, which is never cut: on small screens the item is named
// alone.
func (p *Payment) title(order *data.OrderView) string {
	price := ""
	if order.Price.Currency != "" {
		price = " · " + p.theme.Spell(order.Price.String())
	}
	const buying = "Buying "
	room := p.inner() - 2 - widget.Width(buying+price)
	name := message.Item(order.Item)
	if widget.Width(name) > room {
		name = widget.Truncate(order.Item.Name, room)
	}
	return buying + name + price
}

// page is the payment page while its address can be used.
func (p *Payment) page(order *data.OrderView) page {
	return page{
		title: p.title(order), address: order.URL, browser: order.Browser, toggled: p.qr,
		keys: []key.Binding{p.keys.OpenAgain, p.keys.CopyAddress, p.keys.ShowQR, p.keys.CancelOrder, p.keys.LeaveOrder},
		words: func(b base) [][]string {
			p := &Payment{base: b}
			return [][]string{joined(p.statusLines(order), p.errorLines(order))}
		},
		less: func(b base) [][]string { return [][]string{(&Payment{base: b}).errorLines(order)} },
	}
}

// open reports whether the address of the payment page can be used now.
func (p *Payment) open(order *data.OrderView) bool {
	return order.URL != "" && !order.Done() && !order.Paid && !order.Complete && p.refusal() == nil && !p.state.NeedsKeyConfirmation()
}

// statusLines are the account of the order and its state.
func (p *Payment) statusLines(order *data.OrderView) []string {
	if order.Allowed { // the address is needed now, so the state gets no more lines
		return append(p.accountLines(order), p.stateLines(order)...)
	}
	return joined(p.accountLines(order), p.stateLines(order))
}

func (p *Payment) errorLines(order *data.OrderView) []string {
	if order.Err == nil || order.Done() {
		return nil
	}
	return p.text(p.theme.Bad, order.Err.Error())
}

// accountLines names the account and the key, where an exported key takes precedence over a
// profile: the user may think that the profile is used.
func (p *Payment) accountLines(order *data.OrderView) []string {
	id, email := p.state.Identity, p.state.Email()
	if id.OverriddenProfile == "" || order.Done() || order.Paid {
		return nil
	}
	if order.Allowed {
		return p.text(p.theme.Good, "✓ With the exported key …"+id.KeyLast4+", for "+email+".")
	}
	asked := p.text(p.theme.Warn, message.NotThatProfile(id, email)+" If that is what you want, press {confirm_exported_key} first.")
	return joined(asked, p.field("Signed in", message.SignedIn(id)))
}

// arrived is what an order brought, and the amount charged where it differs from the quote.
func (p *Payment) arrived(order model.Order) []string {
	if order.BringsNone {
		return p.text(p.theme.Good, message.Ended(order))
	}
	lines := append(
		p.text(p.theme.Good, fmt.Sprintf("✓ %s: %s arrived.", order.Item.Name, format.Credits(order.Arrived))),
		p.text(p.theme.Strong, fmt.Sprintf("%s → %s", format.Amount(order.Before), format.Credits(order.After)))...)
	if order.ChargedOtherwise() {
		lines = append(lines, p.text(p.theme.Text, message.Charged(order)+".")...)
	}
	return lines
}

func (p *Payment) stateLines(order *data.OrderView) []string {
	s := p.state
	clock := func(t model.Time) string { return format.Until(t.Time, s.Now, s.Location) }
	switch order.State {
	case model.OrderFulfilled:
		return p.arrived(order.Order)
	case model.OrderFailed:
		return p.text(p.theme.Bad, message.Ended(order.Order)+" You can choose again.")
	case model.OrderExpired:
		return p.text(p.theme.Text, "The payment page has expired. Nothing was paid. You can choose again.")
	case model.OrderCanceled:
		if order.SessionID == "" && order.Err != nil {
			return p.text(p.theme.Bad, "The order was refused, and nothing was paid. "+order.Err.Error())
		}
		return p.text(p.theme.Text, "The order is cancelled. Nothing was paid.")
	case model.OrderUnconfirmed:
		return p.text(p.theme.Text, message.Unconfirmed(order.Order, p.state.Secret(message.Reference(order.Order))))
	}
	switch {
	case p.refusal() != nil:
		return p.text(p.theme.Bad, "The server sent an address that is not opened, as it may not be the service's: "+p.refusal().Error()+". Do not pay there. x cancels the order.")
	case order.Paid || order.Complete:
		return p.text(p.theme.Text, message.Paying(order.Order))
	case p.state.NeedsKeyConfirmation() && order.SessionID == "":
		return p.text(p.theme.Text, "This order was confirmed earlier. It has no payment page yet, and nothing was paid.")
	case p.state.NeedsKeyConfirmation():
		return p.text(p.theme.Text, fmt.Sprintf("This order was confirmed earlier. Its payment page is open until %s.", clock(order.ExpiresAt)))
	case order.SessionID == "" && order.Err != nil:
		return p.text(p.theme.Text, "The payment page could not be made. Nothing was paid.")
	case order.SessionID == "":
		return p.text(p.theme.Text, "Making the payment page …")
	case order.State == model.OrderUnpaid:
		return p.text(p.theme.Text, fmt.Sprintf("Not paid yet. The page is still open until %s: open it again ({open_again}) or cancel the order ({cancel_order}).", clock(order.ExpiresAt)))
	case order.Resumed && order.State == model.OrderCreated:
		return p.text(p.theme.Text, fmt.Sprintf("The payment page is ready and open until %s: open it ({open_again}) or cancel the order ({cancel_order}).", clock(order.ExpiresAt)))
	case order.Browser != "":
		return p.text(p.theme.Text, fmt.Sprintf("The payment page is open until %s. Waiting for the credits to arrive …", clock(order.ExpiresAt)))
	}
	return p.text(p.theme.Text, fmt.Sprintf("The payment page is open in your browser, until %s. Waiting for the credits to arrive …", clock(order.ExpiresAt)))
}
