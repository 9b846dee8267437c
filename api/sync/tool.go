package sync

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Tool fetches a tool of the catalogue with its models and today's prices.
func (s *Reader) Tool(ctx context.Context, slug string) (model.Tool, error) {
	return s.client.Tool(priority(ctx), slug)
}

// Tools returns the catalogue's tools with name and media type, without their models. They
// are fetched once a day. If that fails, the last ones read are returned; without any, the
// error.
func (s *Reader) Tools(ctx context.Context) ([]model.Tool, error) {
	account, _ := s.knownAccount()
	return s.prices.list(ctx, account.ID)
}

// atOnce is how many tools are fetched at a time where all of them are waited for.
const atOnce = 4

// Catalogue returns all tools with their models and prices. Each tool takes a request, so
// those read within a day are not requested again. If the server cannot be reached, the
// last ones read are returned, as old as AsOf says; a refused key is an error.
func (s *Reader) Catalogue(ctx context.Context) (insight.Catalogue, error) {
	account, err := s.seenAccount(ctx)
	if err != nil {
		return insight.Catalogue{}, err
	}
	tools, err := s.Tools(ctx)
	if err != nil {
		return insight.Catalogue{}, err
	}
	err = s.prices.fill(ctx, account.ID, tools)
	found := s.prices.of(tools)
	if err != nil && (len(found.Tools) == 0 || !standsIn(ctx, err)) {
		return insight.Catalogue{}, err
	}
	return found, nil
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

// Tools returns the tools in the copy, sorted by name, with the models of those that were
// fetched.
func (c *LocalCache) Tools() (tools []model.Tool) {
	if !c.usable() {
		return nil
	}
	kept, _, _, err := cache.ReadSnapshot[keptTools](c.store, cache.ToolsSnapshot)
	if c.observe(err) != nil {
		return nil
	}
	names := map[string]model.Tool{}
	for _, tool := range kept.All {
		names[tool.Slug] = tool
	}
	for slug, look := range kept.Tools {
		tool := names[slug]
		tool.Slug, tool.Models = slug, look.models()
		names[slug] = tool
	}
	for _, slug := range slices.Sorted(maps.Keys(names)) {
		tools = append(tools, names[slug])
	}
	return tools
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
