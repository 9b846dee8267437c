package history

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// someTable draws a table of several blocks.
func someTable(t *rapid.T, tame bool) *Table {
	rows := someRows(t, 60, tame)
	slices.SortFunc(rows, bySeq)
	var b Builder
	for len(rows) > 0 {
		n := rapid.IntRange(1, min(10, len(rows))).Draw(t, "block")
		block, err := Seal(rows[:n], nil)
		if err != nil {
			t.Fatal(err)
		}
		b.Add(block)
		rows = rows[n:]
	}
	return b.Table()
}

func someResult(t *rapid.T, table *Table) *Result {
	r, err := Filter(context.Background(), table, someQuery(t, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func compareBy(by SortKey, a, b model.Transaction) int {
	switch by {
	case ByAmount:
		return cmp.Compare(amountOrZero(a), amountOrZero(b))
	case ByBalance:
		return cmp.Compare(a.Balance, b.Balance)
	case ByTool:
		return cmp.Or(cmp.Compare(foldText(a.Tool), foldText(b.Tool)), cmp.Compare(a.Tool, b.Tool))
	}
	return cmp.Compare(a.CreatedAt.UnixMilli(), b.CreatedAt.UnixMilli())
}

// amountOrZero is where a row without a known amount stands among the others.
func amountOrZero(row model.Transaction) model.Credits {
	if !row.Amount.Known() {
		return 0
	}
	return row.Amount
}

func placesOf(o *Sorted) []int {
	rows := make([]int, o.Len())
	for k := range rows {
		rows[k] = o.At(k)
	}
	return rows
}

func TestSortIsStableAndTurnsRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := someTable(t, true)
		r := someResult(t, table)
		for by := ByDate; by <= ByTool; by++ {
			want := slices.Collect(r.Rows())
			slices.SortStableFunc(want, func(a, b int) int { return compareBy(by, table.Row(a), table.Row(b)) })
			o, err := Sort(context.Background(), r, by, false)
			if err != nil {
				t.Fatal(err)
			}
			if got := placesOf(o); !slices.Equal(got, want) {
				t.Fatalf("by %d: got %v, want %v", by, got, want)
			}
			slices.Reverse(want)
			if got := placesOf(o.Reverse()); !slices.Equal(got, want) {
				t.Fatalf("by %d, descending: got %v, want %v", by, got, want)
			}
			for k, i := range want {
				if at, ok := o.Reverse().Place(i); !ok || at != k {
					t.Fatalf("row %d is at %d, not %d", i, k, at)
				}
			}
		}
	})
}

// The three ways to sort give the same, over several blocks.
func TestWaysToSortAgree(t *testing.T) {
	rows := ledger(BlockRows*2 + 100)
	table := tableOf(rows)
	for by := ByDate; by <= ByTool; by++ {
		keys := keysOf(table, by)
		want, err := compareSort(t.Context(), table.All(), keys)
		if err != nil {
			t.Fatal(err)
		}
		for at := 1; at < len(want); at++ {
			if compareBy(by, rows[want[at-1]], rows[want[at]]) > 0 {
				t.Fatalf("by %d: place %d is wrong", by, at)
			}
		}
		if keys.most <= 1<<32-1 {
			if got, err := radixSort(t.Context(), table.All(), keys); err != nil || !slices.Equal(got, want) {
				t.Errorf("by %d: radix sort differs, %v", by, err)
			}
		}
		if keys.most <= 1<<24 {
			if got, err := countingSort(t.Context(), table.All(), keys); err != nil || !slices.Equal(got, want) {
				t.Errorf("by %d: counting sort differs, %v", by, err)
			}
		}
	}
}

func groupOf(by GroupKey, row model.Transaction, loc *time.Location) Group {
	day := model.DayOf(row.CreatedAt.Time, loc)
	switch by {
	case PerWeek:
		return Group{Day: day.Monday()}
	case PerMonth:
		return Group{Day: model.Day{Year: day.Year, Month: day.Month, Date: 1}}
	case PerTool:
		return Group{Name: string(row.Tool)}
	case PerModel:
		return Group{Name: string(row.Model)}
	case PerType:
		return Group{Name: string(row.Type)}
	}
	return Group{Day: day}
}

func TestGroupsAreWhatAPlainLoopGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := someTable(t, true)
		r := someResult(t, table)
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		o, err := Sort(context.Background(), r, rapid.SampledFrom([]SortKey{ByDate, ByAmount}).Draw(t, "by"), rapid.Bool().Draw(t, "desc"))
		if err != nil {
			t.Fatal(err)
		}
		for by := PerDay; by <= PerType; by++ {
			sums, members := map[Group]Sums{}, map[Group][]int{}
			for k := range o.Len() {
				row := table.Row(o.At(k))
				key := groupOf(by, row, loc)
				s := sums[key]
				s.addRow(&row)
				sums[key] = s
				members[key] = append(members[key], o.At(k))
			}
			want := slices.SortedFunc(maps.Keys(sums), func(a, b Group) int {
				return cmp.Or(cmp.Compare(dayNumber(a.Day), dayNumber(b.Day)), cmp.Compare(foldText(a.Name), foldText(b.Name)), cmp.Compare(a.Name, b.Name))
			})
			g, err := GroupBy(context.Background(), o, by, loc)
			if err != nil || len(g.Groups) != len(want) {
				t.Fatalf("by %d: %d groups, %v; want %d", by, len(g.Groups), err, len(want))
			}
			for i, group := range g.Groups {
				key := Group{Name: group.Name, Day: group.Day}
				if key != want[i] || group.Sums != sums[key] {
					t.Fatalf("by %d, group %d: got %+v, want %+v with %+v", by, i, group, want[i], sums[want[i]])
				}
				for k, row := range members[key] {
					if g.Row(i, k) != row {
						t.Fatalf("by %d, group %d, row %d: got %d, want %d", by, i, k, g.Row(i, k), row)
					}
				}
			}
		}
	})
}

// TestAgain takes an order over for the same rows, and for no others.
func TestAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := someTable(t, true)
		first := someResult(t, table)
		by := SortKey(rapid.IntRange(0, int(ByTool)).Draw(t, "by"))
		order, err := Sort(context.Background(), first, by, rapid.Bool().Draw(t, "desc"))
		if err != nil {
			t.Fatal(err)
		}
		query := first.Query()
		if rapid.Bool().Draw(t, "other") {
			query = someQuery(t, time.UTC)
		}
		next, err := Filter(context.Background(), table, query, first)
		if err != nil {
			t.Fatal(err)
		}
		desc := rapid.Bool().Draw(t, "desc again")
		again, ok := order.Resort(next, desc)
		if !ok {
			if query.implies(first.Query()) && first.Query().implies(query) {
				t.Fatal("the same query is sorted again")
			}
			return
		}
		want, err := Sort(context.Background(), next, by, desc)
		if err != nil {
			t.Fatal(err)
		}
		if again.Result() != next || !slices.Equal(placesOf(again), placesOf(want)) {
			t.Fatalf("%v instead of %v", placesOf(again), placesOf(want))
		}
	})
}

// TestManyGroups has more groups than two bytes can number.
func TestManyGroups(t *testing.T) {
	const rows = 70_000
	var b Builder
	for first := 0; first < rows; first += BlockRows {
		block := make([]model.Transaction, min(BlockRows, rows-first))
		for i := range block {
			block[i] = model.Transaction{Seq: int64(first+i) + 1, Model: model.OptionalString(fmt.Sprintf("model-%06d", first+i)), Amount: 1}
		}
		b.Put(block...)
	}
	order, err := Sort(t.Context(), b.Table().All(), ByDate, false)
	if err != nil {
		t.Fatal(err)
	}
	g, err := GroupBy(t.Context(), order, PerModel, time.UTC)
	if err != nil || len(g.Groups) != rows {
		t.Fatalf("%d groups of %d, %v", len(g.Groups), rows, err)
	}
	for i, group := range g.Groups {
		if group.Rows != 1 || g.Row(i, 0) != i {
			t.Fatalf("group %d, %s, has %d rows, the first is %d", i, group.Name, group.Rows, g.Row(i, 0))
		}
	}
}

