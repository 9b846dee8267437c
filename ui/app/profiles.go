package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// showProfiles lists the accounts that can be opened.
func (a *App) showProfiles() tea.Cmd {
	if !a.open {
		return nil
	}
	door, demo := a.door, a.state.Identity.Profiles == 0
	a.state.Profiles = data.Resource[[]data.Profile]{}
	a.push(overlay.NewProfiles(a.keys))
	return fetch(a, byPerson, func(s *data.State) *data.Resource[[]data.Profile] { return &s.Profiles },
		func(ctx context.Context, _ data.Source) ([]data.Profile, model.Provenance, error) {
			profiles, err := door.Profiles(ctx)
			for i := range profiles {
				profiles[i].Used = profiles[i].Used && !demo // none of them is
			}
			return profiles, "", err
		}, nil)
}

// choosing reports whether the list of profiles is on top.
func (a *App) choosing() bool {
	_, is := a.top().(*overlay.Profiles)
	return is
}

// useProfile opens another profile. The session on screen goes on until that one is
// there.
func (a *App) useProfile(profile data.Profile) tea.Cmd {
	list, is := a.top().(*overlay.Profiles)
	if !is {
		return nil
	}
	list.Opening(profile)
	door := a.door
	said := "Profile " + profile.Name + " at " + profile.Host + " is open."
	if profile.Exported {
		said = "The exported key is used."
	}
	return a.openSession(func(ctx context.Context) (data.Session, error) {
		session, err := door.Choose(ctx, profile)
		session.Said = said
		return session, err
	})
}

// profileFailed says why a profile could not be opened.
func (a *App) profileFailed(why error) {
	if list, is := a.top().(*overlay.Profiles); is {
		list.Failed(why)
	}
}

// profile is the profile and where its key comes from, for the header.
func (a *App) profile() string {
	name := 40
	if a.width < 100 {
		name = 12
	}
	text := words.Profile(a.state.Identity, name)
	if text == "" || a.welcome != nil {
		return ""
	}
	ink := a.theme.Text
	if a.state.Identity.Passed != "" {
		ink = a.theme.Warn
	}
	return ink.Paint(text) + "  "
}
