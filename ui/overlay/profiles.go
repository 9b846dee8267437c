package overlay

import (
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Profiles is the card of all accounts (profiles) with balance, plan, renewal and alerts of
// each, and the time of these figures.
type Profiles struct {
	base
	list    widget.ListView
	placed  bool             // the cursor was put on the open one
	opening *account.Profile // the profile being opened
	failed  *account.Profile // the profile that could not be opened
	err     error            // the reason
	command func(line string) string
}

// NewProfiles makes the overlay. command returns how to type a command line.
func NewProfiles(command func(line string) string) *Profiles {
	return &Profiles{base: base{fixed: true, widest: 100}, command: command}
}

// Opening sets the profile that is being opened.
func (p *Profiles) Opening(profile account.Profile) { p.opening, p.failed, p.err = &profile, nil, nil }

// Failed sets the reason why it could not be opened.
func (p *Profiles) Failed(err error) { p.failed, p.opening, p.err = p.opening, nil, err }

// SetState sets the state after a change.
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

// SetSize sets the space that the card may take, in cells.
func (p *Profiles) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.list.SetSize(max(min(height-7, 12), 1))
}

// Layer returns Anywhere, as the welcome screen opens this overlay too.
func (p *Profiles) Layer() Layer { return Anywhere }

// OnClose cancels opening a profile.
func (p *Profiles) OnClose() data.Intent {
	if p.opening != nil {
		return data.CancelOpening{}
	}
	return nil
}

// Help returns the key bindings that are active here.
func (p *Profiles) Help() []key.Binding {
	if p.opening != nil || len(p.state.Profiles.Value) == 0 {
		return []key.Binding{p.keys.Back}
	}
	return []key.Binding{p.keys.Open, keymap.As(p.keys.Refresh, "ask their servers"), p.keys.Back}
}

// Key moves, opens a profile, or closes the card.
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
		return data.UseProfile{Profile: all[p.list.Cursor].Profile}
	case key.Matches(msg, p.keys.Refresh) && !p.state.Profiles.InFlight:
		return data.AskProfiles{}
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
	return p.card("Profiles", joined(lines, p.below(r.Value)), p.Help()), nil
}

// rows are the visible profiles, and the line of the selected one.
func (p *Profiles) rows(all []account.ProfileStanding) []string {
	name, figures, word := 0, widget.Decimals{}, 0
	for _, profile := range all {
		name = min(max(name, widget.Width(profileName(profile.Profile))), p.inner()/4)
		figures.Grow(p.balance(profile))
		word = max(word, widget.Width(p.asOf(profile)))
	}
	about := max(p.inner()-2-name-figures.Width()-word-2-3*2, 0)
	var lines []string
	from, to := p.list.Visible()
	for i := from; i < to; i++ {
		profile := all[i]
		line := widget.PadRight(profileName(profile.Profile), name) + "  " + figures.Set(p.balance(profile), figures.Width()) + "  " +
			widget.PadRight(p.about(profile), about) + "  " + widget.PadRight(p.asOf(profile), word)
		style, mark := p.theme.Text, "  "
		if message.Attention(profile, p.state.LowBalance) != "" {
			style = p.theme.Warn
		}
		if i == p.list.Cursor {
			style, mark = p.theme.Selected, "▸ "
		}
		lines = append(lines, style.Render(mark+line)+" "+p.theme.Faint.Render(p.list.Scrollbar(i-from)))
	}
	return lines
}

// narrow reports whether the rows are too narrow for all facts of an account.
func (p *Profiles) narrow() bool { return p.inner() < 70 }

// balance is the balance of an account, "–" where it is unknown.
func (p *Profiles) balance(profile account.ProfileStanding) string {
	if !profile.Account.Has {
		return "–"
	}
	return format.Amount(profile.Account.Value.Credits)
}

// asOf is the time of the account's figures.
func (p *Profiles) asOf(profile account.ProfileStanding) string {
	if !profile.Account.Has {
		return ""
	}
	at := format.ShortTime(profile.Account.At, p.state.Now, p.state.Location)
	if p.narrow() {
		return at
	}
	return "as of " + at
}

// about is an alert, or the plan and its renewal.
func (p *Profiles) about(profile account.ProfileStanding) string {
	needs := message.Attention(profile, p.state.LowBalance)
	if !profile.Account.Has || profile.Err != nil {
		return needs
	}
	parts := []string{model.PlanName(profile.Subscription.Value.PlanOf(profile.Account.Value))}
	if needs != "" {
		parts = append([]string{"! " + needs}, parts...)
	}
	if renewal := message.Renewal(profile, p.state.Now, p.state.Location); renewal != "" {
		parts = append(parts, renewal)
	}
	return strings.Join(parts, " · ")
}

// place is the host of a profile, its key, and whether it is open.
func (p *Profiles) place(profile account.ProfileStanding) string {
	parts := []string{profile.Host}
	if told := p.about(profile); told != "" && p.narrow() {
		parts = append([]string{told}, parts...)
	}
	if profile.Last4 != "" && profile.Last4 != "…" {
		parts = append(parts, "key …"+profile.Last4)
	}
	if profile.Used {
		parts = append(parts, "open")
	}
	return strings.Join(parts, "   ")
}

func profileName(profile account.Profile) string {
	if profile.Exported {
		return "exported key"
	}
	return profile.Name
}

// below is the outcome of the choice, or the selected profile's host and how profiles are made.
func (p *Profiles) below(all []account.ProfileStanding) []string {
	if p.opening != nil || p.err != nil || p.list.Cursor >= len(all) {
		return p.remark(all)
	}
	place := p.theme.Muted.Render(widget.Truncate(p.place(all[p.list.Cursor]), p.inner()))
	return append([]string{place}, p.remark(all)...)
}

// remark is the outcome of the choice, or how profiles are made.
func (p *Profiles) remark(all []account.ProfileStanding) []string {
	var none *account.NoKeyError
	switch {
	case len(all) == 0: // the demo has none, or they are still being read
		return nil
	case p.state.Profiles.InFlight:
		return p.text(p.theme.Muted, "Asking their servers …")
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
