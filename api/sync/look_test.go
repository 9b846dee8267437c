package sync_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// A generation that was started after the round's generations were asked for is no
// change of the balance.
func TestABalanceAfterTheRoundsGenerationsWaits(t *testing.T) {
	clock := time.Now()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 100, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	session, h := newBooks(t).start(t, server, now)
	wholly(t, h)
	clock = clock.Add(time.Minute)
	ctx := model.InRound(t.Context(), 1)
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
		progress, err := h.Latest(model.InRound(t.Context(), round))
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
