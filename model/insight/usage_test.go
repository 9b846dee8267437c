package insight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// someLedger draws generations and refunds as an account has them, in any order of time,
// some of unknown price, some refunds of nothing that is known.
func someLedger(t *rapid.T) []model.Transaction {
	n := rapid.IntRange(0, 60).Draw(t, "rows")
	rows := make([]model.Transaction, n)
	for i := range rows {
		row := &rows[i]
		row.ID, row.Seq = model.ID(fmt.Sprintf("%024x", i+1)), int64(i+1)
		row.CreatedAt = model.At(time.UnixMilli(rapid.Int64Range(1772000000000, 1796000000000).Draw(t, "at")))
		row.Tool = model.OptionalString(rapid.SampledFrom([]string{"create-image", "create-video", "text-to-speech", ""}).Draw(t, "tool"))
		row.Model = model.OptionalString(rapid.SampledFrom([]string{"veo-3.1", "flux", ""}).Draw(t, "model"))
		row.Amount = -model.Credits(rapid.Int64Range(0, 200e6).Draw(t, "amount"))
		switch rapid.IntRange(0, 7).Draw(t, "form") {
		case 0:
			row.Type, row.Amount = model.TypeRefund, -row.Amount
			row.RefundOf = model.ID(fmt.Sprintf("%024x", rapid.IntRange(1, 70).Draw(t, "of")))
		case 1:
			row.Type, row.Amount = model.TypePurchase, -row.Amount
		case 2:
			row.Type, row.Basis, row.Amount = model.TypeGeneration, model.BasisUnknownPrice, model.UnknownCredits
		default:
			row.Type = model.TypeGeneration
		}
	}
	return rows
}

func tableOf(t interface{ Fatal(...any) }, rows []model.Transaction) *history.Table {
	var b history.Builder
	if len(rows) > 0 {
		block, err := history.Seal(rows, nil)
		if err != nil {
			t.Fatal(err)
		}
		b.Add(block)
	}
	return b.Table()
}

var mediaTypes = map[model.OptionalString]string{"create-image": "image", "create-video": "video"}

func activityOf(t interface{ Fatal(...any) }, rows []model.Transaction, zone *time.Location) *Activity {
	activity, err := NewActivity(context.Background(), tableOf(t, rows).All(), mediaTypes, zone)
	if err != nil {
		t.Fatal(err)
	}
	return activity
}

func zones(t interface{ Fatal(...any) }) (all []*time.Location) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, zone)
	}
	return all
}

// Any grouping adds up to the total, and the total is that of a plain loop over the rows,
// whatever the zone, refunds, unknown prices and order of the rows.
func TestPartsAddUp(t *testing.T) {
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		rows, zone := someLedger(t), rapid.SampledFrom(all).Draw(t, "zone")
		activity := activityOf(t, rows, zone)
		from := model.DayOf(time.UnixMilli(rapid.Int64Range(1772000000000, 1796000000000).Draw(t, "from")), zone)
		span := Span{from, from.Add(rapid.IntRange(0, 400).Draw(t, "days"))}
		in := func(row model.Transaction) bool {
			day := model.DayOf(row.CreatedAt.Time, zone)
			return !day.Before(span.From) && !span.To.Before(day)
		}
		want := useOf(rows, in)
		now := span.To.Start(zone).Add(13 * time.Hour)
		for _, by := range Bys {
			usage := activity.Usage(by, span, now)
			var sum history.Use
			for _, part := range usage.Parts {
				sum.Plus(part.Use)
			}
			if sum != want || usage.Total != want {
				t.Fatalf("by %s: parts %+v, total %+v, want %+v", by, sum, usage.Total, want)
			}
			for _, part := range usage.Parts {
				if got := useOf(rows, func(row model.Transaction) bool { return in(row) && keyOf(by, row, zone) == part.Key }); got != part.Use {
					t.Fatalf("by %s, %q: %+v, want %+v", by, part.Key, part.Use, got)
				}
			}
		}
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		for i := range shuffled {
			shuffled[i].Seq = int64(i + 1)
		}
		if got := activityOf(t, shuffled, zone).Of(span); got != want {
			t.Fatalf("in another order: %+v, want %+v", got, want)
		}
	})
}

// useOf is what a plain loop gives.
func useOf(rows []model.Transaction, in func(model.Transaction) bool) (use history.Use) {
	for _, row := range rows {
		switch {
		case row.Type != model.TypeGeneration || !in(row):
			continue
		case !row.Amount.Known():
			use.Unknown++
			continue
		}
		use.Debits -= row.Amount
		use.Generations++
		back, failed := model.Credits(0), int32(0)
		for _, other := range rows {
			if other.Type == model.TypeRefund && other.RefundOf == row.ID {
				back, failed = back+other.Amount, 1
			}
		}
		use.Refunded += min(back, -row.Amount)
		use.Failed += failed
	}
	return use
}

