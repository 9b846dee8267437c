package pane_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// outlookOf is the outlook after a year of about 110 credits a day.
func outlookOf(days int, credits model.Credits, sub model.Subscription) pane.Outlook {
	random := rand.New(rand.NewPCG(7, 7))
	past := forecast.Past{First: model.DayOf(now, cet).Add(-days), Unknown: make([]bool, days), Bought: make([]bool, days), Debit: 10}
	for at := range days {
		past.Use = append(past.Use, math.Round(80*random.ExpFloat64()*random.ExpFloat64()*2)/2)
		past.Closing = append(past.Closing, 9000+100*float64((days-at)%45))
	}
	brings, less := 4000*model.Credit, 1000*model.Credit
	f := forecast.Draw(past, now, cet).Forecast(forecast.Account{
		Credits: credits, Subscription: sub,
		Plans: []model.Plan{{Slug: "creator", CreditsPerMonth: &brings}, {Slug: "starter", CreditsPerMonth: &less}},
	})
	return pane.Outlook{Forecast: f, Record: forecast.NewRecord(past, now, cet), Now: now, Zone: cet}
}

// TestForecastBody compares outlooks in each state and size with golden files.
func TestForecastBody(t *testing.T) {
	at := model.At(now.AddDate(0, 0, 17))
	active := model.Subscription{Plan: "creator", Status: model.StatusActive, NextCreditsAt: at, CurrentPeriodEnd: at}
	ends := active
	ends.CancelAtPeriodEnd = true
	pastDue := active
	pastDue.Status = model.StatusPastDue
	for name, o := range map[string]pane.Outlook{
		"renewals": outlookOf(400, 13_230*model.Credit+model.Credit/2, active),
		"ends":     outlookOf(400, 9_000*model.Credit, ends),
		"soon":     outlookOf(400, 200*model.Credit, model.Subscription{}),
		"gone":     outlookOf(400, 0, active),
		"new":      outlookOf(6, 900*model.Credit, model.Subscription{}),
		"never":    outlookOf(400, 200_000*model.Credit, active),
		"past-due": outlookOf(400, 9_000*model.Credit, pastDue),
	} {
		for _, size := range []struct{ width, height int }{{56, 10}, {76, 18}, {116, 26}, {136, 32}} {
			t.Run(fmt.Sprintf("%s_%dx%d", name, size.width, size.height), func(t *testing.T) {
				lines := pane.ForecastBody(theme.New(true), o, size.width, size.height)
				if len(lines) > size.height {
					t.Errorf("%d lines, there is room for %d", len(lines), size.height)
				}
				checkBlock(t, strings.Join(lines, "\n"), size.width, len(lines))
				golden.RequireEqual(t, plain(strings.Join(lines, "\n")))
			})
		}
	}
}

// TestForecastDotsAreExplained draws dots only together with their legend, and only where one of
// them is within the days shown.
func TestForecastDotsAreExplained(t *testing.T) {
	outlook := outlookOf(400, 9_000*model.Credit, model.Subscription{})
	for _, ahead := range []int{0, 2, 30, 90} {
		outlook.Ahead = ahead
		for width := 40; width <= 140; width += 4 {
			for height := 6; height <= 32; height++ {
				body := plain(strings.Join(pane.ForecastBody(theme.New(true), outlook, width, height), "\n"))
				var dots []string
				legend := false
				for line := range strings.SplitSeq(body, "\n") {
					switch {
					case strings.Contains(line, "each ●"):
						legend = true
					case strings.Contains(line, "●"):
						dots = append(dots, strings.TrimSpace(line))
					}
				}
				if legend != (len(dots) == 1) || len(dots) > 0 && strings.HasPrefix(dots[0], "›") {
					t.Fatalf("%d days, %dx%d:\n%s", ahead, width, height, body)
				}
			}
		}
	}
}
