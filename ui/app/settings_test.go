package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// TestRemappedKeys remaps keys: they trigger the actions, and footer, tabs, help,
// palette and sentences name them.
func TestRemappedKeys(t *testing.T) {
	t.Parallel()
	s := openWith(t, "low", `
[keys]
refresh = ["f5"]
buy = ["K"]
help = ["f1"]
pane = ["A", "C", "D", "E", "F", "H", "I"]
sort = ["r"]
zoom = ["-", "+"]
copy = ["ctrl+y"]
filter = ["ctrl+f"]
down = ["j", "ctrl+n"]
back = ["ctrl+x"]
submit = ["f2"]
what_if = ["W"]
`, 140, 40)
	checkFrame(s)
	for _, shown := range []string{"f5 refresh", "K buy", "f1 help", "(K) is enough until", "(E)", "A Overview", "I Account"} {
		s.sees(shown)
	}
	s.press("C")
	s.sees("ctrl+f filter")
	s.sees("r sort by")
	s.press("r")
	s.sees("f5 refresh")
	s.press("D")
	checkFrame(s)
	s.sees("- + zoom")
	s.press("f1")
	checkFrame(s)
	s.sees("A–I")
	s.sees("ctrl+y")
	s.press("ctrl+x", ":")
	s.sees("C, ctrl+f")
	s.sees("f2 run   ↑ ctrl+n choose")
	s.press("ctrl+n")
	s.sees("▸ Go to Overview")
	s.press("esc", "F", "W")
	s.typed("5000")
	s.sees("f2 keep as your use in Plans")
	s.press("esc", "H", "ctrl+f")
	s.typed("nothing of that name")
	s.sees("ctrl+x clears it.")
	s.press("f2", "ctrl+x", "D", "b", "1")
	s.sees("- + zoom") // the default keys no longer work
	s.press("K")
	s.sees("pricing page")
	checkFrame(s)
}

// TestNoOtherKeyIsNamed looks for esc, enter and tab in panes and cards where other keys have
// their meanings.
func TestNoOtherKeyIsNamed(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", `
[keys]
back = "f9"
cancel_input = "f9"
cancel_purchase = "f9"
leave_order = "f9"
open = "f8"
submit = "f8"
confirm = "f8"
choose = "f8"
usage_rows = "f8"
enter_key = "f8"
next_pane = "f7"
previous_pane = "f6"
next_link = "f7"
previous_link = "f6"
mode = "f7"
`, 140, 60)
	s.misses("config.toml")
	named := regexp.MustCompile(`\b(esc|enter|tab)\b`)
	for _, keys := range []string{
		"1", "1 ?", "1 ? f7", "1 :", "1 f8", "1 B", "1 L", "1 U", "2", "2 /", "2 / f1", "2 d", "2 e", "2 a", "2 f8", "2 s", "2 v", "3", "3 <", "3 /", "3 f8", "3 w",
		"4", "4 f8", "4 e", "4 w", "5", "5 f8", "5 f8 f8", "6", "6 / z z z", "6 #", "6 f8", "7", "7 f8", "7 u", "7 u f8",
	} {
		s.press(strings.Fields(keys)...)
		screen := strings.NewReplacer("enter a price", "", "Enter", "").Replace(s.text())
		if found := named.FindString(screen); found != "" {
			t.Errorf("after %s the screen names %s:\n%s", keys, found, screen)
		}
		s.press("f9", "f9", "f9")
	}
}

// TestNoDefaultKeyIsNamed remaps every key, and looks for the default ones in panes and cards.
func TestNoDefaultKeyIsNamed(t *testing.T) {
	t.Parallel()
	keys := settings.Default().Keymap()
	var config strings.Builder
	config.WriteString("[keys]\n")
	for _, name := range keys.Actions() {
		binding, _ := keys.Action(name)
		var others []string
		for _, key := range binding.Keys() {
			others = append(others, strconv.Quote("alt+"+key))
		}
		fmt.Fprintf(&config, "%s = [%s]\n", name, strings.Join(others, ", "))
	}
	other := regexp.MustCompile(`alt\+\S+`)
	named := regexp.MustCompile(`\b(?:esc|enter|tab|space|pg(?:up|dn|down)|(?:ctrl|shift)\+\w+)\b|\([^ 0-9]\)|(?:press|Press) .\b|(?:^|\n|│ ?) *[/#:] `)
	for _, state := range []string{"", "low", "documented", "past-due", "signed out"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s := newScreen(t, strings.TrimPrefix(state, "signed out"), 140, 60)
			if state == "signed out" {
				s.key = "none"
			}
			s.set(config.String())
			s.start()
			s.begin()
			press := func(keys ...string) {
				for _, name := range keys {
					msg := keyPress(name)
					msg.Text, msg.Mod = "", msg.Mod|tea.ModAlt
					s.send(msg)
				}
			}
			for _, keys := range []string{
				"1", "1 ?", "1 ? tab", "1 :", "1 enter", "1 B", "1 L", "1 U", "2", "2 /", "2 / tab", "2 / f1", "2 d", "2 e", "2 a", "2 enter", "2 s", "2 v",
				"3", "3 <", "3 < <", "3 < < <", "3 /", "3 enter", "3 w", "3 n", "4", "4 enter", "4 e", "4 w", "5", "5 e", "5 w", "5 enter", "5 enter enter",
				"6", "6 /", "6 #", "6 w", "6 enter", "7", "7 enter", "7 u", "7 p", "?", "b", "e", "d",
			} {
				press(strings.Fields(keys)...)
				screen := strings.NewReplacer("enter a price", "", "Enter", "", "a space", "", "the space", "").Replace(other.ReplaceAllString(s.text(), ""))
				if found := named.FindString(screen); found != "" {
					t.Errorf("after %s the screen names %q:\n%s", keys, found, s.text())
				}
				press("esc", "esc", "esc")
			}
		})
	}
}

