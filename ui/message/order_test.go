package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/message"
)

// TestQuoteLinesStandInLine aligns the amounts of a quote's lines.
func TestQuoteLinesStandInLine(t *testing.T) {
	usd := func(cents int64) model.Money { return model.Money{Amount: cents, Currency: "USD"} }
	credit := usd(100)
	facts := message.Due(model.Item{Kind: model.KindPlan}, model.Quote{
		DueNow: usd(6530), AccountCredit: &credit,
		Lines: []model.QuoteLine{{Description: "Pro", Money: usd(7900)}, {Description: "Unused time of Creator", Money: usd(-1270)}},
	}, 0, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), time.UTC)
	var lines []string
	for _, fact := range facts[1:4] {
		lines = append(lines, fact.Text)
	}
	const want = " $79.00  Pro\n−$12.70  Unused time of Creator\n −$1.00  from the credit of your account in money"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("%s", got)
	}
}
