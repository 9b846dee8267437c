package api

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
)

// Account requests the account of the key: its balance and its plan.
func (c *Client) Account(ctx context.Context) (model.Account, error) {
	return fetch[model.Account](ctx, c, get("api", "account"))
}
