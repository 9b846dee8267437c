package pane_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// now is the clock of these tests.
var now = time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)

// sizes are the rooms that a pane has on terminals of 60x16, 80x24 and 140x40.
var sizes = []struct {
	name          string
	width, height int
}{{"60x11", 60, 11}, {"80x19", 80, 19}, {"140x35", 140, 35}}

func credits(n int64) *model.Credits {
	c := model.Credits(n) * model.Credit
	return &c
}

func at(text string) model.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return model.At(t)
}

// pricedPlans are the documented plans with prices.
func pricedPlans() []model.Plan {
	plans := model.DocumentedPlans()
	for i, p := range []struct{ month, year, credits int64 }{{900, 9000, 1000}, {2900, 29000, 4000}, {7900, 79000, 12000}} {
		plans[i].CreditsPerMonth = credits(p.credits)
		plans[i].Prices = []model.Price{
			{Interval: model.Monthly, Money: model.Money{Amount: p.month, Currency: "USD"}},
			{Interval: model.Yearly, Money: model.Money{Amount: p.year, Currency: "USD"}},
		}
	}
	plans[3].ContactURL = model.PricingPage
	return plans
}

func pricedPacks() []model.Pack {
	return []model.Pack{
		{Slug: "pack-s", Name: "Pack S", Credits: *credits(500), Price: model.Money{Amount: 600, Currency: "USD"}},
		{Slug: "pack-m", Name: "Pack M", Credits: *credits(2000), Price: model.Money{Amount: 1900, Currency: "USD"}, Featured: true},
		{Slug: "pack-l", Name: "Pack L", Credits: *credits(6000), Price: model.Money{Amount: 4900, Currency: "USD"}},
		{Slug: "pack-xl", Name: "Pack XL", Credits: *credits(15000), Price: model.Money{Amount: 10900, Currency: "USD"}},
	}
}

func resource[T any](value T) data.Resource[T] {
	return data.Resource[T]{Value: value, Has: true, Provenance: model.Billed, At: now}
}

// subscriber is an account on Creator, paid monthly, on a server that offers
// everything.
func subscriber() *data.State {
	return &data.State{
		Identity: data.Identity{
			Sandbox: true, Host: "127.0.0.1:8787", BaseURL: "http://127.0.0.1:8787", KeySource: "the sandbox", KeyLast4: "a1b2",
		},
		Account: resource(model.Account{
			ID: "65f1c0a9e4b07d2a9c3e8f10", Email: "mia@example.com", Credits: 12376 * model.Credit, Plan: "creator",
			CreatedAt: at("2025-09-20T09:30:00Z"),
		}),
		Subscription: resource(model.Subscription{
			Plan: "creator", Status: model.StatusActive, Interval: model.Monthly,
			CurrentPeriodStart: at("2026-11-01T08:00:00Z"), CurrentPeriodEnd: at("2026-12-01T08:00:00Z"),
			NextCreditsAt: at("2026-12-01T08:00:00Z"),
			NextCharge:    &model.Charge{Money: model.Money{Amount: 2900, Currency: "USD"}, At: at("2026-12-01T08:00:00Z")},
		}),
		Plans:    resource(pricedPlans()),
		Packs:    resource(pricedPacks()),
		History:  resource(&model.Timeline{}),
		Now:      now,
		Location: time.FixedZone("CET", 3600),
	}
}

