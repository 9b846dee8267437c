package pane_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	apisync "github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// wholeDemo is the demo's account with all of its history and the catalogue.
var wholeDemo = sync.OnceValues(func() (data.State, error) {
	server, err := sandbox.New(sandbox.Options{Seed: 1, Location: cet, Now: func() time.Time { return now }})
	if err != nil {
		return data.State{}, err
	}
	if err = server.Start(); err != nil {
		return data.State{}, err
	}
	defer func() { _ = server.Close() }()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		return data.State{}, err
	}
	defer client.Close()
	source, ctx := apisync.New(client), context.Background()
	s, err := readState(ctx, source)
	if err != nil {
		return s, err
	}
	tools, err := source.Tools(ctx)
	if err != nil {
		return s, err
	}
	s.Tools = found(tools, model.Billed)
	page, from, err := source.Search(ctx, "", time.Time{}, 1_000_000)
	if err != nil {
		return s, err
	}
	return withRows(s, page.Rows, func(p *history.Progress) { p.Provenance = from })
})

// withRows is a state with another history, complete unless change says otherwise.
func withRows(s data.State, rows []model.Transaction, change func(*history.Progress)) (data.State, error) {
	builder := &history.Builder{Twins: true}
	builder.Put(rows...)
	progress := history.Progress{Table: builder.Table(), Provenance: model.Billed, Total: int64(len(rows)), Whole: true}
	if change != nil {
		change(&progress)
	}
	digest, err := data.Summarize(context.Background(), progress, s.Now, s.Location)
	s.History = found(digest, progress.Provenance)
	s.SearchResult.Value, _ = data.NewestFirst().Run(context.Background(), digest.Table, data.SearchResult{}, s.Location)
	return s, err
}

func demo(t testing.TB) *data.State {
	t.Helper()
	s, err := wholeDemo()
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// demoRows are the rows of the demo's account, oldest first.
func demoRows(t testing.TB) (rows []model.Transaction) {
	table := demo(t).History.Value.Table
	for i := range table.Len() {
		rows = append(rows, table.Row(i))
	}
	return rows
}

func mustRows(t testing.TB, rows []model.Transaction, change func(*history.Progress)) *data.State {
	t.Helper()
	s, err := withRows(*demo(t), rows, change)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// usageConditions are the states that the pane is drawn in.
var usageConditions = map[string]func(t testing.TB) *data.State{
	"loaded": demo,
	"loading": func(t testing.TB) *data.State {
		s := demo(t)
		s.History = data.Resource[data.History]{}
		return s
	},
	"failed": func(t testing.TB) *data.State {
		s := demo(t)
		s.History = data.Resource[data.History]{Err: &model.Error{Kind: model.NoNetwork}}
		return s
	},
	"empty": func(t testing.TB) *data.State { return mustRows(t, nil, nil) },
	"being-read": func(t testing.TB) *data.State {
		rows := demoRows(t)
		return mustRows(t, rows[len(rows)-200:], func(p *history.Progress) { p.Whole, p.Total = false, int64(len(rows)) })
	},
	"estimated": func(t testing.TB) *data.State {
		var rows []model.Transaction
		for i, row := range demoRows(t) {
			switch row.Type {
			case model.TypeGeneration:
				row.Basis = model.BasisPrice
				if i%17 == 0 {
					row.Basis, row.Amount = model.BasisUnknownPrice, model.UnknownCredits
				} else if row.Model == "veo-3.1" {
					row.Basis = model.BasisPriceAtLeast
				}
			case model.TypeRefund:
				row.Basis = model.BasisRefund
			default:
				continue
			}
			row.Balance = model.UnknownCredits
			rows = append(rows, row)
		}
		return mustRows(t, rows, func(p *history.Progress) { p.Provenance = model.Estimated })
	},
	"one": func(t testing.TB) *data.State {
		rows := demoRows(t)
		for i := len(rows) - 1; ; i-- {
			if rows[i].Type == model.TypeGeneration {
				return mustRows(t, rows[i:i+1], nil)
			}
		}
	},
	"nothing-in-range": func(t testing.TB) *data.State {
		rows := demoRows(t)
		return mustRows(t, rows[:len(rows)/2], nil)
	},
}

// worked sets the result of the pane's query in the state.
func worked(t testing.TB, p *pane.Usage, s *data.State) {
	t.Helper()
	p.SetState(s)
	if s.History.Value.Table == nil || s.History.Value.Len() == 0 {
		return
	}
	q := p.Query()
	u, err := q.Run(context.Background(), s.Basis(), s.Tools.Value, s.Usage.Value, s.Now, s.Location)
	if err != nil {
		t.Fatal(err)
	}
	s.Usage = found(u, s.History.Provenance)
	p.SetState(s)
}

func usagePane(t testing.TB, s *data.State, dark bool, width, height int, keys ...string) *pane.Usage {
	t.Helper()
	p := paneOf("Usage")(theme.New(dark)).(*pane.Usage)
	p.SetSize(width, height)
	worked(t, p, s)
	for _, name := range keys {
		p.Key(keyPress(name))
		worked(t, p, s)
	}
	return p
}

// usageSizes are the body sizes at 60x16, 80x24, 120x34, 140x40 and 220x50.
var usageSizes = [][2]int{{60, 11}, {80, 19}, {120, 29}, {140, 35}, {220, 45}}

func TestUsagePane(t *testing.T) {
	for name, state := range usageConditions {
		for _, size := range usageSizes {
			t.Run(fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), func(t *testing.T) {
				body, _ := usagePane(t, state(t), true, size[0], size[1]).View()
				checkBlock(t, body, size[0], size[1])
				golden.RequireEqual(t, plain(body))
			})
		}
	}
}

// TestUsageAfterKeys compares the views after keys with golden files.
func TestUsageAfterKeys(t *testing.T) {
	for name, keys := range map[string][]string{
		"row":        {"down", "down"},
		"unusual":    {"]", "]", "N"},
		"compare":    {"c"},
		"none":       {"v", "v", "v"},
		"by-type":    {"v"},
		"by-tool":    {"v", "v", "s", "s"},
		"weeks":      {"z"},
		"months":     {"]", "]", "Z", "z", "z"},
		"all":        {"[", "[", "["},
		"year":       {">", "left", "N"},
		"rhythm":     {">", ">"},
		"filter":     {"/", "v", "e", "o", "enter"},
		"filter-bad": {"/", "d", "a", "t", "e", ":", "x"},
	} {
		for _, size := range usageSizes {
			t.Run(fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), func(t *testing.T) {
				body, _ := usagePane(t, demo(t), true, size[0], size[1], keys...).View()
				checkBlock(t, body, size[0], size[1])
				golden.RequireEqual(t, plain(body))
			})
		}
	}
}

