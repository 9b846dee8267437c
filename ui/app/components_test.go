package app

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
)

// noBrowser opens nothing.
type noBrowser struct{}

func (noBrowser) Open(context.Context, model.URL) error { return nil }
func (noBrowser) Available() (bool, string)             { return true, "" }

// newApp is a program without a terminal and without an account, on a fixed clock. Its
// timers are collected in waits.
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

// TestEveryIntentIsHandled sends an intent of each kind declared in ui/data: each is
// handled by a component.
func TestEveryIntentIsHandled(t *testing.T) {
	t.Parallel()
	var known []string
	for _, intent := range []data.Intent{
		data.OpenURL{},
		data.Copy{},
		data.SearchHistory{},
		data.ExportRows{},
		data.WriteFile{},
		data.ShowRow{},
		data.ShowGeneration{},
		data.BuyCredits{},
		data.ReadGuide{},
		data.Buy{},
		data.OpenWebsite{},
		data.EndWebsiteWatch{},
		data.ShowOrder{},
		data.ConfirmOrder{},
		data.AnswerQuestion{},
		data.AcknowledgeOrders{},
		data.ReopenOrder{},
		data.CancelOrder{},
		data.UseKey{},
		data.SignInFromBrowser{},
		data.OpenDevicePage{},
		data.KeepInFile{},
		data.CancelDevice{},
		data.ShowProfiles{},
		data.UseProfile{},
		data.AskProfiles{},
		data.ConfirmExportedKey{},
		data.OpenDemo{},
		data.ManageBilling{},
		data.ShowPlan{},
		data.SwitchPane{},
		data.RunCommand{},
		data.UseTheme{},
		data.ShowQuantities{},
		data.AuditHistory{},
		data.ResumeAudit{},
		data.ShowFinding{},
		data.MarkFinding{},
		data.ShowHelp{},
		data.Quit{},
		data.RefreshAll{},
		data.ChangeKey{},
		data.Close{},
		data.LeaveOrder{},
		data.LeaveWebsite{},
		data.CancelExport{},
		data.CancelOpening{},
		data.ShowRows{},
		data.ShowCost{},
		data.ShowWhatIf{},
		data.KeepUse{},
		data.ShowUsage{},
		data.ExportUsage{},
		data.ExportForecast{},
		data.EditBudget{},
		data.NameChange{},
		data.SetChangeName{},
		data.SetBudget{},
		data.EnterPrice{},
		data.SetPrices{},
	} {
		known = append(known, reflect.TypeOf(intent).Name())
		a := newApp(t, nil)
		a.resize(80, 24)
		a.do(data.ChangeKey{}) // opens the panels that send some of them
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

// declaredIntents are the names of the types in ui/data with an intent method.
func declaredIntents(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../data/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			if method, is := declared.(*ast.FuncDecl); is && method.Recv != nil && method.Name.Name == "intent" {
				names = append(names, method.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// TestUnknownIntentIsNotHandled checks that the test above can fail.
func TestUnknownIntentIsNotHandled(t *testing.T) {
	t.Parallel()
	if _, handled := newApp(t, nil).dispatch(struct{ data.Intent }{}); handled {
		t.Error("an intent that nobody knows was handled")
	}
}

// TestPollerHeedsItsNewestWait polls once however often a wait was begun, and never
// after it was stopped or for an earlier session.
func TestPollerHeedsItsNewestWait(t *testing.T) {
	t.Parallel()
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

// TestPollerEnds slows down by its policy, and ends at its time limit.
func TestPollerEnds(t *testing.T) {
	t.Parallel()
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

// TestQueriesOfOwnersGoOn cancels only the earlier query of the same owner, and takes
// the newest result of each.
func TestQueriesOfOwnersGoOn(t *testing.T) {
	t.Parallel()
	a := newApp(t, nil)
	rows := query[data.SearchResult]{core: a.core, into: func(s *data.State) *data.Resource[data.SearchResult] { return &s.SearchResult }}
	orders := query[[]model.Order]{core: a.core, into: func(s *data.State) *data.Resource[[]model.Order] { return &s.Orders }}
	find := func(sort history.SortKey) func(context.Context) (data.SearchResult, error) {
		return func(ctx context.Context) (data.SearchResult, error) {
			return data.SearchResult{Search: data.Search{Sort: sort}}, ctx.Err()
		}
	}
	first := rows.run(model.Billed, find(history.ByAmount))
	other := orders.run(model.Billed, func(ctx context.Context) ([]model.Order, error) { return []model.Order{{Key: "one"}}, ctx.Err() })
	second := rows.run(model.Billed, find(history.ByDate))
	given, _ := first().(queryResult[data.SearchResult])
	if given.Err == nil {
		t.Error("the earlier query was not given up")
	}
	for _, msg := range []tea.Msg{second(), other(), given} {
		a.Update(msg)
	}
	if found := a.state.SearchResult; !found.Loaded || found.Err != nil || found.Value.Search.Sort != history.ByDate {
		t.Errorf("the search has %+v", found)
	}
	if found := a.state.Orders; len(found.Value) != 1 || found.Err != nil {
		t.Errorf("the query of another owner has %+v", found)
	}
}

// TestLayoutTilesTheTerminal assigns every line of a terminal to one part, and keeps
// cards off the last line.
func TestLayoutTilesTheTerminal(t *testing.T) {
	t.Parallel()
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

// TestMonitorAlone announces the end of a generation that it saw running, and of none
// that had ended before.
func TestMonitorAlone(t *testing.T) {
	t.Parallel()
	var waits []tea.Msg
	a := newApp(t, &waits)
	m := &monitor{core: a.core, reader: &reader{core: a.core}}
	m.pace = poller{core: a.core, poll: m.poll}
	listed := func(status model.GenerationStatus) {
		a.state.Generations.Value = []model.Generation{{ID: "g", Tool: "create-image", Status: status}}
		if _, handled := m.Update(generationsRead{}); handled {
			t.Error("the event was kept from other components")
		}
	}
	listed(model.GenerationSuccess)
	if a.news.text != "" || len(waits) > 0 {
		t.Errorf("what ended before is told: %q, %d waits", a.news.text, len(waits))
	}
	listed(model.GenerationProcessing)
	if len(waits) != 1 {
		t.Errorf("%d waits while something runs, want one", len(waits))
	}
	listed(model.GenerationSuccess)
	if a.news.text == "" {
		t.Error("the end is not told")
	}
}

// TestPortalAlone announces a change of the subscription after the portal was opened,
// once, and drops a response to an earlier watch.
func TestPortalAlone(t *testing.T) {
	t.Parallel()
	a := newApp(t, nil)
	p := &portal{core: a.core, reader: &reader{core: a.core}}
	p.poller = poller{core: a.core, policy: portalPace, poll: p.poll}
	before := model.Subscription{Plan: "creator", Status: model.StatusActive}
	a.state.Subscription.Set(before, model.Billed, a.options.Now())
	p.Update(portalCreated{})
	changed := portalPolled{watch: p.watch}
	changed.Value, changed.Provenance = model.Subscription{Plan: "pro", Status: model.StatusActive}, model.Billed
	late := changed
	late.watch--
	if p.Update(late); a.state.Subscription.Value != before {
		t.Error("an answer to an earlier watch was taken")
	}
	p.Update(changed)
	if a.state.Subscription.Value.Plan != "pro" || a.notice.text == "" || !p.poller.until.IsZero() {
		t.Errorf("after a change: plan %q, notice %q, still watching %v", a.state.Subscription.Value.Plan, a.notice.text, !p.poller.until.IsZero())
	}
}
