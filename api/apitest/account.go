package apitest

import (
	"fmt"
	"time"
)

// account is what the server knows of its one customer.
type account struct {
	id      string
	plan    string
	credits float64
	created time.Time
	made    []*Generation // oldest first
}

func (a *account) described() map[string]any {
	return map[string]any{
		"id": a.id, "email": "mia@example.com", "credits": a.credits, "plan": a.plan, "createdAt": stamp(a.created),
	}
}

// newID is an id as the service makes them: 24 hex digits.
func (s *Server) newID() string {
	return fmt.Sprintf("%08x%016x", s.random.Uint32(), s.random.Uint64())
}

// Credits returns the account's balance.
func (s *Server) Credits() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.credits
}

// Change changes the balance without a generation, as a purchase, a renewal or an
// adjustment on the website does.
func (s *Server) Change(by float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.credits += by
}

// SetPlan changes the account's plan, as on the website, without adding credits.
func (s *Server) SetPlan(plan string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.plan = plan
}

// DeleteHistory deletes all generations that are older than an instant. The balance stays.
func (s *Server) DeleteHistory(before time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.account.made[:0:0]
	for _, g := range s.account.made {
		if !g.CreatedAt.Before(before) {
			kept = append(kept, g)
		}
	}
	s.account.made = kept
}
