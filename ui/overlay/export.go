package overlay

import (
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Export is the card that asks for the file of an export, and shows its progress.
type Export struct {
	base
	input     textinput.Model
	rows      int // number to write
	missing   int // rows of the history still to be read
	written   int
	writing   bool
	overwrite bool // the file exists: may it be replaced?
	err       error
	figures   string // what is written, for an export of figures instead of rows
}

// NewExport makes the overlay with a suggested file name, the number of rows to write, and the
// number of rows of the history still to be read.
func NewExport(name string, rows, missing int) *Export {
	input := widget.NewTextInput("file  ", "", 500)
	input.SetValue(name)
	input.Focus()
	return &Export{base: base{fixed: true}, input: input, rows: rows, missing: missing}
}

// NewFiguresExport makes the overlay for an export of figures; what describes them.
func NewFiguresExport(name, what string, lines int) *Export {
	e := NewExport(name, lines, 0)
	e.figures = what
	return e
}

// Writing reports whether rows are being written.
func (e *Export) Writing() bool { return e.writing }

// SetWritten sets the number of rows written.
func (e *Export) SetWritten(rows int) { e.written = rows }

// AskOverwrite asks whether the existing file may be replaced.
func (e *Export) AskOverwrite() { e.writing, e.overwrite = false, true }

// Failed sets the reason why nothing was written.
func (e *Export) Failed(err error) { e.writing, e.err = false, err }

// SetTheme sets the theme of the overlay and its text field.
func (e *Export) SetTheme(t *theme.Theme) {
	e.base.SetTheme(t)
	e.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (e *Export) SetSize(width, height int) {
	e.base.SetSize(width, height)
	e.input.SetWidth(max(e.inner()-9, 8))
}

// OnClose cancels the export that is running.
func (e *Export) OnClose() data.Intent {
	if e.writing {
		return data.CancelExport{}
	}
	return nil
}

// Help returns the key bindings that are active now.
func (e *Export) Help() []key.Binding {
	enter := func(words string) key.Binding {
		return keymap.As(e.keys.Submit, words)
	}
	switch {
	case e.writing:
		return []key.Binding{keymap.As(e.keys.CancelInput, "give up")}
	case e.overwrite:
		return []key.Binding{enter("replace it"), e.keys.CancelInput}
	}
	if e.figures != "" {
		return []key.Binding{enter("write"), e.keys.CancelInput}
	}
	mode := keymap.As(e.keys.Mode, "CSV or JSON lines")
	return []key.Binding{enter("write"), mode, e.keys.CancelInput}
}

// Key edits the name, writes, or closes the card.
func (e *Export) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case e.page(msg) || e.line(msg):
	case key.Matches(msg, e.keys.CancelInput):
		if e.overwrite {
			e.overwrite = false
			return nil
		}
		return data.Close{}
	case e.writing:
		return nil
	case key.Matches(msg, e.keys.Submit):
		path := strings.TrimSpace(e.input.Value())
		if path == "" {
			return nil
		}
		replace := e.overwrite
		e.writing, e.overwrite, e.err, e.written = true, false, nil, 0
		return data.WriteFile{Path: path, Overwrite: replace}
	case e.overwrite:
		return nil
	case key.Matches(msg, e.keys.Mode) && e.figures == "":
		e.input.SetValue(otherFormat(e.input.Value()))
		e.input.CursorEnd()
	default:
		e.input, _ = e.input.Update(msg)
	}
	return nil
}

// otherFormat is the name with the extension of the other format.
func otherFormat(name string) string {
	for _, ending := range []string{".jsonl", ".json", ".ndjson"} {
		if base, ok := strings.CutSuffix(name, ending); ok {
			return base + ".csv"
		}
	}
	return strings.TrimSuffix(name, ".csv") + ".jsonl"
}

// Paste puts pasted text into the name.
func (e *Export) Paste(text string) {
	if !e.writing && !e.overwrite {
		e.input, _ = e.input.Update(tea.PasteMsg{Content: model.Clean(text)})
	}
}

// failure says why nothing was written. An unknown extension is a question about the format.
func (e *Export) failure() string {
	var unknown *export.UnknownEnding
	if errors.As(e.err, &unknown) {
		return "Which format? End in " + export.Endings + "."
	}
	return "It could not be written, and nothing was left behind: " + message.PlainError(e.err) + "."
}

// View draws the question, or the progress.
func (e *Export) View() (string, *tea.Cursor) {
	rows := format.Count(e.rows) + " rows"
	if e.rows == 1 {
		rows = "1 row"
	}
	what := "Exactly the " + rows + " that are shown, in this order. The name's ending says the format: .csv, or .jsonl and .json for JSON lines."
	if e.figures != "" {
		what = e.figures
	}
	lines := e.text(e.theme.Text, what)
	if e.missing > 0 {
		lines = append(lines, e.text(e.theme.Warn, format.Count(e.missing)+" older rows of the history are still being read; they are not among these.")...)
	}
	if e.state.Mask != nil {
		lines = append(lines, e.text(e.theme.Warn, "E-mail, ids and amounts are masked in the file.")...)
	}
	lines = append(lines, "", e.input.View())
	field := len(lines) - 1
	cursor := e.input.Cursor()
	if e.writing || e.overwrite {
		cursor = nil
	}
	switch {
	case e.writing:
		lines = append(lines, "", e.theme.Muted.Render(fmt.Sprintf("Writing … %s of %s", format.Count(e.written), rows)))
	case e.overwrite:
		lines = append(append(lines, ""), e.text(e.theme.Warn, "There is a file of that name. Replace it?")...)
	case e.err != nil:
		lines = append(lines, e.text(e.theme.Bad, e.failure())...)
	}
	return e.typedCard("Export", lines, field, len(lines)-1, cursor, e.Help())
}
