package overlay

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// TestCost draws a model whose price has changed, one that was never used, and one that is no
// longer in the catalogue.
func TestCost(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	day := func(month time.Month, date int) time.Time { return time.Date(2026, month, date, 9, 0, 0, 0, time.UTC) }
	paid := func(c insight.Cost, average, last int64) insight.Cost {
		c.PaidAverage, c.LastPaid = model.Credits(average)*model.Credit, model.Credits(last)*model.Credit
		c.LastAt, c.Uses = day(time.November, 10), 12
		return c
	}
	of := func(name string, price int64, unit string) insight.Cost {
		return insight.Cost{
			Tool: "create-video", Model: name, Price: model.Credits(price) * model.Credit, Unit: unit,
			PaidAverage: model.UnknownCredits, LastPaid: model.UnknownCredits,
		}
	}
	veo := paid(of("veo-3.1", 20, "second"), 96, 75)
	veo.Changed = true
	wan := of("wan-2.1", 30, "")
	state := &data.State{Now: now, Location: time.UTC}
	state.Account.Set(model.Account{Credits: 13_000 * model.Credit}, model.Billed, now)
	month := func(m time.Month, used int64, count int32) insight.MonthUse {
		return insight.MonthUse{Month: model.Day{Year: 2026, Month: m, Date: 1}, Use: history.Use{Debits: model.Credits(used) * model.Credit, Generations: count}}
	}
	state.Costs.Set(data.Costs{
		Models: []insight.Cost{veo, wan, of("kling-1.6-pro", 10, "second")},
		Catalogue: insight.Catalogue{Seen: derive.Prices{veo.Offer(): {
			{Cost: 15 * model.Credit, Unit: "second", From: model.At(day(time.August, 3))},
			{Cost: 20 * model.Credit, Unit: "second", From: model.At(day(time.November, 12))},
		}}},
		Use: map[derive.Offer]insight.OfferUse{veo.Offer(): {
			Recent: 900 * model.Credit,
			Months: []insight.MonthUse{month(time.November, 300, 3), month(time.October, 600, 8), month(time.July, 75, 1)},
		}},
	}, model.Billed, now)
	for name, cost := range map[string]insight.Cost{"changed": veo, "unused": wan, "gone": of("sora-2", 1, "")} {
		for _, size := range [][2]int{{60, 12}, {80, 20}, {140, 36}} {
			t.Run(name+"_"+fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				card := NewCost(cost, data.ShowRows{})
				card.SetKeys(keymap.Default())
				card.SetTheme(theme.New(true))
				card.SetSize(size[0], size[1])
				card.SetState(state)
				view, _ := card.View()
				golden.RequireEqual(t, ansi.Strip(view))
			})
		}
	}
}
