package model

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// history draws rows, oldest first, with refunds of some generations.
func history(t *rapid.T) (opening Credits, rows []Transaction) {
	opening = Credits(rapid.Int64Range(0, 1e12).Draw(t, "opening"))
	at := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	for i := range rapid.IntRange(0, 60).Draw(t, "rows") {
		at = at.Add(time.Duration(rapid.IntRange(0, 12*60).Draw(t, "minutes")) * time.Minute)
		row := Transaction{ID: ID(fmt.Sprintf("row-%d", i)), Seq: int64(i + 1), CreatedAt: At(at)}
		switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
		case kind == 0 && len(rows) > 0 && rows[len(rows)-1].Type == TypeGeneration:
			debit := rows[len(rows)-1]
			row.Type, row.Amount, row.RefundOf = TypeRefund, -debit.Amount, debit.ID
		case kind == 1:
			row.Type, row.Amount = TypePurchase, Credits(rapid.Int64Range(1, 1e10).Draw(t, "credits"))
		default:
			row.Type, row.Amount = TypeGeneration, -Credits(rapid.Int64Range(0, 1e9).Draw(t, "cost"))
		}
		rows = append(rows, row)
	}
	return opening, rows
}

func TestPair(t *testing.T) {
	rows := []Transaction{
		{ID: "c", Seq: 3, Type: TypeRefund, RefundOf: "a"},
		{ID: "b", Seq: 2, Type: TypeRefund, RefundOf: "a"},
		{ID: "a", Seq: 1, Type: TypeGeneration},
		{ID: "d", Seq: 4, Type: TypeRefund, RefundOf: "elsewhere"},
	}
	pairs := PairRefunds(rows)
	if refund, ok := pairs.Refund(rows[2]); !ok || refund.ID != "b" {
		t.Errorf("the refund of a is %v, %v", refund.ID, ok)
	}
	if original, ok := pairs.Original(rows[0]); !ok || original.ID != "a" {
		t.Errorf("c gives back %v, %v", original.ID, ok)
	}
	if _, ok := pairs.Original(rows[3]); ok {
		t.Error("a row that is not there is found")
	}
	if _, ok := PairRefunds(append(rows, Transaction{})).Refund(rows[3]); ok {
		t.Error("a row that nothing gives back has a refund")
	}
	if _, ok := pairs.Refund(Transaction{}); ok {
		t.Error("a row without an id has a refund")
	}
}

// TestUsage counts debits less refunds, both on the local day of the debit.
func TestUsage(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600)}
	rapid.Check(t, func(t *rapid.T) {
		_, rows := history(t)
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		want := map[string]Credits{}
		for _, row := range rows {
			day := row.CreatedAt.In(loc).Format("2006-01-02")
			if row.Type == TypeRefund {
				for _, debit := range rows {
					if debit.ID == row.RefundOf {
						want[debit.CreatedAt.In(loc).Format("2006-01-02")] -= row.Amount
					}
				}
			} else if row.Type == TypeGeneration {
				want[day] -= row.Amount
			}
		}
		usage := UsageByDay(rows, loc)
		var all Credits
		for day, used := range usage {
			if used != want[day.Format("2006-01-02")] {
				t.Fatalf("%v: %s, want %s", day, used, want[day.Format("2006-01-02")])
			}
			all += used
		}
		if sum := usage.Sum(Day{2026, 1, 1}, Day{2027, 12, 31}); sum != all {
			t.Fatalf("the sum is %s, want %s", sum, all)
		}
	})
}

func TestDays(t *testing.T) {
	sunday := Day{2026, 11, 22}
	if got := sunday.Monday(); got != (Day{2026, 11, 16}) {
		t.Errorf("the week of a Sunday begins on %v", got)
	}
	if got := sunday.Monday().Monday(); got != (Day{2026, 11, 16}) {
		t.Errorf("the week of a Monday begins on %v", got)
	}
	if got := (Day{2026, 1, 1}).Add(-1); got != (Day{2025, 12, 31}) {
		t.Errorf("the day before a year is %v", got)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		testenv.Skip(t, "needs time zones: install with apt-get install tzdata")
	}
	day := Day{2026, 3, 29} // 23 hours long
	if length := day.Add(1).Start(berlin).Sub(day.Start(berlin)); length != 23*time.Hour {
		t.Errorf("the day of the change is %v long", length)
	}
	if got := DayOf(time.Date(2026, 3, 29, 22, 30, 0, 0, time.UTC), berlin); got != (Day{2026, 3, 30}) {
		t.Errorf("half past midnight falls on %v", got)
	}
}
