package pane

import (
	"slices"
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

// Plans is the matrix of the product page: plans as columns, prices and features
// as rows, the account's own plan marked.
type Plans struct {
	base
	page     pager
	cursor   int            // the chosen column
	moved    bool           // a person chose the column
	interval model.Interval // that a person chose; empty: the subscription's
	days     int            // index into adviceRanges
	use      model.Credits  // in each month, that plans are compared for; unknown: that of the history
}

func newPlans(b base) Pane { return &Plans{base: b, days: 1, use: model.UnknownCredits} }

// SetState puts the cursor on the account's plan until a person moves it.
func (p *Plans) SetState(s *data.State) {
	p.base.SetState(s)
	plans := p.plans()
	if !p.moved {
		p.cursor = slices.IndexFunc(plans, func(plan model.Plan) bool { return plan.Slug == s.PlanSlug() })
	}
	p.cursor = max(min(p.cursor, len(plans)-1), 0)
	p.layout()
}

// SetSize gives the room.
func (p *Plans) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.layout()
}

// plans are those that are drawn: with the prices that a person has typed where the server tells
// none.
func (p *Plans) plans() []model.Plan {
	plans, _ := p.offers()
	return plans
}

func (p *Plans) offers() ([]model.Plan, model.Provenance) {
	return p.state.EnteredPrices().OfPlans(p.served(), p.state.Plans.Provenance)
}

// served are the plans in the order in which they were served, or those of the
// product page where nothing is. What is chosen is one of these.
func (p *Plans) served() []model.Plan {
	if p.state.Plans.Loaded && !p.state.Plans.Available() {
		return model.DocumentedPlans()
	}
	return p.state.Plans.Value
}

// documented reports whether prices and amounts are on the website only.
func (p *Plans) documented() bool {
	_, from := p.offers()
	return p.unpriced() && from != model.Entered
}

// unpriced reports whether the server tells no prices, so that a person may type them.
func (p *Plans) unpriced() bool {
	return p.state.Plans.Loaded && p.state.Plans.Provenance != model.Billed
}

// intervals are those that plans are sold by, months and years first.
func (p *Plans) intervals() []model.Interval {
	var sold []model.Interval
	for _, plan := range p.plans() {
		for _, price := range plan.Prices {
			if !slices.Contains(sold, price.Interval) {
				sold = append(sold, price.Interval)
			}
		}
	}
	rank := func(i model.Interval) int { return slices.Index([]model.Interval{"", model.Yearly, model.Monthly}, i) }
	slices.SortStableFunc(sold, func(a, b model.Interval) int { return rank(b) - rank(a) })
	return sold
}

// shown is the interval that prices are shown by: the one chosen, else the one
// that the account pays by, else the first that is sold.
func (p *Plans) shown() model.Interval {
	sold := p.intervals()
	for _, interval := range []model.Interval{p.interval, p.state.Subscription.Value.Interval} {
		if interval != "" && slices.Contains(sold, interval) {
			return interval
		}
	}
	if len(sold) > 0 {
		return sold[0]
	}
	return model.Monthly
}

// after is the interval that the key for it goes to; empty where there is only
// one.
func (p *Plans) after() model.Interval {
	sold := p.intervals()
	if len(sold) < 2 {
		return ""
	}
	return sold[(slices.Index(sold, p.shown())+1)%len(sold)]
}

// Key moves between plans, turns months into years, and asks what choosing the
// plan would mean.
func (p *Plans) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	switch {
	case key.Matches(msg, p.keys.Portal):
		return data.ManageBilling{}, true
	case key.Matches(msg, p.keys.OpenInBrowser):
		return data.OpenURL{Address: model.PricingPage, What: "the pricing page"}, true
	}
	plans := p.plans()
	if len(plans) == 0 {
		return nil, false
	}
	switch {
	case key.Matches(msg, p.keys.Left):
		p.choose(p.cursor - 1)
	case key.Matches(msg, p.keys.Right):
		p.choose(p.cursor + 1)
	case key.Matches(msg, p.keys.Interval):
		if next := p.after(); next != "" {
			p.interval = next
			p.layout()
		}
	case key.Matches(msg, p.keys.UseRange):
		p.days = cycle(p.days, len(adviceRanges), keymap.Way(msg, p.keys.UseRange, -1) < 0)
	case key.Matches(msg, p.keys.WhatIf):
		return data.ShowWhatIf{}, true
	case key.Matches(msg, p.keys.Back) && p.use.Known():
		p.use = model.UnknownCredits
	case key.Matches(msg, p.keys.Choose):
		return data.ShowPlan{Plan: p.chosen(), Interval: p.shown()}, true
	case key.Matches(msg, p.keys.EnterPrice) && p.unpriced():
		return data.EnterPrice{Kind: model.KindPlan, Slug: plans[p.cursor].Slug}, true
	default:
		return nil, p.scroll(&p.page, msg)
	}
	return nil, true
}

