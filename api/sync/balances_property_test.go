package sync

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// fakeNotes are notes in memory.
type fakeNotes struct {
	ObservationStore // what is not asked for
	seen             []derive.BalanceObservation
}

func (n *fakeNotes) SawBalances(_ model.ID, seen ...derive.BalanceObservation) error {
	for _, sighting := range seen {
		if last := len(n.seen) - 1; last >= 0 && n.seen[last].Balance == sighting.Balance {
			n.seen[last].To = sighting.To
			continue
		}
		n.seen = append(n.seen, sighting)
	}
	return nil
}

func (n *fakeNotes) CutBalances(_ model.ID, present time.Time) error {
	var kept []derive.BalanceObservation
	for _, sighting := range n.seen {
		if left, ok := sighting.Until(present); ok {
			kept = append(kept, left)
		}
	}
	n.seen = kept
	return nil
}

func (n *fakeNotes) Balances(model.ID) ([]derive.BalanceObservation, error) {
	return slices.Clone(n.seen), nil
}

// Whatever the clocks of a server and of this machine do, and however often the program
// is started anew, what was seen stays in order, in memory and noted. Once both clocks
// are right again a look stands at its own time.
func TestBalancesStayInOrderWhateverTheClocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		notes := &fakeNotes{}
		clock := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
		account := model.Account{ID: "65f1a2b3c4d5e6f7a8b9c0d1", Credits: 5000 * model.Credit}
		seen := newBalances(notes)
		var server, machine time.Duration // by which the clocks are off
		off := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Second, time.Minute, -time.Minute, -3 * time.Hour, 3 * time.Hour, -72 * time.Hour, 72 * time.Hour})
		look := func() {
			at := clock.Add(server)
			seen.saw(account, at, at.Sub(clock.Add(machine)).Abs() <= derive.Skew)
			for where, list := range map[string][]derive.BalanceObservation{"in memory": seen.of(account.ID), "noted": notes.seen} {
				for i, sighting := range list {
					if sighting.To.Before(sighting.From.Time) || (i > 0 && sighting.From.Before(list[i-1].To.Time)) {
						t.Fatalf("%s: %v", where, list)
					}
				}
			}
		}
		for range rapid.IntRange(0, 40).Draw(t, "events") {
			clock = clock.Add(time.Duration(rapid.IntRange(1, 2000).Draw(t, "seconds")) * time.Second)
			switch rapid.SampledFrom([]string{"look", "look", "spend", "server", "machine", "start"}).Draw(t, "event") {
			case "spend":
				account.Credits -= model.Credits(rapid.IntRange(1, 9).Draw(t, "credits")) * model.Credit
			case "server":
				server = off.Draw(t, "server off by")
			case "machine":
				machine = off.Draw(t, "machine off by")
			case "start":
				seen = newBalances(notes)
			}
			look()
		}
		server, machine = 0, 0
		clock = clock.Add(noteEvery + derive.Skew)
		look()
		for where, list := range map[string][]derive.BalanceObservation{"in memory": seen.of(account.ID), "noted": notes.seen} {
			last := list[len(list)-1]
			if last.Balance != account.Credits || last.To.Sub(clock).Abs() > derive.Skew {
				t.Fatalf("%s: the last of %v is not %v at %v", where, list, account.Credits, clock)
			}
		}
	})
}
