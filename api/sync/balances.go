package sync

import (
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// ObservationStore stores the balances and prices that the dashboard observed, which cannot
// be fetched again. An error loses the observation, and nothing else.
type ObservationStore interface {
	// SawBalances stores balance observations in their order. One with the same balance as
	// the last extends that.
	SawBalances(account model.ID, seen ...derive.BalanceObservation) error
	// CutBalances removes observations after the present, from a clock that was ahead.
	CutBalances(account model.ID, present time.Time) error
	// Balances returns the observations in order: none begins before the previous one ends.
	Balances(account model.ID) ([]derive.BalanceObservation, error)
	SawPrices(account model.ID, fresh map[derive.Offer]derive.Price) error
	Prices(account model.ID) (derive.Prices, error)
	// NameChange stores a person's explanation of a change, the zero name for none.
	NameChange(account, change model.ID, name derive.Name) error
	ChangeNames(account model.ID) (map[model.ID]derive.Name, error)
}

// noteEvery is how often a balance that stays as it is is noted again. Between, that
// is only remembered; a change is noted at once, with until when the balance before
// it was seen.
const noteEvery = 10 * time.Minute

// balances are those that were seen of an account. It is safe for concurrent use.
type balances struct {
	notes ObservationStore // nil: nothing is kept

	mu      sync.Mutex
	account model.ID
	seen    []derive.BalanceObservation
	noted   time.Time // until when the last one is noted
	waiting int       // the first one that is not noted, or not as it is now
	trouble error     // why an observation was not stored, until it is reported
}

func newBalances(notes ObservationStore) *balances { return &balances{notes: notes} }

// load reads what was noted of an account. The caller has the lock.
func (b *balances) load(account model.ID) {
	if b.account == account {
		return
	}
	b.account, b.seen, b.noted = account, nil, time.Time{}
	if b.notes != nil {
		b.seen, b.trouble = b.notes.Balances(account) // without them the history begins now
	}
	if last := len(b.seen) - 1; last >= 0 {
		b.noted = b.seen[last].To.Time
	}
	b.waiting = len(b.seen)
}

// saw takes in a balance that was just seen at a time by the server's clock. sure says
// that this machine's clock is with it.
//
// What was seen stays in order. Where a server's clock falls back, either this answer
// is wrong or those of before were, and a balance in a wrong place makes changes that
// never were: it is left out, until the clock is right again. Where both clocks say
// that what was noted lies in the future, that goes.
func (b *balances) saw(account model.Account, now time.Time, sure bool) {
	if account.ID == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.load(account.ID)
	at := model.At(now)
	if end := b.end(); end.Sub(at.Time) > derive.Skew {
		if !sure {
			return
		}
		b.cut(at)
	}
	if end := b.end(); at.Before(end.Time) {
		at = end // answers have whole seconds
	}
	last := len(b.seen) - 1
	if last >= 0 && b.seen[last].Balance == account.Credits {
		b.seen[last].To = at
		b.waiting = min(b.waiting, last)
		if at.Sub(b.noted) >= noteEvery {
			b.note(at)
		}
		return
	}
	b.seen = append(b.seen, derive.BalanceObservation{From: at, To: at, Balance: account.Credits})
	b.waiting = min(b.waiting, max(last, 0))
	b.note(at)
}

// end is until when balances were seen, zero for never.
func (b *balances) end() model.Time {
	if last := len(b.seen) - 1; last >= 0 {
		return b.seen[last].To
	}
	return model.Time{}
}

// cut removes observations after the present.
func (b *balances) cut(present model.Time) {
	kept := b.seen[:0]
	for _, observation := range b.seen {
		if left, ok := observation.Until(present.Time); ok {
			kept = append(kept, left)
		}
	}
	b.seen, b.noted, b.waiting = kept, time.Time{}, min(b.waiting, len(kept))
	if b.notes != nil {
		if err := b.notes.CutBalances(b.account, present.Time); err != nil {
			b.trouble = err
		}
	}
}

// note writes what is not noted. What cannot be written is with the next.
func (b *balances) note(at model.Time) {
	if b.notes == nil {
		return
	}
	if err := b.notes.SawBalances(b.account, b.seen[b.waiting:]...); err != nil {
		b.trouble = err
		return
	}
	b.noted, b.waiting = at.Time, len(b.seen)
}

// noteTrouble records why an observation could not be stored, if it is an error.
func (b *balances) noteTrouble(err error) {
	if err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.trouble = err
	}
}

// takeTrouble gives, once, why something could not be noted.
func (b *balances) takeTrouble() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	trouble := b.trouble
	b.trouble = nil
	return trouble
}

// of gives the balances that were seen of an account.
func (b *balances) of(account model.ID) []derive.BalanceObservation {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.load(account)
	return slices.Clone(b.seen)
}
