package history_test

import (
	"slices"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// TestClosings gives each local day the balance of its last row in sequence, also where a
// clock was set back and over many blocks.
func TestClosings(t *testing.T) {
	zone := time.FixedZone("", -5*60*60)
	midnight := time.Date(2026, 11, 2, 5, 0, 0, 0, time.UTC) // in the zone
	var b history.Builder
	for i, at := range []time.Duration{-time.Minute, time.Minute, 25 * time.Hour, 23 * time.Hour, 26 * time.Hour} {
		b.Put(model.Transaction{ID: model.ID(string(rune('a' + i))), Seq: int64(i), Balance: model.Credits(i), CreatedAt: model.At(midnight.Add(at))})
	}
	got, err := history.Closings(t.Context(), b.Table(), zone)
	day := history.DayNumber(model.Day{Year: 2026, Month: time.November, Date: 1})
	if want := []history.Closing{{Day: day, Balance: 0}, {Day: day + 1, Balance: 3}, {Day: day + 2, Balance: 4}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	var long history.Builder
	rows := make([]model.Transaction, 3*history.BlockRows)
	for i := range rows {
		rows[i] = model.Transaction{ID: model.ID(string(rune(i))), Seq: int64(i), Balance: model.Credits(i), CreatedAt: model.At(midnight.Add(time.Duration(i) * time.Hour))}
	}
	long.Put(rows...)
	got, err = history.Closings(t.Context(), long.Table(), zone)
	if err != nil || len(got) != len(rows)/24 || got[10].Balance != 11*24-1 {
		t.Errorf("%d days, %v, %v", len(got), got[10], err)
	}
	if got, err = history.Closings(t.Context(), &history.Table{}, zone); len(got) != 0 || err != nil {
		t.Errorf("%v, %v of nothing", got, err)
	}
}