// TestFirstPane starts with the configured pane, range and low-balance limit.
func TestFirstPane(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "pane = \"usage\"\nrange = \"90 days\"\nlow_balance = 100000\n", 140, 40)
	s.sees("90 days · by week")
	s.press("1")
	s.sees("Your balance is low")
}

// TestASCII draws every pane and some cards without box, block and shade characters.
func TestASCII(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "ascii = true\n", 140, 40)
	drawn := func(r rune) bool { return r >= 0x2500 && r <= 0x259F }
	for _, keys := range [][]string{{"1"}, {"2"}, {"enter"}, {"esc", "3"}, {">"}, {">"}, {"4"}, {"6"}, {"7"}, {"?"}, {"esc", ":"}, {"esc", "5", "enter"}, {"enter"}, {"Q"}} {
		s.press(keys...)
		checkFrame(s)
		if at := strings.IndexFunc(s.text(), drawn); at >= 0 {
			t.Errorf("after %q: %q", keys, s.text()[at:min(at+20, len(s.text()))])
		}
	}
}

// TestReadOnly offers no way to buy, change or sign out, whatever is pressed.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "low", 140, 40)
	s.set("read_only = true\n")
	if err := s.budgets.SetBudget("", &insight.Budget{Credits: 9000 * model.Credit, Per: insight.PerMonth}); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.begin()
	if budget := regexp.MustCompile(`BUDGET  9,000 a month .*`).FindString(s.text()); budget == "" || strings.HasSuffix(strings.TrimRight(budget, " "), " B") {
		t.Errorf("the budget is %q in\n%s", budget, s.text())
	}
	for _, keys := range [][]string{
		{"1"}, {"b"}, {"p"}, {"2"}, {"4"}, {"enter"}, {"5"}, {"enter"}, {"enter"}, {"7"}, {"u"}, {"p"}, {"?"}, {"esc", ":"}, {"b", "u", "y", "enter"}, {"esc", "1"},
	} {
		s.press(keys...)
		checkFrame(s)
		for _, offer := range []string{"buy credits", "Buy a pack", "Buy Pack", "billing portal", "Billing portal", "another key", "What choosing", "enter choose"} {
			if strings.Contains(s.text(), offer) {
				t.Errorf("after %q: %q in\n%s", keys, offer, s.text())
			}
		}
	}
	s.sessions(0, 0)
	s.sees("Your balance is low")
}

// TestReadOnlyStates tells the state of a plan, and not what to buy or to change in the billing
// portal.
func TestReadOnlyStates(t *testing.T) {
	t.Parallel()
	offers := regexp.MustCompile(`(?i)portal|\bbuy\b|purchase additional|set a budget|upgrade your|choose a plan|update your card|resume it|pay it`)
	for state, fact := range map[string]string{
		"unpaid": "is unpaid: it brings no credits until it is paid.", "incomplete": "is incomplete: its first payment was not made.",
		"paused": "is paused: it brings no credits", "past-due": "The last payment for Creator failed.", "cancelled": "Creator is cancelled. You keep it until",
		"pending-downgrade": "takes the place of Creator", "low": "Your balance is low", "out": "You are out of credits. You will not be able to generate until you add more.",
		"free": "No plan.", "empty": "You are out of credits.",
	} {
		s := newScreen(t, state, 140, 40)
		s.set("read_only = true\n")
		s.start()
		s.begin()
		s.sees(fact)
		for _, pane := range []string{"1", "2", "3", "4", "5", "6", "7"} {
			s.press("esc", pane)
			if offer := offers.FindString(s.text()); offer != "" {
				t.Errorf("%s: %q in\n%s", state, offer, s.text())
			}
		}
	}
}

