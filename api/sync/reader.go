package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

// Plans fetches the plans with their prices. If the server has none it returns the product
// page's plans, without prices, as [model.Documented].
func (s *Reader) Plans(ctx context.Context) ([]model.Plan, model.Provenance, error) {
	list, offered, err := optional(ctx, s, plans, s.client.Plans)
	switch {
	case err != nil:
		return nil, "", err
	case !offered:
		return model.DocumentedPlans(), model.Documented, nil
	}
	s.noteLeftOut(api.ListPlans)
	keep(s, cache.PlansSnapshot, list, model.Billed)
	return list, model.Billed, nil
}

// Packs fetches the credit packs, or none and [model.Unsupported] if the server has no
// packs.
func (s *Reader) Packs(ctx context.Context) ([]model.Pack, model.Provenance, error) {
	list, offered, err := optional(ctx, s, packs, s.client.Packs)
	switch {
	case err != nil:
		return nil, "", err
	case !offered:
		return nil, model.Unsupported, nil
	}
	s.noteLeftOut(api.ListPacks)
	keep(s, cache.PacksSnapshot, list, model.Billed)
	return list, model.Billed, nil
}

// Subscription fetches the account's subscription. If the server has none it returns the
// account's plan, without status and dates, as [model.Estimated].
func (s *Reader) Subscription(ctx context.Context) (model.Subscription, model.Provenance, error) {
	sub, offered, err := optional(ctx, s, subscription, s.client.Subscription)
	if err != nil {
		return model.Subscription{}, "", err
	}
	if offered {
		keep(s, cache.SubscriptionSnapshot, sub, model.Billed)
		return sub, model.Billed, nil
	}
	account, err := s.seenAccount(ctx)
	if err != nil {
		return model.Subscription{}, "", err
	}
	if account.Plan == "" || account.Plan == model.FreePlan {
		return model.Subscription{Status: model.StatusNone}, model.Estimated, nil
	}
	return model.Subscription{Plan: model.OptionalString(account.Plan)}, model.Estimated, nil
}
