package app

import (
	"regexp"
	"slices"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// themeCommands switch to another theme, with a preview while choosing.
func themeCommands() []overlay.Command {
	var commands []overlay.Command
	for _, name := range theme.Names() {
		commands = append(commands, overlay.Command{
			Name: "Theme " + name, Intent: data.UseTheme{Name: name}, Preview: data.UseTheme{Name: name, Preview: true},
			Keywords: "theme colours colors light dark contrast",
		})
	}
	return commands
}

// modelCommands show the details of a model's price, and its use.
func (p palette) modelCommands() []overlay.Command {
	var commands []overlay.Command
	costs := p.state.Costs.Value
	for _, cost := range costs.Models {
		commands = append(commands, overlay.Command{
			Name: "Price of " + message.CostName(cost), Keys: message.UnitPrice(cost), Intent: pane.ShowCost(costs, cost, p.activePane().Info().Number), Typed: true,
			Keywords: "cost costs models " + cost.MediaType,
		}, p.usageOf(cost))
	}
	return commands
}

// usageOf is the command that shows a model in Usage.
func (p palette) usageOf(cost insight.Cost) overlay.Command {
	return overlay.Command{
		Name: "Show " + message.CostName(cost) + " in Usage", Keys: p.keys.PaneKey(pane.UsageNumber), Typed: true,
		Intent: data.ShowUsage{Filter: "tool:" + cost.Tool + " model:" + cost.Model},
	}
}

var (
	quantityForm = regexp.MustCompile(`^\d`)
	filterForm   = regexp.MustCompile(`(^|\s)-?[a-z]+:\S`)
)

// read parses a text as an amount of work or a filter, and returns the commands for it.
func (p palette) read(text string) (commands []overlay.Command, note string) {
	switch {
	case quantityForm.MatchString(text):
		return p.quantities(text)
	case filterForm.MatchString(text):
		if _, err := history.Parse(text, p.state.Now, p.state.Location); err != nil {
			return nil, format.Sentence(err.Error())
		}
		return []overlay.Command{
			{Name: "Show the rows of " + text, Keys: p.inPane(pane.TransactionsNumber, p.keys.Filter), Intent: data.ShowRows{All: true, Filter: text}},
			{Name: "Show " + text + " in Usage", Keys: p.keys.PaneKey(pane.UsageNumber), Intent: data.ShowUsage{Filter: text}},
		}, ""
	}
	return nil, ""
}

// quantities are commands that show the cost of amounts of work, and the models that do
// it.
func (p palette) quantities(text string) (commands []overlay.Command, note string) {
	costs := p.state.Costs
	if !costs.Loaded && costs.Err == nil {
		return nil, "Reading the prices …"
	}
	whatIf, err := p.whatIf(text)
	if err != nil {
		return nil, format.Sentence(err.Error())
	}
	basket, err := insight.ParseBasket(text, costs.Value.Models, p.state.Account.Value.Credits)
	if err != nil { // credits, or more than amounts of work
		return []overlay.Command{whatIf}, ""
	}
	whole := message.Work(basket.Items, message.BasketWork)
	commands = append(commands, overlay.Command{Name: whole, Keys: message.BasketShort(basket), Intent: data.ShowQuantities{Text: text}}, whatIf)
	var seen []insight.Cost
	for _, item := range basket.Items {
		cost := item.Cost
		if slices.ContainsFunc(seen, func(c insight.Cost) bool { return c.Offer() == cost.Offer() }) {
			continue
		}
		seen = append(seen, cost)
		show := pane.ShowCost(costs.Value, cost, p.activePane().Info().Number)
		commands = append(commands,
			overlay.Command{Name: "Price of " + message.CostName(cost), Keys: message.UnitPrice(cost), Intent: show},
			overlay.Command{Name: "Rows of " + message.CostName(cost), Keys: p.keys.PaneKey(pane.TransactionsNumber), Intent: show.Rows},
			p.usageOf(cost))
	}
	return commands, ""
}

// whatIf is the command that shows what a monthly use would cost with each plan.
func (p palette) whatIf(text string) (overlay.Command, error) {
	expected, err := insight.ParseExpected(text, p.state.Costs.Value.Models)
	if err != nil {
		return overlay.Command{}, err
	}
	use := format.Credits(expected.Total)
	if len(expected.Items) > 0 {
		use = message.Work(expected.Items, message.WorkOfModel)
	}
	return overlay.Command{
		Name: "What if: " + use + " a month", Keys: p.inPane(pane.CostsNumber, p.keys.WhatIf), Intent: data.ShowWhatIf{Text: text},
	}, nil
}
