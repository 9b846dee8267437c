package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"

	"github.com/studio-tui/studio-tui/ui/theme"
)

// grounds are the backgrounds of terminals that themes are tested on.
var grounds = map[bool][]string{true: {"#000000", "#1E1E1E", "#282A2E"}, false: {"#FFFFFF", "#FAFAFA", "#F5F5F5"}}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	made, _ := colorful.MakeColor(c)
	r, g, b := made.LinearRgb()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

func contrast(a, b color.Color) float64 {
	one, two := luminance(a), luminance(b)
	return (math.Max(one, two) + 0.05) / (math.Min(one, two) + 0.05)
}

func tokensOf(p theme.Palette, dark bool) (text map[string]string, ground string) {
	c := p.Light
	if dark {
		c = p.Dark
	}
	return map[string]string{"text": c.Text, "muted": c.Muted, "accent": c.Accent, "good": c.Good, "bad": c.Bad, "warn": c.Warn}, c.Ground
}

// TestContrast requires a contrast of 4.5 to 1 of every theme's text, and of 7 to 1 in
// the high-contrast one.
func TestContrast(t *testing.T) {
	for _, palette := range theme.Palettes() {
		least := 4.5
		if palette.Name == "high-contrast" {
			least = 7
		}
		for _, dark := range []bool{true, false} {
			tokens, ground := tokensOf(palette, dark)
			for name, token := range tokens {
				for _, under := range grounds[dark] {
					if token == "" { // the terminal's own
						continue
					}
					if ratio := contrast(lipgloss.Color(token), lipgloss.Color(under)); ratio < least {
						t.Errorf("%s, dark %t: %s %s has %.2f on %s", palette.Name, dark, name, token, ratio, under)
					}
				}
			}
			if ground == "" {
				continue
			}
			text := map[bool]string{true: "#D0D0D0", false: "#303030"}[dark]
			if tokens["text"] != "" {
				text = tokens["text"]
			}
			if ratio := contrast(lipgloss.Color(text), lipgloss.Color(ground)); ratio < least {
				t.Errorf("%s, dark %t: the chosen row has %.2f", palette.Name, dark, ratio)
			}
		}
	}
}

// seenBy is a colour as seen without one kind of cone, after Machado, Oliveira and
// Fernandes (2009), on linear values.
func seenBy(cones [9]float64, c color.Color) colorful.Color {
	made, _ := colorful.MakeColor(c)
	r, g, b := made.LinearRgb()
	row := func(i int) float64 { return max(0, min(1, cones[i]*r+cones[i+1]*g+cones[i+2]*b)) }
	return colorful.LinearRgb(row(0), row(3), row(6))
}

// TestColourBlind checks that good differs from bad and from warnings under protanopia,
// deuteranopia and tritanopia.
func TestColourBlind(t *testing.T) {
	blindness := map[string][9]float64{
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
	}
	for _, palette := range theme.Palettes() {
		if palette.Name != "colour-blind" {
			continue
		}
		for _, dark := range []bool{true, false} {
			tokens, _ := tokensOf(palette, dark)
			for name, cones := range blindness {
				good, bad := seenBy(cones, lipgloss.Color(tokens["good"])), seenBy(cones, lipgloss.Color(tokens["bad"]))
				if distance := good.DistanceCIEDE2000(bad); distance < 0.2 {
					t.Errorf("dark %t, %s: good and bad are %.2f apart", dark, name, distance)
				}
			}
		}
	}
}

// TestFewColours keeps text visible in terminals of 256 and of 16 colours.
func TestFewColours(t *testing.T) {
	for _, palette := range theme.Palettes() {
		for _, dark := range []bool{true, false} {
			tokens, _ := tokensOf(palette, dark)
			for _, profile := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.ANSI} {
				for name, token := range tokens {
					if token == "" {
						continue
					}
					shown := profile.Convert(lipgloss.Color(token))
					if shown == ansi.BrightBlue { // as xterm draws it; terminals avoid pure blue
						shown = lipgloss.Color("#5C5CFF")
					}
					if ratio := contrast(shown, lipgloss.Color(grounds[dark][0])); ratio < 3 {
						t.Errorf("%s, dark %t, %s: %s has %.2f", palette.Name, dark, profile, name, ratio)
					}
				}
			}
		}
	}
}

// TestChoice builds every named theme, with custom colours.
func TestChoice(t *testing.T) {
	for _, name := range theme.Names() {
		for _, onDark := range []bool{true, false} {
			made := theme.Choice{Name: name, ASCII: true}.Theme(onDark)
			if want := (onDark || name == "dark") && name != "light"; made.Dark != want || !made.ASCII {
				t.Errorf("%s on dark %t: %t", name, onDark, made.Dark)
			}
			if made.Selected.Render("x") == "x" {
				t.Errorf("%s: the chosen row is not to be seen", name)
			}
		}
	}
	for i, token := range theme.TokenNames() {
		own := fmt.Sprintf("#0102%02x", i)
		painted := fmt.Sprintf("%q", fmt.Sprint(theme.Choice{Colors: map[string]string{token: own}}.Theme(true)))
		if plain := fmt.Sprintf("%q", fmt.Sprint(theme.New(true))); painted == plain {
			t.Errorf("%s changes nothing", token)
		}
	}
	for text, want := range map[string]bool{"#a594ff": true, "0": true, "255": true, "256": false, "-1": false, "#abc": false, "red": false, strconv.Itoa(1 << 20): false} {
		if theme.IsColor(text) != want {
			t.Errorf("%s", text)
		}
	}
}
