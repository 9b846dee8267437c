package history

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Where a query is said to follow from another, no row may say otherwise.
func TestImplicationHoldsForRows(t *testing.T) {
	texts := []string{
		"type:refund", "type:re", "type:purchase", "type:purchase_", "type:purchase_refund", "type:p", "tool:video", "tool:vid", "model:v",
		"l", "li", "light", "amount:<0", "amount:<-5", "amount:-10..-5", "balance:<0", "date:2026", "date:2026-03", "id:a", "id:ab",
	}
	types := append([]model.TransactionType{"re", "purchase_", "purchase_more"}, model.TransactionTypes...)
	var rows []model.Transaction
	for i := range 400 {
		rows = append(rows, model.Transaction{
			ID: model.ID([]string{"a", "ab", "b"}[i%3]), Type: types[i%len(types)], Tool: model.OptionalString([]string{"video", "vid", ""}[i/3%3]),
			Amount: model.Credits(i%40-20) * model.Credit, Balance: model.Credits(i%7 - 3), Description: []string{"l", "li", "light", ""}[i/10%4],
			Model: model.OptionalString([]string{"v", ""}[i/40%2]), CreatedAt: model.At(time.Date(2026, time.Month(i%24-8), 1, 12, 0, 0, 0, time.UTC)),
		})
	}
	implied := 0
	for _, a := range texts {
		for _, b := range texts {
			for _, sign := range []string{"", "-"} {
				narrow, err := Parse(sign+a, parseNow, time.UTC)
				if err != nil {
					t.Fatal(err)
				}
				wide, _ := Parse(sign+b, parseNow, time.UTC)
				if !narrow.implies(wide) {
					continue
				}
				implied++
				for _, row := range rows {
					if narrow.Matches(row, "") && !wide.Matches(row, "") {
						t.Fatalf("%s%s is said to imply %s%s, but not for %+v", sign, a, sign, b, row)
					}
				}
			}
		}
	}
	if implied < 3*len(texts) {
		t.Errorf("only %d implications are seen", implied)
	}
}

// A word is found in its own text, never across the seam of two.
func TestNeedleMarksTextsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sought := strings.ToValidUTF8(word().Draw(t, "sought"), "?")
		pieces := rapid.OneOf(word(), rapid.Map(rapid.IntRange(0, len(sought)), func(n int) string { return sought[:n] }),
			rapid.Map(rapid.IntRange(0, len(sought)), func(n int) string { return sought[n:] }))
		var arena texts
		for _, text := range rapid.SliceOfN(pieces, 1, 80).Draw(t, "texts") {
			arena.add(text)
		}
		nd, hits := newSubstringMatcher(foldText(sought)), make(bitset, bitsetWords(arena.count()))
		if nd.folded == "" {
			return
		}
		nd.markAll(&arena, hits)
		for i := range arena.count() {
			if want := strings.Contains(foldText(arena.at(i)), nd.folded); hits.has(i) != want {
				t.Fatalf("%q in text %d, %q: got %v", sought, i, arena.at(i), hits.has(i))
			}
		}
	})
}

// Rows at the first and last instants of days, also where the clocks change.
func TestDaysAreExactAtTheirEdges(t *testing.T) {
	for _, loc := range zones {
		change := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		if _, end := change.In(loc).ZoneBounds(); !end.IsZero() {
			change = end
		}
		for _, span := range []int{1, 9} { // days on both sides
			var rows []model.Transaction
			first := model.DayOf(change, loc)
			for d := -span; d <= span; d++ {
				start := first.Add(d).Start(loc)
				for _, off := range []time.Duration{-time.Millisecond, 0, time.Millisecond, 11 * time.Hour, 23 * time.Hour} {
					rows = append(rows, model.Transaction{Seq: int64(len(rows)), CreatedAt: model.At(start.Add(off))})
				}
			}
			half := len(rows) / 2
			for _, table := range []*Table{tableOf(rows), tableOf(rows[:half]), tableOf(rows[half+5:])} {
				for d := -span - 2; d <= span+2; d++ {
					q := Days(first.Add(d), first.Add(d+1), loc)
					r, err := Filter(t.Context(), table, q, nil)
					if err != nil {
						t.Fatal(err)
					}
					found, _ := wanted(rowsOf(table), table.Prompt, q)
					if got := slices.Collect(r.Rows()); !slices.Equal(got, found) {
						t.Fatalf("%v, day %v and the next: got %v, want %v", loc, first.Add(d), got, found)
					}
				}
			}
		}
	}
}