// chosen is the plan under the cursor as the server has it: no typed price may come near a
// checkout.
func (p *Plans) chosen() model.Plan {
	drawn := p.plans()[p.cursor]
	if plan, served := model.FindPlan(p.served(), drawn.Slug); served {
		return plan
	}
	return model.Plan{Slug: drawn.Slug, Name: drawn.Name, Rank: drawn.Rank}
}

func (p *Plans) choose(column int) {
	p.cursor, p.moved = max(min(column, len(p.plans())-1), 0), true
	p.layout()
}

// Help is the keys of the footer.
func (p *Plans) Help() []key.Binding {
	var bindings []key.Binding
	if len(p.plans()) > 0 {
		bindings = append(bindings, keymap.Pair("plan", p.keys.Left, p.keys.Right), p.keys.Choose)
	}
	if p.after() != "" {
		bindings = append(bindings, keymap.As(p.keys.Interval, "by the "+string(p.after())))
	}
	if _, ok := p.advised(); ok {
		bindings = append(bindings, keymap.As(p.keys.UseRange, "your range"), p.keys.WhatIf)
	}
	if p.page.last() > 0 {
		bindings = append(bindings, keymap.Pair("scroll", p.keys.Up, p.keys.Down))
	}
	bindings = append(bindings, portalKey(p.state, p.keys.Portal))
	if p.unpriced() {
		bindings = append(bindings, p.keys.EnterPrice)
	}
	return append(bindings, keymap.As(p.keys.OpenInBrowser, "pricing page"))
}

// widePlans is from how many lines the plan that the account has stands above
// the matrix, with empty lines between its parts.
const widePlans = 24

// head are the lines that stay while the rest scrolls.
func (p *Plans) head(m planTable) []string {
	var lines []string
	if p.height >= widePlans && p.state.Account.Loaded {
		lines = append(lines, p.standing())
	}
	if verdict := p.verdict(); verdict != "" {
		lines = append(lines, paintAll(p.theme.Text, widget.Wrap(verdict, p.inner()))...)
	}
	if p.height >= widePlans && len(lines) > 0 {
		lines = append(lines, "")
	}
	return append(lines, m.heading()...)
}

// standing is what the account has now, in one line.
func (p *Plans) standing() string {
	switch sub := p.state.Subscription.Value; {
	case sub.Status == model.StatusPastDue:
		return p.theme.Bad.Render(p.keys.Say("! The last payment failed. Update your card in the billing portal ({portal})."))
	case sub.Stalled():
		return p.theme.Bad.Render("! " + p.state.PlanName() + ": " + message.StatusWord(sub) + p.keys.Say(". See the billing portal ({portal}). No plan is sold on top of it."))
	}
	return p.theme.Strong.Render(planTitle(p.state))
}

func (p *Plans) table() planTable {
	m := newPlanTable(p.theme, p.plans(), ratesOf(p.state), p.cursor, p.inner(), func(plan model.Plan) string {
		return strings.Trim(planMark(p.state, plan, p.shown())+"\n"+p.fits(plan), "\n")
	})
	m.toggle = keymap.First(p.keys.Interval)
	return m
}

