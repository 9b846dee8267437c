package sync

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// sells returns [model.NotOffered] where this server sells nothing. Checkout,
// quote and portal are served where plans are, and a POST is never tried to find
// out (billing-api).
func (s *Session) sells(ctx context.Context) error {
	if f, known := s.finding(plans); known {
		return f.err()
	}
	if _, _, err := s.Plans(ctx); err != nil {
		return err
	}
	f, _ := s.finding(plans)
	return f.err()
}

// err is [model.NotOffered] for an endpoint that is lacking.
func (f finding) err() error {
	if f.Has {
		return nil
	}
	return errLacks()
}

// Quote fetches what buying an item would mean.
func (s *Session) Quote(ctx context.Context, item model.Item) (model.Quote, error) {
	if err := s.sells(ctx); err != nil {
		return model.Quote{}, err
	}
	return s.client.Quote(priority(ctx), item)
}

// CreateCheckout opens a checkout session; the same key and item give the same
// one.
func (s *Session) CreateCheckout(ctx context.Context, item model.Item, idempotencyKey string) (model.Checkout, error) {
	if err := s.sells(ctx); err != nil {
		return model.Checkout{}, err
	}
	return s.client.CreateCheckout(priority(ctx), item, idempotencyKey)
}

// Checkout fetches a checkout session.
func (s *Session) Checkout(ctx context.Context, id string) (model.Checkout, error) {
	return s.client.Checkout(priority(ctx), id)
}

// OpenCheckouts fetches the sessions that can still be paid.
func (s *Session) OpenCheckouts(ctx context.Context) ([]model.Checkout, error) {
	if err := s.sells(ctx); err != nil {
		return nil, err
	}
	return s.client.OpenCheckouts(priority(ctx))
}

// ServerAhead is by how much the server's clock is ahead of this machine's.
func (s *Session) ServerAhead() time.Duration { return s.client.ServerAhead() }

// CancelCheckout cancels a checkout session that is not paid.
func (s *Session) CancelCheckout(ctx context.Context, id string) (model.Checkout, error) {
	return s.client.CancelCheckout(priority(ctx), id)
}

// Portal opens a visit to the customer's billing portal, for a plan that was chosen or "".
func (s *Session) Portal(ctx context.Context, plan string) (model.Portal, error) {
	if err := s.sells(ctx); err != nil {
		return model.Portal{}, err
	}
	return s.client.CreatePortal(priority(ctx), plan)
}
