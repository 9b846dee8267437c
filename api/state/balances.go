package state

import (
	"encoding/json"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// MaxBalances is how many changes of an account's balance are kept. Beyond them
// the oldest go.
const MaxBalances = 10_000

// Observation is a balance that the dashboard saw: first at From, and unchanged,
// as often as it looked, until To.
type Observation struct {
	From    model.Time    `json:"from"`
	To      model.Time    `json:"to"`
	Balance model.Credits `json:"balance"`
}

// SawBalance notes that the account's balance was so at a time. A balance that
// follows an equal one only lengthens that. It returns when the note lasts.
func (s *Store) SawBalance(host string, account model.ID, at time.Time, balance model.Credits) error {
	if host == "" || account == "" {
		return ErrIncomplete
	}
	seen := Observation{From: model.At(at), To: model.At(at), Balance: balance}
	return s.change(balancesOf(host, string(account)), func(doc *document) (bool, error) {
		if last := len(doc.entries) - 1; last >= 0 {
			was, err := parseObservation(doc.entries[last])
			if err == nil && was.Balance == balance && !seen.From.Before(was.From.Time) {
				if !seen.To.After(was.To.Time) {
					return false, nil
				}
				is := was
				is.To = seen.To
				doc.entries[last], err = update(doc.entries[last], was, is)
				return err == nil, err
			}
		}
		text, err := json.Marshal(seen)
		if err != nil {
			return false, err
		}
		doc.entries = append(doc.entries, text)
		if over := len(doc.entries) - MaxBalances; over > 0 {
			doc.entries = doc.entries[over:]
		}
		return true, nil
	})
}

// Balances gives the balances that were seen of an account, in the order in which
// they were seen. Their times may step back where the machine's clock did.
func (s *Store) Balances(host string, account model.ID) ([]Observation, error) {
	doc, err := s.read(balancesOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	seen := make([]Observation, 0, len(doc.entries))
	for _, text := range doc.entries {
		if observation, err := parseObservation(text); err == nil {
			seen = append(seen, observation)
		}
	}
	return seen, nil
}

// parseObservation reads one entry; one without its times or its balance is none.
func parseObservation(text json.RawMessage) (Observation, error) {
	var entry struct {
		Observation
		Balance *model.Credits `json:"balance"`
	}
	if err := json.Unmarshal(text, &entry); err != nil {
		return Observation{}, err
	}
	if entry.Balance == nil || entry.From.IsZero() || entry.To.Before(entry.From.Time) {
		return Observation{}, errNotUnderstood
	}
	entry.Observation.Balance = *entry.Balance
	return entry.Observation, nil
}