// TestUsageMarksHiddenBars marks where bars, or weeks of the year, do not fit, on both sides.
func TestUsageMarksHiddenBars(t *testing.T) {
	for _, test := range []struct {
		width          int
		keys           []string
		earlier, later bool
	}{
		{60, nil, true, false},
		{60, []string{"home"}, false, true},
		{80, nil, false, false},
		{60, []string{">"}, true, false},
		{80, []string{">"}, false, false},
	} {
		body, _ := usagePane(t, demo(t), true, test.width, 11, test.keys...).View()
		checkBlock(t, body, test.width, 11)
		_, picture, _ := strings.Cut(plain(body), "\n") // the title names the views between such marks
		if earlier, later := strings.Contains(picture, "‹"), strings.Contains(picture, "›"); earlier != test.earlier || later != test.later {
			t.Errorf("%d cells, %v: earlier %v, later %v:\n%s", test.width, test.keys, earlier, later, plain(body))
		}
	}
}

// TestUsageColoured compares the pane on dark and light backgrounds with golden files.
func TestUsageColoured(t *testing.T) {
	for name, keys := range map[string][]string{"bars": {"down", "left"}, "year": {">"}, "rhythm": {">", ">"}} {
		for ground, dark := range map[string]bool{"dark": true, "light": false} {
			t.Run(name+"_"+ground, func(t *testing.T) {
				body, _ := usagePane(t, demo(t), dark, 80, 19, keys...).View()
				golden.RequireEqual(t, body)
			})
		}
	}
}

