package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// GenerationQuery holds the parameters of a list of generations. Zero fields are left to
// the server.
type GenerationQuery struct {
	Limit  int // rows in a page: 20 by default, 100 at most
	Offset int // rows to skip; new rows shift the pages
	Status model.GenerationStatus
}

// GenerationPage is a page of generations, newest first.
type GenerationPage struct {
	Rows    []model.Generation
	Total   int64 // number of all generations, according to the server
	HasMore bool
	// Unreadable are generations of the page that could not be read, and are not in Rows.
	Unreadable []model.Unreadable
	Asked      time.Time // when it was requested, by the server's clock; a later balance may include more
}

type offsetPagination struct {
	Total   int64 `json:"total"`
	HasMore bool  `json:"hasMore"`
}

type generationPage struct {
	Data       []model.Generation `json:"data"`
	Pagination offsetPagination   `json:"pagination"`
}

// Generations requests a page of the account's generations, newest first. A page that is
// too large is requested again with fewer rows; a generation that is too large by itself is
// left out and listed in Unreadable by its index. If the next is too large as well, single
// rows are requested until one fits.
func (c *Client) Generations(ctx context.Context, q GenerationQuery) (GenerationPage, error) {
	if c.alwaysTooLarge.Load() {
		q.Limit = 1
	}
	page, err := inSmallerPages(q.Limit, func(limit int) (GenerationPage, error) {
		q := q
		q.Limit = limit
		return c.generations(ctx, q)
	})
	if errors.Is(err, errTooLarge) && !c.alwaysTooLarge.Load() {
		passed := model.Unreadable{Part: fmt.Sprintf("number %d of the list", q.Offset+1), Why: "it is larger than 16 MiB"}
		q.Limit = 1
		q.Offset++
		page, err = c.generations(ctx, q)
		for i := range page.Unreadable {
			page.Unreadable[i].Index++
		}
		page.Unreadable = append([]model.Unreadable{passed}, page.Unreadable...)
	}
	c.alwaysTooLarge.Store(errors.Is(err, errTooLarge))
	return page, err
}

func (c *Client) generations(ctx context.Context, q GenerationQuery) (GenerationPage, error) {
	k := get("api", "generations")
	k.query = url.Values{}
	setCount(k.query, "limit", q.Limit)
	setCount(k.query, "offset", q.Offset)
	setText(k.query, "status", string(q.Status))
	asked := c.Now()
	page, unreadable, err := fetchList[generationPage](ctx, c, k)
	return GenerationPage{
		Rows: page.Data, Total: page.Pagination.Total, HasMore: page.Pagination.HasMore, Unreadable: unreadable, Asked: asked,
	}, err
}

// Generation requests one generation.
func (c *Client) Generation(ctx context.Context, id model.ID) (model.Generation, error) {
	return fetch[model.Generation](ctx, c, get("api", "generations", string(id)))
}

// Run is the body of a request to start a generation (POST /api/run).
type Run struct {
	Tool    string         `json:"tool"`
	Input   map[string]any `json:"input"` // model, prompt and the tool's other inputs
	Webhook string         `json:"webhook,omitempty"`
}

// RunAccepted is a generation that has just been started and charged.
type RunAccepted struct {
	ID        model.ID               `json:"id"`
	Status    model.GenerationStatus `json:"status"`
	Tool      string                 `json:"tool"`
	CreatedAt model.Time             `json:"createdAt"`
}

// Run starts a generation. Its credits are deducted at once (credits-and-pricing: How
// credits work); the error [model.NoCredits] means that there are not enough. It is sent
// once.
func (c *Client) Run(ctx context.Context, run Run) (RunAccepted, error) {
	k := post("api", "run")
	if run.Input == nil {
		run.Input = map[string]any{}
	}
	k.body = run
	return fetch[RunAccepted](ctx, c, k)
}

func setCount(query url.Values, name string, n int) {
	if n > 0 {
		query.Set(name, strconv.Itoa(n))
	}
}

func setText(query url.Values, name, text string) {
	if text != "" {
		query.Set(name, text)
	}
}
