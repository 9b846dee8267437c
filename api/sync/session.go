package sync

import (
	"context"
	"sync"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// endpoint is one that a server may lack, and say so (billing-api).
type endpoint int

const (
	plans endpoint = iota
	packs
	subscription
	transactions
)

// Session asks for one account. It is safe for concurrent use.
//
// A context from [model.Asked] is a person's own request: it goes before the work
// of the background, and asks again for what the server was found to lack.
type Session struct {
	client *api.Client
	copy   *Copy // nil: answers are not kept

	mu      sync.Mutex
	lacking map[endpoint]error // the server's own words
	selling bool               // the server was seen to offer plans, and so sells
	account *model.Account     // as it was last seen
}

// New makes a session that asks through client. Its answers are kept nowhere.
func New(client *api.Client) *Session {
	return &Session{client: client, lacking: map[endpoint]error{}}
}

// KeepIn makes the session keep its answers in a local copy. It is for before the
// first call.
func (s *Session) KeepIn(kept *Copy) { s.copy = kept }

// priority gives the mark of a person's own request to the client's rate limit.
func priority(ctx context.Context) context.Context {
	if model.IsAsked(ctx) {
		return api.WithPriority(ctx)
	}
	return api.Background(ctx)
}

// optional asks for something that a server may lack. offered is false where it
// does, which is remembered until a person asks again.
func optional[T any](ctx context.Context, s *Session, from endpoint, ask func(context.Context) (T, error)) (value T, offered bool, err error) {
	s.mu.Lock()
	known := s.lacking[from]
	s.mu.Unlock()
	if known != nil && !model.IsAsked(ctx) {
		return value, false, nil
	}
	value, err = ask(priority(ctx))
	lacks := model.KindOf(err) == model.NotOffered
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case lacks:
		s.lacking[from] = err
	case err == nil:
		delete(s.lacking, from)
	}
	if from == plans && (lacks || err == nil) {
		s.selling = err == nil
	}
	if lacks {
		err = nil
	}
	return value, err == nil && !lacks, err
}
