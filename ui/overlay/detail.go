package overlay

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/words"
)

// Detail is everything that is known of a transaction, of its generation, and of
// the row that gives it back or that it gives back.
type Detail struct {
	base
	row   model.Transaction // its zero value: a generation without a row
	id    model.ID          // of the generation, empty for none
	pairs model.Pairs       // what gives the row back, or what it gives back
}

// NewDetail makes the overlay for a row, or for a generation whose row is not
// known.
func NewDetail(keys keymap.Map, row model.Transaction, generation model.ID, pairs model.Pairs) *Detail {
	return &Detail{base: newBase(keys), row: row, id: generation, pairs: pairs}
}

// generation is the generation where it has been fetched.
func (d *Detail) generation() (model.Generation, bool) {
	if d.id == "" {
		return model.Generation{}, false
	}
	if opened := d.state.Opened.Value; d.state.Opened.Has && opened.ID == d.id {
		return opened, true
	}
	for _, generation := range d.state.Generations.Value {
		if generation.ID == d.id {
			return generation, true
		}
	}
	return model.Generation{}, false
}

// pair is the row that gives this one back, or that it gives back.
func (d *Detail) pair() (model.Transaction, bool) {
	if refund, ok := d.pairs.Refund(d.row); ok {
		return refund, true
	}
	return d.pairs.Original(d.row)
}

// link is the address that there is to a row: its receipt, or its output.
func (d *Detail) link() (address model.Address, what string) {
	if d.row.Payment != nil && d.row.Payment.ReceiptURL != "" {
		return d.row.Payment.ReceiptURL, "the receipt"
	}
	if generation, ok := d.generation(); ok {
		if links := generation.Output.Addresses(); len(links) > 0 {
			return links[0], "the output"
		}
	}
	return "", ""
}

func (d *Detail) isPurchase() bool {
	return d.row.Payment != nil || d.row.Type == model.TypePurchase || d.row.Type == model.TypePurchaseRefund
}

// Help is the keys that mean something for this row.
func (d *Detail) Help() []key.Binding {
	var keys []key.Binding
	if _, ok := d.pair(); ok {
		keys = append(keys, key.NewBinding(key.WithKeys(d.keys.Open.Keys()...), key.WithHelp("enter", d.pairWords())))
	}
	if address, what := d.link(); address != "" {
		keys = append(keys, key.NewBinding(key.WithKeys(d.keys.Browser.Keys()...), key.WithHelp("o", "open "+what)), d.keys.CopyLink)
	}
	if d.isPurchase() {
		keys = append(keys, d.keys.Policy)
	}
	return append(keys, key.NewBinding(key.WithKeys(d.keys.Copy.Keys()...), key.WithHelp("y", "copy id")), d.keys.Back)
}

func (d *Detail) pairWords() string {
	if d.row.GivesBack() {
		return "what it gives back"
	}
	return "its refund"
}

// Key opens, copies, follows, scrolls or leaves.
func (d *Detail) Key(msg tea.KeyPressMsg) data.Intent {
	address, what := d.link()
	switch {
	case key.Matches(msg, d.keys.Back, d.keys.Quit):
		return data.Close{}
	case key.Matches(msg, d.keys.Open):
		if pair, ok := d.pair(); ok {
			return data.ShowRow{Row: pair}
		}
	case key.Matches(msg, d.keys.Browser) && address != "":
		return data.OpenURL{Address: address, What: what}
	case key.Matches(msg, d.keys.CopyLink) && address != "":
		return data.Copy{Text: string(address), What: "the address of " + what}
	case key.Matches(msg, d.keys.Copy):
		if d.row.ID != "" {
			return data.Copy{Text: string(d.row.ID), What: "the transaction's id"}
		}
		return data.Copy{Text: string(d.id), What: "the generation's id"}
	case key.Matches(msg, d.keys.Policy) && d.isPurchase():
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}
	default:
		d.scroll(msg)
	}
	return nil
}

// View draws the facts.
func (d *Detail) View() (string, *tea.Cursor) {
	title := words.What(d.row)
	if d.row.ID == "" {
		title = "Generation"
	}
	return d.card(title, joined(d.rowLines(), d.pairLines(), d.generationLines(), d.guaranteeLines(), d.idLines()), d.Help()), nil
}

