package derive_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Whatever a payload and a catalogue say, a price is zero or less, bounded, or
// unknown.
func FuzzPrice(f *testing.F) {
	f.Add(`{"model":"m","duration":"5s"}`, "second", int64(20_000_000))
	f.Add(`{"model":"m","minutes":1e9}`, "minute", int64(1))
	f.Add(`{"duration":0.00000001}`, "per Seconds", int64(1<<62))
	f.Add(`[`, "", int64(-5))
	f.Fuzz(func(t *testing.T, payload, unit string, cost int64) {
		prices := derive.Prices{}
		prices.Saw(model.Tool{Slug: "t", Models: []model.ToolModel{{Slug: "m", Cost: model.Credits(cost), CostUnit: unit}}}, start)
		row := derive.Debit(model.Generation{ID: "g", Tool: "t", Payload: model.Raw(payload), CreatedAt: model.At(start)}, prices)
		switch {
		case !row.Estimated(), row.Amount.Known() == row.Basis.Unpriced():
			t.Fatalf("the row is %+v", row)
		case row.Amount.Known() && (row.Amount > 0 || row.Amount < -1_000_000*model.Credit):
			t.Fatalf("it costs %v", row.Amount)
		}
	})
}
