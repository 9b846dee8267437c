package overlay

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Cost is the card of a model's price: past and present prices, the account's use by month, and
// the other models of its tool.
type Cost struct {
	base
	offer derive.Offer
	rows  data.ShowRows
}

// NewCost makes the overlay for a model of a tool.
func NewCost(cost insight.Cost, rows data.ShowRows) *Cost {
	return &Cost{offer: cost.Offer(), rows: rows}
}

// Help returns the key bindings that are active here.
func (c *Cost) Help() []key.Binding {
	return []key.Binding{
		keymap.As(c.keys.Open, "its rows"),
		keymap.As(c.keys.Copy, "copy the price"), c.keys.Back,
	}
}

// cost is the model's current entry in the catalogue.
func (c *Cost) cost() (insight.Cost, bool) {
	models := c.state.Costs.Value.Models
	at := slices.IndexFunc(models, func(cost insight.Cost) bool { return cost.Offer() == c.offer })
	if at < 0 {
		return insight.Cost{}, false
	}
	return models[at], true
}

// Key shows its rows, copies, scrolls or closes the card.
func (c *Cost) Key(msg tea.KeyPressMsg) data.Intent {
	cost, ok := c.cost()
	switch {
	case key.Matches(msg, c.keys.Back, c.keys.Quit):
		return data.Close{}
	case key.Matches(msg, c.keys.Open):
		return data.RunCommand{Intent: c.rows}
	case key.Matches(msg, c.keys.Copy) && ok:
		return data.Copy{Text: c.offer.Tool + " " + c.offer.Model + ": " + message.UnitPrice(cost), What: "the price"}
	}
	c.scroll(msg)
	return nil
}

// View draws the card.
func (c *Cost) View() (string, *tea.Cursor) {
	cost, ok := c.cost()
	if !ok {
		return c.card("Price", c.text(c.theme.Muted, "It is no longer in the catalogue."), c.Help()), nil
	}
	title := message.CostName(cost)
	return c.card(title, joined(c.price(cost), c.history(cost), c.months(cost), c.others(cost)), c.Help()), nil
}

// price are the facts about today's price.
func (c *Cost) price(cost insight.Cost) []string {
	s := c.state
	text := message.UnitPrice(cost)
	if cost.Varies {
		text += ", dearer with some inputs"
	}
	lines := c.field("Price", text)
	if buys, ok := message.Affordable(cost, s.Account.Value.Credits); ok && s.Account.Loaded {
		lines = append(lines, c.field("Buys", fmt.Sprintf("%s with your %s", buys, format.Credits(s.Account.Value.Credits)))...)
	}
	if cost.PaidAverage.Known() {
		lines = append(lines, c.field("You paid", fmt.Sprintf("%s on average, %s for the last one (%s)", message.PaidFigure(cost.PaidAverage, s.Estimated()),
			message.PaidFigure(cost.LastPaid, s.Estimated()), format.ShortTime(cost.LastAt, s.Now, s.Location)))...)
	}
	return append(lines, c.field("", message.CostChanged(cost, nil, s.Now, s.Location))...)
}

// history is the list of prices seen on this machine, the newest first.
func (c *Cost) history(cost insight.Cost) []string {
	prices := c.state.Costs.Value.PricesOf(cost)
	if len(prices) == 0 {
		return nil
	}
	lines := []string{c.theme.Title.Render("PRICES SEEN ON THIS MACHINE")}
	for _, price := range slices.Backward(prices) {
		seen := insight.Cost{Price: price.Cost, Unit: price.Unit, Varies: cost.Varies}
		lines = append(lines, c.field("since "+format.Date(price.From.Time, c.state.Now, c.state.Location), message.UnitPrice(seen))...)
	}
	return lines
}

// months is the account's use by month, the newest first.
func (c *Cost) months(cost insight.Cost) []string {
	months := c.state.Costs.Value.UseOf(cost).Months
	if len(months) == 0 {
		return c.text(c.theme.Muted, "You have not used it yet.")
	}
	var most model.Credits
	figures, counts := widget.Decimals{}, 0
	for _, month := range months {
		most = max(most, month.Used())
		figures.Grow(message.PaidFigure(month.Used(), c.state.Estimated()))
		counts = max(counts, widget.Width(format.Count(int(month.Generations+month.Unknown))))
	}
	lines := []string{c.theme.Title.Render("YOUR USE BY MONTH")}
	room := max(c.inner()-fieldName-figures.Width()-counts-26, 5)
	for _, month := range months[:min(len(months), 12)] {
		bar := ""
		if most > 0 {
			bar = widget.ShareBar(float64(max(month.Used(), 0))/float64(most), room)
		}
		count := widget.PadLeft(format.Count(int(month.Generations+month.Unknown)), counts) + " generations"
		if month.Generations+month.Unknown == 1 {
			count = widget.PadLeft("1", counts) + " generation "
		}
		text := fmt.Sprintf("%s credits  %s  ", figures.Set(message.PaidFigure(month.Used(), c.state.Estimated()), figures.Width()), count)
		name := month.Month.Format("Jan 2006")
		lines = append(lines, c.theme.Muted.Render(widget.PadRight(name, fieldName))+text+c.theme.Accent.Render(strings.TrimRight(bar, " ")))
	}
	return lines
}

// others are the other models of its tool, the cheapest first.
func (c *Cost) others(cost insight.Cost) []string {
	others := insight.Alternatives(cost, c.state.Costs.Value.Models)
	if len(others) == 0 {
		return nil
	}
	names := 0
	for _, other := range others {
		names = max(names, widget.Width(model.Clean(other.Model)))
	}
	names = min(names, c.inner()-30)
	lines := []string{c.theme.Title.Render("OTHER MODELS OF THIS TOOL")}
	for _, other := range others {
		lines = append(lines, widget.PadRight(model.Clean(other.Model), names)+"  "+message.UnitPrice(other.Cost)+c.theme.Muted.Render("  "+message.Ratio(other.Ratio)))
	}
	return append(lines, c.text(c.theme.Muted, "By price alone: how they look or sound is yours to judge.")...)
}
