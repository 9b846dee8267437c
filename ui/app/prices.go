package app

import (
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// typedPrices reads and stores the prices that the user entered, and reports once how
// the server's differ.
type typedPrices struct {
	*core
	over     *overlay.EnterPrice
	compared *data.Prices // those last compared with the server's
}

// Update reads the stored prices when a session begins and when the focus returns, and
// compares them.
func (p *typedPrices) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		*p = typedPrices{core: p.core}
		return p.read(), false
	case focusGained:
		return p.read(), false
	case updated:
		return p.compare(), false
	case pricesRead:
		return p.take(msg), true
	case pricesDiffer:
		return p.announce(msg.text, false), true
	}
	return nil, false
}

// Do shows the price card, and stores what was entered.
func (p *typedPrices) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.EnterPrice:
		p.over = overlay.NewEnterPrice(intent.Kind, intent.Slug, p.state.EnteredPrices())
		p.push(p.over)
		return nil, true
	case data.SetPrices:
		return p.keep(intent), true
	}
	return nil, false
}

// pricesRead carries the stored prices.
type pricesRead struct {
	prices   model.EnteredPrices
	problems []settings.Problem
	kept     string // the confirmation where the user has just entered them
	err      error
	at       int
}

func (r pricesRead) epoch() int { return r.at }

func (p *typedPrices) read() tea.Cmd {
	if !p.open {
		return nil
	}
	file, result := p.Prices, pricesRead{at: p.epoch}
	return func() tea.Msg {
		result.prices, result.problems, result.err = settings.ReadPrices(file)
		return result
	}
}

// keep stores the entered prices.
func (p *typedPrices) keep(intent data.SetPrices) tea.Cmd {
	if !p.open {
		return nil
	}
	file, host, result, today := p.Prices, p.state.Identity.Host, pricesRead{at: p.epoch}, p.state.Today()
	change := func(prices *model.EnteredPrices) error {
		if plan := intent.Plan; plan != nil {
			prices.SetPlan(model.EnteredPlan{Plan: *plan, On: today})
		}
		if pack := intent.Pack; pack != nil {
			prices.SetPack(model.EnteredPack{Pack: *pack, On: today})
		}
		return nil
	}
	result.kept = message.PriceKept(intent.Plan, intent.Pack)
	return func() tea.Msg {
		result.prices, result.err = settings.ChangePrices(file, host, change)
		return result
	}
}

// take applies the stored prices.
func (p *typedPrices) take(msg pricesRead) tea.Cmd {
	if msg.err != nil {
		p.notifyError("The prices that you entered: " + message.PlainError(msg.err) + ".")
		return p.noticeTimer()
	}
	if fresh := (&data.Prices{EnteredPrices: msg.prices}); p.state.Prices.Value == nil || !msg.prices.Equal(p.state.EnteredPrices()) {
		p.state.Prices.Set(fresh, model.Entered, p.options.Now())
		p.publishState()
	}
	switch {
	case msg.kept != "":
		p.notify(msg.kept)
		if p.overlays.OnTop(p.over) {
			p.pop()
		}
	case len(msg.problems) > 0:
		p.notifyError(msg.problems[0].String())
	default:
		return nil
	}
	return p.noticeTimer()
}

// pricesDiffer carries how the server's prices differ.
type pricesDiffer struct {
	text string
	at   int
}

func (d pricesDiffer) epoch() int { return d.at }

// compare reports once how the server's prices differ from the entered ones, once both
// are known and no other notice is shown.
func (p *typedPrices) compare() tea.Cmd {
	s := &p.state
	id, typed := s.Account.Value.ID, s.Prices.Value
	told := func(loaded, cached bool, from model.Provenance) bool {
		return loaded && !cached && from == model.Billed
	}
	if !p.open || id == "" || typed == nil || typed == p.compared || p.unfocused || p.news.text != "" ||
		!told(s.Plans.Loaded, s.Plans.Cached, s.Plans.Provenance) || !told(s.Packs.Loaded, s.Packs.Cached, s.Packs.Provenance) {
		return nil
	}
	p.compared = typed
	visits, plans, packs, now, zone, result := p.Visits, s.Plans.Value, s.Packs.Value, s.Now, s.Location, pricesDiffer{at: p.epoch}
	return func() tea.Msg {
		result.text = message.PriceDifferences(data.NewPriceDifferences(visits, id, typed.EnteredPrices, plans, packs), now, zone)
		if result.text == "" {
			return nil
		}
		return result
	}
}
