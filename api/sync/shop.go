package sync

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// canSell returns [model.NotSupported] where this server sells nothing. Checkout,
// quote and portal are served where plans are, and a POST is never tried to find
// out (billing-api).
func (s *Reader) canSell(ctx context.Context) error {
	if f, known := s.probe(plans); known {
		return f.err()
	}
	if _, _, err := s.Plans(ctx); err != nil {
		return err
	}
	f, _ := s.probe(plans)
	return f.err()
}

// err is [model.NotSupported] for an endpoint that is lacking.
func (f probeResult) err() error {
	if f.Has {
		return nil
	}
	return lackError()
}

// Quote fetches the quote of an item.
func (s *Reader) Quote(ctx context.Context, item model.Item) (model.Quote, error) {
	if err := s.canSell(ctx); err != nil {
		return model.Quote{}, err
	}
	return s.client.Quote(priority(ctx), item)
}

// CreateCheckout opens a checkout session; the same key and item give the same
// one.
func (s *Reader) CreateCheckout(ctx context.Context, item model.Item, idempotencyKey string) (model.Checkout, error) {
	if err := s.canSell(ctx); err != nil {
		return model.Checkout{}, err
	}
	return s.client.CreateCheckout(priority(ctx), item, idempotencyKey)
}

// Checkout fetches a checkout session.
func (s *Reader) Checkout(ctx context.Context, id string) (model.Checkout, error) {
	return s.client.Checkout(priority(ctx), id)
}

// OpenCheckouts fetches the sessions that can still be paid.
func (s *Reader) OpenCheckouts(ctx context.Context) ([]model.Checkout, error) {
	if err := s.canSell(ctx); err != nil {
		return nil, err
	}
	return s.client.OpenCheckouts(priority(ctx))
}

// ServerAhead is by how much the server's clock is ahead of this machine's.
func (s *Reader) ServerAhead() time.Duration { return s.client.ServerAhead() }

// CancelCheckout cancels a checkout session that is not paid.
func (s *Reader) CancelCheckout(ctx context.Context, id string) (model.Checkout, error) {
	return s.client.CancelCheckout(priority(ctx), id)
}

// Portal opens a visit to the customer's billing portal, for the chosen plan or "".
func (s *Reader) Portal(ctx context.Context, plan string) (model.Portal, error) {
	if err := s.canSell(ctx); err != nil {
		return model.Portal{}, err
	}
	return s.client.CreatePortal(priority(ctx), plan)
}
