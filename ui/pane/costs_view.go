package pane

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// View draws the pane.
func (c *Costs) View() (string, *tea.Cursor) {
	costs := c.state.Costs
	switch {
	case !costs.Loaded && costs.Err != nil:
		return c.note("The prices could not be read.", costs.Err.Error(), "", "{refresh} tries again. {open_in_browser} opens the pricing page."), nil
	case !costs.Loaded:
		return c.note("Reading the prices …", "Each tool is asked for once a day."), nil
	case len(costs.Value.Models) == 0:
		return c.note("This server has no prices.", "{open_in_browser} opens the pricing page."), nil
	}
	columns := c.columns()
	width := min(columns.width(), c.inner())
	lines, cursor := c.top(width)
	lines = append(lines, c.theme.Title.Render(columns.heading()))
	lines = append(lines, c.rows(columns, width)...)
	if len(c.shown) == 0 {
		lines = append(lines, c.theme.Muted.Render("  "+c.keys.Say("No tool or model has this in its name. {back} clears it.")))
	}
	return c.block(append(lines, c.below()...)), cursor
}

// top is the first line, as wide as the table: the field being edited, and a summary of what is
// shown.
func (c *Costs) top(width int) ([]string, *tea.Cursor) {
	field := c.typing
	if field == nil && c.quantity.Value() != "" {
		field = &c.quantity
	}
	if field == nil {
		field = &c.filter
	}
	count := format.Count(len(c.shown)) + " of " + format.Count(len(c.state.Costs.Value.Models)) + " prices"
	if len(c.shown) == len(c.state.Costs.Value.Models) {
		count = format.Count(len(c.shown)) + " prices"
	}
	for _, o := range costOrders {
		if o.order == c.order && c.inner() >= 70 {
			count += " · " + o.name
			if c.reversed {
				count += ", reversed"
			}
		}
	}
	if asOf := c.state.Costs.Value.AsOf; !asOf.IsZero() && c.inner() >= 100 {
		count += " · as of " + format.ShortTime(asOf, c.state.Now, c.state.Location)
	}
	field.SetWidth(max(width-widget.Width(count)-6, 10))
	var cursor *tea.Cursor
	if c.typing != nil {
		if cursor = field.Cursor(); cursor != nil {
			cursor.Position.X += margin
		}
	}
	return []string{widget.Justify(field.View(), c.theme.Muted.Render(count), width)}, cursor
}

// rows draws the visible models, with a rule between those that the account has used and the
// others.
func (c *Costs) rows(columns costColumns, width int) []string {
	var lines []string
	from, to := c.list.Visible()
	for i := from; i < to; i++ {
		if i == c.own && c.rules() > 0 {
			lines = append(lines, c.theme.Faint.Render(ruled("all others, by name", width)))
		}
		lines = append(lines, c.row(columns, i)+" "+c.theme.Faint.Render(c.list.Scrollbar(i-from)))
	}
	for len(lines) < c.list.Height+c.rules() {
		lines = append(lines, "")
	}
	return lines
}

// ruled is a horizontal rule with a title in it.
func ruled(name string, width int) string {
	return "  ── " + name + " " + widget.Rule(max(width-widget.Width(name)-8, 0))
}

// rules is the number of lines that the rule takes.
func (c *Costs) rules() int {
	if c.own == 0 || c.own == len(c.shown) {
		return 0
	}
	return 1
}

// layout works out the height of the list after a change.
func (c *Costs) layout() {
	c.list.SetSize(max(c.height-2-c.rules()-len(c.below()), 1))
}

// costColumns are the widths of the columns; 0 for a column that does not fit.
type costColumns struct {
	name, unit, buys, paid, used, recent int
	gap                                  int // before each column
	prices                               widget.Decimals
}

