package pane_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// budgets are the states of the Overview's budget line.
var budgets = []struct {
	name   string
	change func(*data.State)
}{
	{"ok", func(s *data.State) { setBudget(s, 20_000, insight.PerMonth) }},
	{"pace", func(s *data.State) {
		setBudget(s, 1_000, insight.PerMonth)
		s.Budget.Value.Check.Projected, s.Budget.Value.Check.State = &insight.Projection{Mid: 1_234_567_890}, insight.BudgetPace
	}},
	{"near", func(s *data.State) { near := nearly(*s.Budget.Value.Check); s.Budget.Value.Check = &near }},
	{"over", func(s *data.State) { setBudget(s, 100, insight.PerWeek) }},
	{"day", func(s *data.State) { setBudget(s, 500, insight.PerDay) }},
	{"reading", func(s *data.State) { s.Budget.Value.Check = nil }},
	{"unknown prices", func(s *data.State) {
		s.Budget.Value.Unknown, s.History.Provenance = true, model.Estimated
	}},
	{"none", func(s *data.State) { s.Budget.Value = data.Budget{} }},
}

func setBudget(s *data.State, credits model.Credits, per insight.Per) {
	budget := insight.Budget{Credits: credits * model.Credit, Per: per}
	check := budget.Check(s.History.Value.Activity, s.Now)
	s.Budget.Value.Budget, s.Budget.Value.Check = &budget, &check
}

func nearly(c insight.BudgetCheck) insight.BudgetCheck {
	c.Used, c.Projected, c.State = c.Credits*95/100, nil, insight.BudgetNear
	return c
}

// TestOverviewBudget checks the Overview with a budget in each of its states.
func TestOverviewBudget(t *testing.T) {
	for _, budget := range budgets {
		for _, size := range []struct{ width, height int }{{60, 11}, {80, 19}, {140, 35}} {
			t.Run(strings.ReplaceAll(budget.name, " ", "-")+"_"+strconv.Itoa(size.width), func(t *testing.T) {
				s := accountOf(t, sandbox.StateDemo)
				budget.change(s)
				body, _ := drawn(paneOf("Overview"), s, true, size.width, size.height).View()
				checkBlock(t, body, size.width, size.height)
				golden.RequireEqual(t, plain(body))
			})
		}
	}
}

// TestOverviewBudgetKeys checks the budget's key in the Overview and the Account pane.
func TestOverviewBudgetKeys(t *testing.T) {
	for _, name := range []string{"Overview", "Account"} {
		if intent := press(t, drawn(paneOf(name), accountOf(t, sandbox.StateDemo), true, 80, 19), "B"); intent != data.Intent(data.EditBudget{}) {
			t.Errorf("%s: B asks for %#v", name, intent)
		}
	}
}

// TestOverviewNews checks the line of changes since the last visit, and that its key asks for
// those rows.
func TestOverviewNews(t *testing.T) {
	for _, news := range []struct {
		name   string
		change func(*data.State, *insight.News)
	}{
		{"found", func(*data.State, *insight.News) {}},
		{"bought", func(_ *data.State, n *insight.News) {
			n.Purchases, n.Bought = insight.NewsSum{Count: 1, Credits: 2000e6}, "Pack M"
			n.Renewals, n.Others = insight.NewsSum{Count: 1, Credits: 4000e6}, insight.NewsSum{Count: 2, Credits: -5e6}
		}},
		{"plan", func(_ *data.State, n *insight.News) {
			*n = insight.News{Since: n.Since, Plans: insight.NewsSum{Count: 1, Credits: 12000e6}}
		}},
		{"quiet", func(_ *data.State, n *insight.News) {
			*n = insight.News{Since: n.Since, Purchases: insight.NewsSum{Count: 2, Credits: 4000e6}}
		}},
		{"estimated", func(s *data.State, n *insight.News) { s.History.Provenance, n.Unknown = model.Estimated, 2 }},
	} {
		for _, size := range []struct{ width, height int }{{60, 11}, {80, 19}, {140, 35}} {
			t.Run(news.name+"_"+strconv.Itoa(size.width), func(t *testing.T) {
				s := accountOf(t, sandbox.StateDemo)
				leaveAt(t, s, now.Add(-30*time.Hour))
				news.change(s, &s.Visit.Value.News)
				p := drawn(paneOf("Overview"), s, true, size.width, size.height)
				body, _ := p.View()
				checkBlock(t, body, size.width, size.height)
				golden.RequireEqual(t, plain(body))
				rows, is := press(t, p, "enter").(data.ShowRows)
				if !is || !rows.All || rows.Back != pane.OverviewNumber || rows.Part != "Since Sat 08:04" {
					t.Errorf("enter asks for %+v", rows)
				}
			})
		}
	}
}

