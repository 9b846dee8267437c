package history

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Columns give what a plain loop over rows gives, whatever the rows, the zone and the
// filter.
func TestTallyIsThatOfALoop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := someTable(t, true)
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		result := table.All()
		if rapid.Bool().Draw(t, "filtered") {
			q, err := Parse(rapid.SampledFrom([]string{"tool:create", "amount:<-10", "-model:veo", "date:2025"}).Draw(t, "filter"), parseNow, zone)
			if err != nil {
				t.Fatal(err)
			}
			if result, err = Filter(context.Background(), table, q, nil); err != nil {
				t.Fatal(err)
			}
		}
		tally, err := TallyOf(context.Background(), result, zone)
		if err != nil {
			t.Fatal(err)
		}
		days, hours := map[string]Use{}, map[string]Use{}
		add := func(to map[string]Use, key string, more Use) {
			use := to[key]
			use.Plus(more)
			to[key] = use
		}
		for i := range tally.Days {
			day, kind := &tally.Days[i], tally.Kinds[tally.Days[i].Kind]
			add(days, fmt.Sprintf("%v %q %q", dayOfNumber(int64(day.Day)), kind.Tool, kind.Model), day.Use)
		}
		for i := range tally.Hours {
			hour := &tally.Hours[i]
			add(hours, fmt.Sprintf("%v %02d", dayOfNumber(int64(hour.Day())), hour.OfDay()), hour.Use)
		}
		wantDays, wantHours := map[string]Use{}, map[string]Use{}
		rows := rowsOf(table)
		last := map[UseKind]LastUse{}
		useByLoop(rows, result, func(row model.Transaction, use Use) {
			local := row.CreatedAt.In(zone)
			add(wantDays, fmt.Sprintf("%v %q %q", model.DayOf(local, zone), row.Tool, row.Model), use)
			add(wantHours, fmt.Sprintf("%v %02d", model.DayOf(local, zone), local.Hour()), use)
			kind := UseKind{Tool: row.Tool, Model: row.Model}
			if at := row.CreatedAt.UnixMilli(); use.Unknown == 0 && at >= last[kind].At {
				last[kind] = LastUse{At: at, Paid: use.Debits}
			}
			if use.Used() < 0 {
				t.Fatalf("%v used %v", row, use.Used())
			}
		})
		for _, kind := range tally.Kinds {
			if got := kind.Last; got != last[UseKind{Tool: kind.Tool, Model: kind.Model}] {
				t.Fatalf("last of %v: got %v, want %v", kind, got, last)
			}
		}
		if !maps.Equal(days, wantDays) {
			t.Fatalf("days: got %v, want %v", days, wantDays)
		}
		if !maps.Equal(hours, wantHours) {
			t.Fatalf("hours: got %v, want %v", hours, wantHours)
		}
	})
}

// useByLoop hands out what each generation used.
func useByLoop(rows []model.Transaction, result *Result, yield func(model.Transaction, Use)) {
	back, failed := map[model.ID]model.Credits{}, map[model.ID]bool{}
	for _, row := range rows {
		if row.Type == model.TypeRefund && row.RefundOf != "" {
			failed[row.RefundOf] = true
			if row.Amount.Known() {
				back[row.RefundOf] += row.Amount
			}
		}
	}
	for i, row := range rows {
		if row.Type != model.TypeGeneration || !result.Has(i) {
			continue
		}
		if !row.Amount.Known() {
			yield(row, Use{Unknown: 1})
			continue
		}
		use := Use{Debits: max(0, -row.Amount), Generations: 1}
		if row.Basis.AtLeast() {
			use.AtLeast = 1
		}
		if failed[row.ID] {
			use.Failed, use.Refunded = 1, min(max(0, back[row.ID]), use.Debits)
		}
		yield(row, use)
	}
}

func TestTallyEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := TallyOf(ctx, tableOf(ledger(2*BlockRows)).All(), time.UTC); err == nil {
		t.Error("it went on")
	}
}

func BenchmarkTally(b *testing.B) {
	berlin := must[*time.Location](b)(time.LoadLocation("Europe/Berlin"))
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		days, hours := 0, 0
		for b.Loop() {
			tally := must[*Tally](b)(TallyOf(context.Background(), table.All(), berlin))
			days, hours = len(tally.Days), len(tally.Hours)
		}
		b.ReportMetric(float64(days), "days")
		b.ReportMetric(float64(hours), "hours")
	})
}
