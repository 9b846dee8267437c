package history

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

var zones = func() []*time.Location {
	zones := []*time.Location{time.UTC, time.FixedZone("odd", 20715)}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "America/Sao_Paulo"} {
		if loc, err := time.LoadLocation(name); err == nil {
			zones = append(zones, loc)
		}
	}
	return zones
}()

// someQuery draws conditions as a parser makes them, near what the rows have.
func someQuery(t *rapid.T, loc *time.Location) Query {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	forms := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "light", "-light", "LIGHTHOUSE", "a", "-a", "ab", "type:refund", "type:re", "-type:generation", "type:purchase",
			"type:purch", "tool:video", "-tool:create-video", "model:veo", "amount:<0", "amount:-100..-50", "-amount:>10", "amount:<=-50",
			"balance:>=100", "date:2026", "date:2025-10", "date:2026-09-30..", "-date:30d", "date:2025-01-01..2026-03-31", "id:0", "id:a1",
			"id:cs_test", "-id:f", `"light house"`, "über", "ψυχή", "日", "k", "s", "ⱥ",
		}),
		rapid.Map(rapid.StringMatching(`-?[a-cA-C\-]{1,3}`), func(s string) string {
			if s = strings.TrimLeft(s, "-"); s == "" {
				return "b"
			}
			return s
		}),
	)
	q, err := Parse(strings.Join(rapid.SliceOfN(forms, 0, 3).Draw(t, "filter"), " "), now, loc)
	if err != nil {
		t.Fatal(err)
	}
	switch rapid.IntRange(0, 8).Draw(t, "chosen in a chart") {
	case 0:
		q = q.And(OfTools("create-video", ""))
	case 1:
		q = q.And(OfModels("a", "ab", "veo-3.1"))
	case 2:
		q = q.And(Hours(rapid.IntRange(0, 12).Draw(t, "from"), rapid.IntRange(8, 23).Draw(t, "to"), loc))
	case 4:
		q = q.And(After(now.Add(-time.Duration(rapid.Int64Range(-100, 20_000).Draw(t, "hours ago")) * time.Hour)))
	case 3:
		q = q.And(OnWeekday(time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), loc))
	}
	return q
}

// wanted is the plain loop.
func wanted(rows []model.Transaction, prompt func(i int) string, q Query) (found []int, sums Sums) {
	for i, row := range rows {
		if q.Matches(row, prompt(i)) {
			found = append(found, i)
			sums.addRow(&row)
		}
	}
	return found, sums
}

func checkResult(t *rapid.T, r *Result, table *Table, q Query) {
	found, sums := wanted(rowsOf(table), table.Prompt, q)
	if got := slices.Collect(r.Rows()); !slices.Equal(got, found) {
		t.Fatalf("%+v: got rows %v, want %v", q.conds, got, found)
	}
	if r.Sums() != sums || r.Len() != len(found) {
		t.Fatalf("got sums %v, want %v", r.Sums(), sums)
	}
	for k, i := range found {
		if r.At(k) != i || r.Rank(i) != k || !r.Has(i) {
			t.Fatalf("row %d found as number %d: At %d, Rank %d, Has %v", i, k, r.At(k), r.Rank(i), r.Has(i))
		}
	}
}

// A filter, from nothing or from any chain of earlier results over growing tables,
// finds what a plain loop over all rows finds.
func TestFilterFindsWhatAPlainLoopFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 60, true)
		prompts := somePrompts(t, rows)
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		var b Builder
		var prev *Result
		var q Query
		for len(rows) > 0 {
			n := rapid.IntRange(1, len(rows)).Draw(t, "come at once")
			b.Put(rows[:n]...)
			rows = rows[n:]
			if rapid.Bool().Draw(t, "prompts come") {
				b.SetPrompts(prompts)
			}
			table := b.Table()
			for range rapid.IntRange(1, 4).Draw(t, "queries") {
				switch rapid.IntRange(0, 3).Draw(t, "step") {
				case 0:
					q = someQuery(t, loc)
				case 1:
					q = q.And(someQuery(t, loc))
				case 2:
					q = Query{conds: q.conds[:len(q.conds)/2]}
				}
				r, err := Filter(t.Context(), table, q, prev)
				if err != nil {
					t.Fatal(err)
				}
				checkResult(t, r, table, q)
				prev = r
			}
		}
	})
}

// Letters typed and taken back, over blocks that are full enough for the long scan.
func TestFilterByTheLetter(t *testing.T) {
	table := tableOf(ledger(BlockRows + 700))
	rows := rowsOf(table)
	var prev *Result
	for _, text := range []string{
		"l", "li", "ligh", "light", "lighthouse", "lighthouse -storm", "lighthouse -storm type:generation", "lighthouse", "light", "e",
		"zebra quartz", "ZEBRA", "xyzzy", "kling", `"drone city"`, "-the", "amount:<-20 veo", "date:2024-02 a", "tool:image", "type:refund",
		"model", "id:65", "",
	} {
		q, err := Parse(text, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Filter(t.Context(), table, q, prev)
		if err != nil {
			t.Fatal(err)
		}
		found, sums := wanted(rows, func(int) string { return "" }, q)
		if got := slices.Collect(r.Rows()); !slices.Equal(got, found) || r.Sums() != sums {
			t.Errorf("%q: %d rows, %v; want %d, %v", text, len(got), r.Sums(), len(found), sums)
		}
		prev = r
	}
}

// countdown is a context that ends after it was looked at a number of times.
type countdown struct {
	context.Context
	left chan struct{}
}

func (c countdown) Err() error {
	select {
	case <-c.left:
		return nil
	default:
		return context.Canceled
	}
}

func TestWorkStopsWithItsContext(t *testing.T) {
	table := tableOf(ledger(3 * BlockRows))
	q, _ := Parse("lighthouse", time.Time{}, nil)
	for looks := range 3 {
		ctx := countdown{t.Context(), make(chan struct{}, looks)}
		for range looks {
			ctx.left <- struct{}{}
		}
		if r, err := Filter(ctx, table, q, nil); !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("filter after %d looks: %v, %v", looks, r, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sort(ended, table.All(), ByAmount, false); !errors.Is(err, context.Canceled) {
		t.Errorf("sort: %v", err)
	}
	order, err := Sort(t.Context(), table.All(), ByDate, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := GroupBy(ended, order, PerTool, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("group: %v", err)
	}
	if _, err := Usage(ended, table, model.Day{Year: 2026, Month: 1, Date: 1}, 30, time.UTC); !errors.Is(err, context.Canceled) {
		t.Errorf("usage: %v", err)
	}
}

func TestPanicInWorkComesBackAsAnError(t *testing.T) {
	err := parallel(t.Context(), 9, func() int { return 0 }, func(_, i int) {
		if i == 4 {
			panic("broken")
		}
	})
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("got %v", err)
	}
}

func TestNeedleFindsWhatFoldingFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, sought := word().Draw(t, "text")+word().Draw(t, "more"), foldText(strings.ToValidUTF8(word().Draw(t, "sought"), "?"))
		want := strings.Contains(foldText(text), sought)
		if got := newSubstringMatcher(sought).in([]byte(text)); got != want {
			t.Fatalf("%q in %q: got %v", sought, text, got)
		}
	})
}

func TestMarks(t *testing.T) {
	q, err := Parse(`LIGHT "house a" -storm type:light über`, parseNow, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	const text = "A Lighthouse, a lighthouse at the ÜBERsee, light"
	var got []string
	for _, mark := range q.Marks(text) {
		got = append(got, text[mark[0]:mark[1]])
	}
	if want := []string{"Light", "lighthouse a", "ÜBER", "light"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