// conditions are the states that every pane is drawn in.
var conditions = []struct {
	name   string
	change func(*data.State)
}{
	{"loaded", func(*data.State) {}},
	{"loading", func(s *data.State) {
		*s = data.State{Identity: s.Identity, Now: s.Now, Location: s.Location}
		s.Account.Begin()
		s.Subscription.Begin()
		s.Plans.Begin()
		s.Packs.Begin()
		s.History.Begin()
	}},
	{"error", func(s *data.State) {
		*s = data.State{Identity: s.Identity, Now: s.Now, Location: s.Location}
		fault := &model.Error{Kind: model.NoNetwork}
		s.Account.Err, s.Subscription.Err, s.Plans.Err, s.Packs.Err, s.History.Err = fault, fault, fault, fault, fault
	}},
	{"stale", func(s *data.State) {
		fault := &model.Error{Kind: model.NoNetwork}
		s.Account.Err, s.Subscription.Err, s.Plans.Err, s.Packs.Err, s.History.Err = fault, fault, fault, fault, fault
	}},
	{"not-served", func(s *data.State) {
		s.Identity = data.Identity{
			Host: "api.artificialstudio.ai", BaseURL: model.ProductionAPI, KeySource: "ARTIFICIAL_STUDIO_API_KEY", KeyLast4: "a1b2",
		}
		s.Account.Value.Plan = "pro"
		s.Plans.Value, s.Plans.Provenance = model.DocumentedPlans(), model.Documented
		s.Packs.Value, s.Packs.Provenance = nil, model.NotServed
		s.History.Provenance = model.NotServed
		s.Subscription.Value, s.Subscription.Provenance = model.Subscription{Plan: "pro"}, model.Estimated
	}},
	{"empty", func(s *data.State) { s.Plans.Value, s.Packs.Value = nil, nil }},
	{"free", func(s *data.State) {
		s.Account.Value.Plan, s.Account.Value.Credits = model.FreePlan, 40*model.Credit
		s.Subscription.Value = model.Subscription{Status: model.StatusNone}
	}},
	{"past-due", func(s *data.State) { s.Subscription.Value.Status = model.StatusPastDue }},
	{"cancelled", func(s *data.State) {
		s.Subscription.Value.CancelAtPeriodEnd, s.Subscription.Value.NextCharge = true, nil
		s.Subscription.Value.NextCreditsAt = model.Time{}
	}},
	{"pending-downgrade", func(s *data.State) {
		s.Subscription.Value.PendingPlan = "starter"
		s.Subscription.Value.NextCharge.Amount = 900
	}},
	{"strange", func(s *data.State) {
		s.Account.Value.ID, s.Account.Value.Plan = "acct-7", "studio_max"
		s.Subscription.Value.Plan, s.Subscription.Value.Status, s.Subscription.Value.Interval = "studio_max", "paused", "week"
		s.Plans.Value = append(pricedPlans()[:2], model.Plan{
			Slug: "studio_max", Name: "Studio Maximum for Film Schools", BestFor: "Teams", Rank: 9, CreditsPerMonth: credits(90000),
			Prices: []model.Price{
				{Interval: model.Monthly, Money: model.Money{Amount: 1200000, Currency: "JPY"}},
				{Interval: "week", Money: model.Money{Amount: 5000, Currency: "XTS"}},
			},
			Features: []model.Feature{{Key: "seats", Label: "Seats for a team", Included: true, Note: "5"}, {Key: "models", Included: true}},
		})
		s.Packs.Value = append(pricedPacks()[1:2], model.Pack{
			Slug: "pack-jp", Credits: *credits(1_000_000), Price: model.Money{Amount: 1200000, Currency: "JPY"},
		}, model.Pack{Slug: "pack-x", Name: "A pack with a name that goes on and on", Credits: 12500000, Price: model.Money{Amount: 5000, Currency: "XTS"}})
	}},
}

// offerPanes are the panes of this file.
var offerPanes = []struct {
	name string
	make func(keymap.Map) pane.Pane
}{
	{"plans", func(k keymap.Map) pane.Pane { return pane.NewPlans(k) }},
	{"packs", func(k keymap.Map) pane.Pane { return pane.NewPacks(k) }},
	{"account", func(k keymap.Map) pane.Pane { return pane.NewAccount(k) }},
}

