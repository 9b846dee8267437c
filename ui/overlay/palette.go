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
	Name     string
	Keywords string // other words for it, by which it is found
	Keys     string // that do the same, from anywhere; may be empty
	Intent   data.Intent
}

// Palette finds commands by what a person types of their names, or of other words for
// them.
type Palette struct {
	base
	input    textinput.Model
	commands []Command
	list     widget.ListView
}

// NewPalette makes the overlay.
func NewPalette(commands []Command) *Palette {
	input := widget.NewTextInput(": ", "what to do", 80)
	input.Focus()
	p := &Palette{base: base{fixed: true}, input: input, commands: commands}
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
	p.list.SetSize(max(min(height-6, 20), 1))
}

// found are the commands that have every word that was typed, those that have it in
// their names first.
func (p *Palette) found() []Command {
	var named, meant []Command
	typed := strings.Fields(strings.ToLower(p.input.Value()))
	for _, command := range p.commands {
		name := strings.ToLower(command.Name)
		switch {
		case hasAll(name, typed):
			named = append(named, command)
		case hasAll(name+" "+command.Keywords, typed):
			meant = append(meant, command)
		}
	}
	return append(named, meant...)
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Help is the keys that mean something here.
func (p *Palette) Help() []key.Binding {
	run := keymap.As(p.keys.Submit, "run")
	choose := key.NewBinding(key.WithKeys("up", "down"), key.WithHelp("↑ ↓", "choose"))
	return []key.Binding{run, choose, p.keys.CancelInput}
}

// Key edits, moves, runs a command, or leaves.
func (p *Palette) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, p.keys.CancelInput):
		return data.Close{}
	case msg.String() == "up":
		p.list.Move(-1)
	case msg.String() == "down":
		p.list.Move(1)
	case msg.String() == "pgup":
		p.list.Move(-p.list.Page())
	case msg.String() == "pgdown":
		p.list.Move(p.list.Page())
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
		lines = append(lines, p.row(found[i], i == p.list.Cursor)+" "+p.theme.Faint.Render(p.list.Scrollbar(i-from)))
	}
	if len(found) == 0 {
		lines = append(lines, p.theme.Muted.Render("No command of that name."))
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

// row is a command and the keys that do the same.
func (p *Palette) row(command Command, chosen bool) string {
	width := p.inner() - 2
	if chosen {
		return p.theme.Selected.Render(widget.Justify("▸ "+command.Name, command.Keys, width))
	}
	return widget.Justify("  "+command.Name, p.theme.Muted.Render(command.Keys), width)
}
