// Package theme holds the colours of the program as data: few tokens, for dark and for
// light backgrounds. It is independent of the panes.
//
// Bubble Tea converts colours when it writes, for terminals with fewer of them and for
// NO_COLOR; nothing on screen is distinguished by colour alone.
package theme

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// Style renders text with one style. It is built once per theme, so that rendering a
// cell costs no more than joining strings. The text must not contain line ends.
type Style struct {
	style       lipgloss.Style
	open, close string
}

// newStyle determines the escape codes that a style puts around text.
func newStyle(style lipgloss.Style) Style {
	open, end, _ := strings.Cut(style.Render("x"), "x")
	return Style{style: style, open: open, close: end}
}

// Render renders one line of text.
func (i Style) Render(text string) string {
	if text == "" || i.open == "" {
		return text
	}
	return i.open + text + i.close
}

// Lipgloss is the style as a [lipgloss.Style].
func (i Style) Lipgloss() lipgloss.Style { return i.style }

// Theme is the set of styles.
type Theme struct {
	Dark  bool
	ASCII bool // charts are drawn with letters and punctuation

	Text      Style // body text
	Strong    Style // emphasis: the balance, a name
	Muted     Style // labels, help
	Faint     Style // rules, marks
	Accent    Style // the accent colour: selection, keys
	Title     Style // section headings
	Good      Style // credits coming in
	Bad       Style // errors
	Warn      Style // what needs attention
	Selected  Style // the row under the cursor
	ActiveTab Style // the tab of the open pane
	Border    color.Color
}

// New makes the automatic theme for a dark or a light background.
func New(dark bool) *Theme { return Choice{}.Theme(dark) }

// Spell is a text before it is laid out, as [widget.SpellASCII] has it where there is ASCII
// alone.
func (t *Theme) Spell(text string) string {
	if !t.ASCII {
		return text
	}
	return widget.SpellASCII(text)
}

// Wrap is [widget.Wrap] of a text that is spelled for the theme.
func (t *Theme) Wrap(text string, width int) []string { return widget.Wrap(t.Spell(text), width) }
