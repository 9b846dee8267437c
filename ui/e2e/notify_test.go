//go:build !windows

package e2e

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
)

// osc matches a control string with its end, as titles and copies are written.
var osc = regexp.MustCompile(`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)`)

// writes waits until the program has written what a pattern matches.
func (w *window) writes(pattern string) {
	w.m.t.Helper()
	want := regexp.MustCompile(pattern)
	until(w.m.t, func() error {
		if output := w.Output(); !want.Match(output) {
			return fmt.Errorf("%s is not in %q; the screen is\n%s", want, output[max(0, len(output)-200):], w.Screen().Text())
		}
		return nil
	})
}

// rings is how often the program has rung the bell.
func (w *window) rings() int {
	return strings.Count(osc.ReplaceAllString(string(w.Output()), ""), "\a")
}

// TestNotifications tells of a budget in the way that the settings choose and that the
// terminal understands, through tmux and screen too, and in no way where that is off. A
// copy reaches the terminal through them likewise.
func TestNotifications(t *testing.T) {
	t.Parallel()
	const (
		plain   = `\x1b\]9;[^\x07\x1b]*budget[^\x07\x1b]*\x07`
		copying = "\x1b]52;c;"
	)
	for _, c := range []struct {
		name, setting, term, env string
		told                     string // empty: nothing
		copied                   string
	}{
		{"off", "off", "xterm-256color", "", "", copying},
		{"bell", "bell", "xterm-256color", "", `\x07`, copying},
		{"OSC 9", "desktop", "xterm-256color", "", plain, copying},
		{"OSC 777", "desktop", "foot", "", `\x1b\]777;notify;studio-tui;[^\x07\x1b]*budget[^\x07\x1b]*\x07`, copying},
		{"OSC 99", "desktop", "xterm-kitty", "", `\x1b\]99;i=[^;]*:d=0;studio-tui\x07\x1b\]99;i=[^;]*:p=body;[^\x07\x1b]*budget[^\x07\x1b]*\x07`, copying},
		{"tmux", "desktop", "tmux-256color", "TMUX=/tmp/none,1,0", `\x1bPtmux;\x1b` + plain + `\x1b\\`, "\x1bPtmux;\x1b" + copying},
		{"screen", "desktop", "screen-256color", "STY=1.none", `\x1bP` + plain + `\x1b\\`, "\x1bP" + copying},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, server := signedIn(t, sandbox.Options{}, "TERM="+c.term, c.env)
			m.write(".config/studio-tui/config.toml", "notifications = \""+c.setting+"\"\n")
			m.exceedsBudget(server)
			w := m.open()
			w.sees(`budget.*─`)
			w.press("y")
			w.sees(`Copied the balance`)
			w.writes(regexp.QuoteMeta(c.copied))
			if c.told != "" && c.setting != "bell" {
				w.writes(c.told)
			}
			w.press("q")
			w.ends(0)
			output := string(w.Output())
			want := 0
			if c.setting == "bell" {
				want = 1
			}
			if rings := w.rings(); rings != want {
				t.Errorf("the bell rings %d times, want %d", rings, want)
			}
			if c.setting != "desktop" && regexp.MustCompile(`\x1b\](9|99|777);`).MatchString(output) {
				t.Errorf("a notification is sent: %q", output)
			}
		})
	}
}

// TestNotifiedEvents tells of a low balance, a generation that is done, and a payment that
// arrived, each once, by a notification or by the bell, and not at all where that is off.
func TestNotifiedEvents(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"desktop", "bell", "off"} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			notifiedEvents(t, setting)
		})
	}
}

