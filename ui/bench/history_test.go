package bench

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/table"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/app"
	"github.com/studio-tui/studio-tui/ui/data"
)

// measured is a history in a local copy that is measured.
type measured struct {
	account.Manager // for methods that are never called
	*testing.T
	out     *benchTable
	client  *api.Client
	path    string     // of the local copy
	base    string     // address of the sandbox that it came from, which is closed
	state   data.State // the account, its plans and packs
	history data.History
	rows    []model.Transaction // the same rows one by one, for baselines; they are read last, as they fill the heap
	perRow  float64             // bytes in memory, as columns
	later   []func()            // baselines that need rows
}

// measureHistory reads a history of a number of rows from a sandbox, then measures the
// program's operations on it.
func measureHistory(t *testing.T, out *benchTable, rows int) {
	out.section(fmt.Sprintf("%d transactions", rows))
	m := &measured{T: t, out: out}
	m.sync(rows)
	m.open()
	m.load()
	for _, word := range []struct{ name, text string }{{"rare", "petit"}, {"dense", "light"}, {"no match", "xylophone"}} {
		m.typing(word.name, word.text)
	}
	m.sorting()
	m.grouping()
	m.usage()
	m.outlook()
	m.audit()
	m.drawing()
	m.memory()
	for _, baseline := range m.later {
		baseline()
	}
	check(t, out.out.Flush())
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sync reads the history page by page into a local copy.
func (m *measured) sync(rows int) {
	server, err := sandbox.New(sandbox.Options{Seed: 1, Transactions: rows, Location: time.UTC})
	check(m, err)
	check(m, server.Start())
	defer func() { check(m, server.Close()) }()
	m.base = server.URL()
	m.client, err = api.New(api.Options{BaseURL: m.base, Key: server.Key(), Unlimited: true, Retries: -1})
	check(m, err)
	m.Cleanup(m.client.Close)
	m.path = cache.Locate(m.TempDir(), "sandbox", "measured")
	session, archive := m.session()
	ctx := m.Context()
	for _, read := range []func() error{
		func() (err error) { m.state.Account.Value, err = session.Account(ctx); return err },
		func() (err error) {
			m.state.Subscription.Value, m.state.Subscription.Provenance, err = session.Subscription(ctx)
			return err
		},
		func() (err error) { m.state.Plans.Value, _, err = session.Plans(ctx); return err },
		func() (err error) { m.state.Packs.Value, _, err = session.Packs(ctx); return err },
		func() error { _, err := session.Generations(ctx); return err },
	} {
		check(m, read())
	}
	m.state.Account.Loaded, m.state.Subscription.Loaded, m.state.Plans.Loaded, m.state.Packs.Loaded = true, true, true, true
	start := time.Now()
	progress, err := archive.Latest(ctx)
	for err == nil && !progress.Whole {
		progress, err = archive.Step(ctx)
	}
	check(m, err)
	perSecond := float64(progress.Table.Len()) / time.Since(start).Seconds()
	m.out.number("first sync, no rate limit", "rows/s", "20000", perSecond, plainPages(m, server), "GETs one by one, not looked into")
}

// plainPages is the number of rows a second by plain requests.
func plainPages(t testing.TB, server *sandbox.Server) float64 {
	const pages, rows = 100, 100
	start, cursor, read := time.Now(), "", 0
	for ; read < pages; read++ {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL()+"/api/transactions?limit=100&cursor="+cursor, http.NoBody)
		check(t, err)
		req.Header.Set("Authorization", server.Key())
		answer, err := http.DefaultClient.Do(req)
		check(t, err)
		body, err := io.ReadAll(answer.Body)
		check(t, err)
		check(t, answer.Body.Close())
		_, after, more := bytes.Cut(body, []byte(`"nextCursor":"`))
		if !more {
			break
		}
		next, _, _ := bytes.Cut(after, []byte(`"`))
		cursor = string(next)
	}
	return float64(read*rows) / time.Since(start).Seconds()
}

// session opens the local copy again, as a start of the program does.
func (m *measured) session() (*sync.Reader, *sync.Archive) {
	kept, err := cache.Open(m.path, cache.Options{})
	check(m, err)
	local, session := sync.NewLocalCache(kept, time.Now), sync.New(m.client)
	session.KeepIn(local, nil, time.Now)
	return session, sync.NewArchive(session, local, time.Now)
}

