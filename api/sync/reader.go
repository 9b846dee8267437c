package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/api/store"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Account fetches the account; its plan sets the rate limit from then on.
func (s *Session) Account(ctx context.Context) (model.Account, error) {
	account, err := s.client.Account(priority(ctx))
	if err != nil {
		return account, err
	}
	s.client.SetPlan(account.Plan)
	s.mu.Lock()
	s.account = &account
	s.mu.Unlock()
	s.noteBalance(account)
	keep(s, store.AccountSnapshot, account, model.Billed)
	return account, nil
}

// noteBalance notes the balance of an account that was just seen.
func (s *Session) noteBalance(account model.Account) {
	at := s.client.Now()
	sure := s.client.TellsTime() && at.Sub(s.now()).Abs() <= derive.Skew
	s.balances.saw(account, at, sure)
}

// Plans fetches the plans with their prices. Without them it gives the matrix of
// the product page, [model.Documented], which has none.
func (s *Session) Plans(ctx context.Context) ([]model.Plan, model.Provenance, error) {
	list, offered, err := optional(ctx, s, plans, s.client.Plans)
	switch {
	case err != nil:
		return nil, "", err
	case !offered:
		return model.DocumentedPlans(), model.Documented, nil
	}
	keep(s, store.PlansSnapshot, list, model.Billed)
	return list, model.Billed, nil
}

// Packs fetches the credit packs, none and [model.NotServed] without them.
func (s *Session) Packs(ctx context.Context) ([]model.Pack, model.Provenance, error) {
	list, offered, err := optional(ctx, s, packs, s.client.Packs)
	switch {
	case err != nil:
		return nil, "", err
	case !offered:
		return nil, model.NotServed, nil
	}
	keep(s, store.PacksSnapshot, list, model.Billed)
	return list, model.Billed, nil
}

// Subscription fetches the account's subscription. Without it, it gives what the
// account says of the plan, [model.Estimated]: neither state nor dates.
func (s *Session) Subscription(ctx context.Context) (model.Subscription, model.Provenance, error) {
	sub, offered, err := optional(ctx, s, subscription, s.client.Subscription)
	if err != nil {
		return model.Subscription{}, "", err
	}
	if offered {
		keep(s, store.SubscriptionSnapshot, sub, model.Billed)
		return sub, model.Billed, nil
	}
	account, err := s.seenAccount(ctx)
	if err != nil {
		return model.Subscription{}, "", err
	}
	if account.Plan == "" || account.Plan == model.FreePlan {
		return model.Subscription{Status: model.StatusNone}, model.Estimated, nil
	}
	return model.Subscription{Plan: model.Opt(account.Plan)}, model.Estimated, nil
}

// seenAccount is the account as it was last seen, fetched if it never was.
func (s *Session) seenAccount(ctx context.Context) (model.Account, error) {
	if seen, ok := s.knownAccount(); ok {
		return seen, nil
	}
	return s.Account(ctx)
}

// knownAccount is the account as it was last seen, if need be at an earlier start.
func (s *Session) knownAccount() (model.Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account == nil && s.copy.usable() {
		kept, _, ok, err := store.ReadSnapshot[said[model.Account]](s.copy.store, store.AccountSnapshot)
		if s.copy.learn(err) == nil && ok && kept.Value.ID != "" {
			s.account = &kept.Value
		}
	}
	if s.account == nil {
		return model.Account{}, false
	}
	return *s.account, true
}