func keyOf(by By, row model.Transaction, zone *time.Location) string {
	local := row.CreatedAt.In(zone)
	switch by {
	case ByDay:
		return local.Format("2006-01-02")
	case ByWeek:
		return model.DayOf(local, zone).Monday().Format("2006-01-02")
	case ByMonth:
		return local.Format("2006-01")
	case ByHour:
		return local.Format("15")
	case ByWeekday:
		return fmt.Sprint((int(local.Weekday())+6)%7 + 1)
	case ByTool:
		return string(row.Tool)
	case ByModel:
		return string(row.Model)
	}
	return mediaTypes[row.Tool]
}

func generation(id int, at string, amount float64) model.Transaction {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	return model.Transaction{
		ID: model.ID(fmt.Sprintf("%024x", id)), Seq: int64(id), Type: model.TypeGeneration, Amount: -model.Credits(amount * 1e6),
		Tool: "create-video", Model: "veo-3.1", CreatedAt: model.At(moment),
	}
}

// A day has 23 or 25 hours where clocks are set; a refund counts on the day of its debit.
func TestLocalDays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	rows := []model.Transaction{
		generation(1, "2026-10-24T21:59:59Z", 1), // 23:59:59 of the 24th
		generation(2, "2026-10-24T22:00:00Z", 2), // the 25th, of 25 hours, begins
		generation(3, "2026-10-25T00:30:00Z", 4), // 02:30
		generation(4, "2026-10-25T01:30:00Z", 8), // 02:30 again
		generation(5, "2026-10-25T22:59:59Z", 16),
		generation(6, "2026-10-25T23:00:00Z", 32), // the 26th
		generation(7, "2026-10-27T12:00:00Z", 1),
	}
	rows[6] = model.Transaction{ID: "7", Seq: 7, Type: model.TypeRefund, Amount: 3e6, RefundOf: rows[2].ID, CreatedAt: rows[6].CreatedAt}
	a := activityOf(t, rows, berlin)
	span := Span{model.Day{Year: 2026, Month: 10, Date: 24}, model.Day{Year: 2026, Month: 10, Date: 27}}
	if got, want := a.Daily(span), []model.Credits{1e6, 27e6, 32e6, 0}; !slices.Equal(got, want) {
		t.Errorf("by day: %v, want %v", got, want)
	}
	hours := a.Usage(ByHour, span, rows[6].CreatedAt.Time)
	if got := hours.Parts[2]; got.Used() != 9e6 || got.Failed != 1 || got.Generations != 2 {
		t.Errorf("at two: %+v", got)
	}
	weeks := a.Usage(ByWeek, span, rows[6].CreatedAt.Time)
	if len(weeks.Parts) != 2 || weeks.Parts[0].Key != "2026-10-19" || weeks.Parts[0].Used() != 28e6 || weeks.Parts[1].Used() != 32e6 {
		t.Errorf("weeks: %+v", weeks.Parts)
	}
	if average, ok := Average(weeks.Total); !ok || average != 10_500_000 {
		t.Errorf("the average is %v", average)
	}
}

func TestPrevious(t *testing.T) {
	rows := []model.Transaction{
		generation(1, "2026-10-01T10:00:00Z", 1), generation(2, "2026-10-08T09:00:00Z", 10), generation(3, "2026-10-08T15:00:00Z", 100),
		generation(4, "2026-10-09T09:00:00Z", 1000),
	}
	a := activityOf(t, rows, time.UTC)
	today := model.Day{Year: 2026, Month: 10, Date: 9}
	now := today.Start(time.UTC).Add(12 * time.Hour)
	before := a.Usage(ByDay, Span{today, today}, now).Previous
	if before == nil || before.Used != 110e6 || before.SoFar != 10e6 || before.From != today.Add(-1) {
		t.Errorf("the day before: %+v", before)
	}
	if before := a.Usage(ByDay, Span{today.Add(-4), today}, now).Previous; before != nil {
		t.Errorf("it begins before the history: %+v", before)
	}
	if before := a.Usage(ByDay, Span{today.Add(-1), today.Add(-1)}, now).Previous; before == nil || before.SoFar != before.Used {
		t.Errorf("a span that is over: %+v", before)
	}
}

