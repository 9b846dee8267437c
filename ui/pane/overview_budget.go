package pane

import (
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Widths of the gauge.
const (
	leastGauge = 6
	mostGauge  = 32
)

// budgetLine is a gauge of the budget with the part of the span that has passed and the
// projection, shortened to fit. It is empty without a budget.
func (o *Overview) budgetLine() string {
	t, s, width := o.theme, o.state, o.inner()
	b := s.Budget.Value
	if b.Budget == nil {
		return ""
	}
	title := t.Title.Render("BUDGET") + "  " + format.Amount(b.Budget.Credits) + " a " + string(b.Budget.Per)
	if b.Check == nil {
		return widget.Truncate(title+t.Muted.Render("  once your history is read"), width)
	}
	style := budgetStyle(t, b.Check.State)
	share := style.Render(message.BudgetShare(*b.Check, b.Unknown, s.Estimated()))
	day, outlook := t.Muted.Render(message.BudgetDay(*b.Check, s.Today())), style.Render(message.BudgetOutlook(*b.Check))
	tail, change := "", ""
	if o.keys.Budget.Enabled() {
		change = t.Accent.Render(keymap.First(o.keys.Budget))
	}
	for _, parts := range [][]string{{share, day, outlook, change}, {share, day, outlook}, {share, outlook}, {share}} {
		parts = slices.DeleteFunc(parts, func(part string) bool { return widget.Width(part) == 0 })
		tail = strings.Join(parts, "  ")
		if bar := width - widget.Width(title) - widget.Width(tail) - 4; bar >= leastGauge {
			gauge := widget.Gauge(b.Check.UsedShare(), b.Check.GoneShare(s.Today()), min(bar, mostGauge))
			return title + "  " + style.Render(gauge) + "  " + tail
		}
	}
	return widget.Truncate(title+"  "+tail, width)
}

func budgetStyle(t *theme.Theme, state insight.BudgetState) theme.Style {
	switch state {
	case insight.BudgetOver:
		return t.Bad
	case insight.BudgetOK:
		return t.Accent
	}
	return t.Warn
}
