package sync_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// A server whose clock is wrong for a minute leaves nothing in the history, neither
// then nor at a later start, and what is seen afterwards is noted as before. At the second
// start the demo account has a failed generation in the hour before the first look.
func TestAServersClockThatIsWrongForAWhile(t *testing.T) {
	for _, clock := range []time.Time{
		fixedTime(),
		time.Date(2026, time.November, 30, 17, 54, 40, 0, time.UTC),
	} {
		t.Run(clock.Format("2006-01-02T15-04"), func(t *testing.T) { clockWrongForAWhile(t, clock) })
	}
}

func clockWrongForAWhile(t *testing.T, start time.Time) {
	for _, off := range []time.Duration{-72 * time.Hour, 72 * time.Hour} {
		clock := start
		now := func() time.Time { return clock }
		_, w, server := open(t, sandbox.Options{Transactions: 300, Now: now})
		w.lack(http.StatusNotFound, "transactions")
		b := newBooks(t)
		session, h := b.start(t, server, now)
		var account model.Account
		look := func() {
			t.Helper()
			clock = clock.Add(20 * time.Second)
			var err error
			if account, err = session.Account(t.Context()); err != nil {
				t.Fatal(err)
			}
			wholly(t, h)
		}
		work := func(looks int) {
			for range looks {
				generate(t, server)
				look()
				look()
			}
		}
		work(5)
		for range 3 {
			clock = clock.Add(8 * time.Hour)
			work(1)
		}
		w.misdate(off)
		look()
		work(1)
		look()
		w.misdate(0)
		work(3)
		changes := func(when string) {
			t.Helper()
			progress := wholly(t, h)
			for _, row := range rowsOf(progress.Table) {
				if row.Type == model.TypeObserved {
					t.Errorf("off by %v, %s: %+v", off, when, row)
				}
			}
			if last := progress.Table.Row(progress.Table.Len() - 1); last.Balance != account.Credits {
				t.Errorf("off by %v, %s: the newest row is %+v, the balance is %v", off, when, last, account.Credits)
			}
		}
		changes("after it")
		session, h = b.start(t, server, now)
		look()
		changes("at the next start")
		seen, err := b.notes.Balances(account.ID)
		if err != nil || len(seen) < 10 {
			t.Fatal(seen, err)
		}
		for i := 1; i < len(seen); i++ {
			if seen[i].From.Before(seen[i-1].To.Time) {
				t.Errorf("off by %v: %v is noted behind %v", off, seen[i], seen[i-1])
			}
		}
		if last := seen[len(seen)-1]; last.Balance != account.Credits || last.To.Sub(clock).Abs() > derive.Skew {
			t.Errorf("off by %v: the last note is %v, it is %v", off, last, clock)
		}
	}
}
