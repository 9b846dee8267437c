package data

import "github.com/studio-tui/studio-tui/model"

// Low reports whether the balance would not last another week like the last one, or is below
// the user's own limit, and how much the last week used.
func (s *State) Low() (low bool, used model.Credits) {
	if !s.Account.Loaded || s.Account.Value.Credits <= 0 {
		return false, 0
	}
	today := s.Today()
	used = s.History.Value.Usage.Sum(today.Add(-6), today)
	balance := s.Account.Value.Credits
	return !used.Known() || balance < used || balance < s.LowBalance, used
}