func TestUsageIsTheModels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 60, true)
		seen := map[model.ID]bool{}
		for i := range rows {
			if rows[i].ID == "" || seen[rows[i].ID] {
				rows[i].ID = model.ID("row " + time.Unix(int64(i), 0).String())
			}
			seen[rows[i].ID] = true
			if i > 0 && rapid.Bool().Draw(t, "refund") {
				rows[i].Type, rows[i].RefundOf = model.TypeRefund, rows[rapid.IntRange(0, i-1).Draw(t, "of")].ID
			} else {
				rows[i].Type = rapid.SampledFrom([]model.TransactionType{model.TypeGeneration, model.TypePurchase}).Draw(t, "type")
			}
		}
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		last := model.DayOf(instant(true).Draw(t, "last"), loc)
		n := rapid.IntRange(1, 900).Draw(t, "days")
		var b Builder
		b.Put(rows...)
		got, err := Usage(context.Background(), b.Table(), last, n, loc)
		if want := model.UsageByDay(rows, loc).Series(last, n); err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v, %v\nwant %v", got, err, want)
		}
	})
}

func TestUsageOfALongHistory(t *testing.T) {
	rows := ledger(3 * BlockRows)
	loc := zones[min(2, len(zones)-1)]
	last := model.DayOf(rows[len(rows)-1].CreatedAt.Time, loc)
	for _, n := range []int{0, 1, 30, 2000} {
		got, err := Usage(t.Context(), tableOf(rows), last, n, loc)
		if want := model.UsageByDay(rows, loc).Series(last, n); err != nil || !slices.Equal(got, want) {
			t.Errorf("%d days: %v\n got %v\nwant %v", n, err, got, want)
		}
	}
}

// The clock's days are the calendar's, also where days are short, long, missing
// or come twice.
func TestClockKeepsTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		c := newClock(loc)
		for range 20 {
			at := instant(false).Draw(t, "at")
			if rapid.Bool().Draw(t, "near a change") {
				if _, end := at.In(loc).ZoneBounds(); !end.IsZero() {
					at = end.Add(time.Duration(rapid.Int64Range(-2*dayMillis, 2*dayMillis).Draw(t, "off")) * time.Millisecond)
				}
			}
			want := model.DayOf(at, loc)
			if got := dayOfNumber(c.day(at.UnixMilli())); got != want {
				t.Fatalf("%v in %v: got %v, want %v", at, loc, got, want)
			}
			if got := dayOfNumber(mondayOf(dayNumber(want))); got != want.Monday() {
				t.Fatalf("the Monday of %v: got %v, want %v", want, got, want.Monday())
			}
		}
	})
}

func TestUsageDoubtsByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := someTable(t, true)
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		last := model.DayOf(instant(true).Draw(t, "last"), zone)
		n := rapid.IntRange(1, 900).Draw(t, "days")
		want := make([]Doubts, n)
		for i := range table.Len() {
			row := table.Row(i)
			day := int(dayNumber(model.DayOf(row.CreatedAt.Time, zone)) - dayNumber(last) + int64(n) - 1)
			if row.Type == model.TypeRefund || row.Status == model.GenerationError || day < 0 || day >= n {
				continue
			}
			if row.Basis.Unpriced() {
				want[day].Unknown++
			}
			if row.Basis.AtLeast() {
				want[day].AtLeast++
			}
		}
		if got := UsageDoubts(table, last, n, zone); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// addRow adds a row as it went in.
func (s *Sums) addRow(row *model.Transaction) {
	if row.Basis.Unpriced() {
		s.Rows++
		s.Unknown++
		return
	}
	if row.Basis.AtLeast() {
		s.AtLeast++
	}
	s.add(int64(row.Amount), row.Type == model.TypeRefund)
}
