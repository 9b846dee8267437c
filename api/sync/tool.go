package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// Tool fetches a tool of the catalogue with its models and their prices of today.
func (s *Session) Tool(ctx context.Context, slug string) (model.Tool, error) {
	return s.client.Tool(priority(ctx), slug)
}

// Tools fetches the catalogue: the tools by name and media type, without their models.
func (s *Session) Tools(ctx context.Context) ([]model.Tool, error) {
	tools, err := s.client.Tools(priority(ctx))
	if err == nil {
		s.noteLeftOut(api.ListTools)
	}
	return tools, err
}
