// Package theme holds the colours of the program: few tokens, for dark and for
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

// Ink paints text with one style. It is made once per theme, so that painting a
// cell costs no more than joining strings. Painted text must not contain line
// ends.
type Ink struct {
	style       lipgloss.Style
	open, close string
}

// newInk finds the escape codes that a style puts around text.
func newInk(style lipgloss.Style) Ink {
	open, end, _ := strings.Cut(style.Render("x"), "x")
	return Ink{style: style, open: open, close: end}
}

// Paint paints one line of text.
func (i Ink) Paint(text string) string {
	if text == "" || i.open == "" {
		return text
	}
	return i.open + text + i.close
}

// Style is the ink as a style of Lip Gloss.
func (i Ink) Style() lipgloss.Style { return i.style }

// Theme is the set of inks.
type Theme struct {
	Dark bool

	Text   Ink // the text that is read
	Strong Ink // what is read first: the balance, a name
	Muted  Ink // labels, help
	Faint  Ink // rules, marks
	Accent Ink // the one accent: what is chosen, keys
	Title  Ink // headings of sections
	Good   Ink // credits coming in
	Bad    Ink // trouble
	Warn   Ink // what needs attention
	Cursor Ink // the row under the cursor
	Badge  Ink // the word "sandbox"
	Tab    Ink // the pane that is open
	Border color.Color
}

// New makes the theme for a dark or a light background.
func New(dark bool) *Theme {
	pick := lipgloss.LightDark(dark)
	shade := func(light, onDark string) color.Color { return pick(lipgloss.Color(light), lipgloss.Color(onDark)) }
	plain := lipgloss.NewStyle()
	var (
		accent = shade("#5B3FD6", "#A594FF")
		muted  = shade("241", "246") // as these stand in every row, by the shorter codes of the 256 colours
		faint  = shade("250", "239")
		good   = shade("#1B7F4B", "#6FD39B")
		bad    = shade("#B3261E", "#FF8A80")
		warn   = shade("#8A5A00", "#F2C14E")
		ground = shade("#E9E5FF", "#2D2A45")
	)
	return &Theme{
		Dark:   dark,
		Text:   newInk(plain),
		Strong: newInk(plain.Bold(true)),
		Muted:  newInk(plain.Foreground(muted)),
		Faint:  newInk(plain.Foreground(faint)),
		Accent: newInk(plain.Foreground(accent)),
		Title:  newInk(plain.Foreground(muted).Bold(true)),
		Good:   newInk(plain.Foreground(good)),
		Bad:    newInk(plain.Foreground(bad)),
		Warn:   newInk(plain.Foreground(warn)),
		Cursor: newInk(plain.Background(ground).Bold(true)),
		Badge:  newInk(plain.Foreground(warn).Reverse(true)),
		Tab:    newInk(plain.Foreground(accent).Bold(true).Underline(true)),
		Border: accent,
	}
}