func TestParseRange(t *testing.T) {
	today, first := model.Day{Year: 2026, Month: 11, Date: 30}, model.Day{Year: 2025, Month: 10, Date: 4}
	sub := model.Subscription{CurrentPeriodStart: model.At(time.Date(2026, 11, 9, 2, 0, 0, 0, time.UTC))}
	for _, test := range []struct{ text, from, to string }{
		{"today", "2026-11-30", "2026-11-30"},
		{"7d", "2026-11-24", "2026-11-30"},
		{"365d", "2025-12-01", "2026-11-30"},
		{"all", "2025-10-04", "2026-11-30"},
		{"period", "2026-11-09", "2026-11-30"},
		{"billing period", "2026-11-09", "2026-11-30"},
		{"last-period", "2026-10-09", "2026-11-08"},
		{"90 days", "2026-09-02", "2026-11-30"},
		{"this-month", "2026-11-01", "2026-11-30"},
		{"last month", "2026-10-01", "2026-10-31"},
		{"2026-11-01..2026-11-05", "2026-11-01", "2026-11-05"},
		{"2026-11-01..2027-01-05", "2026-11-01", "2026-11-30"},
		{"2024-02-29..2024-02-29", "2024-02-29", "2024-02-29"},
		{"8d", "", ""},
		{"", "", ""},
		{"2026-11-05..2026-11-01", "", ""},
		{"2026-11-31..2026-12-01", "", ""},
		{"2026-12-01..2026-12-02", "", ""},
		{"2026-11-01-2026-11-02", "", ""},
		{"2026-11-01..", "", ""},
	} {
		span, err := ParseRange(test.text, today, first, sub, time.UTC)
		if (err != nil) != (test.from == "") {
			t.Errorf("%q: %v", test.text, err)
		}
		if err == nil && (span.From.Format("2006-01-02") != test.from || span.To.Format("2006-01-02") != test.to) {
			t.Errorf("%q: %v", test.text, span)
		}
	}
	if span, err := ParseRange("all", today, model.Day{}, sub, time.UTC); err != nil || span != (Span{today, today}) {
		t.Errorf("all of an empty history: %v, %v", span, err)
	}
	if _, err := ParseRange("period", today, first, model.Subscription{}, time.UTC); !errors.As(err, &ErrNoPeriod{}) {
		t.Errorf("without a period: %v", err)
	}
}

// Days that follow each other are one episode, with what caused it.
func TestEpisodes(t *testing.T) {
	var rows []model.Transaction
	add := func(day, hour int, tool string, amount float64) {
		at := time.Date(2026, 6, 1, hour, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		row := generation(len(rows)+1, at.Format(time.RFC3339), amount)
		row.Tool, row.Model = model.OptionalString(tool), model.OptionalString(tool+"-1")
		rows = append(rows, row)
	}
	for day := range 120 {
		add(day, 9, "create-image", 40)
		add(day, 10, "text-to-speech", 20)
		if day == 100 || day == 101 {
			add(day, 11, "create-video", 700)
		}
	}
	a := activityOf(t, rows, time.UTC)
	day := func(n int) model.Day { return model.Day{Year: 2026, Month: 6, Date: 1}.Add(n) }
	found := a.Episodes(Span{day(90), day(119)})
	if len(found) != 1 {
		t.Fatalf("found %+v", found)
	}
	e := found[0]
	if e.From != day(100) || e.To != day(101) || e.Tool != "create-video" || e.Model != "create-video-1" || e.Alone || e.Times() != 12 {
		t.Errorf("found %+v, %d times", e, e.Times())
	}
	usage := a.Usage(ByDay, Span{day(90), day(119)}, day(119).Start(time.UTC))
	for i, part := range usage.Parts {
		if part.Unusual != (i == 10 || i == 11) {
			t.Errorf("%s: unusual %v", part.Key, part.Unusual)
		}
	}
	for _, part := range a.Usage(ByTool, Span{day(0), day(119)}, day(119).Start(time.UTC)).Parts {
		if part.Unusual {
			t.Errorf("%s is unusual, of which nothing is known before", part.Key)
		}
	}
	add(115, 12, "create-image", 700)
	found = activityOf(t, rows, time.UTC).Episodes(Span{day(110), day(119)})
	if len(found) != 1 || found[0].From != day(115) || found[0].Tool != "create-image" {
		t.Errorf("found %+v", found)
	}
	images := activityOf(t, rows, time.UTC).Usage(ByTool, Span{day(110), day(119)}, day(119).Start(time.UTC)).Parts[0]
	if images.Key != "create-image" || !images.Unusual {
		t.Errorf("images are %+v", images)
	}
}

func BenchmarkUsage(b *testing.B) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		table, last := benchTable(b, n)
		today := model.DayOf(last, berlin)
		year := Span{today.Add(-364), today}
		b.Run(fmt.Sprintf("rows=%d/activity", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := NewActivity(context.Background(), table.All(), mediaTypes, berlin); err != nil {
					b.Fatal(err)
				}
			}
		})
		activity, err := NewActivity(context.Background(), table.All(), mediaTypes, berlin)
		if err != nil {
			b.Fatal(err)
		}
		for _, by := range []By{ByDay, ByTool, ByHour, ByWeekday} {
			b.Run(fmt.Sprintf("rows=%d/%s", n, by), func(b *testing.B) {
				for b.Loop() {
					activity.Usage(by, year, last)
				}
			})
		}
	}
}

