package pane

import (
	"slices"
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

// Costs is the pane of prices: every tool and model with its price, how many the balance buys,
// and what the account paid.
type Costs struct {
	base
	list     widget.ListView
	filter   textinput.Model // part of a tool's or model's name
	quantity textinput.Model // things to make: "40 images, 90 s veo-3.1"
	typing   *textinput.Model
	order    insight.CostOrder
	reversed bool

	shown   []insight.Cost  // models that match the filter, sorted
	own     int             // how many of them, at the top, the account has used; 0 where they are not listed apart
	basket  *insight.Basket // the sum of the quantities; nil for none
	packs   string          // names the packs that bring what is missing
	packsOf packsBasis      // of packs
	problem string          // why the quantities are not understood
}

func newCosts(b base) Pane {
	return &Costs{
		base:     b,
		filter:   widget.NewTextInput(keymap.Sign(b.keys.Filter), "tool or model", 100),
		quantity: widget.NewTextInput(keymap.Sign(b.keys.Quantity), "40 images, 90 s veo-3.1", 200),
		order:    insight.CostsByUse,
	}
}

// costOrder is a sort order with its name in the pane.
type costOrder struct {
	order insight.CostOrder
	name  string
}

// costOrders are the sort orders, in the order in which the key steps through them.
var costOrders = []costOrder{{insight.CostsByUse, "yours first"}, {insight.CostsByPrice, "by price"}, {insight.CostsByName, "by name"}}

// SetState takes the prices and the balance.
func (c *Costs) SetState(s *data.State) {
	c.base.SetState(s)
	c.arrange()
}

// SetSize sets the size of the body in cells.
func (c *Costs) SetSize(width, height int) {
	c.base.SetSize(width, height)
	c.layout()
}

// SetTheme sets the theme.
func (c *Costs) SetTheme(t *theme.Theme) {
	c.base.SetTheme(t)
	c.filter.SetStyles(t.Field())
	c.quantity.SetStyles(t.Field())
}

// CapturesText reports whether the filter or the quantities are being typed.
func (c *Costs) CapturesText() bool { return c.typing != nil }

// arrange sorts and filters the models, with the cursor on the same one as before.
func (c *Costs) arrange() {
	before, had := c.current()
	models := slices.Clone(c.state.Costs.Value.Models)
	insight.SortCosts(models, c.order)
	if c.reversed {
		slices.Reverse(models)
	}
	c.shown = slices.DeleteFunc(models, func(cost insight.Cost) bool { return !fits(cost, c.filter.Value()) })
	c.own = 0
	if c.order == insight.CostsByUse && !c.reversed {
		for c.own < len(c.shown) && c.shown[c.own].Uses > 0 {
			c.own++
		}
	}
	c.list.SetCount(len(c.shown))
	if had {
		if at := slices.IndexFunc(c.shown, func(cost insight.Cost) bool { return cost.Offer() == before.Offer() }); at >= 0 {
			c.list.Move(at - c.list.Cursor)
		}
	}
	c.addUp()
	c.layout()
}

// fits reports whether every word of a text is in a model's names.
func fits(cost insight.Cost, text string) bool {
	names := strings.ToLower(cost.Tool + " " + cost.Model + " " + cost.Name + " " + cost.MediaType)
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if !strings.Contains(names, word) {
			return false
		}
	}
	return true
}

// addUp prices the quantities.
func (c *Costs) addUp() {
	c.basket, c.problem = nil, ""
	if text := strings.TrimSpace(c.quantity.Value()); text != "" && c.state.Costs.Loaded {
		basket, err := insight.ParseBasket(text, c.state.Costs.Value.Models, c.state.Account.Value.Credits)
		if err != nil {
			c.problem = format.Sentence(err.Error())
			return
		}
		c.basket = &basket
		c.findPacks()
	}
}

// findPacks finds the packs that bring what the balance lacks, unless they are known from before.
func (c *Costs) findPacks() {
	packs, _ := c.state.PackOffers()
	of := packsBasis{missing: c.basket.Missing, mark: message.SumMark(c.basket.Items...), count: len(packs)}
	if len(packs) > 0 {
		of.first = &packs[0]
	}
	if of.missing > 0 && of != c.packsOf {
		_, c.packs = message.BasketPacks(*c.basket, packs)
		c.packsOf = of
	}
}

// packsBasis is what the named packs follow from.
type packsBasis struct {
	missing model.Credits
	mark    string
	first   *model.Pack // identifies the list: each reading makes a new one
	count   int
}