// open measures a first frame: the copy's part, and all of it except the framework.
func (m *measured) open() {
	var size int
	snapshot := func() {
		_, archive := m.session()
		found, ok := archive.Snapshot()
		if !ok {
			m.Fatal("the local copy has no snapshot")
		}
		size = len(found.Newest.Value)
	}
	small := m.TempDir() + "/small"
	check(m, os.WriteFile(small, make([]byte, 16<<10), 0o600))
	plain := timed(func() { _, err := os.ReadFile(small); check(m, err) })
	m.out.duration("open the copy, read the first page", "1M < 1.2 x 10k", timed(snapshot), plain, "os.ReadFile of 16 KiB")
	if size == 0 {
		m.Fatal("no newest rows are kept")
	}
	m.out.duration("first frame drawn from it", "1M < 1.2 x 10k", timed(func() {
		a := m.program()
		first, _ := a.Init()().(tea.BatchMsg)
		a.Update(first[0]())
		if !strings.Contains(a.View().Content, "BALANCE") {
			m.Fatal("the first frame has no balance")
		}
	}), plain, "likewise")
}

// load measures the time until all rows are loaded.
func (m *measured) load() {
	ctx := m.Context()
	before := heap()
	_, archive := m.session()
	progress, err := archive.Load(ctx)
	check(m, err)
	m.perRow = float64(heap()-before) / float64(progress.Table.Len())
	m.history, err = data.Summarize(ctx, progress, time.Now(), time.UTC)
	check(m, err)
	is := timed(func() {
		_, archive := m.session()
		progress, err := archive.Load(ctx)
		check(m, err)
		_, err = data.Summarize(ctx, progress, time.Now(), time.UTC)
		check(m, err)
	})
	plain := timed(func() { _, err := os.ReadFile(m.path); check(m, err) })
	m.out.duration("all rows from the copy, with totals", "500 ms", is, plain, "os.ReadFile of the copy")
}

// memory measures the memory of a row.
func (m *measured) memory() {
	table := m.history.Table
	before, text := heap(), 0
	m.rows = make([]model.Transaction, table.Len())
	for i := range m.rows {
		m.rows[i] = table.Row(i)
		text += len(m.rows[i].Description)
	}
	plainRow := float64(heap()-before) / float64(len(m.rows))
	target := "-"
	if table.Len() >= 1_000_000 {
		target = "147 (140 MiB in all)"
	}
	what := fmt.Sprintf("[]model.Transaction; %.0f of them text", float64(text)/float64(len(m.rows)))
	m.out.number("memory of a row", "bytes", target, m.perRow, plainRow, what)
	runtime.KeepAlive(m.rows)
}

// beside writes a figure beside a baseline that needs the rows one by one.
func (m *measured) beside(name, target string, is sample, what string, baseline func()) {
	m.later = append(m.later, func() { m.out.duration(name, target, is, timed(baseline), what) })
}

// typing measures each letter of a word typed into the filter and deleted again.
func (m *measured) typing(name, word string) {
	var there, back []time.Duration
	var allocs, backAllocs uint64
	for range 5 {
		found := m.search(data.SearchResult{}, data.NewestFirst())
		key := func(text string, to *[]time.Duration, allocs *uint64) {
			query, err := history.Parse(text, time.Now(), time.UTC)
			check(m, err)
			search := data.NewestFirst()
			search.Query = query
			before, start := mallocs(), time.Now()
			found = m.search(found, search)
			*to = append(*to, time.Since(start))
			*allocs += mallocs() - before
		}
		for n := range word {
			key(word[:n+1], &there, &allocs)
		}
		for n := len(word) - 1; n >= 0; n-- {
			key(word[:n], &back, &backAllocs)
		}
	}
	loop := func() {
		var rows []int
		for i := range m.rows {
			row := &m.rows[i]
			if strings.Contains(strings.ToLower(row.Description), word) || strings.Contains(string(row.Tool), word) ||
				strings.Contains(string(row.Model), word) || strings.Contains(string(row.Type), word) {
				rows = append(rows, i)
			}
		}
		runtime.KeepAlive(rows)
	}
	const target, what = "25 ms, worst 50 ms", "strings.Contains in a plain loop"
	m.beside("filter, a letter of a word: "+name, target, sampleOf(there, allocs), what, loop)
	m.beside("filter, backspace: "+name, target, sampleOf(back, backAllocs), what, loop)
}

func (m *measured) search(before data.SearchResult, search data.Search) data.SearchResult {
	found, err := search.Run(m.Context(), m.history.Table, before, time.UTC)
	check(m, err)
	return found
}

// sorting measures sorting all rows, up to the first page.
func (m *measured) sorting() {
	all := m.search(data.SearchResult{}, data.NewestFirst())
	for _, by := range []struct {
		name    string
		key     history.SortKey
		compare func(a, b *model.Transaction) int
	}{
		{"amount", history.ByAmount, func(a, b *model.Transaction) int { return cmp.Compare(a.Amount, b.Amount) }},
		{"balance", history.ByBalance, func(a, b *model.Transaction) int { return cmp.Compare(a.Balance, b.Balance) }},
		{"tool", history.ByTool, func(a, b *model.Transaction) int { return cmp.Compare(a.Tool, b.Tool) }},
	} {
		is := timed(func() {
			found := m.search(all, data.Search{Sort: by.key, Desc: true})
			for k := range min(40, found.Order.Len()) {
				_ = m.history.Table.Row(found.Order.At(k))
			}
		})
		m.beside("sort by "+by.name+", first page", "100 ms", is, "slices.SortStableFunc of row numbers", func() {
			order := make([]uint32, len(m.rows))
			for i := range order {
				order[i] = uint32(i)
			}
			slices.SortStableFunc(order, func(a, b uint32) int { return by.compare(&m.rows[a], &m.rows[b]) })
		})
	}
}

