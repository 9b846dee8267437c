package overlay

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Command is an entry of the palette.
type Command struct {
	Name     string
	Keywords string // other words that find it
	Keys     string // keys that do the same, or the result of the command; may be empty
	Intent   data.Intent
	Preview  data.Intent // intent that shows the effect while it is selected; nil for none
	Typed    bool        // it is found by typing only, and not listed before that
}

// Commands are the entries that a palette searches.
type Commands struct {
	All    []Command
	Lately []string // names of those run recently, the newest first
	// Read returns the commands for a text that is no name, such as quantities or a filter.
	// note says what is wrong with such a text.
	Read func(text string) (commands []Command, note string)
}

// Palette is the command palette: it finds commands by their names, by other words for them, or
// else by a few letters of a name.
type Palette struct {
	base
	input     textinput.Model
	source    func() Commands // returns the current commands
	commands  Commands
	found     []Command
	note      string // Commands.Read's remark on the text
	list      widget.ListView
	previewed bool
}

// NewPalette makes the overlay.
func NewPalette(source func() Commands) *Palette {
	input := widget.NewTextInput("", "what to do, a model, 30 s veo, type:refund", 80)
	input.Focus()
	return &Palette{base: base{fixed: true}, input: input, source: source}
}

// SetKeys sets the keymap, and with it the sign before the text.
func (p *Palette) SetKeys(keys keymap.Map) {
	p.base.SetKeys(keys)
	p.input.Prompt = keymap.Sign(keys.Commands)
}

// AsksPrices reports whether the text may be about prices.
func (p *Palette) AsksPrices() bool { return p.input.Value() != "" }

// SetState sets the state, and searches the current commands again.
func (p *Palette) SetState(s *data.State) {
	p.base.SetState(s)
	p.commands = p.source()
	p.find()
}

// OnClose undoes a preview.
func (p *Palette) OnClose() data.Intent {
	if p.previewed {
		return data.UseTheme{Preview: true}
	}
	return nil
}

// SetTheme sets the theme.
func (p *Palette) SetTheme(t *theme.Theme) {
	p.base.SetTheme(t)
	p.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (p *Palette) SetSize(width, height int) {
	p.base.SetSize(width, height)
	p.input.SetWidth(max(p.inner()-4, 8))
	p.list.SetSize(max(min(height-6, 20), 1))
}

// find searches for the text: first what Commands.Read returns, then commands with every word
// in their names or other words, then those with its letters in their names.
func (p *Palette) find() {
	text := strings.TrimSpace(p.input.Value())
	if text == "" {
		p.found, p.note = p.listed(), ""
	} else {
		p.found, p.note = p.commands.Read(text)
		p.found = append(p.found, p.matching(text)...)
	}
	p.list.SetCount(len(p.found))
}

// listed are the commands before anything is typed: recent ones first.
func (p *Palette) listed() []Command {
	var lately, others []Command
	for _, name := range p.commands.Lately {
		if at := slices.IndexFunc(p.commands.All, func(c Command) bool { return c.Name == name }); at >= 0 {
			lately = append(lately, p.commands.All[at])
		}
	}
	for _, command := range p.commands.All {
		if !command.Typed && !slices.Contains(p.commands.Lately, command.Name) {
			others = append(others, command)
		}
	}
	return append(lately, others...)
}

// matching are the commands that match a text.
func (p *Palette) matching(text string) []Command {
	var named, meant, others []Command
	var names []string
	words := strings.Fields(strings.ToLower(text))
	for _, command := range p.commands.All {
		name := strings.ToLower(command.Name)
		switch {
		case hasAll(name, words):
			named = append(named, command)
		case hasAll(undotted.Replace(name+" "+command.Keywords), strings.Fields(undotted.Replace(strings.ToLower(text)))):
			meant = append(meant, command)
		default:
			others, names = append(others, command), append(names, command.Name)
		}
	}
	found := slices.Concat(named, meant)
	for _, match := range fuzzy.Find(strings.Join(words, ""), names) {
		if match.Score >= 0 { // lower scores are chance matches
			found = append(found, others[match.Index])
		}
	}
	return found
}

// undotted removes the punctuation that people write differently in names of models: "veo-3.1"
// is "veo3-1".
var undotted = strings.NewReplacer("-", "", ".", "", "_", "")

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Help returns the key bindings that are active here.
func (p *Palette) Help() []key.Binding {
	run := keymap.As(p.keys.Submit, "run")
	choose := keymap.Pair("choose", p.upInText(), p.downInText())
	return []key.Binding{run, choose, p.keys.CancelInput}
}

// Key edits, moves, runs a command, or closes the palette.
func (p *Palette) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, p.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, p.upInText()):
		return p.move(-1)
	case key.Matches(msg, p.downInText()):
		return p.move(1)
	case msg.String() == "pgup":
		return p.move(-p.list.Page())
	case msg.String() == "pgdown":
		return p.move(p.list.Page())
	case key.Matches(msg, p.keys.Submit):
		if p.list.Cursor < len(p.found) {
			command := p.found[p.list.Cursor]
			run := data.RunCommand{Intent: command.Intent}
			if slices.ContainsFunc(p.commands.All, func(c Command) bool { return c.Name == command.Name }) {
				run.Name = command.Name
			}
			return run
		}
	default:
		p.edit(msg)
		return p.preview()
	}
	return nil
}

func (p *Palette) move(by int) data.Intent {
	p.list.Move(by)
	return p.preview()
}

// preview shows the effect of the selected command where it has one, and undoes the previous
// preview.
func (p *Palette) preview() data.Intent {
	if p.list.Cursor < len(p.found) && p.found[p.list.Cursor].Preview != nil {
		p.previewed = true
		return p.found[p.list.Cursor].Preview
	}
	back := p.OnClose()
	p.previewed = false
	return back
}

func (p *Palette) edit(msg tea.Msg) {
	p.input, _ = p.input.Update(msg)
	p.find()
	p.list.Home()
}

// Paste puts pasted text into the field.
func (p *Palette) Paste(text string) { p.edit(tea.PasteMsg{Content: model.Clean(text)}) }

// View draws the field and the matching commands.
func (p *Palette) View() (string, *tea.Cursor) {
	lines := []string{p.input.View(), ""}
	from, to := p.list.Visible()
	for i := from; i < to; i++ {
		lines = append(lines, p.row(p.found[i], i == p.list.Cursor)+" "+p.theme.Faint.Render(p.list.Scrollbar(i-from)))
	}
	switch {
	case len(p.found) > 0:
	case p.note != "":
		lines = append(lines, p.text(p.theme.Warn, p.note)...)
	default:
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

// row draws a command and the keys that do the same.
func (p *Palette) row(command Command, chosen bool) string {
	width := p.inner() - 2
	if chosen {
		return p.theme.Selected.Render(widget.Justify("▸ "+p.theme.Spell(command.Name), command.Keys, width))
	}
	return widget.Justify("  "+p.theme.Spell(command.Name), p.theme.Muted.Render(command.Keys), width)
}

// Click chooses the command at a line of the card.
func (p *Palette) Click(line int) (chosen, taken bool) { return p.list.Click(line - 3) }

// OpenKey returns the key that runs the command under the cursor.
func (p *Palette) OpenKey() key.Binding { return p.keys.Submit }
