package pane_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// paneSize is the size of a pane's body.
type paneSize struct {
	name          string
	width, height int
}

// sizes are the body sizes on terminals of 60x16, 80x24 and 140x40.
var sizes = []paneSize{{"60x11", 60, 11}, {"80x19", 80, 19}, {"140x35", 140, 35}}

func credits(n int64) *model.Credits {
	c := model.Credits(n) * model.Credit
	return &c
}

// conditions are the states that every pane is drawn in.
var conditions = []struct {
	name    string
	account string // of the sandbox
	change  func(*data.State)
}{
	{"loaded", sandbox.StateDemo, nil},
	{"loading", sandbox.StateDemo, func(s *data.State) {
		*s = data.State{Identity: s.Identity, Now: s.Now, Location: s.Location}
		s.Account.Begin()
		s.Subscription.Begin()
		s.Plans.Begin()
		s.Packs.Begin()
		s.History.Begin()
	}},
	{"error", sandbox.StateDemo, func(s *data.State) {
		*s = data.State{Identity: s.Identity, Now: s.Now, Location: s.Location}
		fail(s)
	}},
	{"stale", sandbox.StateDemo, fail},
	{"not-served", onlyPublic, nil},
	{"nothing-to-sell", sandbox.StateDemo, func(s *data.State) { s.Plans.Value, s.Packs.Value = nil, nil }},
	{"free", sandbox.StateFree, nil},
	{"out", sandbox.StateOut, nil},
	{"past-due", sandbox.StatePastDue, nil},
	{"cancelled", sandbox.StateCancelled, nil},
	{"pending-downgrade", sandbox.StatePendingDowngrade, nil},
	{"strange", sandbox.StateDemo, func(s *data.State) {
		s.Account.Value.ID, s.Account.Value.Plan = "acct-7", "studio_max"
		s.Subscription.Value.Plan, s.Subscription.Value.Status, s.Subscription.Value.Interval = "studio_max", "paused", "week"
		s.Plans.Value = append(s.Plans.Value[:2], model.Plan{
			Slug: "studio_max", Name: "Studio Maximum for Film Schools", BestFor: "Teams", Rank: 9, CreditsPerMonth: credits(90000),
			Prices: []model.Price{
				{Interval: model.Monthly, Money: model.Money{Amount: 1200000, Currency: "JPY"}},
				{Interval: "week", Money: model.Money{Amount: 5000, Currency: "XTS"}},
			},
			Features: []model.Feature{{Key: "seats", Label: "Seats for a team", Included: true, Note: "5"}, {Key: "models", Included: true}},
		})
		s.Packs.Value = append(s.Packs.Value[1:2], model.Pack{
			Slug: "pack-jp", Credits: *credits(1_000_000), Price: model.Money{Amount: 1200000, Currency: "JPY"},
		}, model.Pack{Slug: "pack-x", Name: "A pack with a name that goes on and on", Credits: 12500000, Price: model.Money{Amount: 5000, Currency: "XTS"}})
	}},
}

// onlyPublic is the demo's account on a server without the billing endpoints.
const onlyPublic = "only public"

// conditioned is the state that a condition names.
func conditioned(t *testing.T, i int) *data.State {
	t.Helper()
	var s *data.State
	if conditions[i].account == onlyPublic {
		s = withoutBilling(t)
	} else {
		s = accountOf(t, conditions[i].account)
	}
	if conditions[i].change != nil {
		conditions[i].change(s)
	}
	return s
}

// fail makes a refresh fail for lack of a network.
func fail(s *data.State) {
	fault := &model.Error{Kind: model.NoNetwork}
	s.Account.Err, s.Subscription.Err, s.Plans.Err, s.Packs.Err, s.History.Err, s.Costs.Err = fault, fault, fault, fault, fault, fault
}

// offerPanes are the panes of this file.
var offerPanes = []struct {
	name string
	new  func(*theme.Theme) pane.Pane
}{
	{"plans", newPlans},
	{"packs", newPacks},
	{"account", newAccount},
}

// paneOf returns the constructor of the pane of a name.
func paneOf(name string) func(*theme.Theme) pane.Pane {
	return func(t *theme.Theme) pane.Pane {
		panes := pane.All(pane.Keys(), t)
		return panes[slices.IndexFunc(panes, func(p pane.Pane) bool { return p.Info().Name == name })]
	}
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

// press sends keys to a pane by their names, and returns the intent of the last one.
func press(t *testing.T, p pane.Pane, names ...string) data.Intent {
	t.Helper()
	var intent data.Intent
	for _, name := range names {
		intent, _ = p.Key(keyPress(name))
	}
	return intent
}

// checkBlock fails where a body does not have exactly the given size.
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

// plain is a body as stored in a golden file: no escape codes, no trailing spaces.
func plain(body string) string {
	lines := strings.Split(ansi.Strip(body), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// drawn makes a pane of a given size with a state.
func drawn(newPane func(*theme.Theme) pane.Pane, s *data.State, dark bool, width, height int) pane.Pane {
	p := newPane(theme.New(dark))
	p.SetSize(width, height)
	p.SetState(s)
	return p
}

func TestOfferPanes(t *testing.T) {
	for _, kind := range offerPanes {
		for i, condition := range conditions {
			for _, size := range sizes {
				t.Run(kind.name+"/"+condition.name+"_"+size.name, func(t *testing.T) {
					body, _ := drawn(kind.new, conditioned(t, i), true, size.width, size.height).View()
					checkBlock(t, body, size.width, size.height)
					golden.RequireEqual(t, plain(body))
				})
			}
		}
	}
}

// TestOfferPanesColoured compares the panes on dark and light backgrounds with golden files.
func TestOfferPanesColoured(t *testing.T) {
	for _, kind := range offerPanes {
		for name, dark := range map[string]bool{"dark": true, "light": false} {
			t.Run(kind.name+"/"+name, func(t *testing.T) {
				body, _ := drawn(kind.new, accountOf(t, sandbox.StateDemo), dark, 80, 19).View()
				checkBlock(t, body, 80, 19)
				golden.RequireEqual(t, body)
			})
		}
	}
}

// TestAfterKeys compares the panes after keys with golden files.
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
				p := drawn(kind.new, accountOf(t, sandbox.StateDemo), true, test.width, test.height)
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

// TestRatesInYen checks that plans and packs are compared by one amount of money, large enough
// to make the figures useful.
func TestRatesInYen(t *testing.T) {
	s := accountOf(t, sandbox.StateDemo)
	yen := func(amount int64) model.Money { return model.Money{Amount: amount, Currency: "JPY"} }
	s.Plans.Value = []model.Plan{
		{Slug: "pro", Name: "Pro", CreditsPerMonth: credits(1400), Prices: []model.Price{{Interval: model.Monthly, Money: yen(2900)}}},
		{Slug: "max", Name: "Max", CreditsPerMonth: credits(6000), Prices: []model.Price{{Interval: model.Monthly, Money: yen(9900)}}},
	}
	s.Packs.Value = []model.Pack{{Slug: "p", Name: "P", Credits: *credits(1000), Price: yen(1900)}}
	for _, size := range sizes {
		for i, want := range []string{`Credits per ¥100 +48 +61`, `PER ¥100 [^\n]*\n[^\n]*¥1,900 +53 `} {
			body, _ := drawn(offerPanes[i].new, s, true, size.width, 19).View()
			checkBlock(t, body, size.width, 19)
			if !regexp.MustCompile(want).MatchString(plain(body)) {
				t.Errorf("at %d columns:\n%s", size.width, plain(body))
			}
		}
	}
}