// grouping measures groups with their sums.
func (m *measured) grouping() {
	all := m.search(data.SearchResult{}, data.NewestFirst())
	for _, by := range []struct {
		name string
		key  history.GroupKey
		of   func(*model.Transaction) any
	}{
		{"day", history.PerDay, func(row *model.Transaction) any { return model.DayOf(row.CreatedAt.Time, time.UTC) }},
		{"model", history.PerModel, func(row *model.Transaction) any { return row.Model }},
	} {
		is := timed(func() {
			m.search(all, data.Search{Sort: history.ByDate, Desc: true, Grouped: true, Group: by.key})
		})
		m.beside("group by "+by.name, "100 ms", is, "a map of sums in a plain loop", func() {
			sums := map[any]model.Credits{}
			for i := range m.rows {
				sums[by.of(&m.rows[i])] += m.rows[i].Amount
			}
		})
	}
}

// usage measures the usage: all figures from the rows, and those that a pane shows of a
// year.
func (m *measured) usage() {
	table, now := m.history.Table, m.rowsEnd()
	today := model.DayOf(now, time.UTC)
	year := insight.Span{From: today.Add(-364), To: today}
	var activity *insight.Activity
	from := timed(func() {
		var err error
		activity, err = insight.NewActivity(context.Background(), table.All(), nil, time.UTC)
		check(m, err)
	})
	m.beside("usage: by day and by hour, from the rows", "30 ms", from, "model.UsageByDay, a plain loop", func() { model.UsageByDay(m.rows, time.UTC) })
	for _, by := range []insight.By{insight.ByDay, insight.ByTool, insight.ByHour} {
		is := timed(func() { activity.Usage(by, year, now) })
		m.beside("usage: a year by "+string(by)+", from that", "30 ms", is, "a map of sums in a plain loop", func() {
			sums := map[any]model.Credits{}
			for i := range m.rows {
				switch row := &m.rows[i]; by {
				case insight.ByDay:
					sums[model.DayOf(row.CreatedAt.Time, time.UTC)] += row.Amount
				case insight.ByTool:
					sums[row.Tool] += row.Amount
				default:
					sums[row.CreatedAt.Hour()] += row.Amount
				}
			}
		})
	}
	m.usagePane(now, year)
}

// usagePane measures all figures of the Usage pane: a year of bars, split by model,
// with the year before, trends, the heat map, the rhythm and outliers.
func (m *measured) usagePane(now time.Time, year insight.Span) {
	s := data.State{Now: now, Location: time.UTC}
	s.History.Value.Table = m.history.Table
	query := data.UsageQuery{
		Span: year, Step: insight.ByDay, Split: insight.ByModel,
		Year: insight.Span{From: year.To.Monday().Add(-364), To: year.To}, Recent: insight.Span{From: year.To.Add(-89), To: year.To},
	}
	var shown data.Usage
	run := func(before data.Usage) func() {
		return func() {
			var err error
			shown, err = query.Run(context.Background(), s.Basis(), nil, before, now, time.UTC)
			check(m, err)
		}
	}
	plain := func() { model.UsageByDay(m.rows, time.UTC) }
	m.beside("usage: all that the pane shows, from the rows", "150 ms", timed(run(data.Usage{})), "model.UsageByDay, a plain loop", plain)
	m.beside("usage: the same after a key", "30 ms", timed(run(shown)), "model.UsageByDay, a plain loop", plain)
}

// outlook measures the forecast with its record on the account's own past, and the advice.
func (m *measured) outlook() {
	s := m.state
	s.Now, s.Location = m.rowsEnd().Add(time.Hour), time.UTC
	s.History.Value, s.History.Value.Whole, s.History.Loaded = m.history, true, true
	basis, ok := s.OutlookBasis()
	if !ok {
		m.Fatal("there is no forecast")
	}
	var outlook data.Outlook
	is := timed(func() {
		var err error
		outlook, err = basis.Outlook(m.Context(), s.Plans.Value, data.Outlook{}, s.Now, s.Location)
		check(m, err)
	})
	plain := func() { model.UsageByDay(m.rows, time.UTC) }
	m.beside("forecast, with its record", "250 ms", is, "model.UsageByDay, a plain loop", plain)
	s.Outlook.Value, s.Outlook.Loaded = outlook, true
	advice, ok := s.AdviceBasis(365, model.UnknownCredits)
	if !ok {
		m.Fatal("there is no advice")
	}
	m.beside("advice of a year", "250 ms", timed(func() {
		_, err := advice.Advise(m.Context(), outlook, s.Plans.Value, s.Packs.Value, s.Location)
		check(m, err)
	}), "model.UsageByDay, a plain loop", plain)
}

