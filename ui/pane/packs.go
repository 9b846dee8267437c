package pane

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Packs is the pane of credit packs: the credits of each, how many an amount of money buys, and
// the balance after buying it.
type Packs struct {
	base
	list  widget.ListView
	moved bool // the user has moved the cursor
}

func newPacks(b base) Pane { return &Packs{base: b} }

// Sentences of the product page, word for word (credits-and-pricing: Buy extra credits, and the
// question about payment methods).
const (
	packsStack   = "Extra credits stack on top of your monthly allowance and never expire."
	packsAnytime = "Already on a plan but need more? You can purchase additional credit packs anytime."
	packsOnSite  = "Go to app.artificialstudio.ai/pricing while signed in to see available credit packs."
	paymentWords = "All major credit cards (Visa, MasterCard, American Express) through Stripe. Your card information is never stored on Artificial Studio servers."
)

// SetState sets the state, and keeps the cursor within the packs.
func (p *Packs) SetState(s *data.State) {
	p.base.SetState(s)
	p.list.SetCount(len(p.packs()))
	p.chooseEnough()
	p.layout()
}

// SetSize sets the size of the body in cells.
func (p *Packs) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.layout()
}

// packs are the packs that are shown: those with prices entered by the user where the server
// sells none.
func (p *Packs) packs() []model.Pack {
	packs, _ := p.state.PackOffers()
	return packs
}

// onWebsite reports whether packs are sold on the pricing page only.
func (p *Packs) onWebsite() bool { return p.state.Packs.Loaded && !p.state.Packs.Available() }

var pricingPage = data.OpenURL{Address: model.PricingPage, What: "the pricing page"}

// Key moves over the packs and asks to buy one.
func (p *Packs) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	packs := p.packs()
	switch {
	case key.Matches(msg, p.keys.OpenInBrowser):
		return pricingPage, true
	case key.Matches(msg, p.keys.WhatIf):
		return data.ShowWhatIf{}, true
	case key.Matches(msg, p.keys.EnterPrice) && p.onWebsite():
		intent := data.EnterPrice{Kind: model.KindPack}
		if len(packs) > 0 {
			intent.Slug = packs[p.list.Cursor].Slug
		}
		return intent, true
	case key.Matches(msg, p.keys.Open) && p.onWebsite() && p.state.ReadOnly:
		return pricingPage, true
	case key.Matches(msg, p.keys.Open) && p.onWebsite():
		return data.OpenWebsite{}, true
	case key.Matches(msg, p.keys.Open) && len(packs) > 0:
		pack := p.state.Packs.Value[p.list.Cursor]
		credits := pack.Credits
		return data.Buy{Item: model.Item{Kind: model.KindPack, Slug: pack.Slug, Name: pack.Name, Credits: &credits}}, true
	}
	moves := p.move(&p.list, msg)
	p.moved = p.moved || moves
	p.layout()
	return nil, moves
}

// Help returns the key bindings for the footer.
func (p *Packs) Help() []key.Binding {
	if p.onWebsite() {
		bindings := []key.Binding{keymap.As(p.keys.Open, "open the pricing page"), p.keys.EnterPrice}
		if len(p.packs()) > 0 {
			bindings = append([]key.Binding{keymap.Pair("move", p.keys.Up, p.keys.Down)}, append(bindings, p.keys.WhatIf)...)
		}
		return bindings
	}
	if len(p.packs()) == 0 {
		return []key.Binding{keymap.As(p.keys.OpenInBrowser, "pricing page")}
	}
	buy := keymap.As(p.keys.Open, "buy")
	buy.SetEnabled(p.keys.Buy.Enabled())
	return []key.Binding{keymap.Pair("move", p.keys.Up, p.keys.Down), buy, p.keys.WhatIf, keymap.As(p.keys.OpenInBrowser, "pricing page")}
}

// below are the lines under the list, as many as fit.
func (p *Packs) below() []string {
	width := min(p.inner(), 76)
	lines := append(p.set(), "")
	lines = append(lines, p.theme.Wrap(p.outcome(), width)...)
	texts := p.texts(packsStack, packsAnytime, paymentWords)
	if beside := p.plansBeside(); beside != "" {
		texts = append([]string{beside}, texts...)
	}
	for i, text := range texts {
		wrapped := paintAll(p.theme.Muted, p.theme.Wrap(text, width))
		if p.height >= 17 {
			wrapped = append([]string{""}, wrapped...)
		}
		if (i > 0 || p.height < 17) && len(p.above())+min(len(p.packs()), 4)+len(lines)+len(wrapped) > p.height {
			break
		}
		lines = append(lines, wrapped...)
	}
	return lines
}

// title is the title of the list.
func (p *Packs) title() string {
	title := "Buy extra credits"
	if p.state.ReadOnly {
		title = "Extra credits"
	}
	return p.theme.Strong.Render(title)
}

