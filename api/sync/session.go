package sync

import (
	"context"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// Session asks for one account. It is safe for concurrent use.
//
// A context from [model.Asked] is a person's own request: it goes before the work
// of the background. One from [model.Anew] also asks again for what the server was
// found to lack.
type Session struct {
	client *api.Client
	copy   *Copy // nil: answers are not kept
	now    func() time.Time

	mu       sync.Mutex
	served   served
	leftOut  leftOut
	account  *model.Account // as it was last seen
	look     *look          // the last one at it that was begun
	balances *balances

	newest newestRuns
	prices *catalogue
}

// New makes a session that asks through client. Its answers are kept nowhere.
func New(client *api.Client) *Session {
	s := &Session{client: client, now: time.Now, balances: newBalances(nil)}
	s.prices = newCatalogue(s, nil)
	s.newest.lock = make(chan struct{}, 1)
	return s
}

// KeepIn makes the session keep its answers in a local copy, which may be nil, and
// what no server can give again, the balances and prices that it saw, in notes,
// which may be nil. now is when that was. It is for before all calls but the one of
// signing in.
func (s *Session) KeepIn(kept *Copy, notes Notes, now func() time.Time) {
	s.copy, s.now = kept, now
	s.balances, s.prices = newBalances(notes), newCatalogue(s, notes)
	if s.account != nil { // who signs in was asked for it before
		s.noteBalance(*s.account)
	}
}

// priority gives the mark of a person's own request to the client's rate limit.
func priority(ctx context.Context) context.Context {
	if model.IsAsked(ctx) {
		return api.WithPriority(ctx)
	}
	return api.Background(ctx)
}
