package api

import (
	"context"
	"fmt"
	"net/url"

	"github.com/studio-tui/studio-tui/model"
)

// CreateCheckout opens a checkout session for an item, of which only kind, slug and
// interval are sent. It is sent once. A caller that does not get the answer may send it
// again with the same idempotencyKey, which gives back the same session and never a second
// one; [model.Conflict] means that the key belongs to another item, or that the account has
// this plan already.
func (c *Client) CreateCheckout(ctx context.Context, item model.Item, idempotencyKey string) (model.Checkout, error) {
	if idempotencyKey == "" || !printable(idempotencyKey) {
		return model.Checkout{}, &model.Error{Kind: model.Invalid, Detail: "an order needs an idempotency key"}
	}
	k := post("api", "checkout")
	k.header = map[string]string{"Idempotency-Key": idempotencyKey}
	k.body = model.Item{Kind: item.Kind, Slug: item.Slug, Interval: item.Interval}
	return fetch[model.Checkout](ctx, c, k)
}

// OpenCheckouts requests the sessions that can still be paid. If one of them cannot be
// read, the others come with a [model.BadResponse], as the list is incomplete.
func (c *Client) OpenCheckouts(ctx context.Context) ([]model.Checkout, error) {
	k := get("api", "checkout")
	k.query = url.Values{"status": {string(model.CheckoutOpen)}}
	sessions, err := fetchAll[model.Checkout](ctx, c, k, ListCheckouts)
	if left := c.leftOut.of(ListCheckouts); err == nil && left.Count > 0 {
		err = c.badResponse(k, fmt.Errorf("%d sessions could not be read (%s)", left.Count, left.Entries[0]))
	}
	return sessions, err
}

// Checkout requests one session.
func (c *Client) Checkout(ctx context.Context, id string) (model.Checkout, error) {
	return fetch[model.Checkout](ctx, c, get("api", "checkout", id))
}

// CancelCheckout cancels a session. The answer is complete instead of canceled
// if the payment was first.
func (c *Client) CancelCheckout(ctx context.Context, id string) (model.Checkout, error) {
	return fetch[model.Checkout](ctx, c, post("api", "checkout", id, "cancel"))
}