// leaveAt sets the end of the last visit.
func leaveAt(t *testing.T, s *data.State, at time.Time) {
	t.Helper()
	var err error
	s.Visit.Value.Seen.Until = at
	if s.Visit.Value, err = s.Visit.Value.Find(t.Context(), s.History.Value.Table); err != nil {
		t.Fatal(err)
	}
}

// TestOverviewCursorStays checks that the cursor stays on its row when the news line appears or
// disappears.
func TestOverviewCursorStays(t *testing.T) {
	s := accountOf(t, sandbox.StateDemo)
	p := drawn(paneOf("Overview"), s, true, 120, 30)
	want := press(t, p, "down", "down", "enter")
	leaveAt(t, s, now.Add(-30*time.Hour))
	for _, read := range []bool{false, true, false} {
		s.Visit.Value.Read = read
		p.SetState(s)
		if got := press(t, p, "enter"); !reflect.DeepEqual(got, want) {
			t.Errorf("read is %v: %+v is under the cursor, want %+v", read, got, want)
		}
	}
}

// TestStalledPlan checks that every pane names the plan of a subscription that is not paid, with
// its state, and that the Overview offers no plan where an upgrade is refused.
func TestStalledPlan(t *testing.T) {
	for _, status := range []model.SubscriptionStatus{
		model.StatusIncomplete, model.StatusUnpaid, model.StatusPaused, "in_review",
	} {
		for _, credits := range []model.Credits{0, 20 * model.Credit} {
			s := accountOf(t, sandbox.StateIncomplete)
			s.Account.Value.Credits, s.Subscription.Value.Status = credits, status
			word := strings.ReplaceAll(string(status), "_", " ")
			for name, want := range map[string]string{
				"Overview": "Creator, monthly. Status: " + word + ".", "Account": "Plan              Creator (" + word + ")", "Plans": "! Creator: " + word + ".",
			} {
				body, _ := drawn(paneOf(name), s, true, 140, 35).View()
				if body = plain(body); !strings.Contains(body, want) || strings.Contains(body, "your plan (4)") || strings.Contains(body, "choose a plan") {
					t.Errorf("%s, %s, %s credits: no %q, or a plan is offered:\n%s", name, status, credits, want, body)
				}
				if name == "Overview" && !strings.Contains(body, "uy a pack (b).") {
					t.Errorf("%s credits: no pack is offered:\n%s", credits, body)
				}
			}
		}
	}
}

// TestOverviewLists lists running generations below their heading, and where that has no room only
// among the latest rows, below theirs.
func TestOverviewLists(t *testing.T) {
	s := accountOf(t, sandbox.StateDemo)
	for _, row := range s.Rows() {
		if row.Type == model.TypeGeneration && len(s.Generations.Value) < 2 {
			s.Generations.Value = append(s.Generations.Value, model.Generation{ID: row.GenerationID, Tool: string(row.Tool), Status: "processing", CreatedAt: row.CreatedAt})
		}
	}
	without := 0
	for _, width := range []int{60, 80, 140} {
		for height := 11; height <= 35; height++ {
			body, _ := drawn(paneOf("Overview"), s, true, width, height).View()
			checkBlock(t, body, width, height)
			running, latest, below := strings.Cut(plain(body), "LATEST")
			if !below {
				t.Errorf("%dx%d: no heading of the latest rows:\n%s", width, height, plain(body))
			}
			switch listed := strings.Contains(running, "  processing"); {
			case listed != strings.Contains(running, "RUNNING"), strings.Contains(latest, "  processing"):
				t.Errorf("%dx%d:\n%s", width, height, plain(body))
			case !listed:
				without++
			}
		}
	}
	if without == 0 {
		t.Error("there was always room for both lists")
	}
}
