package state

// Fleeting makes writes that need not outlive a power cut, for tests that make
// many.
func (s *Store) Fleeting() *Store {
	s.durable = false
	return s
}