// columns fits the widths to the models; the least important columns are dropped first.
func (c *Costs) columns() costColumns {
	w := costColumns{buys: len("BALANCE BUYS"), paid: len("YOU PAID"), used: len("USED"), recent: len("90 DAYS"), gap: 3}
	w.prices.Grow("PRICE")
	widest := len("TOOL · MODEL")
	for _, cost := range c.state.Costs.Value.Models { // of all models, so that a filter moves no column
		cells := c.cells(cost)
		widest = max(widest, widget.Width(cells.name))
		w.prices.Grow(cells.price)
		w.unit = max(w.unit, widget.Width(cells.unit))
		w.buys = max(w.buys, widget.Width(cells.buys))
		w.paid = max(w.paid, widget.Width(cells.paid))
		w.used = max(w.used, widget.Width(cells.used))
		w.recent = max(w.recent, widget.Width(cells.recent))
	}
	least := min(widest, 28)
	if c.inner() < 70 {
		least, w.gap = min(widest, 22), 2
	}
	room := func() int { return c.inner() - markerWidth - 2 - w.rest() }
	for _, column := range []*int{&w.recent, &w.used, &w.paid, &w.unit, &w.buys} {
		if room() >= least {
			break
		}
		*column = 0
	}
	w.gap += max(min((room()-widest)/5, 4), 0)
	w.name = max(min(widest, room()), 0)
	return w
}

// width is the width of the table, with its scroll bar.
func (w costColumns) width() int { return markerWidth + w.name + w.rest() + 2 }

// rest is the width of all columns after the name.
func (w costColumns) rest() int {
	width := w.gap + w.prices.Width()
	if w.unit > 0 {
		width += 1 + w.unit
	}
	for _, column := range []int{w.buys, w.paid, w.used, w.recent} {
		if column > 0 {
			width += w.gap + column
		}
	}
	return width
}

// costCells are the cells of a model's row as text.
type costCells struct{ name, price, unit, buys, paid, used, recent string }

func (c *Costs) cells(cost insight.Cost) costCells {
	cells := costCells{
		name: message.CostName(cost), price: message.PriceFigure(cost), unit: message.PerUnit(cost.Unit),
		buys: emptyCell, paid: message.PaidFigure(cost.PaidAverage, c.state.Estimated()), used: emptyCell, recent: emptyCell,
	}
	if cost.Changed {
		cells.unit = strings.TrimSpace(changeMark(cost) + " " + cells.unit)
	}
	if buys, ok := message.Affordable(cost, c.state.Account.Value.Credits); ok && c.state.Account.Loaded {
		cells.buys = buys
	}
	if cells.paid == "" {
		cells.paid = emptyCell
	}
	if cost.Uses > 0 {
		cells.used = format.Count(int(cost.Uses))
	}
	if recent := c.state.Costs.Value.UseOf(cost).Recent; recent != 0 {
		cells.recent = message.PaidFigure(recent, c.state.Estimated())
	}
	return cells
}

// changeMark compares today's price with the one that the account paid last: "▼" is
// cheaper, "▲" dearer or not known.
func changeMark(cost insight.Cost) string {
	if perGeneration, ok := cost.PerGeneration(); ok && cost.Unit == "" && perGeneration < cost.LastPaid {
		return "▼"
	}
	return "▲"
}

// heading is the line of column titles.
func (w costColumns) heading() string {
	return w.line("", "TOOL · MODEL", widget.PadLeft("PRICE", w.prices.Width()), "", "BALANCE BUYS", "YOU PAID", "USED", "90 DAYS")
}

// line lays out the cells of a row.
func (w costColumns) line(marker, name, price, unit, buys, paid, used, recent string) string {
	gap := strings.Repeat(" ", w.gap)
	line := widget.PadRight(marker, markerWidth) + widget.PadRight(name, w.name) + gap + price
	if w.unit > 0 {
		line += " " + widget.PadRight(unit, w.unit)
	}
	for _, cell := range []struct {
		text  string
		width int
	}{{buys, w.buys}, {paid, w.paid}, {used, w.used}, {recent, w.recent}} {
		if cell.width > 0 {
			line += gap + widget.PadLeft(cell.text, cell.width)
		}
	}
	return line
}

func (c *Costs) row(w costColumns, i int) string {
	cells := c.cells(c.shown[i])
	marker := ""
	if i == c.list.Cursor {
		marker = "▸"
	}
	line := w.line(marker, cells.name, w.prices.Set(cells.price, w.prices.Width()), cells.unit, cells.buys, cells.paid, cells.used, cells.recent)
	if i == c.list.Cursor {
		return c.theme.Selected.Render(line)
	}
	return line
}