// TestReadOnlyWalk runs every command of the palette, and presses the keys of every
// action in random order: nothing is bought, changed or signed out, and what a footer or
// a card offers is never refused.
func TestReadOnlyWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("presses thousands of keys")
	}
	t.Chdir(t.TempDir()) // exports of random keys go there
	var keys []string
	for _, group := range settings.Default().Keymap().Groups() {
		for _, binding := range group.Keys {
			keys = append(keys, binding.Keys()...)
		}
	}
	slices.Sort(keys)
	keys = slices.DeleteFunc(slices.Compact(keys), func(key string) bool { return slices.Contains([]string{"q", "ctrl+c", "ctrl+z"}, key) })
	for _, state := range []string{"", "past-due", "documented", "signed out"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s := newScreen(t, strings.TrimPrefix(state, "signed out"), 140, 40)
			if state == "signed out" {
				s.key = "none"
			}
			s.faults.serve = func(_ http.ResponseWriter, r *http.Request) bool {
				if r.Method != http.MethodGet {
					t.Errorf("%s %s", r.Method, r.URL.Path)
				}
				return false
			}
			s.profiles = []account.Profile{{Name: "work"}, {Name: "default"}}
			s.set("read_only = true\n")
			s.start()
			s.begin()
			client, err := s.session(s.server.Key())
			if err != nil {
				t.Fatal(err)
			}
			who, err := client.Source.Account(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			check := func(where string, offered bool) {
				checkFrame(s)
				if offered && strings.Contains(s.text(), "This is for reading only") {
					t.Fatalf("%s is offered and refused:\n%s", where, s.text())
				}
				if budget, _ := s.budgets.Budget(who.ID); budget != nil || s.signIns > 0 {
					t.Fatalf("%s: a budget of %v, %d sign-ins", where, budget, s.signIns)
				}
			}
			for at := range 60 {
				s.press("esc", "esc", "esc", "L", "esc", ":")
				for range at {
					s.press("down")
				}
				s.press("enter")
				if s.quit {
					s.quit = false
					continue
				}
				check("a command of the palette", true)
			}
			for _, pane := range []string{"1", "2", "4", "5", "7"} {
				s.press("esc", "esc", "esc", "L", "esc", pane)
				for range 24 {
					s.press("down", "L", "esc")
					opens := slices.ContainsFunc(s.app.Offered(), func(binding key.Binding) bool { return binding.Enabled() && slices.Contains(binding.Keys(), "enter") })
					s.press("enter")
					check("enter on an item of pane "+pane, opens)
					s.press("esc")
				}
			}
			rapid.Check(t, func(r *rapid.T) {
				s.press("esc", "esc", "esc", "L", "esc", rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6", "7"}).Draw(r, "pane"))
				for range rapid.IntRange(1, 12).Draw(r, "presses") {
					offered := slices.DeleteFunc(s.app.Offered(), func(binding key.Binding) bool {
						return !binding.Enabled() || slices.Contains(binding.Keys(), "q") || slices.Contains(binding.Keys(), "ctrl+c")
					})
					for range 3 { // the notice of a refusal goes, and the next comes
						s.fire(9 * time.Second)
					}
					refused := strings.Contains(s.text(), "This is for reading only")
					if len(offered) > 0 && rapid.Bool().Draw(r, "offered") {
						key := rapid.SampledFrom(rapid.SampledFrom(offered).Draw(r, "binding").Keys()).Draw(r, "key")
						s.press(key)
						check(key, !refused)
						continue
					}
					key := rapid.SampledFrom(keys).Draw(r, "key")
					s.press(key)
					check(key, false)
				}
			})
		})
	}
}

// TestComparePer compares packs and plans by the amount of money that is set.
func TestComparePer(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "compare_per = 100", 140, 40)
	s.press("5")
	s.sees("CREDITS PER $100")
	s.sees("10,526")
	s.press("4")
	s.sees("Credits per $100")
}
