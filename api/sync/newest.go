package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

// newestGenerationPage is the newest page of generations as it was fetched last. A refresh asks
// for it twice, for the panes and for the history, and the server is asked once.
type newestGenerationPage struct {
	lock  chan struct{}
	page  api.GenerationPage
	round int64 // in which it was fetched; zero for none
}

// newestGenerations fetches the newest page of generations, once for all calls of a
// round ([model.WithRefreshID]).
func (s *Reader) newestGenerations(ctx context.Context) (api.GenerationPage, error) {
	select {
	case s.newest.lock <- struct{}{}:
	case <-ctx.Done():
		return api.GenerationPage{}, ctx.Err()
	}
	defer func() { <-s.newest.lock }()
	round := model.RefreshID(ctx)
	if round != 0 && round == s.newest.round {
		return s.newest.page, nil
	}
	page, err := s.client.Generations(priority(ctx), api.GenerationQuery{Limit: pageRows})
	if err != nil {
		return page, err
	}
	s.newest.page, s.newest.round = page, round
	if f, _ := s.probe(transactions); f.Has { // else the history reports it, for all of them
		s.setLeftOut(model.NewLeftOut(ListGenerations, page.Unreadable))
	} else {
		s.seeLeftOut(ListGenerations, page.Unreadable)
	}
	keep(s, cache.GenerationsSnapshot, page.Rows[:min(len(page.Rows), keptGenerations)], model.Billed)
	return page, nil
}

// Generations fetches the newest page of generations.
func (s *Reader) Generations(ctx context.Context) ([]model.Generation, error) {
	page, err := s.newestGenerations(ctx)
	return page.Rows, err
}

// Generation fetches one generation.
func (s *Reader) Generation(ctx context.Context, id model.ID) (model.Generation, error) {
	return s.client.Generation(priority(ctx), id)
}

// generationsFrom fetches the page of generations at an offset.
func (s *Reader) generationsFrom(ctx context.Context, offset int) (api.GenerationPage, error) {
	return s.client.Generations(priority(ctx), api.GenerationQuery{Limit: pageRows, Offset: offset})
}
