package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Confirm is the card that confirms a purchase, the second of its two steps: account, item,
// price, and the balance after.
type Confirm struct{ base }

// NewConfirm makes the overlay for the order of the state.
func NewConfirm() *Confirm { return &Confirm{} }

// refusal is the reason why nothing can be bought now, or "".
func (c *Confirm) refusal() string {
	s := c.state
	connection, asOf, _ := s.Connection()
	switch {
	case connection == data.SignedOut:
		return "The API key is not accepted any more. Nothing was bought. Sign in again first."
	case connection == data.Offline:
		return "No connection, so nothing can be bought now. The figures are from " + format.Clock(asOf, s.Location) + ". {refresh} tries again."
	case s.Account.Err != nil:
		return "The balance could not be refreshed, so nothing can be bought now. " + s.Account.Err.Error()
	case s.Order.Stage == purchase.Stuck && s.Order.Err != nil:
		return s.Order.Err.Error()
	}
	return ""
}

// ready reports whether the user can confirm: the quote is there or known to be unavailable,
// and the balance was read again since the order was drafted.
func (c *Confirm) ready() bool {
	order := c.state.Order
	return order != nil && order.Stage == purchase.Confirming && c.refusal() == "" && !c.state.NeedsKeyConfirmation() && order.Animated
}

// OnClose leaves the order: a draft or an ended order is dropped.
func (c *Confirm) OnClose() data.Intent { return data.LeaveOrder{} }

// Help returns the key bindings that are active now.
func (c *Confirm) Help() []key.Binding {
	switch {
	case c.ready():
		return []key.Binding{c.keys.Confirm, c.keys.CancelPurchase}
	case c.state.NeedsKeyConfirmation() && c.refusal() == "":
		return []key.Binding{c.keys.ConfirmExportedKey, c.keys.CancelPurchase}
	}
	return []key.Binding{c.keys.Refresh, c.keys.CancelPurchase}
}

// Key confirms or goes back, and scrolls.
func (c *Confirm) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, c.keys.CancelPurchase, c.keys.Quit):
		return data.Close{}
	case key.Matches(msg, c.keys.Confirm):
		if c.ready() {
			return data.ConfirmOrder{}
		}
		return nil
	case key.Matches(msg, c.keys.ConfirmExportedKey):
		return data.ConfirmExportedKey{}
	case key.Matches(msg, c.keys.Refresh):
		return data.RefreshAll{}
	}
	c.scroll(msg)
	return nil
}

// View draws the confirmation.
func (c *Confirm) View() (string, *tea.Cursor) {
	order := c.state.Order
	if order == nil {
		return c.card("Buy", nil, c.Help()), nil
	}
	blocks := [][]string{c.facts(order), c.due(order), c.closing(order)}
	switch id := c.state.Identity; {
	case c.state.NeedsKeyConfirmation():
		text := message.NotThatProfile(id, c.state.Email()) + " If that is what you want, press {confirm_exported_key} first."
		blocks = append([][]string{c.text(c.theme.Warn, text)}, blocks...)
	case order.Allowed:
		blocks = append([][]string{c.text(c.theme.Good, "✓ With the exported key, for "+c.state.Email()+".")}, blocks...)
	}
	if order.Changed {
		blocks = append([][]string{c.text(c.theme.Warn, "This has changed since it was shown. Look at it again before you confirm.")}, blocks...)
	}
	if refusal := c.refusal(); refusal != "" {
		blocks = [][]string{c.text(c.theme.Bad, refusal), c.facts(order), c.due(order)}
	}
	return c.wholeCard("Buy "+order.Name+"?", joined(blocks...), c.Help(), 0), nil
}

func (c *Confirm) facts(order *data.OrderView) []string {
	s := c.state
	account := s.Email()
	if s.Identity.Sandbox {
		account += " (sandbox)"
	}
	lines := append(c.field("Account", account), c.field("Signed in", message.SignedIn(s.Identity))...)
	lines = append(lines, c.field("Item", message.Item(order.Item))...)
	return append(lines, c.field("Price", message.Price(order.Item, order.Price))...)
}

// due is the quote: what is due now and later, and the balance after.
func (c *Confirm) due(order *data.OrderView) []string {
	s := c.state
	balance := s.Account.Value.Credits
	if !order.Quote.Has {
		if order.Quote.At.IsZero() && order.Stage != purchase.Stuck {
			return c.text(c.theme.Muted, "Asking for the price …")
		}
		return c.lines(message.Fact{Name: "Due now", Text: "not known before the payment page"}, message.After(balance, order.Item.Credits))
	}
	return c.lines(message.Due(order.Item, order.Quote.Value, balance, s.Now, s.Location)...)
}

// lines draws facts.
func (c *Confirm) lines(facts ...message.Fact) (lines []string) {
	for _, fact := range facts {
		lines = append(lines, c.field(fact.Name, fact.Text)...)
	}
	return lines
}

func (c *Confirm) closing(order *data.OrderView) []string {
	text := message.HowToPay(c.state.Identity.Sandbox)
	if order.Browser != "" {
		text += " No browser opens here (" + order.Browser + "): the address is shown for you to copy."
	}
	return c.text(c.theme.Muted, text)
}
