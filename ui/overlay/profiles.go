package overlay

import (
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Profiles is the accounts that can be opened, one of which is.
type Profiles struct {
	base
	list    widget.ListView
	placed  bool             // the cursor was put on the one that is open
	opening *account.Profile // it is being opened
	failed  *account.Profile // it could not be opened
	err     error            // why not
	command func(line string) string
}

// NewProfiles makes the overlay. command says how a command to run is typed.
func NewProfiles(command func(line string) string) *Profiles {
	return &Profiles{base: base{fixed: true}, command: command}
}

// Opening says that a profile is being opened.
func (p *Profiles) Opening(profile account.Profile) { p.opening, p.failed, p.err = &profile, nil, nil }

// Failed says why it could not be.
func (p *Profiles) Failed(err error) { p.failed, p.opening, p.err = p.opening, nil, err }

// SetState tells that the state has changed.
func (p *Profiles) SetState(s *data.State) {
	p.base.SetState(s)
	p.list.SetCount(len(s.Profiles.Value))
	if p.placed || !s.Profiles.Loaded {
		return
	}
	for i, profile := range s.Profiles.Value {
		if profile.Used {
			p.list.Move(i - p.list.Cursor)
		}
	}
	p.placed = true
}

// SetSize gives the room.
func (p *Profiles) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.list.SetSize(max(min(height-7, 12), 1))
}

// Layer is that of what the welcome opens too.
func (p *Profiles) Layer() Layer { return Anywhere }

// OnClose gives up the profile that is being opened.
func (p *Profiles) OnClose() data.Intent {
	if p.opening != nil {
		return data.CancelOpening{}
	}
	return nil
}

// Help is the keys that mean something here.
func (p *Profiles) Help() []key.Binding {
	if p.opening != nil || len(p.state.Profiles.Value) == 0 {
		return []key.Binding{p.keys.Back}
	}
	return []key.Binding{p.keys.Open, p.keys.Back}
}

// Key moves, opens, or leaves.
func (p *Profiles) Key(msg tea.KeyPressMsg) data.Intent {
	all := p.state.Profiles.Value
	switch {
	case key.Matches(msg, p.keys.Back, p.keys.Quit, p.keys.Profiles):
		return data.Close{}
	case p.opening != nil:
		return nil
	case key.Matches(msg, p.keys.Open) && p.list.Cursor < len(all):
		if all[p.list.Cursor].Used {
			return data.Close{}
		}
		return data.UseProfile{Profile: all[p.list.Cursor]}
	case key.Matches(msg, p.keys.Up):
		p.list.Move(-1)
	case key.Matches(msg, p.keys.Down):
		p.list.Move(1)
	case key.Matches(msg, p.keys.Home):
		p.list.Home()
	case key.Matches(msg, p.keys.End):
		p.list.End()
	}
	return nil
}

// View draws the list.
func (p *Profiles) View() (string, *tea.Cursor) {
	r := p.state.Profiles
	var lines []string
	switch {
	case r.Err != nil:
		lines = p.text(p.theme.Bad, format.Sentence(r.Err.Error()))
	case !r.Loaded:
		lines = []string{p.theme.Muted.Render("Looking …")}
	default:
		lines = p.rows(r.Value)
	}
	return p.card("Profiles", joined(lines, p.remark(r.Value)), p.Help()), nil
}

// rows are the profiles that are visible: name, host, the end of the key, which is open.
func (p *Profiles) rows(all []account.Profile) []string {
	name := len("exported key")
	for _, profile := range all {
		name = min(max(name, widget.Width(profile.Name)), p.inner()/3)
	}
	const end, open = 5, 6
	host := p.inner() - 2 - name - end - open - 3*2
	var lines []string
	from, to := p.list.Visible()
	for i := from; i < to; i++ {
		profile := all[i]
		last4, used := "", ""
		if profile.Last4 != "" && profile.Last4 != "…" {
			last4 = "…" + profile.Last4
		}
		if profile.Used {
			used = "open"
		}
		line := widget.PadRight(profileName(profile), name) + "  " + widget.PadRight(profile.Host, host) + "  " +
			widget.PadRight(last4, end) + "  " + widget.PadRight(used, open)
		if i == p.list.Cursor {
			line = p.theme.Selected.Render("▸ " + line)
		} else {
			line = "  " + line
		}
		lines = append(lines, line+p.theme.Faint.Render(p.list.Scrollbar(i-from)))
	}
	return lines
}

func profileName(profile account.Profile) string {
	if profile.Exported {
		return "exported key"
	}
	return profile.Name
}

// remark is the outcome of the choice, or how profiles are made.
func (p *Profiles) remark(all []account.Profile) []string {
	var none *account.NoKeyError
	switch {
	case len(all) == 0: // the demo has none, or they are still looked for
		return nil
	case p.opening != nil:
		return p.text(p.theme.Muted, "Opening "+profileName(*p.opening)+" …")
	case p.err != nil && p.failed != nil && errors.As(p.err, &none):
		how := "login"
		if p.failed.Name != "default" {
			how += " --profile " + p.failed.Name
		}
		return p.text(p.theme.Warn, "There is no key for "+profileName(*p.failed)+". To sign in: "+p.command(how))
	case p.err != nil:
		return p.text(p.theme.Bad, format.Sentence(message.PlainError(p.err)))
	case len(all) == 1:
		return p.text(p.theme.Muted, "To add one: "+p.command("login --profile NAME"))
	}
	return p.text(p.theme.Muted, "This run only. Keep it: "+format.Program+" auth switch NAME")
}

// Click chooses the profile at a line of the card.
func (p *Profiles) Click(line int) (chosen, taken bool) { return p.list.Click(line - 1) }