// texts are a sentence about packs and, where they can be bought, those about buying.
func (p *Packs) texts(about string, buying ...string) []string {
	if p.state.ReadOnly {
		return []string{about}
	}
	return append([]string{about}, buying...)
}

// set is the row of the set of packs that is enough, where it takes more than one of them.
func (p *Packs) set() []string {
	if set, several := p.together(); several {
		return []string{p.row(p.columns(), set, false)}
	}
	return nil
}

// outcome says what buying the pack under the cursor would do.
func (p *Packs) outcome() string {
	packs := p.packs()
	if len(packs) == 0 {
		return ""
	}
	if waiting := underWay(p.state); waiting != "" {
		return p.keys.Say(waiting)
	}
	pack := packs[p.list.Cursor]
	entered := ""
	if typed, is := p.state.EnteredPrices().Pack(pack.Slug); is && p.onWebsite() {
		entered = ", " + message.EnteredOn(typed.On, typed.On, p.state.Now, p.state.Location)
	}
	text := fmt.Sprintf("%s: %s for %s%s.", packName(pack), format.Credits(pack.Credits), pack.Price, entered)
	if balance := p.state.Account.Value.Credits; p.state.Account.Loaded {
		if after, err := balance.Add(pack.Credits); err == nil {
			text += fmt.Sprintf(" Your balance goes from %s to %s.", format.Amount(balance), format.Amount(after))
		}
	}
	text += p.lastsWith(pack)
	if entered != "" {
		text += p.keys.Say(" It is sold on the pricing page ({open}).")
	}
	return text
}

func packName(pack model.Pack) string {
	if pack.Name != "" {
		return pack.Name
	}
	return pack.Slug
}

// layout works out the height of the list after a change.
func (p *Packs) layout() { p.list.SetSize(max(p.height-len(p.below())-len(p.above()), 1)) }

// above are the lines over the list: the credits needed or a description, and the column
// titles.
func (p *Packs) above() []string {
	var lines []string
	if need := p.need(); need != "" {
		lines = paintAll(p.theme.Strong, p.theme.Wrap(need, min(p.inner(), 100)))
	} else if p.height >= 17 {
		lines = []string{p.title()}
	}
	if p.height >= 17 {
		lines = append(lines, "")
	}
	return append(lines, p.theme.Title.Render(p.columns().heading()))
}

// View draws the pane.
func (p *Packs) View() (string, *tea.Cursor) {
	packs := p.state.Packs
	switch {
	case p.onWebsite() && len(p.packs()) == 0:
		return p.website(), nil
	case packs.Loaded && len(p.packs()) == 0:
		return p.note("There are no credit packs to buy now.", packsOnSite, "", "{open_in_browser} opens the pricing page."), nil
	case !packs.Loaded && packs.Err != nil:
		return p.note("The credit packs could not be read.", packs.Err.Error(), "", "{refresh} tries again. {open_in_browser} opens the pricing page."), nil
	case !packs.Loaded:
		return p.note("Reading the credit packs …", packsStack), nil
	}
	c, lines, offers := p.columns(), p.above(), p.offers()
	from, to := p.list.Visible()
	for i := from; i < to; i++ {
		lines = append(lines, p.row(c, offers[i], i == p.list.Cursor)+p.theme.Faint.Render(p.list.Scrollbar(i-from)))
	}
	return p.block(append(lines, p.below()...)), nil
}

// website is the body where the server sells no packs: the product page's sentence, and one
// entry that opens the pricing page.
func (p *Packs) website() string {
	lines := []string{p.title(), ""}
	lines = append(lines, p.theme.Wrap(packsOnSite+p.keys.Say(" {enter_price} enters what it shows."), min(p.inner(), 76))...)
	lines = append(lines, "", p.theme.Selected.Render(widget.PadRight("▸ Open the pricing page", min(p.inner(), 40))))
	for _, text := range p.texts(packsStack, paymentWords) {
		wrapped := p.theme.Wrap(text, min(p.inner(), 76))
		if len(lines)+1+len(wrapped) > p.height {
			break
		}
		lines = append(append(lines, ""), paintAll(p.theme.Muted, wrapped)...)
	}
	return p.block(lines)
}

// ratesOf compares plans and packs by one amount of money.
func ratesOf(s *data.State) model.Rates {
	plans, _ := s.PlanOffers()
	packs, _ := s.PackOffers()
	return model.NewRates(plans, packs, s.ComparePer)
}

// packColumns are the widths of the columns.
type packColumns struct {
	name, credits, price, rate, after, lasts, likely, mark, gap int // lasts and likely are 0 where they are not known or do not fit
	afters                                                      widget.Decimals
	unit                                                        string // the amount of money that rates are for
}