// current is the model under the cursor.
func (c *Costs) current() (insight.Cost, bool) {
	if c.list.Cursor >= len(c.shown) {
		return insight.Cost{}, false
	}
	return c.shown[c.list.Cursor], true
}

// ShowCost asks for the card of a model's price; esc in its rows leads back to pane number
// back.
func ShowCost(costs data.Costs, cost insight.Cost, back int) data.ShowCost {
	return data.ShowCost{Cost: cost, Rows: data.ShowRows{Part: message.CostName(cost), Query: costs.RowsOf(cost), Back: back}}
}

// Receive takes quantities from another part of the program.
func (c *Costs) Receive(intent data.Intent) (data.Intent, bool) {
	quantities, is := intent.(data.ShowQuantities)
	if is {
		c.filter.SetValue("")
		c.quantity.SetValue(quantities.Text)
		c.arrange()
	}
	return nil, is
}

// Key moves, searches, sorts, and opens the field for quantities.
func (c *Costs) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	if c.typing != nil {
		c.keyTyping(msg)
		return nil, true
	}
	cost, ok := c.current()
	switch {
	case key.Matches(msg, c.keys.Filter):
		c.edit(&c.filter)
	case key.Matches(msg, c.keys.Quantity) && c.state.Costs.Loaded:
		c.edit(&c.quantity)
	case key.Matches(msg, c.keys.WhatIf):
		return data.ShowWhatIf{}, true
	case key.Matches(msg, c.keys.Sort):
		at := slices.IndexFunc(costOrders, func(o costOrder) bool { return o.order == c.order })
		c.order, c.reversed = costOrders[cycle(at, len(costOrders), false)].order, false
		c.arrange()
	case key.Matches(msg, c.keys.ReverseSort):
		c.reversed = !c.reversed
		c.arrange()
	case key.Matches(msg, c.keys.Back) && c.filter.Value()+c.quantity.Value() != "":
		c.filter.SetValue("")
		c.quantity.SetValue("")
		c.arrange()
	case key.Matches(msg, c.keys.Open) && ok:
		return ShowCost(c.state.Costs.Value, cost, CostsNumber), true
	case key.Matches(msg, c.keys.Copy) && ok:
		return data.Copy{Text: cost.Tool + " " + cost.Model + ": " + message.UnitPrice(cost), What: "the price"}, true
	case key.Matches(msg, c.keys.OpenInBrowser):
		return pricingPage, true
	default:
		return nil, c.move(&c.list, msg)
	}
	return nil, true
}

// edit starts editing a field.
func (c *Costs) edit(field *textinput.Model) {
	c.typing = field
	field.CursorEnd()
	field.Focus()
	c.layout()
}

func (c *Costs) keyTyping(msg tea.KeyPressMsg) {
	switch {
	case key.Matches(msg, c.keys.CancelInput):
		c.typing.SetValue("")
		c.stopTyping()
	case key.Matches(msg, c.keys.Submit):
		c.stopTyping()
	case slices.Contains([]string{"up", "down", "pgup", "pgdown"}, msg.String()):
		c.move(&c.list, msg)
	default:
		*c.typing, _ = c.typing.Update(msg)
		c.arrange()
	}
}

func (c *Costs) stopTyping() {
	c.typing.Blur()
	c.typing = nil
	c.arrange()
}

// Paste takes pasted text into the field.
func (c *Costs) Paste(text string) data.Intent {
	if c.typing != nil {
		*c.typing, _ = c.typing.Update(tea.PasteMsg{Content: text})
		c.arrange()
	}
	return nil
}

// Help returns the key bindings for the footer.
func (c *Costs) Help() []key.Binding {
	if c.typing != nil {
		return []key.Binding{c.keys.Submit, c.keys.CancelInput}
	}
	if !c.state.Costs.Loaded {
		return []key.Binding{keymap.As(c.keys.OpenInBrowser, "pricing page")}
	}
	help := []key.Binding{
		keymap.Pair("move", c.keys.Up, c.keys.Down), keymap.As(c.keys.Open, "all about it"), keymap.As(c.keys.Filter, "search"),
		c.keys.Sort, c.keys.Quantity, keymap.As(c.keys.OpenInBrowser, "pricing page"),
	}
	if c.filter.Value()+c.quantity.Value() != "" {
		help = append([]key.Binding{keymap.As(c.keys.Back, "clear")}, help...)
	}
	return help
}
