package app

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// noBrowser opens nothing.
type noBrowser struct{}

func (noBrowser) Open(context.Context, model.URL) error { return nil }
func (noBrowser) Available() (bool, string)             { return true, "" }

// newApp is a program without a terminal and without an account, on a clock that stands still.
// What is waited for goes into waits.
func newApp(t *testing.T, waits *[]tea.Msg) *App {
	now := time.Date(2026, 11, 22, 13, 4, 0, 0, time.UTC)
	return New(t.Context(), Options{
		Accounts: struct{ account.Manager }{}, Browser: noBrowser{}, Location: time.UTC,
		Now: func() time.Time { return now }, NewKey: func() string { return "key" },
		After: func(_ time.Duration, msg tea.Msg) tea.Cmd {
			if waits != nil {
				*waits = append(*waits, msg)
			}
			return nil
		},
	})
}

// intents are one of each kind.
var intents = []data.Intent{
	data.OpenURL{}, data.Copy{}, data.SearchHistory{}, data.ExportRows{}, data.WriteFile{}, data.ShowRow{}, data.ShowGeneration{},
	data.BuyCredits{}, data.ReadGuide{}, data.Buy{}, data.OpenWebsite{}, data.EndWebsiteWatch{}, data.ShowOrder{}, data.ConfirmOrder{},
	data.AnswerQuestion{}, data.AcknowledgeOrders{}, data.ReopenOrder{}, data.CancelOrder{}, data.UseKey{}, data.SignInFromBrowser{},
	data.OpenDevicePage{}, data.KeepInFile{}, data.CancelDevice{}, data.ShowProfiles{}, data.UseProfile{}, data.ConfirmExportedKey{},
	data.OpenDemo{}, data.ManageBilling{}, data.ShowPlan{}, data.SwitchPane{}, data.RunCommand{}, data.AuditHistory{}, data.ShowHelp{},
	data.Quit{}, data.RefreshAll{}, data.ChangeKey{}, data.Close{}, data.LeaveOrder{}, data.LeaveWebsite{}, data.CancelExport{}, data.CancelOpening{},
	data.ShowRows{}, data.ShowUsage{}, data.ExportUsage{}, data.ShowCost{},
}

// TestEveryIntentIsHandled sends an intent of each kind that ui/data declares: none falls
// through all components.
func TestEveryIntentIsHandled(t *testing.T) {
	var known []string
	for _, intent := range intents {
		known = append(known, reflect.TypeOf(intent).Name())
		a := newApp(t, nil)
		a.resize(80, 24)
		a.do(data.ChangeKey{}) // the panels that some of them come from
		a.do(data.ShowProfiles{})
		if _, handled := a.dispatch(intent); !handled {
			t.Errorf("nobody handles %T", intent)
		}
	}
	declared := declaredIntents(t)
	slices.Sort(known)
	if !slices.Equal(known, declared) {
		t.Errorf("this test knows\n%v\nui/data declares\n%v", known, declared)
	}
}

// declaredIntents are the names of the types in ui/data with the method intent.
func declaredIntents(t *testing.T) []string {
	t.Helper()
	sources := func(info fs.FileInfo) bool { return !strings.HasSuffix(info.Name(), "_test.go") }
	packages, err := parser.ParseDir(token.NewFileSet(), "../data", sources, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(packages["data"], func(node ast.Node) bool {
		if method, is := node.(*ast.FuncDecl); is && method.Recv != nil && method.Name.Name == "intent" {
			names = append(names, method.Recv.List[0].Type.(*ast.Ident).Name)
		}
		return true
	})
	slices.Sort(names)
	return names
}

// TestUnknownIntentIsNotHandled is what the test above is worth.
func TestUnknownIntentIsNotHandled(t *testing.T) {
	if _, handled := newApp(t, nil).dispatch(struct{ data.Intent }{}); handled {
		t.Error("an intent that nobody knows was handled")
	}
}

// TestPollerHeedsItsNewestWait polls once however often a wait was begun, and not once it was
// stopped or belongs to an earlier session.
func TestPollerHeedsItsNewestWait(t *testing.T) {
	var waits []tea.Msg
	a := newApp(t, &waits)
	polled := 0
	p := poller{core: a.core, policy: model.PollPolicy{Initial: time.Second, Max: time.Minute}, poll: func() tea.Cmd { polled++; return nil }}
	p.start()
	p.wait(time.Second)
	for _, msg := range waits {
		a.Update(msg)
	}
	if polled != 1 {
		t.Errorf("polled %d times, want once", polled)
	}
	p.start()
	p.stop()
	a.Update(waits[len(waits)-1])
	if polled != 1 {
		t.Error("polled after it was stopped")
	}
	p.start()
	a.epoch++
	a.Update(waits[len(waits)-1])
	if polled != 1 {
		t.Error("polled for an earlier session")
	}
}

// TestPollerEnds slows down by its policy, and ends when its time is over.
func TestPollerEnds(t *testing.T) {
	a := newApp(t, nil)
	now := a.options.Now()
	a.options.Now = func() time.Time { return now }
	p := poller{core: a.core, policy: model.PollPolicy{Initial: time.Second, Max: 10 * time.Second, Timeout: time.Minute}}
	p.start()
	before := p.delay
	p.inFlight = true
	if _, over := p.next(nil); over || p.delay <= before || p.inFlight {
		t.Errorf("after a poll: over %v, delay %v after %v, in flight %v", over, p.delay, before, p.inFlight)
	}
	now = now.Add(2 * time.Minute)
	if _, over := p.next(nil); !over || !p.until.IsZero() {
		t.Error("it does not end when its time is over")
	}
}

// TestLayoutTilesTheTerminal gives every line of a terminal to one part, and keeps cards off
// its last line.
func TestLayoutTilesTheTerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(leastWidth, 300).Draw(t, "width"), rapid.IntRange(leastHeight, 120).Draw(t, "height")
		l := layOut(width, height)
		terminal := image.Rect(0, 0, width, height)
		parts, lines := []image.Rectangle{l.header, l.tabs, l.body, l.status, l.footer}, 1 // the rule below the tabs
		for i, part := range parts {
			lines += part.Dy()
			if part.Dx() != width || !part.In(terminal) {
				t.Fatalf("%v in %v", part, terminal)
			}
			for _, other := range parts[i+1:] {
				if part.Overlaps(other) {
					t.Fatalf("%v overlaps %v", part, other)
				}
			}
		}
		if lines != height {
			t.Fatalf("%d lines of %d are laid out", lines, height)
		}
		card := image.Pt(rapid.IntRange(1, width).Draw(t, "card width"), rapid.IntRange(1, height-1).Draw(t, "card height"))
		if at := l.overlay(card.X, card.Y); !at.In(terminal) || at.Overlaps(l.footer) && card.Y <= l.body.Dy() {
			t.Fatalf("a card lies at %v in %v", at, terminal)
		}
	})
}
