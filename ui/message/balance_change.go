package message

import (
	"fmt"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// BalanceChange describes an observed change of an account. It does not state that
// something was paid, which a server without a ledger does not report. It is empty
// where there is nothing to say.
func BalanceChange(sight model.BalanceChange, now time.Time, loc *time.Location) string {
	text := ""
	if sight.Plan != "" {
		text = "Your plan is now " + model.PlanName(sight.Plan) + "."
	}
	if rise := riseWords(sight, now, loc); rise != "" {
		if text != "" {
			text += " "
		}
		text += rise
	}
	return text
}

func riseWords(sight model.BalanceChange, now time.Time, loc *time.Location) string {
	rose, since := "The balance", ""
	if !sight.Since.IsZero() {
		since = " since " + format.ShortTime(sight.Since, now, loc)
		rose = "Since " + format.ShortTime(sight.Since, now, loc) + " the balance"
	}
	by, from, to := format.Amount(sight.By), format.Amount(sight.From), format.Amount(sight.To)
	switch {
	case !sight.By.Known():
		by = format.TooMuch
	case sight.About:
		by = "about " + by
	}
	switch sight.Cause {
	case model.Unexplained:
		switch {
		case sight.AtLeast && sight.By < sight.To-sight.From: // the history on the same screen says it too
			return fmt.Sprintf(rose+" rose by %s: %s → %s. At least %s of that is no refund of a generation.", format.Amount(sight.To-sight.From), from, to, by)
		case sight.AtLeast:
			return fmt.Sprintf(rose+" rose by at least %s besides generations and their refunds: %s → %s.", by, from, to)
		case sight.Generations:
			return fmt.Sprintf(rose+" rose by %s besides what generations cost: %s → %s.", by, from, to)
		}
		return fmt.Sprintf(rose+" rose by %s: %s → %s.", by, from, to)
	case model.UnexplainedMaybe:
		return fmt.Sprintf(rose+" rose by %s: %s → %s. That may be the refund of a failed generation; this server does not say.", by, from, to)
	case model.UnexplainedFall:
		if sight.Generations || sight.AtLeast {
			return fmt.Sprintf(rose+" fell by %s more than generations explain at today's prices: %s → %s.", by, from, to)
		}
		return fmt.Sprintf(rose+" fell by %s: %s → %s.", by, from, to)
	case model.UnexplainedHidden:
		return fmt.Sprintf("The balance is %s higher than generations"+since+" explain at today's prices: %s → %s.", by, from, to)
	}
	return ""
}

// Watched states that watching the account has ended, and how many changes were seen.
func Watched(what string, seen int) string {
	if seen > 0 {
		return "The visit to " + what + " is no longer watched. The balance is refreshed as usual."
	}
	return "Nothing was seen of the visit to " + what + ". It is no longer watched; the balance is refreshed as usual."
}

// Unwatched states that watching the account has ended, as it could not be read since a
// time.
func Unwatched(since string) string {
	return "Your account could not be looked at since " + since + ". It is no longer watched."
}
