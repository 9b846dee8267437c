package api

import (
	"context"
	"net/url"

	"github.com/studio-tui/studio-tui/model"
)

// Tools asks for the catalogue. Its entries have no models and no prices; [Client.Tool]
// and [Client.Search] give those.
func (c *Client) Tools(ctx context.Context) ([]model.Tool, error) {
	answer, err := fetch[list[model.Tool]](ctx, c, get("api", "tools"))
	return answer.Data, err
}

// Tool asks for one tool with its models and their prices today.
func (c *Client) Tool(ctx context.Context, slug string) (model.Tool, error) {
	return fetch[model.Tool](ctx, c, get("api", "tools", slug))
}

// Search asks for the tools that match a text, with their models.
func (c *Client) Search(ctx context.Context, text string) ([]model.Tool, error) {
	k := get("api", "search")
	k.query = url.Values{"q": {text}}
	answer, err := fetch[list[model.Tool]](ctx, c, k)
	return answer.Data, err
}