// TestUsageKeys checks the intents of keys, and that other keys are not taken.
func TestUsageKeys(t *testing.T) {
	s := demo(t)
	p := usagePane(t, s, true, 120, 29)
	for _, test := range []struct {
		keys string
		want func(q data.UsageQuery) bool
	}{
		{"]", func(q data.UsageQuery) bool { return q.Range == "90 days" && q.Step == insight.ByWeek }},
		{"Z", func(q data.UsageQuery) bool { return q.Step == insight.ByDay }},
		{"z z z", func(q data.UsageQuery) bool { return q.Step == insight.ByMonth }},
		{"[", func(q data.UsageQuery) bool { return q.Range == "30 days" && q.Step == insight.ByDay }},
		{"v", func(q data.UsageQuery) bool { return q.Split == insight.ByType }},
		{"v", func(q data.UsageQuery) bool { return q.Split == insight.ByTool }},
		{"/ v e o enter", func(q data.UsageQuery) bool { return q.Filter == "veo" }},
		{"/ space d a t e : 7 d enter", func(q data.UsageQuery) bool { return q.Filter == "veo" && q.Span.Days() == 7 }},
		{"]", func(q data.UsageQuery) bool { return q.Filter == "veo" && q.Range == "90 days" }},
		{"esc", func(q data.UsageQuery) bool { return q.Filter == "" }},
		{"> [", func(q data.UsageQuery) bool {
			return q.Year.To == s.Today().Monday().Add(-7*52+6) && q.Year.Days() == 53*7
		}},
		{"[ [ [", func(q data.UsageQuery) bool { return !q.Year.From.Before(model.Day{Year: 2024, Month: 11, Date: 18}) }},
		{"] ] ]", func(q data.UsageQuery) bool { return q.Year.To == s.Today() }},
		{"> [", func(q data.UsageQuery) bool { return q.Recent.Days() == 30 }},
		{"x Z tab f5", func(q data.UsageQuery) bool { return q.Recent.Days() == 30 && q.Step != "" }},
	} {
		for _, name := range strings.Fields(test.keys) {
			if name == "space" {
				name = " "
			}
			p.Key(keyPress(name))
			worked(t, p, s)
		}
		if q := p.Query(); !test.want(q) {
			t.Errorf("after %q it asks for %+v", test.keys, q)
		}
	}
	if _, taken := p.Key(keyPress("x")); taken {
		t.Error("x is taken")
	}
}

// TestUsageInAnySize draws every view in sizes smaller than any terminal, after random keys.
func TestUsageInAnySize(t *testing.T) {
	s := demo(t)
	rapid.Check(t, func(r *rapid.T) {
		width, height := rapid.IntRange(1, 230).Draw(r, "width"), rapid.IntRange(1, 60).Draw(r, "height")
		p := usagePane(t, s, true, width, height)
		for range rapid.IntRange(0, 12).Draw(r, "keys") {
			name := rapid.SampledFrom([]string{
				"up", "down", "left", "right", "pgup", "pgdown", "g", "G", "<", ">", "[", "]", "z", "Z", "v", "c", "s", "S", "n", "N", "/", "v", "enter", "esc",
			}).Draw(r, "key")
			p.Key(keyPress(name))
			if rapid.Bool().Draw(r, "worked out") {
				worked(t, p, s)
			}
		}
		body, _ := p.View()
		checkBlock(t, body, width, height)
	})
}

// TestUsageOfUnknownPrices checks that a chart of a model without a price is not drawn as one
// without use.
func TestUsageOfUnknownPrices(t *testing.T) {
	rows := demoRows(t)
	for i := range rows {
		if rows[i].Type == model.TypeGeneration {
			rows[i].Amount, rows[i].Basis, rows[i].Balance = model.UnknownCredits, model.BasisUnknownPrice, model.UnknownCredits
		}
	}
	body, _ := usagePane(t, mustRows(t, rows, func(p *history.Progress) { p.Provenance = model.Estimated }), true, 80, 19).View()
	if !strings.Contains(plain(body), "\n  ? used\n") {
		t.Errorf("what unknown prices come to is said to be known:\n%s", plain(body))
	}
}

// TestUnusualDayIsTold checks the Overview's line for one unusual day, for consecutive ones,
// and that there is none for old ones.
func TestUnusualDayIsTold(t *testing.T) {
	for ago, want := range map[int]bool{1: true, 10: true, 40: false} {
		rows := demoRows(t)
		for i := range 40 {
			rows = append(rows, model.Transaction{
				ID: model.ID(fmt.Sprintf("spike%d", i)), Seq: int64(1_000_000 + i), Type: model.TypeGeneration, Tool: "create-video", Model: "veo-9",
				Amount: -100 * model.Credit, CreatedAt: model.At(now.AddDate(0, 0, -ago).Add(time.Duration(i-40) * time.Hour)),
			})
		}
		body, _ := drawn(paneOf("Overview"), mustRows(t, rows, nil), true, 120, 29).View()
		told := strings.Count(plain(body), " times your usual day")
		if named := strings.Contains(plain(body), "create-video · veo-9"); (told == 1 && named) != want || told > 1 {
			t.Errorf("unusual days %d days ago are told %d times:\n%s", ago, told, plain(body))
		}
	}
}