func (d *Detail) rowLines() []string {
	row := d.row
	if row.ID == "" {
		return nil
	}
	sign := words.AmountOf(row) + " credits"
	if !row.Amount.Known() {
		sign = "unknown"
	}
	if row.Amount == model.Credit || row.Amount == -model.Credit {
		sign = words.AmountOf(row) + " credit"
	}
	lines := d.field("Date", words.Exact(row.CreatedAt.Time, d.state.Location))
	lines = append(lines, d.field("Type", words.Type(row.Type))...)
	lines = append(lines, d.field("Amount", sign)...)
	if row.Balance.Known() {
		lines = append(lines, d.field("Balance", words.Amount(row.Balance)+" after it")...)
	}
	lines = append(lines, d.field("Rests on", words.Basis(row))...)
	if window := words.Window(row, d.state.Location); window != "" {
		lines = append(lines, d.field("Happened", window)...)
	} else {
		lines = append(lines, d.field("Description", row.Description)...)
	}
	lines = append(lines, d.field("Tool", string(row.Tool))...)
	lines = append(lines, d.field("Model", string(row.Model))...)
	if row.Payment != nil {
		lines = append(lines, d.field("Paid", row.Payment.Money.String())...)
		receipt := row.Payment.ReceiptURL
		if receipt != "" && d.state.Opener.Check(receipt) != nil {
			lines = append(lines, d.field("Receipt", "not an address that may be opened: "+receipt.Quoted())...)
		} else {
			lines = append(lines, d.field("Receipt", string(receipt))...)
		}
	}
	return lines
}

func (d *Detail) pairLines() []string {
	pair, ok := d.pair()
	if !ok {
		if d.row.RefundOf != "" {
			return d.field("Gives back", fmt.Sprintf("row %s, which is further back than what is loaded", model.Clean(string(d.row.RefundOf))))
		}
		return nil
	}
	name := "Refunded"
	if d.row.GivesBack() {
		name = "Gives back"
	}
	return d.field(name, fmt.Sprintf("%s on %s", words.AmountOf(pair), words.Exact(pair.CreatedAt.Time, d.state.Location)))
}

func (d *Detail) generationLines() []string {
	if d.id == "" {
		return nil
	}
	generation, ok := d.generation()
	if !ok {
		if err := d.state.Opened.Err; err != nil {
			return d.field("Generation", err.Error())
		}
		return d.field("Generation", "reading …")
	}
	status := string(generation.Status)
	if generation.Running() {
		status += " (charged already, refunded if it fails)"
	}
	lines := d.field("Status", status)
	lines = append(lines, d.field("Kind", generation.Type)...)
	if d.row.ID == "" {
		lines = append(lines, d.field("Started", words.Exact(generation.CreatedAt.Time, d.state.Location))...)
		lines = append(lines, d.field("Tool", generation.Tool)...)
		lines = append(lines, d.field("Model", generation.Model())...)
	}
	lines = append(lines, d.field("Prompt", generation.Prompt())...)
	lines = append(lines, d.field("Error", generation.Error.Text())...)
	for _, address := range generation.Output.Addresses() {
		lines = append(lines, d.field("Output", shown(d.state.Opener, address))...)
	}
	return lines
}

// shown is an address as it is, or quoted and named as refused.
func shown(opener model.Opener, address model.Address) string {
	if err := opener.Check(address); err != nil {
		return err.Error()
	}
	return string(address)
}

func (d *Detail) guaranteeLines() []string {
	if !d.isPurchase() {
		return nil
	}
	age := "Bought " + words.Age(d.row.CreatedAt.Time, d.state.Now) + " ago."
	if d.row.Type == model.TypePurchaseRefund {
		age = ""
	}
	return d.text(d.theme.Muted, sentence(age, model.RefundWords))
}

func (d *Detail) idLines() []string {
	var lines []string
	if d.row.ID != "" {
		lines = append(lines, d.field("Id", string(d.row.ID))...)
		if !d.row.Estimated() {
			lines = append(lines, d.field("Row", words.Count(int(d.row.Seq)))...)
		}
	}
	lines = append(lines, d.field("Generation id", string(d.id))...)
	return append(lines, d.field("Checkout", string(d.row.CheckoutID))...)
}
