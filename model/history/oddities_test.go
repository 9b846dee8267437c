package history

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// oddLedger draws a ledger in which numbers are missing and twice, and sums do not hold,
// and says how often.
func oddLedger(t *rapid.T) ([]model.Transaction, Oddities) {
	var rows []model.Transaction
	var want Oddities
	balance := model.Credits(0)
	seq := rapid.Int64Range(1, 5000).Draw(t, "first number")
	n := rapid.IntRange(1, 60).Draw(t, "rows")
	if rapid.IntRange(0, 3).Draw(t, "long") == 0 {
		n += BlockRows
	}
	odd := map[int]string{}
	for range rapid.IntRange(0, 12).Draw(t, "odd rows") {
		odd[rapid.IntRange(1, n).Draw(t, "at")] = rapid.SampledFrom([]string{"gap", "twin", "sum"}).Draw(t, "how")
	}
	for i := range n {
		how := odd[i]
		amount := model.Credits(i%9-4) * model.Credit
		switch how {
		case "gap":
			seq += 3
			want.Gaps++
			balance += 7 // what the missing rows moved
		case "twin":
			seq-- // as the one before
			want.Duplicates++
		case "sum":
			if odd[i-1] != "twin" {
				want.BrokenBalances++
			}
			balance += 1000
		}
		balance += amount
		rows = append(rows, model.Transaction{
			ID: model.ID(fmt.Sprintf("%024x", i+1)), Seq: seq, Type: model.TypeGeneration, Amount: amount, Balance: balance,
			CreatedAt: model.At(time.UnixMilli(1_700_000_000_000 + int64(i)*1000)),
		})
		seq++
	}
	return rows, want
}

// Rows of one number stand beside each other, whatever way they come in, and what is odd
// is counted, each once.
func TestTwinsAndOddities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, want := oddLedger(t)
		b := Builder{Twins: true}
		for rest := slices.Clone(rows); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "some")
			at := rapid.IntRange(0, len(rest)-n).Draw(t, "from")
			b.Put(rest[at : at+n]...)
			if rapid.Bool().Draw(t, "again") {
				b.Put(rest[at])
			}
			rest = slices.Delete(rest, at, at+n)
		}
		table := b.Table()
		var kept Builder
		for _, block := range table.Blocks() {
			again, err := Decode(block.AppendTo(nil))
			if err != nil {
				t.Fatal(err)
			}
			kept.Add(again)
		}
		for name, table := range map[string]*Table{"put": table, "kept": kept.Table()} {
			if table.Len() != len(rows) {
				t.Fatalf("%s: %d rows, want %d", name, table.Len(), len(rows))
			}
			for i, row := range rows {
				if got := table.Row(i); !reflect.DeepEqual(got, row) {
					t.Fatalf("%s: row %d is %+v, want %+v", name, i, got, row)
				}
				if at, ok := table.FindRow(row.Seq, row.ID); !ok || at != i {
					t.Fatalf("%s: row %d is found at %d", name, i, at)
				}
			}
			if _, ok := table.FindRow(rows[0].Seq, "another"); ok {
				t.Fatalf("%s: found a row that is not there", name)
			}
			if got := table.Oddities(nil); got != want {
				t.Fatalf("%s: %+v, want %+v", name, got, want)
			}
		}
	})
}

// A gap that is as wide as the rows which could not be read there is none.
func TestGapsOfUnreadableRows(t *testing.T) {
	b := Builder{Twins: true}
	for _, seq := range []int64{1, 2, 5, 6, 9, 12} {
		b.Put(model.Transaction{ID: model.ID(fmt.Sprint(seq)), Seq: seq})
	}
	entry := func(seq int64) model.Unreadable { return model.Unreadable{Seq: seq} }
	for want, unreadable := range map[int][]model.Unreadable{
		3: {entry(3), entry(8), entry(0), entry(40), entry(-1), {Seq: 10, Part: "payment 1"}, entry(11)},
		2: {entry(4), entry(3), entry(4)},
		0: {entry(3), entry(4), entry(7), entry(8), entry(10), entry(11)},
	} {
		if got := b.Table().Oddities(unreadable); got.Gaps != want {
			t.Errorf("%v: %+v, want %d", unreadable, got, want)
		}
	}
	if got := new(Table).Oddities(nil); !got.None() {
		t.Errorf("of no rows: %+v", got)
	}
}

// An estimated history has no numbers and no balances that could be odd.
func TestEstimatedRowsAreNotOdd(t *testing.T) {
	var b Builder
	for seq := range int64(5) {
		b.Put(model.Transaction{Seq: 10 * seq, Amount: -1, Balance: model.UnknownCredits, Basis: model.BasisPrice})
	}
	if got := b.Table().Oddities(nil); !got.None() {
		t.Errorf("%+v", got)
	}
}
