package sync_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// The history tells what was bought, whichever command asks first: it looks at the
// account itself. A look that fails is no failure of the history.
func TestTheDerivedHistoryLooksAtTheAccount(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 200, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	_, h := b.start(t, server, now)
	rows := wholly(t, h).Table.Len()
	clock = clock.Add(time.Minute)
	if _, err := server.BuyElsewhere("pack-m"); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(time.Minute)
	w.fail("GET /api/account")
	_, h = b.start(t, server, now)
	if progress := wholly(t, h); progress.Table.Len() != rows {
		t.Errorf("%d rows with an account that fails, were %d", progress.Table.Len(), rows)
	}
	w.fail()
	_, h = b.start(t, server, now)
	before := w.count("GET /api/account")
	progress := wholly(t, h)
	if row := progress.Table.Row(progress.Table.Len() - 1); row.Type != model.TypeObserved || row.Amount != 2000*model.Credit {
		t.Errorf("the newest row is %+v", row)
	}
	if n := w.count("GET /api/account") - before; n != 1 {
		t.Errorf("the account was asked for %d times", n)
	}
}

// In a round the account is requested once, whichever call is first; a second call of the
// same kind in it requests it again.
func TestARoundAsksOnceForTheAccount(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 100, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	session, h := newBooks(t).start(t, server, fixedTime)
	wholly(t, h)
	account := func(ctx context.Context) {
		t.Helper()
		if _, err := session.Account(ctx); err != nil {
			t.Fatal(err)
		}
	}
	latest := func(ctx context.Context) {
		t.Helper()
		if _, err := h.Latest(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for round, c := range []struct {
		name string
		do   []func(context.Context)
		want int
	}{
		{"the history first", []func(context.Context){latest, account}, 1},
		{"the account first", []func(context.Context){account, latest}, 1},
		{"the history twice", []func(context.Context){latest, latest}, 1},
		{"the account again", []func(context.Context){latest, account, account}, 2},
	} {
		before := w.count("GET /api/account")
		for _, do := range c.do {
			do(model.WithRefreshID(t.Context(), int64(round+1)))
		}
		if n := w.count("GET /api/account") - before; n != c.want {
			t.Errorf("%s: asked %d times, want %d", c.name, n, c.want)
		}
	}
	w.fail("GET /api/account")
	before := w.count("GET /api/account")
	ctx := model.WithRefreshID(t.Context(), 9)
	latest(ctx)
	if _, err := session.Account(ctx); model.KindOf(err) != model.ServerFailed || w.count("GET /api/account") != before+1 {
		t.Errorf("a look that failed: %v, asked %d times", err, w.count("GET /api/account")-before)
	}
}

// A generation that was started after the round's generations were asked for is no
// change of the balance.
func TestABalanceAfterTheRoundsGenerationsWaits(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 100, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	session, h := newBooks(t).start(t, server, now)
	wholly(t, h)
	clock = clock.Add(time.Minute)
	ctx := model.WithRefreshID(t.Context(), 1)
	if _, err := session.Generations(ctx); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(5 * time.Second)
	generate(t, server)
	clock = clock.Add(5 * time.Second)
	if _, err := session.Account(ctx); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(5 * time.Second)
	for round := int64(1); round <= 2; round++ {
		progress, err := h.Latest(model.WithRefreshID(t.Context(), round))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rowsOf(progress.Table) {
			if row.Type == model.TypeObserved {
				t.Errorf("in round %d: %+v", round, row)
			}
		}
	}
}
