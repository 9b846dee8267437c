package app

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// EnterEarly exposes enterEarly, which Run calls before the program.
func (a *App) EnterEarly() { a.enterEarly() }

// Leave exposes leave, which Run calls at its end.
func (a *App) Leave() { a.leave() }

// RunGuarded runs a program as Run does.
func RunGuarded(ctx context.Context, model tea.Model, options ...tea.ProgramOption) error {
	return (&guarded{Model: model}).run(ctx, options)
}
