package sync

import (
	"context"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// Reader fetches the data of one account. It is safe for concurrent use.
//
// A context from [model.WithInteractive] is a person's own request: it takes precedence
// over background requests. One from [model.WithForceRefresh] also tries again the
// endpoints that the server was found to lack.
type Reader struct {
	client *api.Client
	copy   *LocalCache // nil: answers are not kept
	now    func() time.Time

	mu           sync.Mutex
	served       served
	leftOut      leftOut
	account      *model.Account // as it was last seen
	accountFetch *accountFetch  // the last one at it that was begun
	balances     *balances

	newest newestGenerationPage
	prices *catalogue
	names  *changeNames
}

// New returns a reader that uses client. It stores no answers.
func New(client *api.Client) *Reader {
	s := &Reader{client: client, now: time.Now, balances: newBalances(nil), names: &changeNames{}}
	s.prices = newCatalogue(s, nil)
	s.newest.lock = make(chan struct{}, 1)
	return s
}

// KeepIn makes the reader store its answers in a local copy, and observed balances and
// prices in notes; either may be nil. now is the clock for their times. It has to be called
// before all other methods except the request for the account at sign-in.
func (s *Reader) KeepIn(kept *LocalCache, notes ObservationStore, now func() time.Time) {
	s.copy, s.now = kept, now
	s.balances, s.prices, s.names = newBalances(notes), newCatalogue(s, notes), &changeNames{notes: notes}
	if s.account != nil { // the sign-in has requested it before
		s.noteBalance(*s.account)
	}
}

// priority gives the mark of a person's own request to the client's rate limit.
func priority(ctx context.Context) context.Context {
	if model.IsInteractive(ctx) {
		return api.WithPriority(ctx)
	}
	return api.Background(ctx)
}
