package state

import (
	"encoding/json"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// MaxBalances is the maximum number of stored balance changes of an account. Beyond it the
// oldest are removed.
const MaxBalances = 10_000

// SawBalances durably stores balance observations of an account, in their order. One with
// the same balance as the last extends that; one that is earlier than the last is left out.
// Stored observations with inconsistent times are repaired.
func (s *Store) SawBalances(host string, account model.ID, seen ...derive.BalanceObservation) error {
	if host == "" || account == "" {
		return ErrIncomplete
	}
	return s.change(balancesOf(host, string(account)), func(doc *document) (changed bool, err error) {
		changed = repairBalances(doc)
		for _, observation := range seen {
			did, err := noteBalance(doc, observation)
			if err != nil {
				return false, err
			}
			changed = changed || did
		}
		if over := len(doc.entries) - MaxBalances; over > 0 {
			doc.entries = doc.entries[over:]
		}
		return changed, nil
	})
}

// otherPrograms is how many entries back one of this program's own may lie, where
// others write too.
const otherPrograms = 16

func noteBalance(doc *document, seen derive.BalanceObservation) (changed bool, err error) {
	last := len(doc.entries) - 1
	var next derive.BalanceObservation
	var end model.Time // of the last one that was noted
	for i := last; i >= 0 && i > last-otherPrograms; i-- {
		was, err := parseObservation(doc.entries[i])
		if err != nil {
			continue
		}
		fits := end.IsZero() || !seen.To.After(next.From.Time) // another program may have seen the next one already
		next = was
		if end.IsZero() {
			end = was.To
		}
		if was.Balance != seen.Balance || !fits || seen.From.Before(was.From.Time) {
			continue
		}
		if !seen.To.After(was.To.Time) {
			return false, nil
		}
		is := was
		is.To = seen.To
		doc.entries[i], err = withUnknownMembers(doc.entries[i], was, is)
		return err == nil, err
	}
	if seen.To.Before(end.Time) {
		return false, nil
	}
	if seen.From.Before(end.Time) {
		seen.From = end
	}
	text, err := json.Marshal(seen)
	if err != nil {
		return false, err
	}
	doc.entries = append(doc.entries, text)
	return true, nil
}

// repairBalances leaves out what does not go together in time with the others: an
// earlier version noted what a server saw whose clock was wrong for a while.
func repairBalances(doc *document) (changed bool) {
	wrong := map[int]bool{}
	var seen []derive.BalanceObservation
	var entries []int
	for i, text := range doc.entries {
		if observation, err := parseObservation(text); err == nil {
			seen, entries = append(seen, observation), append(entries, i)
			wrong[i] = true
		}
	}
	for _, i := range derive.Ordered(seen) {
		delete(wrong, entries[i])
	}
	if len(wrong) == 0 {
		return false
	}
	kept := doc.entries[:0:0]
	for i, text := range doc.entries {
		if !wrong[i] {
			kept = append(kept, text)
		}
	}
	doc.entries = kept
	return true
}

// CutBalances durably removes balance observations after the present, from a clock that was
// ahead.
func (s *Store) CutBalances(host string, account model.ID, present time.Time) error {
	if host == "" || account == "" {
		return ErrIncomplete
	}
	return s.change(balancesOf(host, string(account)), func(doc *document) (changed bool, err error) {
		kept := doc.entries[:0:0]
		for _, text := range doc.entries {
			was, err := parseObservation(text)
			if err != nil {
				kept = append(kept, text)
				continue
			}
			is, ok := was.Until(present)
			if !ok {
				changed = true
				continue
			}
			if is != was {
				changed = true
				if text, err = withUnknownMembers(text, was, is); err != nil {
					return false, err
				}
			}
			kept = append(kept, text)
		}
		doc.entries = kept
		return changed, nil
	})
}

// Balances returns the balance observations of an account in order: none begins before the
// previous one ends.
func (s *Store) Balances(host string, account model.ID) ([]derive.BalanceObservation, error) {
	doc, err := s.read(balancesOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	repairBalances(&doc)
	seen := make([]derive.BalanceObservation, 0, len(doc.entries))
	for _, text := range doc.entries {
		if observation, err := parseObservation(text); err == nil {
			seen = append(seen, observation)
		}
	}
	return seen, nil
}

// parseObservation reads one entry; one without its times or its balance is none.
func parseObservation(text json.RawMessage) (derive.BalanceObservation, error) {
	var entry struct {
		derive.BalanceObservation
		Balance *model.Credits `json:"balance"`
	}
	if err := json.Unmarshal(text, &entry); err != nil {
		return derive.BalanceObservation{}, err
	}
	if entry.Balance == nil || entry.From.IsZero() || entry.To.Before(entry.From.Time) {
		return derive.BalanceObservation{}, errNotUnderstood
	}
	entry.BalanceObservation.Balance = *entry.Balance
	return entry.BalanceObservation, nil
}
