package overlay

import (
	"cmp"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// EnterPrice is the card that takes the price of a plan or a pack from the pricing page.
type EnterPrice struct {
	base
	kind   model.ItemKind
	slug   string // of the plan
	fields []textinput.Model
	at     int // index of the focused field
	err    error
}

// priceFieldWidth is the width of the field names.
const priceFieldWidth = 17

// NewEnterPrice makes the overlay for a plan or a pack ("" for a new pack), with the price
// entered before.
func NewEnterPrice(kind model.ItemKind, slug string, typed model.EnteredPrices) *EnterPrice {
	e := &EnterPrice{base: base{fixed: true}, kind: kind, slug: slug}
	field := func(name, example, value string) {
		input := widget.NewTextInput(widget.PadRight(name, priceFieldWidth), example, 60)
		input.SetValue(value)
		e.fields = append(e.fields, input)
	}
	if kind == model.KindPlan {
		plan, _ := typed.Plan(slug)
		text := settings.PlanText(plan)
		field("Price a month", "29", text.Price)
		field("Price a year", "290", text.Yearly)
		field("Currency", "USD", cmp.Or(text.Currency, usualCurrency(typed)))
		field("Credits a month", "4000", text.Credits)
	} else {
		pack, _ := typed.Pack(slug)
		text := settings.PackText(pack)
		field("Name", "pack-m", slug)
		field("Price", "19", text.Price)
		field("Currency", "USD", cmp.Or(text.Currency, usualCurrency(typed)))
		field("Credits", "2000", text.Credits)
	}
	e.fields[0].Focus()
	return e
}

// usualCurrency is the currency of the prices entered before, else US dollars.
func usualCurrency(typed model.EnteredPrices) string {
	for _, price := range typed.Beside(nil, nil) {
		if price.Price != nil {
			return price.Price.Currency
		}
	}
	return "USD"
}

// SetTheme sets the theme of the overlay and its fields.
func (e *EnterPrice) SetTheme(t *theme.Theme) {
	e.base.SetTheme(t)
	for i := range e.fields {
		e.fields[i].SetStyles(t.Field())
	}
}

// SetSize sets the space that the card may take, in cells.
func (e *EnterPrice) SetSize(width, height int) {
	e.base.SetSize(width, height)
	for i := range e.fields {
		e.fields[i].SetWidth(max(e.inner()-priceFieldWidth-3, 8))
	}
}

// Help returns the key bindings that are active here.
func (e *EnterPrice) Help() []key.Binding {
	keep := "keep it"
	if e.empty() {
		keep = "forget it"
	}
	return []key.Binding{keymap.As(e.keys.Submit, keep), keymap.As(keymap.InText(e.keys.NextLink, "tab"), "next field"), e.keys.CancelInput}
}

// value is the text of a field without surrounding space.
func (e *EnterPrice) value(i int) string { return strings.TrimSpace(e.fields[i].Value()) }

// empty reports whether no price is entered, which deletes the one entered before.
func (e *EnterPrice) empty() bool {
	if e.kind == model.KindPack {
		return e.value(1) == "" && e.value(3) == ""
	}
	return e.value(0) == "" && e.value(1) == "" && e.value(3) == ""
}

// Key types, moves between fields, saves, or closes the card.
func (e *EnterPrice) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case e.page(msg):
	case key.Matches(msg, e.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, e.keys.Submit):
		return e.submit()
	case key.Matches(msg, keymap.InText(e.keys.NextLink, "tab"), e.downInText()):
		e.focus(e.at + 1)
	case key.Matches(msg, keymap.InText(e.keys.PreviousLink, "shift+tab"), e.upInText()):
		e.focus(e.at - 1)
	default:
		e.edit(msg)
	}
	return nil
}

func (e *EnterPrice) focus(field int) {
	e.fields[e.at].Blur()
	e.at = (field + len(e.fields)) % len(e.fields)
	e.fields[e.at].Focus()
}

func (e *EnterPrice) edit(msg tea.Msg) {
	e.fields[e.at], _ = e.fields[e.at].Update(msg)
	e.err = nil
}

// Paste puts pasted text into the field.
func (e *EnterPrice) Paste(text string) { e.edit(tea.PasteMsg{Content: model.Clean(text)}) }

func (e *EnterPrice) submit() data.Intent {
	if e.kind == model.KindPlan {
		plan := model.Plan{Slug: e.slug}
		if !e.empty() {
			plan, e.err = settings.TypedPlan(e.slug, settings.OfferText{Price: e.value(0), Yearly: e.value(1), Currency: e.value(2), Credits: e.value(3)})
		}
		if e.err != nil {
			return nil
		}
		return data.SetPrices{Plan: &plan}
	}
	pack := model.Pack{Slug: e.value(0)}
	switch {
	case !model.OfferName(pack.Slug):
		e.err = settings.ErrOfferName
	case !e.empty():
		pack, e.err = settings.TypedPack(pack.Slug, settings.OfferText{Price: e.value(1), Currency: e.value(2), Credits: e.value(3)})
	}
	if e.err != nil {
		return nil
	}
	return data.SetPrices{Pack: &pack}
}

// View draws the fields.
func (e *EnterPrice) View() (string, *tea.Cursor) {
	title, about := "Price of "+model.PlanName(e.slug), "What the pricing page shows. Nothing is bought at it."
	if e.kind == model.KindPack {
		title, about = "Price of a pack", about+" A new name adds a pack."
	}
	lines := append(e.text(e.theme.Text, about), "")
	field := len(lines) + e.at
	for i := range e.fields {
		lines = append(lines, e.fields[i].View())
	}
	until := field
	if e.err != nil {
		lines = append(lines, e.text(e.theme.Bad, format.Sentence(e.err.Error()))...)
		until = len(lines) - 1
	}
	return e.typedCard(title, lines, field, until, e.fields[e.at].Cursor(), e.Help())
}
