package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// nothingUsed is the body where the range has no use, or the filter matches nothing.
func (u *Usage) nothingUsed() []string {
	q := u.shown.Query
	days := message.Days(q.Span, u.state.Today())
	text, hint := "No credits used in "+q.Range+".", days+"   "+u.keys.UsageRange.Help().Key+" other days"
	switch {
	case !u.known(q.Span):
		text, hint = "None of the rows read so far is from "+q.Range+". Reading on …", days
	case q.Filter != "":
		text, hint = "No generation in "+q.Range+" fits the filter.", days+"   "+keymap.First(u.keys.Back)+" without the filter   "+u.keys.UsageRange.Help().Key+" other days"
	}
	lines := []string{u.theme.Strong.Render(text)}
	if none := message.NoUse(u.search.query, u.state.History.Value.Table); none != "" {
		lines = append(lines, u.theme.Wrap(none, min(u.inner(), 76))...)
	}
	return append(lines, u.theme.Muted.Render(hint))
}

// headline is the credits used and the comparison with the previous span. drawn reports whether
// the previous span is in the picture.
func (u *Usage) headline(drawn bool) string {
	bars, th := &u.shown.Bars, u.theme
	whole := u.known(bars.Span)
	amount := u.amount(bars.Total, whole)
	daily := message.Use(history.Use{Debits: perDay(bars.Total.Used(), bars.Span.Days()), AtLeast: bars.Total.AtLeast}, u.state.Estimated()) + " a day"
	if average := perDay(bars.Total.Used(), bars.Span.Days()); !whole || bars.Span.Days() == 1 || average == 0 {
		daily = ""
	}
	var legend string
	if u.picks {
		legend = th.Accent.Render("█ "+message.Named(u.name)) + "  " + th.Muted.Render("░ everything else")
	}
	if drawn && u.shown.Before != nil && u.ghosts() {
		legend = strings.TrimSpace(legend + "  " + th.Muted.Render("╴ "+strings.TrimPrefix(message.DaysBefore(bars.Span.Days()), "the ")))
	}
	credits := " credits used"
	if u.inner() < 90 {
		credits = " used"
	}
	left := th.Strong.Render(amount) + credits
	full, brief := u.comparison(whole)
	roomFor := func(right string) int { return u.inner() - widget.Width(left) - widget.Width(right) - 4 }
	for _, right := range []string{joined("   ", []string{daily}, []string{legend}), daily, ""} {
		for _, said := range []string{full, brief} {
			if widget.Width(said) <= roomFor(right) {
				return widget.Justify(joined("   ", []string{left, said}), right, u.inner())
			}
		}
	}
	return left
}

// perDay is the average use a day, rounded to whole credits from ten on.
func perDay(used model.Credits, days int) model.Credits {
	average := used / model.Credits(max(days, 1))
	unit := model.Credit
	if average < 10*model.Credit {
		unit /= 10
	}
	return (average + unit/2) / unit * unit
}

// comparison compares the span with the previous one, in full and in brief.
func (u *Usage) comparison(whole bool) (full, brief string) {
	bars := &u.shown.Bars
	before := bars.Previous
	if !whole || before == nil {
		if u.compare && whole {
			first := u.shown.Activity.First()
			return u.theme.Muted.Render("nothing before it to compare: your history begins " + message.Days(insight.Span{From: first, To: first}, u.state.Today())), ""
		}
		return "", ""
	}
	change := message.Compared(bars.Total.Used(), before.SoFar)
	if change == "" {
		return "", ""
	}
	on := " on " + message.DaysBefore(bars.Span.Days())
	if before.SoFar <= 0 {
		change, on = "none", " in "+message.DaysBefore(bars.Span.Days())
	}
	if bars.Span.To == u.state.Today() {
		on += " to this hour"
	}
	if u.compare {
		difference := message.Use(history.Use{Debits: before.SoFar}, u.state.Estimated())
		by := bars.Total.Used() - before.SoFar
		return change + " (" + by.Signed() + ")" + on + ": " + difference, change + " (" + by.Signed() + ")"
	}
	return change + on, change
}