// body are the lines that scroll.
func (p *Plans) body(m planTable) []string {
	roomy := p.height >= widePlans
	lines := m.row("Best for", func(plan model.Plan) string { return plan.BestFor })
	if roomy {
		lines = append(lines, "")
	}
	if p.documented() {
		lines = append(lines, paintAll(p.theme.Accent, widget.Wrap(p.keys.Say(pricesOnSite), p.inner()))...)
	} else {
		lines = append(append(lines, m.prices(p.shown(), p.after())...), p.enteredRow(m)...)
	}
	if roomy {
		lines = append(lines, "")
	}
	if rows := p.adviceRows(m); len(rows) > 0 {
		if lines = append(lines, rows...); roomy {
			lines = append(lines, "")
		}
	}
	lines = append(lines, m.features(roomy)...)
	if roomy {
		lines = append(lines, "")
	}
	for _, text := range p.remarks() {
		lines = append(lines, paintAll(p.theme.Muted, widget.Wrap(text, p.inner()))...)
	}
	return lines
}

// pricesOnSite is what the product page says in the place of prices.
const pricesOnSite = "Visit app.artificialstudio.ai/pricing for current plan prices and credit amounts ({open_in_browser} opens it, {enter_price} enters what it shows)."

// enteredRow says of each plan when its price was typed; nothing where the server tells prices.
func (p *Plans) enteredRow(m planTable) []string {
	if _, from := p.offers(); from != model.Entered {
		return nil
	}
	return m.row("Entered by you", func(plan model.Plan) string {
		typed, is := p.state.EnteredPrices().Plan(plan.Slug)
		if !is {
			return emptyCell
		}
		return strings.TrimPrefix(message.EnteredOn(typed.On, typed.On, p.state.Now, p.state.Location), "entered by you ")
	})
}

// remarks stand below the matrix.
func (p *Plans) remarks() []string {
	remarks := []string{"All plans include access to every tool and model on the platform."}
	if p.documented() {
		return remarks
	}
	if _, from := p.offers(); from == model.Entered {
		return append(remarks, message.EnteredPrices(p.state.EnteredPrices(), from, p.state.Now, p.state.Location)+p.keys.Say(" What is bought is bought on the pricing page ({open_in_browser})."))
	}
	return append(remarks, "An upgrade takes effect at once; a downgrade at the start of the next billing cycle.")
}

// layout shares out the lines after a change.
func (p *Plans) layout() {
	m := p.table()
	p.page.layout(len(p.body(m)), nil, p.height-len(p.head(m)))
}

// View draws the pane.
func (p *Plans) View() (string, *tea.Cursor) {
	if len(p.plans()) == 0 {
		return p.absent(), nil
	}
	m := p.table()
	return p.block(append(p.head(m), p.visible(&p.page, p.body(m))...)), nil
}

// absent is the pane without plans.
func (p *Plans) absent() string {
	switch plans := p.state.Plans; {
	case plans.Loaded:
		return p.note("This server lists no plans.", "The pricing page on the website has them.", "", "{open_in_browser} opens it.")
	case plans.Err != nil:
		return p.note("The plans could not be read.", plans.Err.Error(), "", "{refresh} tries again. {open_in_browser} opens the pricing page.")
	}
	return p.note("Reading the plans …", "Names, prices and features, side by side.")
}

// planMark says what a plan is to the account: its own, the next one, or nothing. Where
// prices are shown by another interval than it is paid, it says that too.
func planMark(s *data.State, plan model.Plan, shown model.Interval) string {
	sub := s.Subscription.Value
	known := s.Subscription.Available() && s.Subscription.Provenance == model.Billed
	end := format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	switch {
	case known && sub.Subscribed() && sub.PendingPlan != "" && string(sub.PendingPlan) == plan.Slug:
		return "pending\nfrom " + end
	case plan.Slug != s.PlanSlug() || (known && !sub.Subscribed()):
		return ""
	case known && sub.Status == model.StatusPastDue:
		return "✓ yours\npayment failed"
	case known && sub.Stalled():
		return "yours\n" + message.StatusWord(sub)
	case known && (sub.CancelAtPeriodEnd || sub.PendingPlan != ""):
		return "✓ yours\nends " + end
	case known && sub.Trial():
		return "✓ yours\ntrial until " + end
	case known && sub.Interval != "" && sub.Interval != shown:
		return "✓ yours\npaid " + format.BillingInterval(sub.Interval)
	}
	return "✓ yours"
}
