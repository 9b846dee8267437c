package history

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// However rows come, singly, in pages, in blocks, again and again, a table holds
// each sequence number once, in order, and earlier tables stay as they were.
func TestBuilderKeepsRowsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 60, false)
		var b Builder
		known := map[int64]model.Transaction{}
		var earlier *Table
		var earlierRows []model.Transaction
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			batch := rapid.SliceOfN(rapid.SampledFrom(rows), 1, 20).Draw(t, "batch")
			if rapid.Bool().Draw(t, "as a block") {
				slices.SortFunc(batch, bySeq)
				batch = slices.CompactFunc(batch, func(a, b model.Transaction) bool { return a.Seq == b.Seq })
				block, err := Seal(batch, nil)
				if err != nil {
					t.Fatal(err)
				}
				b.Add(block)
				for _, row := range batch {
					if _, ok := known[row.Seq]; !ok {
						known[row.Seq] = row
					}
				}
			} else {
				for i := range batch {
					batch[i].Description = rapid.SampledFrom([]string{"new", "newer", "newest"}).Draw(t, "description")
					known[batch[i].Seq] = batch[i]
				}
				b.Put(batch...)
			}
			want := slices.SortedFunc(maps.Values(known), bySeq)
			table := b.Table()
			if got := rowsOf(table); !reflect.DeepEqual(got, want) {
				t.Fatalf("got %v\nwant %v", got, want)
			}
			if table.Sums() != sumsOf(want) {
				t.Fatalf("sums %v", table.Sums())
			}
			if earlier != nil && !reflect.DeepEqual(rowsOf(earlier), earlierRows) {
				t.Fatal("an earlier table changed")
			}
			earlier, earlierRows = table, want
		}
	})
}

// A history that comes in pages, newest first, with new rows now and then, ends in
// few and large blocks.
func TestBuilderMakesLargeBlocks(t *testing.T) {
	rows := ledger(30_000)
	var b Builder
	old, fresh := rows[:29_000], rows[29_000:]
	for len(old) > 0 {
		n := min(100, len(old))
		b.Put(old[len(old)-n:]...)
		old = old[:len(old)-n]
		if len(fresh) > 0 {
			b.Put(fresh[:3]...)
			fresh = fresh[3:]
			fresh = fresh[:len(fresh)/3*3]
		}
	}
	table := b.Table()
	if blocks := len(table.Blocks()); blocks > 40 {
		t.Errorf("%d blocks for %d rows", blocks, table.Len())
	}
	if !table.sortedByTime {
		t.Error("the rows do not rise")
	}
	for i := 1; i < table.Len(); i++ {
		if table.Row(i).Seq <= table.Row(i-1).Seq {
			t.Fatalf("row %d: %d follows %d", i, table.Row(i).Seq, table.Row(i-1).Seq)
		}
	}
}

func TestOneRowMoreLeavesLargeBlocksAlone(t *testing.T) {
	rows := ledger(3001)
	var b Builder
	b.Put(rows[:3000]...)
	large := b.Table().Blocks()[0]
	b.Put(rows[3000])
	if blocks := b.Table().Blocks(); len(blocks) != 2 || blocks[0] != large {
		t.Errorf("%d blocks", len(blocks))
	}
}

func TestTableFindsRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 40, false)
		var b Builder
		b.Put(rows...)
		table := b.Table()
		for _, row := range rows {
			at, ok := table.Find(row.Seq)
			if !ok || table.Row(at).Seq != row.Seq {
				t.Fatalf("row %d is not found", row.Seq)
			}
			if _, ok := table.Find(row.Seq + 1); ok != slices.ContainsFunc(rows, func(r model.Transaction) bool { return r.Seq == row.Seq+1 }) {
				t.Fatalf("row %d: %v", row.Seq+1, ok)
			}
			if at, ok = table.FindID(row.ID); ok != (row.ID != "") || (ok && table.Row(at).ID != row.ID) {
				t.Fatalf("id %q: %d, %v", row.ID, at, ok)
			}
		}
	})
}

func TestPromptsAreSetByGeneration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 40, false)
		var b Builder
		b.Put(rows...)
		prompts := map[model.ID]string{}
		for range 3 {
			more := somePrompts(t, rows)
			if rapid.Bool().Draw(t, "take away") {
				for id := range prompts {
					more[id] = ""
				}
			}
			b.SetPrompts(more)
			maps.Copy(prompts, more)
			table := b.Table()
			for i := range table.Len() {
				row := table.Row(i)
				if got := table.Prompt(i); got != wantPrompt(row, prompts) {
					t.Fatalf("row %d of generation %q: got %q, want %q", i, row.GenerationID, got, wantPrompt(row, prompts))
				}
			}
		}
		b.Put(rows...) // the same rows again: their prompts stay
		table := b.Table()
		for i := range table.Len() {
			if row := table.Row(i); table.Prompt(i) != wantPrompt(row, prompts) {
				t.Fatalf("row %d lost its prompt", i)
			}
		}
	})
}

func TestRefundsFindTheirRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 40, false)
		seen := map[model.ID]bool{}
		for i := range rows {
			if rows[i].ID == "" || seen[rows[i].ID] { // an id names one row
				rows[i].ID = model.ID(fmt.Sprintf("row %d", i))
			}
			seen[rows[i].ID] = true
			if rapid.Bool().Draw(t, "refund") {
				rows[i].RefundOf = rapid.SampledFrom(rows).Draw(t, "of").ID
			}
		}
		var b Builder
		b.Put(rows...)
		table := b.Table()
		pairs := model.PairRefunds(rows)
		for i := range table.Len() {
			row := table.Row(i)
			want, has := pairs.Refund(row)
			if at, ok := table.Refund(i); ok != has || (ok && table.Row(at).Seq != want.Seq) {
				t.Fatalf("refund of row %d: row %d, %v; want %d, %v", row.Seq, at, ok, want.Seq, has)
			}
			want, has = pairs.Original(row)
			if at, ok := table.Original(i); ok != has || (ok && table.Row(at).Seq != want.Seq) {
				t.Fatalf("row %d gives back row %d, %v; want %d, %v", row.Seq, at, ok, want.Seq, has)
			}
		}
	})
}
