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
)

// Plans is the pane of the plan matrix: plans as columns, prices and features as rows, the
// account's own plan marked.
type Plans struct {
	base
	page     pager
	cursor   int            // the chosen column
	moved    bool           // the user chose the column
	interval model.Interval // chosen by the user; empty: the subscription's
	days     int            // index into adviceRanges, for the history's use
	useDays  int            // the same for an entered use
	use      model.Credits  // monthly use that plans are compared for; unknown: that of the history
	useMark  string         // of that use, if it is estimated or a lower bound
}

func newPlans(b base) Pane { return &Plans{base: b, days: 1, use: model.UnknownCredits} }

// SetState sets the state; the cursor is on the account's plan until the user moves it.
func (p *Plans) SetState(s *data.State) {
	p.base.SetState(s)
	plans := p.plans()
	if !p.moved {
		p.cursor = slices.IndexFunc(plans, func(plan model.Plan) bool { return plan.Slug == s.PlanSlug() })
	}
	p.cursor = max(min(p.cursor, len(plans)-1), 0)
	p.layout()
}

// SetSize sets the size of the body in cells.
func (p *Plans) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.layout()
}

// plans are the plans that are shown: with prices entered by the user where the server has
// none.
func (p *Plans) plans() []model.Plan {
	plans, _ := p.offers()
	return plans
}

func (p *Plans) offers() ([]model.Plan, model.Provenance) {
	return p.state.EnteredPrices().OfPlans(p.served(), p.state.Plans.Provenance)
}

// served are the plans in the server's order, or those of the product page where it serves
// none. The chosen plan is one of these.
func (p *Plans) served() []model.Plan {
	if p.state.Plans.Loaded && !p.state.Plans.Available() {
		return model.DocumentedPlans()
	}
	return p.state.Plans.Value
}

// documented reports whether prices and credits are on the website only.
func (p *Plans) documented() bool {
	_, from := p.offers()
	return p.unpriced() && from != model.Entered
}

// unpriced reports whether the server has no prices, so that the user may enter them.
func (p *Plans) unpriced() bool {
	return p.state.Plans.Loaded && p.state.Plans.Provenance != model.Billed
}

// intervals are the billing intervals that plans are sold by, month and year first.
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

// shown is the interval whose prices are shown: the chosen one, else the subscription's, else
// the first that is sold.
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

// after is the interval that its key switches to; empty where there is only one.
func (p *Plans) after() model.Interval {
	sold := p.intervals()
	if len(sold) < 2 {
		return ""
	}
	return sold[(slices.Index(sold, p.shown())+1)%len(sold)]
}

// Key moves between plans, switches between month and year, and opens the card of a plan
// change.
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
		days := p.adviceRange()
		*days = cycle(*days, len(adviceRanges), keymap.Way(msg, p.keys.UseRange, -1) < 0)
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

// chosen is the plan under the cursor as the server sells it: a price entered by the user never
// reaches a checkout.
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

// Help returns the key bindings for the footer.
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

// widePlans is the height from which the account's plan stands above the matrix, with empty
// lines between the parts.
const widePlans = 24

// lowPlans is the height below which figures come first, and two marks take one line.
const lowPlans = 14

// head are the lines that do not scroll.
func (p *Plans) head(m planTable) []string {
	var lines []string
	if p.height >= widePlans && p.state.Account.Loaded {
		lines = append(lines, p.standing())
	}
	if verdict := p.verdict(); verdict != "" {
		lines = append(lines, paintAll(p.theme.Text, p.theme.Wrap(verdict, p.inner()))...)
	}
	if p.height >= widePlans && len(lines) > 0 {
		lines = append(lines, "")
	}
	return append(lines, m.heading()...)
}

// standing is the account's plan and its state in one line.
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
		mark, fits := planMark(p.state, plan, p.shown()), p.fits(plan)
		if p.height < lowPlans && mark != "" && fits != "" {
			return mark + " ★" // the verdict above says the rest
		}
		return strings.Trim(mark+"\n"+fits, "\n")
	})
	m.toggle = keymap.First(p.keys.Interval)
	return m
}

// body are the lines that scroll.
func (p *Plans) body(m planTable) []string {
	roomy := p.height >= widePlans
	bestFor := m.row("Best for", func(plan model.Plan) string { return plan.BestFor })
	var lines []string
	if p.height >= lowPlans {
		lines = bestFor
	}
	if roomy {
		lines = append(lines, "")
	}
	if p.documented() {
		lines = append(lines, paintAll(p.theme.Accent, p.theme.Wrap(p.keys.Say(pricesOnSite), p.inner()))...)
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
	if p.height < lowPlans {
		lines = append(lines, bestFor...)
	}
	lines = append(lines, m.features(roomy)...)
	if roomy {
		lines = append(lines, "")
	}
	for _, text := range p.remarks() {
		lines = append(lines, paintAll(p.theme.Muted, p.theme.Wrap(text, p.inner()))...)
	}
	return lines
}

// pricesOnSite is shown where the product page has no prices.
const pricesOnSite = "Visit app.artificialstudio.ai/pricing for current plan prices and credit amounts ({open_in_browser} opens it). {enter_price} enters what it shows."

// enteredRow says for each plan when its price was entered; nothing where the server has
// prices.
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

// remarks are the lines below the matrix.
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

// layout works out the lines that scroll after a change.
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

// absent is the body without plans.
func (p *Plans) absent() string {
	switch plans := p.state.Plans; {
	case plans.Loaded:
		return p.note("This server lists no plans.", "The pricing page on the website has them.", "", "{open_in_browser} opens it.")
	case plans.Err != nil:
		return p.note("The plans could not be read.", plans.Err.Error(), "", "{refresh} tries again. {open_in_browser} opens the pricing page.")
	}
	return p.note("Reading the plans …", "Names, prices and features, side by side.")
}

// planMark is the label of the account's own or pending plan, "" for others. Where the prices
// shown are of another interval than the one paid, it names that too.
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
