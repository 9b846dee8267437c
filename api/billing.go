package api

import (
	"cmp"
	"context"
	"net/url"

	"github.com/studio-tui/studio-tui/model"
)

// Plans requests the subscription plans in order of rank; [Client.LeftOut] has those that
// could not be read. From a server without them the error is [model.NotSupported].
func (c *Client) Plans(ctx context.Context) ([]model.Plan, error) {
	k := get("api", "plans")
	k.optional = true
	plans, err := fetchAll[model.Plan](ctx, c, k, ListPlans)
	for i := range plans {
		plans[i].Name = cmp.Or(plans[i].Name, model.PlanName(plans[i].Slug))
	}
	return plans, err
}

// Packs requests the credit packs; [Client.LeftOut] has those that could not be read. From
// a server without them the error is [model.NotSupported].
func (c *Client) Packs(ctx context.Context) ([]model.Pack, error) {
	k := get("api", "packs")
	k.optional = true
	packs, err := fetchAll[model.Pack](ctx, c, k, ListPacks)
	for i := range packs {
		packs[i].Name = cmp.Or(packs[i].Name, model.PlanName(packs[i].Slug))
	}
	return packs, err
}

// Subscription requests the account's one subscription. An account without one has the
// status [model.StatusNone]; from a server without them the error is [model.NotSupported].
func (c *Client) Subscription(ctx context.Context) (model.Subscription, error) {
	k := get("api", "subscription")
	k.optional = true
	return fetch[model.Subscription](ctx, c, k)
}

// Quote requests the price and effect of buying an item. It creates nothing. Of the item
// only kind, slug and interval are sent.
func (c *Client) Quote(ctx context.Context, item model.Item) (model.Quote, error) {
	k := get("api", "quote")
	k.query = url.Values{"kind": {string(item.Kind)}, "slug": {item.Slug}}
	setText(k.query, "interval", string(item.Interval))
	return fetch[model.Quote](ctx, c, k)
}

// CreatePortal opens a visit to the customer's billing portal, where a plan is cancelled,
// resumed or lowered. plan is the slug of the plan that the customer has chosen, which the
// portal then offers, or "". If the server rejects the plan, the request is repeated once
// without it.
func (c *Client) CreatePortal(ctx context.Context, plan string) (model.Portal, error) {
	k := post("api", "portal")
	if plan == "" {
		return fetch[model.Portal](ctx, c, k)
	}
	told := k
	told.body = model.PortalChoice{Plan: plan}
	portal, err := fetch[model.Portal](ctx, c, told)
	if model.KindOf(err) == model.Invalid {
		return fetch[model.Portal](ctx, c, k)
	}
	return portal, err
}