// benchTable is a year and two months of an account, in blocks as a store keeps them.
func benchTable(tb testing.TB, n int) (*history.Table, time.Time) {
	tools := []string{"create-image", "edit-image", "upscale-image", "create-video", "animate-image", "text-to-speech", "create-music", "text-to-3d"}
	start := time.Date(2025, 10, 4, 8, 0, 0, 0, time.UTC)
	step := 422 * 24 * time.Hour / time.Duration(n)
	var builder history.Builder
	rows := make([]model.Transaction, 0, history.BlockRows)
	var at time.Time
	for i := range n {
		at = start.Add(time.Duration(i) * step)
		row := model.Transaction{
			ID: model.ID(fmt.Sprintf("%08x%08x%08x", at.Unix(), uint32(i+1)*0x9E3779B9, i)), Seq: int64(i + 1), Type: model.TypeGeneration, Amount: -model.Credits(1+i%50) * model.Credit,
			Tool: model.OptionalString(tools[i*7%len(tools)]), Model: model.OptionalString(fmt.Sprintf("model-%d", i%3)), CreatedAt: model.At(at),
		}
		if i%25 == 24 && len(rows) > 0 {
			was := rows[len(rows)-1]
			row.Type, row.Amount, row.RefundOf = model.TypeRefund, -was.Amount, was.ID
		}
		if rows = append(rows, row); len(rows) == history.BlockRows || i == n-1 {
			block, err := history.Seal(rows, nil)
			if err != nil {
				tb.Fatal(err)
			}
			builder.Add(block)
			rows = rows[:0]
		}
	}
	return builder.Table(), at
}

// What a chart and its table show of a span adds up along both sides, and so do the weeks
// of a trend and the hours of a rhythm.
func TestCrossAddsUp(t *testing.T) {
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		rows, zone := someLedger(t), rapid.SampledFrom(all).Draw(t, "zone")
		activity := activityOf(t, rows, zone)
		from := model.DayOf(time.UnixMilli(rapid.Int64Range(1772000000000, 1796000000000).Draw(t, "from")), zone)
		span := Span{from, from.Add(rapid.IntRange(0, 400).Draw(t, "days"))}
		step := rapid.SampledFrom([]By{ByDay, ByWeek, ByMonth}).Draw(t, "step")
		split := rapid.SampledFrom([]By{ByTool, ByModel, ByType}).Draw(t, "split")
		now := span.To.Start(zone)
		cross := activity.Cross(step, split, span, now)
		bars := make([]history.Use, len(cross.Bars.Parts))
		named := activity.Named(split, span)
		for i, part := range cross.Rows.Parts {
			var sum history.Use
			for at, use := range cross.Cells[i] {
				sum.Plus(use)
				bars[at].Plus(use)
			}
			if sum != part.Use || named[part.Key] != part.Used() {
				t.Fatalf("row %q: %+v and %v, want %+v", part.Key, sum, named[part.Key], part.Use)
			}
		}
		for at, part := range cross.Bars.Parts {
			if bars[at] != part.Use {
				t.Fatalf("bar %q: %+v, want %+v", part.Key, bars[at], part.Use)
			}
		}
		rhythm := activity.Rhythm(span)
		var byWeekday, byHour history.Use
		for day, part := range activity.Usage(ByWeekday, span, now).Parts {
			if rhythm.Weekday(day) != part.Use {
				t.Fatalf("weekday %s: %+v, want %+v", part.Key, rhythm.Weekday(day), part.Use)
			}
			byWeekday.Plus(part.Use)
		}
		for hour, part := range activity.Usage(ByHour, span, now).Parts {
			if rhythm.Hour(hour) != part.Use {
				t.Fatalf("hour %s: %+v, want %+v", part.Key, rhythm.Hour(hour), part.Use)
			}
			byHour.Plus(part.Use)
		}
		if byWeekday != byHour || byHour != cross.Bars.Total {
			t.Fatalf("%+v by weekday, %+v by hour, %+v in all", byWeekday, byHour, cross.Bars.Total)
		}
		const weeks = 12
		for name, trend := range activity.Trend(split, span.To, weeks) {
			var sum model.Credits
			for _, used := range trend {
				sum += used
			}
			first := span.To.Monday().Add(-7 * (weeks - 1))
			if want := activity.Named(split, Span{first, span.To})[name]; sum != want {
				t.Fatalf("trend of %q: %v, want %v", name, sum, want)
			}
		}
	})
}
