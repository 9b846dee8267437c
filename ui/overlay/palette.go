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

// Command is a thing that can be done by its name.
type Command struct {
	Name     string
	Keywords string // other words for it, by which it is found
	Keys     string // that do the same, from anywhere, or what comes of it; may be empty
	Intent   data.Intent
	Preview  data.Intent // shows what it does while it is chosen; nil: nothing to show
	Typed    bool        // it is found by typing alone, and not listed before that
}

// Commands are what a palette finds in.
type Commands struct {
	All    []Command
	Lately []string // names of those that were run lately, the newest first
	// Read is what a text asks for besides names, as an amount of work or a filter. note says
	// what is wrong with a text that means to be one.
	Read func(text string) (commands []Command, note string)
}

// Palette finds commands by what a person types of their names, or of other words for
// them; by a few letters of a name where nothing has them together.
type Palette struct {
	base
	input     textinput.Model
	source    func() Commands // as of now
	commands  Commands
	found     []Command
	note      string // on the text
	list      widget.ListView
	previewed bool
}

// NewPalette makes the overlay.
func NewPalette(source func() Commands) *Palette {
	input := widget.NewTextInput(": ", "what to do, a model, 30 s veo, type:refund", 80)
	input.Focus()
	return &Palette{base: base{fixed: true}, input: input, source: source}
}

// AsksPrices reports whether what is typed may be about prices.
func (p *Palette) AsksPrices() bool { return p.input.Value() != "" }

// SetState finds anew in what can be done now.
func (p *Palette) SetState(s *data.State) {
	p.base.SetState(s)
	p.commands = p.source()
	p.find()
}

// OnClose takes a preview back.
func (p *Palette) OnClose() data.Intent {
	if p.previewed {
		return data.UseTheme{Preview: true}
	}
	return nil
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

// find finds what was typed: what it asks for by itself, then the commands that have every
// word in their names, in other words for them, and those with its letters in their names.
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

// listed are the commands before anything is typed: those that were run lately first.
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

// matching are the commands that a text finds.
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
		if match.Score >= 0 { // below that its letters are there by chance
			found = append(found, others[match.Index])
		}
	}
	return found
}

// undotted takes out what people write in names of models in several ways: "veo-3.1" is
// "veo3-1".
var undotted = strings.NewReplacer("-", "", ".", "", "_", "")

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
		return p.move(-1)
	case msg.String() == "down":
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

// preview shows what the chosen command does, where it can be shown, and takes back what the
// one before showed.
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

// View draws the field and the commands that are found.
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

// row is a command and the keys that do the same.
func (p *Palette) row(command Command, chosen bool) string {
	width := p.inner() - 2
	if chosen {
		return p.theme.Selected.Render(widget.Justify("▸ "+command.Name, command.Keys, width))
	}
	return widget.Justify("  "+command.Name, p.theme.Muted.Render(command.Keys), width)
}

// Click chooses the command at a line of the card.
func (p *Palette) Click(line int) (chosen, taken bool) { return p.list.Click(line - 3) }