// columns fits the widths to the packs; wide terminals get wider gaps.
func (p *Packs) columns() packColumns {
	c := packColumns{name: len("PACK"), credits: len("CREDITS"), price: len("PRICE"), after: len("AFTER")}
	rates := ratesOf(p.state)
	c.unit = strings.ToUpper(p.theme.Spell(message.RateUnit(rates)))
	c.rate = widget.Width(c.unit)
	offers := p.offers()
	if set, several := p.together(); several {
		offers = append(offers, set)
	}
	for _, o := range offers {
		c.name = max(c.name, widget.Width(packName(o.Pack)))
		c.credits = max(c.credits, widget.Width(format.Amount(o.Credits)))
		c.price = max(c.price, widget.Width(p.theme.Spell(o.Price.String())))
		c.rate = max(c.rate, widget.Width(p.theme.Spell(message.Rate(rates, o.Value()))))
		c.afters.Grow(p.after(o.Pack))
		c.mark = max(c.mark, widget.Width(o.mark))
		c.lasts, c.likely = max(c.lasts, widget.Width(o.lasts)), max(c.likely, widget.Width(o.likely))
	}
	c.after = max(c.after, c.afters.Width())
	c.name = min(c.name, 30)
	cells := func() int {
		return markerWidth + c.name + c.credits + c.price + c.rate + c.after + c.lasts + c.likely + c.mark
	}
	gaps, lasts, likely := 5, c.lasts, c.likely
	c.lasts, c.likely = 0, 0
	if lasts > 0 && p.inner() >= 76 {
		c.lasts, gaps = max(lasts, len("LASTS")), gaps+1
	}
	titled, wide := max(c.lasts, len(lastsTitle)), max(likely, len(likelyTitle))
	if c.lasts > 0 && cells()-c.lasts+titled+wide+2*(gaps+1) <= p.inner() {
		c.lasts, c.likely, gaps = titled, wide, gaps+1
	}
	for _, long := range []struct {
		width *int
		title string
	}{{&c.rate, "CREDITS " + c.unit}, {&c.lasts, lastsTitle}, {&c.after, "BALANCE AFTER"}} {
		if more := max(widget.Width(long.title)-*long.width, 0); *long.width > 0 && p.inner() >= 76 && cells()+more+2*gaps <= p.inner() {
			*long.width += more
		}
	}
	c.gap = max(min((p.inner()-cells())/gaps, 6), 1)
	over := func() int { return max(cells()+gaps*c.gap-p.inner(), 0) }
	for _, cell := range []struct {
		width *int
		least int
	}{{&c.name, 8}, {&c.price, 10}, {&c.name, 6}} {
		*cell.width = max(*cell.width-over(), min(cell.least, *cell.width))
	}
	if over() > 0 { // drop the column, as a cut sum would be another figure
		c.after = 0
	}
	c.mark = max(c.mark-over(), 0)
	return c
}

// heading is the line of column titles, shorter on narrow terminals.
func (c packColumns) heading() string {
	fitting := func(width int, long, short string) string {
		if widget.Width(long) > width {
			return short
		}
		return long
	}
	return c.line("", "PACK", "CREDITS", "PRICE", fitting(c.rate, "CREDITS "+c.unit, c.unit),
		widget.PadLeft(fitting(c.after, "BALANCE AFTER", "AFTER"), c.after), fitting(c.lasts, lastsTitle, "LASTS"), likelyTitle, "")
}

// The titles of the columns of days that the balance lasts until, 9 times out of 10 and 1 of 2.
const (
	lastsTitle  = "LASTS, 9 OF 10"
	likelyTitle = "1 OF 2"
)

// line lays out the cells of a row.
func (c packColumns) line(marker, name, credits, price, rate, after, lasts, likely, mark string) string {
	cells := []string{
		widget.PadRight(marker, markerWidth) + widget.PadRight(name, c.name), widget.PadLeft(credits, c.credits),
		widget.PadLeft(price, c.price), widget.PadLeft(rate, c.rate), after,
	}
	if c.lasts > 0 {
		cells = append(cells, widget.PadRight(lasts, c.lasts))
	}
	if c.likely > 0 {
		cells = append(cells, widget.PadRight(likely, c.likely))
	}
	return strings.Join(append(cells, widget.PadRight(mark, c.mark)), strings.Repeat(" ", c.gap))
}

func (p *Packs) row(c packColumns, o offered, selected bool) string {
	rate := p.theme.Spell(message.Rate(ratesOf(p.state), o.Value()))
	if rate == "" {
		rate = emptyCell
	}
	cells := func(marker, mark string) string {
		return c.line(marker, packName(o.Pack), format.Amount(o.Credits), p.theme.Spell(o.Price.String()), rate, c.afters.Set(p.after(o.Pack), c.after), o.lasts, o.likely, mark)
	}
	if selected {
		return p.theme.Selected.Render(cells("▸", o.mark))
	}
	return cells("", p.theme.Accent.Render(o.mark))
}

// after is the balance after buying a pack.
func (p *Packs) after(pack model.Pack) string {
	if !p.state.Account.Loaded {
		return emptyCell
	}
	after, err := p.state.Account.Value.Credits.Add(pack.Credits)
	if err != nil {
		return emptyCell
	}
	return format.Amount(after)
}
