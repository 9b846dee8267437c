package message_test

import (
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/message"
)

// TestMarks marks the figures of exact, estimated and least prices: what is left, and how
// often and how long it lasts, has the opposite bound of the price.
func TestMarks(t *testing.T) {
	exact := insight.Cost{Model: "exact", Price: 4 * model.Credit}
	least := insight.Cost{Model: "least", Price: 4 * model.Credit, Varies: true}
	exactItem := insight.Item{Cost: exact, Quantity: 10 * model.Credit, Credits: 40 * model.Credit}
	leastItem := insight.Item{Cost: least, Quantity: 10 * model.Credit, Credits: 40 * model.Credit}
	about := insight.Item{Cost: insight.Cost{Unit: "second", Varies: true}, About: true, Credits: 40 * model.Credit}
	for _, test := range []struct {
		items                    []insight.Item
		short, out, short2, out2 string
	}{
		{
			[]insight.Item{exactItem, exactItem},
			"80 credits, leaves 20", "80 credits, leaves 20 of 100.",
			"80 credits, 20 missing", "80 credits, and the balance is 60: 20 are missing.",
		},
		{
			[]insight.Item{leastItem, exactItem},
			"≥80 credits, leaves ≤20", "≥80 credits, leaves ≤20 of 100.",
			"≥80 credits, ≥20 missing", "≥80 credits, and the balance is 60: ≥20 are missing.",
		},
		{
			[]insight.Item{leastItem, about},
			"≈80 credits, leaves ≈20", "≈80 credits, leaves ≈20 of 100.",
			"≈80 credits, ≈20 missing", "≈80 credits, and the balance is 60: ≈20 are missing.",
		},
	} {
		enough := insight.Basket{Items: test.items, Total: 80 * model.Credit, Left: 20 * model.Credit}
		short := insight.Basket{Items: test.items, Total: 80 * model.Credit, Missing: 20 * model.Credit}
		for want, got := range map[string]string{
			test.short:  message.BasketShort(enough),
			test.out:    message.BasketOutcome(enough, 100*model.Credit),
			test.short2: message.BasketShort(short),
			test.out2:   message.BasketOutcome(short, 60*model.Credit),
		} {
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	for want, c := range map[string]insight.Cost{
		"3,094":       exact,
		"≤3,094":      least,
		"3 h 26 min":  {Price: model.Credit, Unit: "second"},
		"≤3 h 26 min": {Price: model.Credit, Unit: "second", Varies: true},
		"≤206 h":      {Price: model.Credit, Unit: "minute", Varies: true},
		"0":           {Price: 12_377 * model.Credit, Varies: true},
	} {
		if got, ok := message.Affordable(c, 12_376*model.Credit); got != want || !ok {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got, ok := message.Affordable(insight.Cost{}, model.Credit); ok {
		t.Errorf("of what is free %q", got)
	}
}

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
