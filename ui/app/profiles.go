package app

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// command is a command to run next, as it is typed.
func (a *App) command(line string) string {
	if a.options.Command == nil {
		return words.Program + " " + line
	}
	return a.options.Command(line)
}

// showProfiles lists the accounts that can be opened, also where nobody is signed in.
func (a *App) showProfiles() tea.Cmd {
	ctx, door, demo := a.ctx, a.accounts, a.state.Identity.Profiles == 0
	a.state.Profiles = data.Resource[[]data.Profile]{}
	a.push(overlay.NewProfiles(a.keys, a.command))
	result := response[[]data.Profile]{into: func(s *data.State) *data.Resource[[]data.Profile] { return &s.Profiles }}
	result.Generation, result.Epoch = a.state.Profiles.Begin(), a.epoch
	return func() tea.Msg {
		all, err := door.Profiles(ctx)
		result.Value, result.Err = slices.Clone(all), err
		for i := range result.Value {
			result.Value[i].Used = result.Value[i].Used && !demo // none of them is
		}
		return result
	}
}

// choosing reports whether the list of profiles is on top, also of the welcome.
func (a *App) choosing() bool { return isOn[*overlay.Profiles](a) }

// closeProfiles takes the list away. A profile that is being opened is given up.
func (a *App) closeProfiles() {
	if list, is := a.top().(*overlay.Profiles); is && list.Busy() {
		a.opening++ // what arrives is dropped
	}
	a.pop()
}

// useProfile opens another profile. The session on screen goes on until that one is
// there.
func (a *App) useProfile(profile data.Profile) tea.Cmd {
	list, is := a.top().(*overlay.Profiles)
	if !is {
		return nil
	}
	list.Opening(profile)
	door := a.accounts
	said := "Profile " + profile.Name + " at " + profile.Host + " is open."
	if profile.Exported {
		said = "The exported key is used."
	}
	return a.openSession(func(ctx context.Context) (data.Session, error) {
		session, err := door.OpenProfile(ctx, profile)
		session.Greeting = said
		return session, err
	})
}

// profileFailed says why a profile could not be opened.
func (a *App) profileFailed(why error) {
	if list, is := a.top().(*overlay.Profiles); is {
		list.Failed(why)
	}
}

// profile is the profile and where its key comes from, for the header, where there is
// something to mistake.
func (a *App) profile() string {
	name := 40
	if a.width < 100 {
		name = 12
	}
	text := words.Profile(a.state.Identity, name)
	if text == "" || a.welcome != nil || a.onlyProfile() {
		return ""
	}
	ink := a.theme.Text
	if a.state.Identity.OverriddenProfile != "" {
		ink = a.theme.Warn
	}
	return ink.Render(text) + "  "
}

// onlyProfile reports whether the account is that of the only profile there is.
func (a *App) onlyProfile() bool {
	id := a.state.Identity
	return id.Profiles == 1 && id.Profile == "" && id.OverriddenProfile == ""
}

// profileForms is what profile is where there is nothing to mistake, for the line of tabs:
// beside the e-mail there is no room for it in 80 columns. The longest comes first, and each
// has the blanks around it; an exported key is no profile's, and has one.
func (a *App) profileForms() []string {
	if !a.onlyProfile() || a.welcome != nil {
		return nil
	}
	texts := []string{words.Profile(a.state.Identity, 12), words.ProfileName(a.state.Identity)}
	if a.state.Identity.KeyExported {
		texts = texts[:1]
	}
	var forms []string
	for _, text := range texts {
		if text != "" {
			forms = append(forms, "  "+text+" ")
		}
	}
	return forms
}
