package message_test

import (
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/message"
)

func TestCostPaid(t *testing.T) {
	now := time.Date(2026, 11, 22, 22, 30, 0, 0, time.UTC)
	cost := func(uses int32, last time.Time, paid model.Credits) insight.Cost {
		return insight.Cost{Price: 4 * model.Credit, Uses: uses, LastAt: last, PaidAverage: paid, LastPaid: paid}
	}
	for want, c := range map[string]insight.Cost{
		"4. You have not used it yet.":                                              cost(0, time.Time{}, model.UnknownCredits),
		"4. You ran it once; it cost 4 at 22:00.":                                   cost(1, now.Add(-30*time.Minute), 4*model.Credit),
		"4. You ran it 1,658 times, 4 on average; the last one cost 4 at 22:00.":    cost(1658, now.Add(-30*time.Minute), 4*model.Credit),
		"4. You ran it 2 times, 4 on average; the last one cost 4 on Nov 20.":       cost(2, now.AddDate(0, 0, -2), 4*model.Credit),
		"4. You ran it 2 times, 4 on average; the last one cost 4 on Nov 22, 2025.": cost(2, now.AddDate(-1, 0, 0), 4*model.Credit),
		"4. You ran it 12 times; what you paid is not known.":                       cost(12, now, model.UnknownCredits),
	} {
		if got := message.CostPaid(c, false, now, time.UTC); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
