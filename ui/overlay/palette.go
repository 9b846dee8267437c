package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Command is a thing that can be done by its name.
type Command struct {
	Name   string
	Intent data.Intent
}

// Commands are all of them, those of panes first.
func Commands(panes []Command) []Command {
	page := func(name string, address model.Address, what string) Command {
		return Command{name, data.OpenURL{Address: address, What: what}}
	}
	return append(panes,
		Command{"Refresh", data.RefreshAll{}},
		Command{"Audit the history", data.AuditHistory{}},
		Command{"Export the transactions that are shown", data.ExportRows{}},
		Command{"Billing portal", data.ManageBilling{}},
		page("Open the pricing page", model.PricingPage, "the pricing page"),
		page("Open the API keys page", model.KeysPage, "your API keys page"),
		page("Open the account and usage page", model.AccountPage, "your account page"),
		page("Open the refund policy", model.RefundPolicy, "the refund policy"),
		page("Open the guides", model.Guides, "the guides"),
		Command{"Copy the support address", data.Copy{Text: model.Support, What: "the support address"}},
		Command{"Use another key", data.SignOut{}},
		Command{"Switch profile", data.ShowProfiles{}},
		Command{"Keys and help", data.ShowHelp{}},
		Command{"Quit", data.Quit{}},
	)
}

// Palette finds commands by what a person types of their names.
type Palette struct {
	base
	input    textinput.Model
	commands []Command
	list     widget.Window
}

// NewPalette makes the overlay.
func NewPalette(keys keymap.Map, commands []Command) *Palette {
	input := widget.Field(": ", "what to do", 80)
	input.Focus()
	p := &Palette{base: newFixed(keys), input: input, commands: commands}
	p.list.SetCount(len(commands))
	return p
}

// SetTheme gives the inks.
func (p *Palette) SetTheme(t *theme.Theme) {
	p.base.SetTheme(t)
	p.input.SetStyles(t.Field())
}

// SetSize gives the room.
func (p *Palette) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.input.SetWidth(max(p.inner()-4, 8))
	p.list.SetSize(max(min(height-7, 14), 1))
}

// found are the commands whose names have every word that was typed.
func (p *Palette) found() []Command {
	var found []Command
	for _, command := range p.commands {
		name, fits := strings.ToLower(command.Name), true
		for word := range strings.FieldsSeq(strings.ToLower(p.input.Value())) {
			fits = fits && strings.Contains(name, word)
		}
		if fits {
			found = append(found, command)
		}
	}
	return found
}

// Help is the keys that mean something here.
func (p *Palette) Help() []key.Binding { return []key.Binding{p.keys.Submit, p.keys.Abandon} }

// Key edits, moves, runs a command, or leaves.
func (p *Palette) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, p.keys.Abandon):
		return data.Close{}
	case msg.String() == "up":
		p.list.Move(-1)
	case msg.String() == "down":
		p.list.Move(1)
	case key.Matches(msg, p.keys.Submit):
		if found := p.found(); p.list.Cursor < len(found) {
			return data.RunCommand{Intent: found[p.list.Cursor].Intent}
		}
	default:
		p.edit(msg)
	}
	return nil
}

func (p *Palette) edit(msg tea.Msg) {
	p.input, _ = p.input.Update(msg)
	p.list.SetCount(len(p.found()))
	p.list.Home()
}

// Paste puts pasted text into the field.
func (p *Palette) Paste(text string) { p.edit(tea.PasteMsg{Content: model.Clean(text)}) }

// View draws the field and the commands that are found.
func (p *Palette) View() (string, *tea.Cursor) {
	lines := []string{p.input.View(), ""}
	found := p.found()
	from, to := p.list.Visible()
	for i := from; i < to; i++ {
		if i == p.list.Cursor {
			lines = append(lines, p.theme.Cursor.Paint(widget.Left("▸ "+found[i].Name, p.inner()-2)))
		} else {
			lines = append(lines, "  "+found[i].Name)
		}
	}
	if len(found) == 0 {
		lines = append(lines, p.theme.Muted.Paint("No command of that name."))
	}
	for len(lines) < p.list.Height+2 {
		lines = append(lines, "")
	}
	cursor := p.input.Cursor()
	if cursor != nil {
		cursor.X, cursor.Y, cursor.Blink = cursor.X+2, 1, false
	}
	return p.card("Commands", lines, p.Help()), cursor
}
