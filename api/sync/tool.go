package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
)

// Tool fetches a tool of the catalogue with its models and their prices of today.
func (s *Session) Tool(ctx context.Context, slug string) (model.Tool, error) {
	return s.client.Tool(priority(ctx), slug)
}
