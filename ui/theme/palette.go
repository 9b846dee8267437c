package theme

import (
	"slices"
	"strconv"

	"charm.land/lipgloss/v2"
	"github.com/lucasb-eyer/go-colorful"
)

// Tokens are the colours for one background, as #rrggbb or a number of the 256 colours.
// An empty one is the terminal's own.
type Tokens struct {
	Text   string // body text
	Muted  string // labels, help
	Faint  string // rules, marks
	Accent string // selection, keys
	Good   string // credits coming in
	Bad    string // errors
	Warn   string // what needs attention
	Ground string // background of the row under the cursor
}

// Palette is a theme as data.
type Palette struct {
	Name        string
	Light, Dark Tokens
	Plain       bool // no colours: bold, lines and reverse video alone
}

// The background modes of a theme.
const (
	Auto  = "auto" // follows the terminal's background
	light = "light"
	dark  = "dark"
)

// Palettes are all themes except light and dark, which are the first palette with a
// background independent of the terminal's.
func Palettes() []Palette {
	return []Palette{
		{
			Name:  Auto, // muted and faint are in every row: the codes of the 256 colours are shorter
			Light: Tokens{"", "241", "250", "#5B3FD6", "#1B7F4B", "#B3261E", "#8A5A00", "#E9E5FF"},
			Dark:  Tokens{"", "246", "239", "#A594FF", "#6FD39B", "#FF8A80", "#F2C14E", "#2D2A45"},
		},
		{
			Name:  "high-contrast",
			Light: Tokens{"#000000", "#303030", "#606060", "#1A0080", "#004D20", "#7A0000", "#503200", "#D0E0FF"},
			Dark:  Tokens{"#FFFFFF", "#D8D8D8", "#A8A8A8", "#9FD8FF", "#7CFF9B", "#FFB3AD", "#FFE066", "#003A75"},
		},
		{
			Name:  "colour-blind", // after Okabe and Ito: good is blue, bad is orange
			Light: Tokens{"", "241", "250", "#8E3F75", "#0067A3", "#A63C00", "#6E5E00", "#F3E3EE"},
			Dark:  Tokens{"", "246", "239", "#D99CC0", "#56B4E9", "#FF9149", "#F0E442", "#3A2A38"},
		},
		{Name: "monochrome", Plain: true},
	}
}

// Names are the names of all themes.
func Names() []string {
	names := []string{Auto, light, dark}
	for _, palette := range Palettes()[1:] {
		names = append(names, palette.Name)
	}
	return names
}

// Choice is the chosen theme with its options. The zero one is the automatic theme.
type Choice struct {
	Name   string
	Colors map[string]string // by the names of tokens; they override the theme's
	ASCII  bool              // no box, block or shade characters
}

// Theme builds the theme for a terminal with a dark or a light background.
func (c Choice) Theme(onDark bool) *Theme {
	all := Palettes()
	palette := all[max(slices.IndexFunc(all, func(p Palette) bool { return p.Name == c.Name }), 0)]
	switch c.Name {
	case light:
		onDark = false
	case dark:
		onDark = true
	}
	tokens := palette.Light
	if onDark {
		tokens = palette.Dark
	}
	for name, value := range c.Colors {
		if token := tokens.named(name); token != nil {
			*token = value
		}
	}
	t := made(tokens, palette.Plain && len(c.Colors) == 0)
	t.Dark, t.ASCII = onDark, c.ASCII
	return t
}

// TokenNames are the names of tokens in the settings.
func TokenNames() []string {
	return []string{"text", "muted", "faint", "accent", "good", "bad", "warn", "ground"}
}

func (t *Tokens) named(name string) *string {
	all := []*string{&t.Text, &t.Muted, &t.Faint, &t.Accent, &t.Good, &t.Bad, &t.Warn, &t.Ground}
	if at := slices.Index(TokenNames(), name); at >= 0 {
		return all[at]
	}
	return nil
}

// IsColor reports whether a text is a valid colour.
func IsColor(text string) bool {
	if number, err := strconv.Atoi(text); err == nil {
		return number >= 0 && number <= 255
	}
	_, err := colorful.Hex(text)
	return err == nil && len(text) == len("#rrggbb")
}

// made builds a theme from tokens. A plain theme distinguishes them by text attributes.
func made(c Tokens, isPlain bool) *Theme {
	style := func(token string) lipgloss.Style {
		if token == "" {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(lipgloss.Color(token))
	}
	text, accent, selected := style(c.Text), style(c.Accent), style(c.Text).Bold(true)
	if c.Ground != "" {
		selected = selected.Background(lipgloss.Color(c.Ground))
	}
	t := &Theme{
		Text:      newStyle(text),
		Strong:    newStyle(text.Bold(true)),
		Muted:     newStyle(style(c.Muted)),
		Faint:     newStyle(style(c.Faint)),
		Accent:    newStyle(accent),
		Title:     newStyle(style(c.Muted).Bold(true)),
		Good:      newStyle(style(c.Good)),
		Bad:       newStyle(style(c.Bad)),
		Warn:      newStyle(style(c.Warn)),
		Selected:  newStyle(selected),
		ActiveTab: newStyle(accent.Bold(true).Underline(true)),
		Border:    lipgloss.Color(c.Accent),
	}
	if isPlain {
		bold := lipgloss.NewStyle().Bold(true)
		t.Accent, t.Bad, t.Warn, t.Selected = newStyle(bold), newStyle(bold), newStyle(bold), newStyle(bold.Reverse(true))
	}
	return t
}
