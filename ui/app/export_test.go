package app

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Offered returns the keys that the footer names, or those of the card on top.
func (a *App) Offered() []key.Binding {
	if top := a.overlays.Top(); top != nil {
		return top.Help()
	}
	left, right := a.footerKeys()
	return append(left, right...)
}

// EnterEarly exposes enterEarly, which Run calls before the program.
func (a *App) EnterEarly() { a.enterEarly() }

// Leave exposes leave, which Run calls at its end.
func (a *App) Leave() { a.leave() }

// RunGuarded runs a program as Run does.
func RunGuarded(ctx context.Context, model tea.Model, options ...tea.ProgramOption) error {
	return (&guarded{Model: model}).run(ctx, options)
}
