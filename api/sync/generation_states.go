package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// withStatus gives the generations of one status, or all for "".
type withStatus struct {
	*Reader
	status model.GenerationStatus
}

func (w withStatus) newestGenerations(ctx context.Context) (api.GenerationPage, error) {
	return w.generationsFrom(ctx, 0)
}

func (w withStatus) generationsFrom(ctx context.Context, offset int) (api.GenerationPage, error) {
	return w.client.Generations(priority(ctx), api.GenerationQuery{Limit: pageRows, Offset: offset, Status: w.status})
}

// GenerationStates reads the states of all generations in the list, or of those with one
// status. If a server that does not know the status sends others, the rest is not read. The
// result is Whole if each entry, or at least its id, could be read.
func (s *Reader) GenerationStates(ctx context.Context, status model.GenerationStatus) (*history.GenerationStates, error) {
	found, nameless := &history.GenerationStates{}, false
	pages := &generationPager{from: withStatus{s, status}, rows: unpriced}
	page, _, err := pages.Latest(ctx, 0)
	for ; err == nil; page, err = pages.Older(ctx, page.NextCursor) {
		others := false
		for _, row := range page.Rows {
			found.Put(row.GenerationID, row.Status)
			others = others || status != "" && row.Status != status
		}
		for _, entry := range page.Unreadable {
			found.Put(entry.ID, "")
			nameless = nameless || entry.ID == "" && entry.Part == ""
		}
		if !page.HasMore || others {
			found.Whole = status == "" && !nameless
			return found, nil
		}
	}
	return nil, err
}
