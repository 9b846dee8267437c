package message

import (
	"fmt"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// BudgetSet states the new budget, nil for none.
func BudgetSet(b *insight.Budget) string {
	if b == nil {
		return "There is no budget any more."
	}
	return fmt.Sprintf("The budget is %s a %s.", format.Credits(b.Credits), b.Per)
}

// WholeCredits is an amount of uncertain decimals, rounded to whole credits.
func WholeCredits(c model.Credits) string {
	return format.Amount((c + model.Credit/2) / model.Credit * model.Credit)
}

// BudgetShare is the used share of a budget: "72 %", with a "?" where generations have
// no known price.
func BudgetShare(c insight.BudgetCheck, unknown, estimated bool) string {
	share := Percent(c.Used, c.Credits)
	if share == "" {
		share = "0 %"
	}
	if estimated && c.Used != 0 {
		share = About + " " + share
	}
	if unknown {
		share += " + " + UnknownMark
	}
	return share
}

// BudgetDay is the position in a budget's period: "day 21 of 30"; empty for a period of
// a day.
func BudgetDay(c insight.BudgetCheck, today model.Day) string {
	if c.Per == insight.PerDay {
		return ""
	}
	return fmt.Sprintf("day %d of %d", insight.Span{From: c.From, To: today}.Days(), c.Days())
}

// BudgetOutlook is the projected use: "3,750 at this pace", "over by 12". It is empty
// where that is unknown.
func BudgetOutlook(c insight.BudgetCheck) string {
	switch {
	case c.Used > c.Credits:
		return "over by " + format.Amount(c.Used-c.Credits)
	case c.Projected != nil:
		return WholeCredits(c.Projected.Mid) + " at this pace"
	}
	return ""
}

// BudgetAlert is an alert as a sentence.
func BudgetAlert(c insight.BudgetCheck, alert insight.BudgetAlert, estimated bool) string {
	budget := fmt.Sprintf("%s a %s", format.Amount(c.Credits), c.Per)
	used := Use(history.Use{Debits: c.Used}, estimated)
	pace := ""
	if c.Projected != nil && c.Projected.Mid > c.Credits {
		pace = fmt.Sprintf("at this pace %s are used %s", WholeCredits(c.Projected.Mid), budgetEnd(c))
	}
	switch {
	case c.Used > c.Credits:
		return fmt.Sprintf("Your budget of %s is exceeded: %s are used.", budget, used)
	case alert == insight.AlertUsedUp:
		return fmt.Sprintf("Your budget of %s is used up.", budget)
	case alert == insight.AlertPace:
		return fmt.Sprintf("Your budget of %s will not do: %s.", budget, pace)
	case pace != "":
		pace = "; " + pace
	}
	return fmt.Sprintf("%s of your budget of %s is used%s.", Percent(c.Used, c.Credits), budget, pace)
}

// budgetEnd is the end of the budget's period.
func budgetEnd(c insight.BudgetCheck) string {
	if c.Per == insight.PerDay {
		return "by midnight"
	}
	return "by " + c.To.Format("Jan 2")
}

// BudgetLeft states the daily use that stays within a budget, until its last day; it is
// empty where nothing is left, and for a period of a day.
func BudgetLeft(c insight.BudgetCheck, now time.Time, zone *time.Location) string {
	days := insight.Span{From: model.DayOf(now, zone), To: c.To}.Days()
	left := c.Credits - c.Used
	if left <= 0 || days < 2 {
		return ""
	}
	return fmt.Sprintf("%s a day keep you inside.", format.Amount(left/model.Credits(days)/model.Credit*model.Credit))
}