func notifiedEvents(t *testing.T, setting string) {
	t.Helper()
	var late atomic.Int64
	m, server := signedIn(t, sandbox.Options{Now: func() time.Time { return time.Now().Add(time.Duration(late.Load())) }})
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	check(t, err)
	defer client.Close()
	account, err := client.Account(t.Context())
	check(t, err)
	m.write(".config/studio-tui/config.toml", "notifications = \""+setting+"\"\nlow_balance = "+account.Credits.Plain()+"\n")
	w := m.open()
	events := 0
	told := func(notification string) {
		t.Helper()
		switch events++; setting {
		case "desktop":
			w.writes(notification)
		case "bell":
			until(t, func() error {
				if rings := w.rings(); rings != events {
					return fmt.Errorf("the bell rings %d times, want %d", rings, events)
				}
				return nil
			})
		}
	}
	w.sees(figures)
	w.press("3")
	w.sees(`(?s)by day.*credits used`) // the history is there
	w.press("1")
	w.sees(figures)
	_, err = client.Run(t.Context(), api.Run{Tool: "create-image", Input: map[string]any{"prompt": "a lighthouse"}})
	check(t, err)
	w.press("r")
	told(`\x1b\]9;studio-tui: Your balance is low: [^\x07]*\x07`)
	w.sees(`RUNNING`)
	late.Store(int64(time.Minute))
	w.press("r")
	told(`\x1b\]9;[^\x07]*create-image[^\x07]*\x07`)
	w.press("5")
	w.sees(`CREDITS PER \$1`)
	w.press(enter)
	w.sees(`Due now[\s\S]*enter confirm`)
	w.press(enter)
	w.sees("No browser was opened")
	open, err := client.OpenCheckouts(t.Context())
	check(t, err)
	paid, err := http.Post(string(open[0].URL)+"/pay", "", nil)
	check(t, err)
	_ = paid.Body.Close()
	told(`\x1b\]9;[^\x07]*arrived[^\x07]*\x07`)
	w.sees("arrived")
	w.press(escape)
	w.sees(`^[^╭]*$`)
	w.press("q")
	w.ends(0)
	if want := map[string]int{"bell": events}[setting]; w.rings() != want {
		t.Errorf("the bell rings %d times, want %d", w.rings(), want)
	}
	want := map[string]int{"desktop": 1}[setting]
	for _, once := range []string{`\x1b\]9;studio-tui: Your balance`, `\x1b\]9;[^\x07]*create-image`, `\x1b\]9;[^\x07]*arrived`} {
		if found := regexp.MustCompile(once).FindAll(w.Output(), -1); len(found) != want {
			t.Errorf("%s is told %d times, want %d: %q", once, len(found), want, found)
		}
	}
}

// TestPrivateOnATerminal writes no secret on the terminal in privacy mode: neither in a
// frame nor in a title, a copy or a notification.
func TestPrivateOnATerminal(t *testing.T) {
	t.Parallel()
	m, server := signedIn(t, sandbox.Options{})
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	check(t, err)
	defer client.Close()
	account, err := client.Account(t.Context())
	check(t, err)
	m.write(".config/studio-tui/config.toml", "notifications = \"desktop\"\nprivate = true\nmouse = true\n")
	m.exceedsBudget(server)
	w := m.open()
	w.sees(`\*\*\*\* credits|\*,\*\*\*`)
	w.writes(`\x1b\]9;[^\x07]*budget`)
	for _, pane := range []string{"1", "2", "3", "4", "5", "7"} {
		w.press(pane, "y")
	}
	w.sees("masked. P lifts privacy")
	w.press("5", enter)
	w.sees(`Due now[\s\S]*enter confirm`)
	w.press(enter)
	w.sees("The address is hidden")
	w.press("y")
	w.sees("Not copied: masked")
	w.press(escape)
	w.sees(`^[^╭]*$`)
	w.press("q")
	w.ends(0)
	output := string(w.Output())
	for _, copied := range regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]*)`).FindAllStringSubmatch(output, -1) {
		text, err := base64.StdEncoding.DecodeString(copied[1])
		check(t, err)
		output += "\n" + string(text)
	}
	for _, secret := range []string{"mia@", account.Credits.String(), account.Credits.Plain(), string(account.ID), "cs_sandbox"} {
		if strings.Contains(output, secret) {
			t.Errorf("%q is written", secret)
		}
	}
}
