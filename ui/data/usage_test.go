package data_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

// someRows draws generations over three weeks, some of them failed, in order of time.
func someRows(t *rapid.T) (rows []model.Transaction) {
	at := time.Date(2026, time.March, 20, 0, 0, 0, 0, time.UTC)
	for i := range rapid.IntRange(1, 60).Draw(t, "rows") {
		at = at.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "hours")) * time.Hour)
		row := model.Transaction{
			ID: model.ID(fmt.Sprintf("%024x", i+1)), Seq: int64(i + 1), CreatedAt: model.At(at), Type: model.TypeGeneration,
			Tool:   model.OptionalString(rapid.SampledFrom([]string{"create-image", "create-video", ""}).Draw(t, "tool")),
			Model:  model.OptionalString(rapid.SampledFrom([]string{"veo-3.1", "flux", ""}).Draw(t, "model")),
			Amount: -model.Credits(rapid.Int64Range(0, 90e6).Draw(t, "amount")),
		}
		if i > 0 && rapid.IntRange(0, 5).Draw(t, "failed") == 0 {
			row.Type, row.RefundOf, row.Amount = model.TypeRefund, rows[i-1].ID, -rows[i-1].Amount
		}
		rows = append(rows, row)
	}
	return rows
}

// TestUsageIsTheCommands checks that the pane shows what the command prints for the same span,
// filter and split, also where it was worked out from a previous usage, and that each name's
// use in the previous span adds up to its total.
func TestUsageIsTheCommands(t *testing.T) {
	tools := []model.Tool{{Slug: "create-image", Type: "image"}, {Slug: "create-video", Type: "video"}}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var b history.Builder
		b.Put(someRows(t)...)
		table := b.Table()
		now := table.Row(table.Len() - 1).CreatedAt.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "later")) * time.Hour)
		s := data.State{Now: now, Location: berlin}
		s.History.Value.Table, s.Tools.Value = table, tools
		today := s.Today()
		var before data.Usage
		for range rapid.IntRange(1, 4).Draw(t, "keys") {
			days := rapid.IntRange(1, 40).Draw(t, "days")
			q := data.UsageQuery{
				Filter: rapid.SampledFrom([]string{"", "veo", "tool:image", "-veo amount:<-10"}).Draw(t, "filter"),
				Span:   insight.Span{From: today.Add(1 - days), To: today.Add(-rapid.IntRange(0, days-1).Draw(t, "ends"))},
				Step:   rapid.SampledFrom([]insight.By{insight.ByDay, insight.ByWeek, insight.ByMonth}).Draw(t, "step"),
				Split:  rapid.SampledFrom([]insight.By{insight.ByModel, insight.ByTool, insight.ByType}).Draw(t, "split"),
				Year:   insight.Span{From: today.Monday().Add(-364), To: today},
				Recent: insight.Span{From: today.Add(-89), To: today},
			}
			got, err := q.Run(t.Context(), s.Basis(), tools, before, now, berlin)
			if err != nil {
				t.Fatal(err)
			}
			activity := asCommand(t, table, q.Filter, tools, now, berlin)
			for by, usage := range map[insight.By]insight.Usage{q.Step: got.Bars, q.Split: got.Rows} {
				if want := activity.Usage(by, q.Span, now); !reflect.DeepEqual(usage, want) {
					t.Fatalf("by %s: %+v, want %+v", by, usage, want)
				}
			}
			if want := activity.Usage(insight.ByDay, q.Year, now); !reflect.DeepEqual(got.Year, want) {
				t.Fatalf("the year: %+v, want %+v", got.Year, want)
			}
			if got.Bars.Previous != nil {
				var sum model.Credits
				for _, used := range got.Previous {
					sum += used
				}
				if sum != got.Bars.Previous.SoFar {
					t.Fatalf("names used %v in the span before, which is compared as %v", sum, got.Bars.Previous.SoFar)
				}
			}
			before = got
		}
	})
}

// asCommand is the activity that the command usage prints.
func asCommand(t *rapid.T, table *history.Table, filter string, tools []model.Tool, now time.Time, loc *time.Location) *insight.Activity {
	query, err := history.Parse(filter, now, loc)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := history.Filter(context.Background(), table, query, nil)
	if err != nil {
		t.Fatal(err)
	}
	activity, err := insight.NewActivity(context.Background(), rows, data.MediaTypes(tools), loc)
	if err != nil {
		t.Fatal(err)
	}
	return activity
}
