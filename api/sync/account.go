package sync

import (
	"context"
	"errors"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// accountFetch is one request for the account.
type accountFetch struct {
	round    int64
	sharable bool          // the history made it: the next caller in its round shares it
	done     chan struct{} // closed when what follows is known

	account model.Account
	err     error
}

// over reports whether the answer is there.
func (l *accountFetch) over() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// Account fetches the account; its plan sets the rate limit from then on. If the history
// has fetched it in the same round, that answer is returned instead, once.
func (s *Reader) Account(ctx context.Context) (model.Account, error) {
	s.mu.Lock()
	shared := s.accountFetch
	if shared == nil || !shared.sharable || shared.round != model.RefreshID(ctx) {
		s.mu.Unlock()
		return s.fetchAccount(ctx, false)
	}
	shared.sharable = false
	s.mu.Unlock()
	select {
	case <-shared.done:
	case <-ctx.Done():
		return model.Account{}, ctx.Err()
	}
	if errors.Is(shared.err, context.Canceled) || errors.Is(shared.err, context.DeadlineExceeded) {
		return s.fetchAccount(ctx, false) // the other one was given up, not this
	}
	return shared.account, shared.err
}

// accountOfHistory is the account of a derived history, fetched unless another call in this
// round does so or did: the history includes changes of the balance, whichever call
// requests it. Without a round, as in a command, one request is enough. Its failure is no
// failure of a history with a known owner.
func (s *Reader) accountOfHistory(ctx context.Context) (model.Account, error) {
	round := model.RefreshID(ctx)
	s.mu.Lock()
	last := s.accountFetch
	s.mu.Unlock()
	if last == nil || (last.over() && last.round != round && round != 0) || (round == 0 && last.over() && last.err != nil) {
		account, err := s.fetchAccount(ctx, round != 0)
		if err == nil {
			return account, nil
		}
		if known, ok := s.knownAccount(); ok {
			return known, nil
		}
		return account, err
	}
	return s.seenAccount(ctx)
}

func (s *Reader) fetchAccount(ctx context.Context, spare bool) (model.Account, error) {
	l := &accountFetch{round: model.RefreshID(ctx), sharable: spare, done: make(chan struct{})}
	defer close(l.done)
	s.mu.Lock()
	s.accountFetch = l
	s.mu.Unlock()
	l.account, l.err = s.client.Account(priority(ctx))
	if l.err != nil {
		return l.account, l.err
	}
	s.client.SetPlan(l.account.Plan)
	s.mu.Lock()
	s.account = &l.account
	s.mu.Unlock()
	s.noteBalance(l.account)
	keep(s, cache.AccountSnapshot, l.account, model.Billed)
	return l.account, nil
}

// noteBalance stores the balance of an account that was just fetched.
func (s *Reader) noteBalance(account model.Account) {
	at := s.client.Now()
	sure := s.client.TellsTime() && at.Sub(s.now()).Abs() <= derive.Skew
	s.balances.saw(account, at, sure)
}

// seenAccount is the account as it was last seen, fetched if it never was.
func (s *Reader) seenAccount(ctx context.Context) (model.Account, error) {
	if seen, ok := s.knownAccount(); ok {
		return seen, nil
	}
	return s.Account(ctx)
}

// knownAccount is the account as it was last seen, if need be at an earlier start.
func (s *Reader) knownAccount() (model.Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account == nil && s.copy.usable() {
		kept, _, ok, err := cache.ReadSnapshot[cachedValue[model.Account]](s.copy.store, cache.AccountSnapshot)
		if s.copy.observe(err) == nil && ok && kept.Value.ID != "" {
			s.account = &kept.Value
		}
	}
	if s.account == nil {
		return model.Account{}, false
	}
	return *s.account, true
}
