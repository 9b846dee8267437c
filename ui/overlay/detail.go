package overlay

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Detail is the card of a transaction: the row, its generation, and the refund or the refunded
// row.
type Detail struct {
	base
	row     model.Transaction // zero for a generation without a row
	id      model.ID          // of the generation, empty for none
	refunds model.RefundPairs // the refunds of the row, or the row that it refunds

	chosen string // the text of the selected link or id; empty: the first
}

// NewDetail makes the overlay for a row, or for a generation without a known row.
func NewDetail(row model.Transaction, generation model.ID, pairs model.RefundPairs) *Detail {
	return &Detail{row: row, id: generation, refunds: pairs}
}

// pair is the refund of this row, or the row that it refunds.
func (d *Detail) pair() (model.Transaction, bool) {
	if refund, ok := d.refunds.Refund(d.row); ok {
		return refund, true
	}
	return d.refunds.Original(d.row)
}

func (d *Detail) isPurchase() bool {
	return d.row.Payment != nil || d.row.Type == model.TypePurchase || d.row.Type == model.TypePurchaseRefund
}

// canName reports whether the user may say what the row was.
func (d *Detail) canName() bool { return derive.CanName(d.row) && !d.state.ReadOnly }

// Help returns the key bindings that are active for this row.
func (d *Detail) Help() []key.Binding { return d.help(d.sheet()) }

func (d *Detail) help(s *sheet) []key.Binding {
	var keys []key.Binding
	if _, ok := d.pair(); ok {
		keys = append(keys, keymap.As(d.keys.Open, d.pairWords()))
	} else if d.canName() {
		keys = append(keys, keymap.As(d.keys.Open, "say what it was"))
	}
	if len(s.items) > 1 {
		next := "next id"
		if s.items[0].address != "" {
			next = "next link"
		}
		keys = append(keys, keymap.As(d.keys.NextLink, next))
	}
	if at, ok := s.chosen(); ok {
		if at.address != "" {
			keys = append(keys, keymap.As(d.keys.OpenInBrowser, "open "+at.what))
		}
		keys = append(keys, keymap.As(d.keys.Copy, at.copyWords()))
	}
	if d.isPurchase() {
		keys = append(keys, d.keys.RefundPolicy)
	}
	return append(keys, d.keys.Back)
}

func (d *Detail) pairWords() string {
	if d.row.GivesBack() {
		return "what it gives back"
	}
	return "its refund"
}

// Key opens, copies, follows, scrolls or closes the card.
func (d *Detail) Key(msg tea.KeyPressMsg) data.Intent {
	s := d.sheet()
	at, _ := s.chosen()
	switch {
	case key.Matches(msg, d.keys.Back, d.keys.Quit):
		return data.Close{}
	case key.Matches(msg, d.keys.Open):
		if pair, ok := d.pair(); ok {
			return data.ShowRow{Row: pair}
		} else if d.canName() {
			return data.NameChange{Row: d.row}
		}
	case key.Matches(msg, d.keys.NextLink):
		d.turn(s, 1)
	case key.Matches(msg, d.keys.PreviousLink):
		d.turn(s, -1)
	case key.Matches(msg, d.keys.OpenInBrowser) && at.address != "":
		return data.OpenURL{Address: at.address, What: at.what}
	case key.Matches(msg, d.keys.Copy, d.keys.CopyLink) && at.text != "":
		return data.Copy{Text: at.text, What: at.copiedWords(), Whole: at.address != "", Secret: true}
	case key.Matches(msg, d.keys.RefundPolicy) && d.isPurchase():
		return data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}
	default:
		d.scroll(msg)
	}
	return nil
}

// turn selects the item some places further on, wrapping around, and scrolls to it.
func (d *Detail) turn(s *sheet, by int) {
	if n := len(s.items); n > 0 {
		next := (s.at + by + n) % n
		d.chosen = s.items[next].text
		d.scrollTo(s.places[next], len(s.lines), d.help(s))
	}
}

// View draws the facts.
func (d *Detail) View() (string, *tea.Cursor) {
	s := d.sheet()
	return d.card(d.title(), s.lines, d.help(s)), nil
}

// Beside draws the facts as a card without keys, for the space beside a list.
func (d *Detail) Beside() []string {
	d.fixed, d.chosen = true, "none" // no key acts on its items
	return strings.Split(d.card(d.title(), d.sheet().lines, nil), "\n")
}