// audit measures the audit of all rows and their generations.
func (m *measured) audit() {
	table, runs := m.history.Table, &history.GenerationStates{Whole: true}
	for i := range table.Len() {
		if row := table.Row(i); row.Type == model.TypeGeneration {
			runs.Put(row.GenerationID, model.GenerationSuccess)
		}
	}
	for i := range table.Len() {
		if row := table.Row(i); row.Type == model.TypeRefund && row.GenerationID != "" {
			runs.Put(row.GenerationID, model.GenerationError)
		}
	}
	books := insight.AuditInput{Table: table, Whole: true, Generations: runs, Now: m.rowsEnd()}
	is := timed(func() {
		_, err := insight.Examine(context.Background(), books)
		check(m, err)
	})
	m.beside("audit", "250 ms", is, "balances added up in a plain loop, no more", func() {
		balance, wrong := model.Credits(0), 0
		for i := range m.rows {
			if balance += m.rows[i].Amount; balance != m.rows[i].Balance {
				wrong++
			}
		}
	})
}

// rowsEnd is the time of the newest row.
func (m *measured) rowsEnd() time.Time {
	return m.history.Table.Row(m.history.Len() - 1).CreatedAt.Time
}

// drawing measures a frame after the cursor or the page moved.
func (m *measured) drawing() {
	a := m.program()
	for queue := []tea.Cmd{a.Init(), func() tea.Msg { return tea.KeyPressMsg{Code: '2', Text: "2"} }}; len(queue) > 0; {
		cmd := queue[0]
		queue = queue[1:]
		if cmd == nil {
			continue
		}
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			queue = append(queue, msg...)
		default:
			_, next := a.Update(msg)
			queue = append(queue, next)
		}
	}
	if !strings.Contains(a.View().Content, "All transactions") {
		m.Fatal("the transactions are not on screen")
	}
	lines := make([]table.Row, 10_000)
	for i := range lines {
		row := m.history.Table.Row(m.history.Len() - 1 - i%m.history.Len())
		lines[i] = table.Row{row.CreatedAt.Format(time.DateTime), string(row.Type), string(row.Tool), row.Description, row.Amount.String(), row.Balance.String()}
	}
	peer := table.New(table.WithRows(lines), table.WithHeight(33), table.WithWidth(118), table.WithFocused(true), table.WithColumns([]table.Column{
		{Title: "DATE", Width: 19}, {Title: "TYPE", Width: 12}, {Title: "WHAT", Width: 30}, {Title: "NOTE", Width: 30}, {Title: "CREDITS", Width: 8}, {Title: "BALANCE", Width: 9},
	}))
	for _, key := range []struct {
		name string
		code rune
	}{{"cursor", tea.KeyDown}, {"page", tea.KeyPgDown}} {
		press := tea.KeyPressMsg{Code: key.code}
		is := timed(func() { a.Update(press); _ = a.View() })
		plain := timed(func() { peer, _ = peer.Update(press); _ = peer.View() })
		m.out.duration("key and frame: "+key.name, "1M < 1.1 x 10k", is, plain, "bubbles table of 10,000 rows")
	}
}

// program is the dashboard on the local copy, without a server.
func (m *measured) program() *app.App {
	a := app.New(m.Context(), app.Options{
		Accounts: m, Browser: noBrowser{}, Now: time.Now, Location: time.UTC, NewKey: func() string { return "key" },
		After: func(time.Duration, tea.Msg) tea.Cmd { return nil },
	})
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return a
}

// alone is an archive of billed rows, without further methods.
type alone struct{ *sync.Archive }

func (alone) Prefer([]model.ID, int) {}

// OpenSession, SignIn and Demo make it the program's [account.Manager].
func (m *measured) OpenSession(context.Context) (account.Session, error) {
	session, archive := m.session()
	return account.Session{Source: session, Archive: alone{archive}, Identity: account.Identity{Sandbox: true, BaseURL: m.base}}, nil
}

// SignIn is never called.
func (m *measured) SignIn(ctx context.Context, _ string, _ bool) (account.Session, error) {
	return m.OpenSession(ctx)
}

// Demo is never called.
func (m *measured) Demo(ctx context.Context) (account.Session, error) { return m.OpenSession(ctx) }

type noBrowser struct{}

func (noBrowser) Open(context.Context, model.URL) error { return nil }
func (noBrowser) Available() (bool, string)             { return false, "" }
