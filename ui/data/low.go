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
	return Low(s.Account.Value.Credits, used, s.LowBalance), used
}

// Low reports whether a balance would not last another week like one that used so much, or is
// below the user's own limit. None at all is more than low.
func Low(balance, used, limit model.Credits) bool {
	return balance > 0 && (!used.Known() || balance < used || balance < limit)
}