func (d *Detail) title() string {
	if d.row.ID != "" {
		return message.RowTitle(d.row)
	}
	generation, ok := d.generation()
	switch {
	case !ok:
		return "Generation"
	case generation.Model() == "":
		return generation.Tool
	}
	return generation.Tool + " · " + generation.Model()
}

// sheet writes all facts as lines.
func (d *Detail) sheet() *sheet {
	s := &sheet{base: &d.base, want: d.chosen}
	for _, write := range []func(*sheet){
		d.writeRow, d.writePair, d.writeGeneration, d.writePayload, d.writeGuarantee, d.writeIDs,
	} {
		s.begin()
		write(s)
	}
	return s
}

func (d *Detail) writeRow(s *sheet) {
	row := d.row
	if row.ID == "" {
		return
	}
	sign := message.AmountOf(row) + " credits"
	if !row.Amount.Known() {
		sign = "unknown"
	}
	if row.Amount == model.Credit || row.Amount == -model.Credit {
		sign = message.AmountOf(row) + " credit"
	}
	s.field("Date", format.ExactTime(row.CreatedAt.Time, d.state.Location))
	s.field("Type", format.Type(row.Type))
	s.field("Amount", sign)
	if row.Balance.Known() {
		s.field("Balance", format.Amount(row.Balance)+" after it")
	}
	s.field("Rests on", message.Basis(row, d.state.Now, d.state.Location))
	if window := message.Interval(row, d.state.Location); window != "" {
		s.field("Happened", window)
	} else if generation, ok := d.generation(); !ok || !shortens(row.Description, generation.Prompt()) { // the prompt follows below
		s.field("Description", row.Description)
	}
	s.field("Tool", string(row.Tool))
	s.field("Model", string(row.Model))
	if row.Payment != nil {
		s.field("Paid", row.Payment.Money.String())
		s.link("Receipt", "the receipt", row.Payment.ReceiptURL)
	}
}

// shortens reports whether a text is the whole one, or its beginning.
func shortens(text, whole string) bool {
	begin, cut := strings.CutSuffix(text, "…")
	return text == whole || cut && strings.HasPrefix(whole, begin)
}

func (d *Detail) writePair(s *sheet) {
	pair, ok := d.pair()
	if !ok {
		if d.row.RefundOf != "" {
			s.field("Gives back", fmt.Sprintf("row %s, which is further back than what is loaded", d.state.Secret(model.Clean(string(d.row.RefundOf)))))
		}
		return
	}
	if refunds := d.refunds.Refunds(d.row); d.row.Type == model.TypePurchase || len(refunds) > 1 {
		d.writeRefunds(s, refunds)
		return
	}
	name := "Refunded"
	if d.row.GivesBack() {
		name = "Gives back"
	}
	s.field(name, fmt.Sprintf("%s on %s", message.AmountOf(pair), format.ExactTime(pair.CreatedAt.Time, d.state.Location)))
}

// writeRefunds writes all refunds of the row, and their number and sum in money.
func (d *Detail) writeRefunds(s *sheet, refunds []model.Transaction) {
	sum := model.RefundsOf(d.row.ID, refunds)
	name := "Refunded"
	if total := message.Refunded(sum); total != "" {
		s.field(name, total+", "+format.Total(-sum.Credits))
		name = ""
	}
	for _, refund := range refunds {
		text := fmt.Sprintf("%s on %s", message.AmountOf(refund), format.ExactTime(refund.CreatedAt.Time, d.state.Location))
		if refund.Payment != nil {
			text = refund.Payment.Money.String() + ", " + text
		}
		s.field(name, text)
		name = ""
	}
}

func (d *Detail) writeGuarantee(s *sheet) {
	if !d.isPurchase() {
		return
	}
	age := "Bought " + format.Age(d.row.CreatedAt.Time, d.state.Now) + " ago."
	if d.row.Type == model.TypePurchaseRefund {
		age = ""
	}
	s.add(d.text(d.theme.Muted, sentence(age, model.RefundWords))...)
}

func (d *Detail) writeIDs(s *sheet) {
	if d.row.ID != "" && !d.row.Estimated() { // ids of estimated rows are generated here
		s.id("Id", "the transaction's id", string(d.row.ID))
		s.field("Row", format.Count(int(d.row.Seq)))
	}
	s.id("Generation", "the generation's id", string(d.id))
	s.id("Checkout", "the checkout's id", string(d.row.CheckoutID))
}
