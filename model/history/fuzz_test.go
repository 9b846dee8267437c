package history

import (
	"encoding/binary"
	"math/big"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// FuzzSums adds up tables of any amounts: sums are those of numbers without bounds, or say
// that they do not fit, and groups add up to the whole.
func FuzzSums(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 255, 255, 255, 255, 255, 255, 255, 127, 0, 255, 255, 255, 255, 255, 255, 255, 127})
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 128, 2, 1, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		var rows []model.Transaction
		in, out := new(big.Int), new(big.Int)
		for i := 0; len(data) >= 9 && i < 1000; i, data = i+1, data[9:] {
			amount := model.Credits(binary.LittleEndian.Uint64(data[1:9]))
			if !amount.Known() {
				continue
			}
			row := model.Transaction{
				ID: model.ID(rune('a' + i%26)), Seq: int64(i + 1), Amount: amount, CreatedAt: model.At(time.Unix(int64(i)*40_000, 0)),
				Type: model.TransactionTypes[int(data[0])%len(model.TransactionTypes)], Tool: model.OptionalString(rune('s' + data[0]%5)),
			}
			rows = append(rows, row)
			side := in
			if amount < 0 {
				side = out
			}
			side.Add(side, big.NewInt(int64(amount)))
		}
		var b Builder
		b.Put(rows...)
		table := b.Table()
		sums := table.Sums()
		whole := new(big.Int).Add(in, out)
		fits := whole.IsInt64() && model.Credits(whole.Int64()).Known()
		if net := sums.Net().Credits(); net.Known() != fits || (fits && int64(net) != whole.Int64()) {
			t.Errorf("the net is %v, want %v", net, whole)
		}
		all, err := Filter(t.Context(), table, Query{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		order, err := Sort(t.Context(), all, ByDate, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []GroupKey{PerDay, PerMonth, PerTool, PerType} {
			grouping, err := GroupBy(t.Context(), order, key, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			var again Sums
			for _, group := range grouping.Groups {
				again.plus(group.Sums)
			}
			if again != sums {
				t.Errorf("groups by %v add up to %+v, all is %+v", key, again, sums)
			}
		}
	})
}
