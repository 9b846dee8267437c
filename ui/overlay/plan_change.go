package overlay

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

// PlanChange is the card of a change of plan: what it means, and whether it goes through
// checkout, billing portal or contact.
type PlanChange struct {
	base
	plan     model.Plan
	interval model.Interval
}

// NewPlanChange makes the overlay.
func NewPlanChange(plan model.Plan, interval model.Interval) *PlanChange {
	return &PlanChange{plan: plan, interval: interval}
}

func (c *PlanChange) change() model.Change {
	return model.PlanChange(c.state.Subscription.Value, c.state.Plans.Value, c.plan, c.interval)
}

// way names what enter does.
func (c *PlanChange) way() string {
	switch c.change().Way {
	case model.ByCheckout:
		return "go on to the confirmation"
	case model.ByPortal:
		if c.state.Plans.Provenance != model.Billed { // plans are changed in the portal
			return "open your account page"
		}
		return "open the billing portal"
	case model.ByContact:
		return "contact sales on the website"
	case model.ByPricing:
		return "open the pricing page"
	}
	return ""
}

// Help returns the key bindings that are active here.
func (c *PlanChange) Help() []key.Binding {
	way := c.way()
	if way == "" {
		return []key.Binding{c.keys.Back}
	}
	return []key.Binding{keymap.As(c.keys.Choose, way), c.keys.Back}
}

// Key continues, or closes the card.
func (c *PlanChange) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, c.keys.Back, c.keys.Quit):
		return data.Close{}
	case key.Matches(msg, c.keys.Choose):
		return c.proceed()
	}
	c.scroll(msg)
	return nil
}

func (c *PlanChange) proceed() data.Intent {
	switch c.change().Way {
	case model.ByCheckout:
		return data.Buy{Item: model.Item{Kind: model.KindPlan, Slug: c.plan.Slug, Interval: c.interval, Name: c.plan.Name, Credits: c.plan.CreditsPerMonth}}
	case model.ByPortal:
		return data.ManageBilling{Plan: c.plan.Slug}
	case model.ByContact:
		return data.OpenURL{Address: c.plan.ContactURL, What: "the contact page for " + c.plan.Name}
	case model.ByPricing:
		return data.OpenWebsite{}
	}
	return nil
}

// View draws the changes.
func (c *PlanChange) View() (string, *tea.Cursor) {
	change := c.change()
	title := c.plan.Name
	if change.Kind == model.ChangeCancel {
		title = "Cancel " + model.PlanName(string(c.state.Subscription.Value.Plan)) + "?"
	} else if from, ok := c.state.Plan(); ok && from.Slug != c.plan.Slug {
		title = c.state.PlanName() + " → " + c.plan.Name
	}
	lines := joined(
		c.text(c.theme.Text, c.summary(change)),
		c.facts(change),
		c.gained(change),
		c.features("You give up", change.Lost),
		c.creditsLines(change),
	)
	return c.wholeCard(title, lines, c.Help(), 0), nil
}

// creditsLines says what happens to the credits.
func (c *PlanChange) creditsLines(change model.Change) []string {
	balance := format.Credits(c.state.Account.Value.Credits)
	switch change.Kind {
	case model.ChangeCancel:
		return c.text(c.theme.Muted, "Credits never expire. No new ones come, and nothing more is charged.")
	case model.ChangeUpgrade, model.ChangeSubscribe:
		return c.text(c.theme.Muted, "Credits never expire: the new ones come on top of your "+balance+".")
	}
	return c.text(c.theme.Muted, "Credits never expire: your "+balance+" stay.")
}

func (c *PlanChange) summary(change model.Change) string {
	s := c.state
	text := message.Change(change, s.Subscription.Value, c.plan, c.interval, s.Account.Value.Credits, s.Now, s.Location)
	switch change.Kind {
	case model.ChangeSubscribe, model.ChangeUpgrade, model.ChangeInterval:
		return text + c.checkoutWords(change)
	}
	return text
}

func (c *PlanChange) checkoutWords(change model.Change) string {
	if change.Way == model.ByPricing {
		return " This server sells no plans itself; the pricing page does, in your browser."
	}
	return " You confirm here and pay in your browser."
}

func (c *PlanChange) facts(change model.Change) []string {
	var lines []string
	if price, ok := c.plan.Price(c.interval); ok {
		lines = append(lines, c.field("Price", price.String()+" "+format.Per(c.interval))...)
	}
	if c.plan.CreditsPerMonth != nil {
		now := ""
		if from, ok := c.state.Plan(); ok && from.CreditsPerMonth != nil && from.Slug != c.plan.Slug {
			now = " (now " + format.Amount(*from.CreditsPerMonth) + ")"
		}
		lines = append(lines, c.field("Each month", format.Credits(*c.plan.CreditsPerMonth)+now)...)
	}
	if change.Effective == model.EffectivePeriodEnd && !change.At.IsZero() {
		return append(lines, c.field("Takes effect", format.Date(change.At.Time, c.state.Now, c.state.Location))...)
	}
	if change.Way == model.ByCheckout {
		lines = append(lines, c.field("Takes effect", "at once, when it is paid")...)
	}
	return lines
}

// gained are the features that the plan adds; all of them for a first plan.
func (c *PlanChange) gained(change model.Change) []string {
	if change.Kind != model.ChangeSubscribe {
		return c.features("You gain", change.Gained)
	}
	return c.features("It includes", slices.DeleteFunc(slices.Clone(c.plan.Features), func(f model.Feature) bool { return !f.Included }))
}

func (c *PlanChange) features(title string, features []model.Feature) []string {
	if len(features) == 0 {
		return nil
	}
	labels := make([]string, len(features))
	for i, feature := range features {
		labels[i] = feature.Label
	}
	return c.field(title, strings.Join(labels, ", "))
}
