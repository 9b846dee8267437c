package sync

import (
	"context"
	"maps"

	"golang.org/x/sync/errgroup"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Tool fetches a tool of the catalogue with its models and their prices of today.
func (s *Reader) Tool(ctx context.Context, slug string) (model.Tool, error) {
	return s.client.Tool(priority(ctx), slug)
}

// Tools fetches the catalogue: the tools by name and media type, without their models.
func (s *Reader) Tools(ctx context.Context) ([]model.Tool, error) {
	tools, err := s.client.Tools(priority(ctx))
	if err == nil {
		s.noteLeftOut(api.ListTools)
	}
	return tools, err
}

// atOnce is how many tools are fetched at a time where all of them are waited for.
const atOnce = 4

// Catalogue is all tools with their models and prices. Each tool is a request, so that
// what was read within a day is not asked for again.
func (s *Reader) Catalogue(ctx context.Context) (insight.Catalogue, error) {
	account, err := s.seenAccount(ctx)
	if err != nil {
		return insight.Catalogue{}, err
	}
	tools, err := s.Tools(ctx)
	if err != nil {
		return insight.Catalogue{}, err
	}
	if err := s.prices.fill(ctx, account.ID, tools); err != nil {
		return insight.Catalogue{}, err
	}
	return s.prices.of(tools), nil
}

// fill fetches those of some tools that were not read within a day.
func (c *catalogue) fill(ctx context.Context, account model.ID, tools []model.Tool) error {
	c.mu.Lock()
	c.load(account)
	var due []string
	used := map[string]bool{}
	for _, tool := range tools {
		look := c.tools[tool.Slug]
		used[tool.Slug] = look.Used
		if tool.Slug != "" && (look.At.IsZero() || c.stale(look.Asked.Time)) {
			due = append(due, tool.Slug)
		}
	}
	c.mu.Unlock()
	fetching, ctx := errgroup.WithContext(ctx)
	fetching.SetLimit(atOnce)
	for _, slug := range due {
		fetching.Go(func() error { return c.fetch(ctx, account, slug, used[slug]) })
	}
	return fetching.Wait()
}

// of gives tools the models that were read of them.
func (c *catalogue) of(tools []model.Tool) insight.Catalogue {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := insight.Catalogue{Seen: maps.Clone(c.prices)}
	for _, tool := range tools {
		look := c.tools[tool.Slug]
		if look.At.IsZero() {
			found.Missing = append(found.Missing, tool.Slug)
			continue
		}
		if found.AsOf.IsZero() || look.At.Before(found.AsOf) {
			found.AsOf = look.At.Time
		}
		tool.Models = look.models()
		found.Tools = append(found.Tools, tool)
	}
	return found
}