// below are the lines under the list: the sum of the quantities, or facts about the model under
// the cursor.
func (c *Costs) below() []string {
	room := 1
	switch {
	case c.height >= 26:
		room = 5
	case c.height >= 16:
		room = 3
	}
	lines := c.basketLines()
	if lines == nil {
		lines = c.aboutLines(room)
	}
	if c.quantity.Value() != "" || c.typing == &c.quantity {
		room = max(room, min(len(lines), max(c.height/2, 1))) // the sum of the quantities is what the user asked for
	}
	lines = append([]string{""}, lines...)
	if len(lines) > room+1 {
		lines = append(lines[:room], widget.Truncate(lines[room]+" …", c.inner()))
	}
	for len(lines) < room+1 {
		lines = append(lines, "")
	}
	return lines
}

// cutAtWord is a line with an ellipsis behind as many of its words as fit.
func cutAtWord(line string, width int) string {
	words := widget.Wrap(line, width-2)
	if len(words) == 0 { // no room for one letter
		return widget.Truncate(line, max(width, 0))
	}
	return words[0] + " …"
}

// basketLines are the quantities, their total cost, and the credits left or missing; nil where
// none were typed.
func (c *Costs) basketLines() []string {
	width := min(c.inner(), 100)
	switch {
	case c.problem != "":
		return paintAll(c.theme.Muted, c.theme.Wrap(c.problem, width))
	case c.typing == &c.quantity && c.basket == nil:
		return paintAll(c.theme.Muted, c.theme.Wrap("It takes "+insight.BasketHelp+".", width))
	case c.basket == nil:
		return nil
	}
	names, figures := 0, widget.Decimals{}
	texts := make([][2]string, 0, len(c.basket.Items)+1)
	for _, item := range c.basket.Items {
		texts = append(texts, [2]string{message.BasketItem(item), message.BasketCredits(item)})
	}
	if len(c.basket.Items) > 1 {
		texts = append(texts, [2]string{"together", message.BasketTotal(*c.basket)})
	}
	for _, text := range texts {
		names, figures = max(names, widget.Width(text[0])), grown(figures, text[1])
	}
	_, from := c.state.PackOffers()
	outcome := message.BasketOutcome(*c.basket, c.state.Account.Value.Credits)
	if c.basket.Missing > 0 {
		outcome += " " + c.packs
	}
	if note := message.EnteredPrices(c.state.EnteredPrices(), from, c.state.Now, c.state.Location); note != "" && c.basket.Missing > 0 {
		outcome += " " + note
	}
	lines := c.theme.Wrap(outcome, width)
	for _, text := range texts {
		lines = append(lines, c.theme.Muted.Render("  "+widget.PadRight(text[0], min(names, max(width-figures.Width()-5, 0)))+"   "+figures.Set(text[1], figures.Width())))
	}
	return lines
}

func grown(d widget.Decimals, text string) widget.Decimals {
	d.Grow(text)
	return d
}

// aboutLines are facts about the model under the cursor, with as many of the tool's other
// models as fit into a number of lines.
func (c *Costs) aboutLines(room int) []string {
	cost, ok := c.current()
	if !ok {
		return nil
	}
	costs := c.state.Costs.Value
	name := model.Clean(cost.Model)
	paid := message.CostPaid(cost, c.state.Estimated(), c.state.Now, c.state.Location)
	if c.inner() < 70 {
		paid = message.CostPaidShort(cost, c.state.Estimated())
	}
	wrapped := func(sentence string) []string { return c.theme.Wrap(sentence, min(c.inner(), 112)) }
	lines := wrapped(name + "   " + paid)
	if changed := message.CostChanged(cost, costs.PricesOf(cost), c.state.Now, c.state.Location); changed != "" {
		lines = append(lines, wrapped(changed)...)
	}
	others := insight.Alternatives(cost, costs.Models)
	for named := len(others); named >= 0 && len(others) > 0; named-- {
		if text := wrapped(message.CostAlternatives(cost, others, named)); named == 0 || len(lines)+len(text) <= room {
			lines = append(lines, text...)
			break
		}
	}
	if missing := missingPrices(costs.Missing); missing != "" {
		lines = append(lines, wrapped(missing)...)
	}
	if len(lines) > room {
		lines = append(lines[:room-1], cutAtWord(lines[room-1], c.inner()))
	}
	return paintAll(c.theme.Muted, lines)
}

// missingPrices names the tools whose prices could not be read.
func missingPrices(tools []string) string {
	if len(tools) == 0 {
		return ""
	}
	return fmt.Sprintf("The prices of these tools could not be read: %s.", strings.Join(tools, ", "))
}
