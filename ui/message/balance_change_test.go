package message_test

import (
	"cmp"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/message"
)

// TestSight describes a rise with its time, and marks a lower bound and uncertain
// prices.
func TestSight(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)
	const pack, from, to = 500 * model.Credit, 1000 * model.Credit, 1500 * model.Credit
	for want, sight := range map[string]model.BalanceChange{
		"": {},
		"Your plan is now Pro. The balance rose by 500: 1,000 → 1,500.":                                    {Plan: "pro", Cause: model.Unexplained},
		"Since 14:02 the balance rose by 500: 1,000 → 1,500.":                                              {Cause: model.Unexplained, Since: now.Add(-3 * time.Minute)},
		"Since Nov 20 the balance rose by 500: 1,000 → 1,500.":                                             {Cause: model.Unexplained, Since: now.Add(-48 * time.Hour)},
		"The balance rose by 500 besides what generations cost: 1,000 → 1,500.":                            {Cause: model.Unexplained, Generations: true},
		"The balance rose by about 500 besides what generations cost: 1,000 → 1,500.":                      {Cause: model.Unexplained, Generations: true, About: true},
		"The balance rose by at least about 500 besides generations and their refunds: 1,000 → 1,500.":     {Cause: model.Unexplained, AtLeast: true, About: true},
		"The balance fell by 500: 1,000 → 1,500.":                                                          {Cause: model.UnexplainedFall},
		"The balance fell by about 500 more than generations explain at today's prices: 1,000 → 1,500.":    {Cause: model.UnexplainedFall, Generations: true, About: true},
		"The balance rose by 500: 1,000 → 1,500. At least about 496 of that is no refund of a generation.": {Cause: model.Unexplained, By: 496 * model.Credit, AtLeast: true, About: true},
		"The balance rose by more than can be added up: 1,000 → 1,500. That may be the refund of a failed generation; this server does not say.": {
			Cause: model.UnexplainedMaybe, By: model.UnknownCredits,
		},
		"The balance is 500 higher than generations since 14:02 explain at today's prices: 1,000 → 1,500.": {Cause: model.UnexplainedHidden, Since: now.Add(-3 * time.Minute)},
	} {
		if sight.Cause != model.NoUnexplained {
			sight.By, sight.From, sight.To = cmp.Or(sight.By, pack), from, to
		}
		if got := message.BalanceChange(sight, now, time.UTC); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