// keyPress is the press of a key by its name.
func keyPress(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
	if code, named := codes[name]; named {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// press gives a pane keys by their names, and returns what the last one asked
// for.
func press(t *testing.T, p pane.Pane, names ...string) data.Intent {
	t.Helper()
	var intent data.Intent
	for _, name := range names {
		intent, _ = p.Key(keyPress(name))
	}
	return intent
}

// checkBlock fails where a body is not exactly as large as it has to be.
func checkBlock(t *testing.T, body string, width, height int) {
	t.Helper()
	lines := strings.Split(body, "\n")
	if len(lines) != height {
		t.Errorf("%d lines, want %d", len(lines), height)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Errorf("line %d is %d wide, want at most %d: %q", i+1, w, width, ansi.Strip(line))
		}
	}
}

// plain is a body as a golden file keeps it: no codes, no spaces at line ends.
func plain(body string) string {
	lines := strings.Split(ansi.Strip(body), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// drawn makes a pane of a size that shows a state.
func drawn(make func(keymap.Map) pane.Pane, s *data.State, dark bool, width, height int) pane.Pane {
	p := make(keymap.Default())
	p.SetTheme(theme.New(dark))
	p.SetSize(width, height)
	p.SetState(s)
	return p
}

func TestOfferPanes(t *testing.T) {
	for _, kind := range offerPanes {
		for _, condition := range conditions {
			for _, size := range sizes {
				t.Run(kind.name+"/"+condition.name+"_"+size.name, func(t *testing.T) {
					s := subscriber()
					condition.change(s)
					body, _ := drawn(kind.make, s, true, size.width, size.height).View()
					checkBlock(t, body, size.width, size.height)
					golden.RequireEqual(t, plain(body))
				})
			}
		}
	}
}

// TestOfferPanesColoured keeps the inks of both backgrounds.
func TestOfferPanesColoured(t *testing.T) {
	for _, kind := range offerPanes {
		for name, dark := range map[string]bool{"dark": true, "light": false} {
			t.Run(kind.name+"/"+name, func(t *testing.T) {
				body, _ := drawn(kind.make, subscriber(), dark, 80, 19).View()
				checkBlock(t, body, 80, 19)
				golden.RequireEqual(t, body)
			})
		}
	}
}

// TestAfterKeys keeps what the panes look like after keys.
func TestAfterKeys(t *testing.T) {
	for _, test := range []struct {
		name, pane    string
		width, height int
		keys          []string
	}{
		{"plans-yearly", "plans", 140, 35, []string{"m"}},
		{"plans-yearly", "plans", 80, 19, []string{"m", "right"}},
		{"plans-end", "plans", 80, 19, []string{"G"}},
		{"plans-last-column", "plans", 60, 11, []string{"l", "l", "l"}},
		{"plans-scrolled", "plans", 60, 11, []string{"pgdown"}},
		{"packs-last", "packs", 80, 19, []string{"G"}},
		{"account-end", "account", 60, 11, []string{"G"}},
		{"account-end", "account", 80, 19, []string{"G"}},
		{"guide", "account", 60, 11, []string{"How credits work", "enter"}},
		{"guide", "account", 80, 19, []string{"How credits work", "enter"}},
		{"guide", "account", 140, 35, []string{"How credits work", "enter"}},
		{"guide-whole", "account", 100, 120, []string{"How credits work", "enter"}},
		{"guide-scrolled", "account", 80, 19, []string{"How credits work", "enter", "pgdown", "j", "j"}},
		{"guide-end", "account", 140, 35, []string{"How credits work", "enter", "G"}},
	} {
		for _, kind := range offerPanes {
			if kind.name != test.pane {
				continue
			}
			name := fmt.Sprintf("%s_%dx%d", test.name, test.width, test.height)
			t.Run(name, func(t *testing.T) {
				p := drawn(kind.make, subscriber(), true, test.width, test.height)
				for _, step := range test.keys {
					if strings.Contains(step, " ") { // a line to go to
						seek(t, p, step)
					} else {
						press(t, p, step)
					}
				}
				body, _ := p.View()
				checkBlock(t, body, test.width, test.height)
				golden.RequireEqual(t, plain(body))
			})
		}
	}
}

// seek moves down to the line that holds a text, or fails.
func seek(t *testing.T, p pane.Pane, text string) {
	t.Helper()
	for range 200 {
		body, _ := p.View()
		for _, line := range strings.Split(ansi.Strip(body), "\n") {
			if _, marked, found := strings.Cut(line, "▸"); found && strings.HasPrefix(strings.TrimSpace(marked), text) {
				return
			}
		}
		press(t, p, "down")
	}
	t.Fatalf("the cursor never comes to %q", text)
}
