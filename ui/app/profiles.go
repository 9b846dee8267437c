package app

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// command is a command to run next, as it is typed.
func (a *accounts) command(line string) string {
	if a.options.Command == nil {
		return format.Program + " " + line
	}
	return a.options.Command(line)
}

// showProfiles lists the accounts that can be opened, also while signed out, with the
// local copy of their balances.
func (a *accounts) showProfiles() tea.Cmd {
	a.state.Profiles = data.Resource[[]account.ProfileStanding]{}
	a.profiles = overlay.NewProfiles(a.command)
	a.push(a.profiles)
	return a.readProfiles(false)
}

// readProfiles reads the state of the accounts of all profiles, from their servers
// where ask is set.
func (a *accounts) readProfiles(ask bool) tea.Cmd {
	ctx, door, demo := a.ctx, a.door, a.state.Identity.Profiles == 0
	result := response[[]account.ProfileStanding]{into: func(s *data.State) *data.Resource[[]account.ProfileStanding] { return &s.Profiles }}
	result.Generation, result.Epoch = a.state.Profiles.Begin(), a.epoch
	a.publishState()
	return func() tea.Msg {
		all, err := door.Standings(ctx, ask)
		result.Value, result.Err = slices.Clone(all), err
		for i := range result.Value {
			result.Value[i].Used = result.Value[i].Used && !demo // no profile is in use in the demo
		}
		return result
	}
}

// useProfile opens another profile. The present session continues until that one is
// open.
func (a *accounts) useProfile(profile account.Profile) tea.Cmd {
	a.profiles.Opening(profile)
	door := a.door
	said := "Profile " + profile.Name + " at " + profile.Host + " is open."
	if profile.Exported {
		said = "The exported key is used."
	}
	return a.openSession(func(ctx context.Context) (account.Session, error) {
		session, err := door.OpenProfile(ctx, profile)
		session.Greeting = said
		return session, err
	})
}
