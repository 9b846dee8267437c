// Package theme holds the colours of the program as data: few tokens, for dark and for
// light backgrounds. It knows nothing of panes.
//
// Colours of terminals that have fewer, or of people who set NO_COLOR, are cut
// down by Bubble Tea when it writes; nothing on screen is told by colour alone.
package theme

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// Style paints text with one style. It is made once per theme, so that painting a
// cell costs no more than joining strings. Painted text must not contain line
// ends.
type Style struct {
	style       lipgloss.Style
	open, close string
}

// newStyle finds the escape codes that a style puts around text.
func newStyle(style lipgloss.Style) Style {
	open, end, _ := strings.Cut(style.Render("x"), "x")
	return Style{style: style, open: open, close: end}
}

// Render paints one line of text.
func (i Style) Render(text string) string {
	if text == "" || i.open == "" {
		return text
	}
	return i.open + text + i.close
}

// Lipgloss is the ink as a style of Lip Gloss.
func (i Style) Lipgloss() lipgloss.Style { return i.style }

// Theme is the set of inks.
type Theme struct {
	Dark  bool
	ASCII bool // pictures are drawn with letters and punctuation

	Text      Style // the text that is read
	Strong    Style // what is read first: the balance, a name
	Muted     Style // labels, help
	Faint     Style // rules, marks
	Accent    Style // the one accent: what is chosen, keys
	Title     Style // headings of sections
	Good      Style // credits coming in
	Bad       Style // trouble
	Warn      Style // what needs attention
	Selected  Style // the row under the cursor
	Badge     Style // the word "sandbox"
	ActiveTab Style // the pane that is open
	Border    color.Color
}

// New makes the automatic theme for a dark or a light background.
func New(dark bool) *Theme { return Choice{}.Theme(dark) }
