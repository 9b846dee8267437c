package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// looks are the themes, each on a background.
var looks = []struct {
	name, theme string
	dark        bool
}{
	{"auto on dark", "auto", true}, // the others are compared with it
	{"auto on light", "auto", false},
	{"high-contrast on dark", "high-contrast", true},
	{"high-contrast on light", "high-contrast", false},
	{"colour-blind on dark", "colour-blind", true},
	{"colour-blind on light", "colour-blind", false},
	{"monochrome", "monochrome", true},
}

// lookSizes are the terminals whose bodies are compared.
var lookSizes = [][2]int{{60, 16}, {80, 24}, {140, 40}, {220, 60}}

// tokens are the styles of a theme by a letter; a dot is plain text.
func tokens(t *theme.Theme) map[byte]theme.Style {
	return map[byte]theme.Style{
		'.': t.Text, 'S': t.Strong, 'm': t.Muted, 'f': t.Faint, 'a': t.Accent, 't': t.Title, 'g': t.Good, 'b': t.Bad, 'w': t.Warn, 'c': t.Selected, 'o': t.ActiveTab,
	}
}

// styleOf is the style of a token's cells.
func styleOf(style theme.Style) uv.Style {
	cells := uv.NewScreenBuffer(1, 1)
	uv.NewStyledString(style.Render("x")).Draw(cells, cells.Bounds())
	return cells.CellAt(0, 0).Style
}

// body is the body of the pane on screen: its lines, and the style of each cell.
type body struct {
	lines []string
	cells uv.ScreenBuffer
}

func bodyOf(s *screen) body {
	lines := strings.Split(s.view(), "\n")
	lines = lines[overlay.HeaderHeight : len(lines)-overlay.FooterHeight]
	b := body{cells: uv.NewScreenBuffer(s.cells[0], len(lines))}
	b.cells.Method = ansi.GraphemeWidth
	uv.NewStyledString(strings.Join(lines, "\n")).Draw(b.cells, b.cells.Bounds())
	for _, line := range lines {
		b.lines = append(b.lines, strings.TrimRight(ansi.Strip(line), " "))
	}
	return b
}

// letters is the token of each cell, a question mark where none has its style.
func (b body) letters(of map[byte]theme.Style) [][]byte {
	rows := make([][]byte, b.cells.Height())
	styles := map[byte]uv.Style{}
	for letter, style := range of {
		styles[letter] = styleOf(style)
	}
	for y := range rows {
		rows[y] = make([]byte, b.cells.Width())
		for x := range rows[y] {
			rows[y][x] = '?'
			for letter, style := range styles {
				if cell := b.cells.CellAt(x, y); cell == nil || cell.Style.IsZero() {
					rows[y][x] = '.'
				} else if cell.Style.Equal(&style) {
					rows[y][x] = letter
				}
			}
		}
	}
	return rows
}

// runs is a row of letters in short: each with its number of cells.
func runs(row []byte) string {
	var b strings.Builder
	for from := 0; from < len(row); {
		to := from
		for to < len(row) && row[to] == row[from] {
			to++
		}
		if to < len(row) || row[from] != '.' {
			fmt.Fprintf(&b, "%c%d", row[from], to-from)
		}
		from = to
	}
	return b.String()
}

// openLook starts with the account on screen, in a theme.
func openLook(t *testing.T, name string, dark, ascii bool, size [2]int) *screen {
	t.Helper()
	s := openWith(t, "", fmt.Sprintf("theme = %q\nascii = %t\n", name, ascii), size[0], size[1])
	background := map[bool]string{true: "#101014", false: "#fafafa"}[dark]
	s.send(tea.BackgroundColorMsg{Color: lipgloss.Color(background)})
	return s
}

// panesOfLook are the keys of all panes.
var panesOfLook = []string{"1", "2", "3", "4", "5", "6", "7"}

// TestLook compares the body of every pane in every theme: its text and the token of each cell
// with the golden file of the width, and the cells of the other themes with that token's style.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, size := range lookSizes {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			t.Parallel()
			var drawn strings.Builder
			first := map[string]body{}
			for i, look := range looks {
				s := openLook(t, look.theme, look.dark, false, size)
				styles := tokens(theme.Choice{Name: look.theme}.Theme(look.dark))
				for _, pane := range panesOfLook {
					s.press(pane)
					b := bodyOf(s)
					if i > 0 {
						b.compare(t, look.name+", pane "+pane, first[pane], styles)
						continue
					}
					first[pane] = b
					fmt.Fprintf(&drawn, "── pane %s ──\n%s\n── tokens ──\n", pane, strings.Join(b.lines, "\n"))
					for _, row := range b.letters(styles) {
						drawn.WriteString(runs(row) + "\n")
					}
				}
			}
			golden.RequireEqual(t, drawn.String())
		})
	}
}

// compare fails unless a body has the text of the first theme's, and each of its cells the style
// that this theme has for the token of that cell.
func (b body) compare(t *testing.T, what string, first body, styles map[byte]theme.Style) {
	t.Helper()
	if got, want := strings.Join(b.lines, "\n"), strings.Join(first.lines, "\n"); got != want {
		t.Errorf("%s has another text:\n%s", what, got)
		return
	}
	for y, row := range first.letters(tokens(theme.Choice{}.Theme(true))) {
		for x, letter := range row {
			cell := b.cells.CellAt(x, y)
			if letter == '?' || cell == nil || cell.Style.IsZero() && (letter == '.' || strings.Contains("╭─╮│╰╯ ", cell.Content)) { // frames may be plain
				continue
			}
			if want := styleOf(styles[letter]); !cell.Style.Equal(&want) {
				t.Errorf("%s: %q at %d, %d is not drawn as the token %c", what, cell.Content, x, y, letter)
				return
			}
		}
	}
}

// checkASCII fails where the frame or the title has anything above U+007F but letters and emoji,
// which prompts have.
func checkASCII(s *screen) {
	s.t.Helper()
	for _, r := range s.app.View().WindowTitle + s.text() {
		if r > unicode.MaxASCII && r < 0x1F300 && !unicode.IsLetter(r) {
			s.t.Errorf("%q, U+%04X, in\n%s\n%s", r, r, s.app.View().WindowTitle, s.text())
			return
		}
	}
}

// TestCurrenciesInASCII has every amount of money with the code of its currency, in panes, cards
// and notices, none of which has another character above U+007F.
func TestCurrenciesInASCII(t *testing.T) {
	t.Parallel()
	sizes := lookSizes[:3]
	for i, currency := range []string{"EUR", "JPY", "INR"} {
		t.Run(currency, func(t *testing.T) {
			t.Parallel()
			s := newScreen(t, "", sizes[i][0], sizes[i][1])
			s.set("ascii = true\n")
			s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
				recorder := httptest.NewRecorder()
				s.faults.next.ServeHTTP(recorder, r)
				maps.Copy(w.Header(), recorder.Header())
				w.Header().Del("Content-Length")
				w.WriteHeader(recorder.Code)
				_, _ = w.Write([]byte(strings.ReplaceAll(recorder.Body.String(), `"currency":"USD"`, `"currency":"`+currency+`"`)))
				return true
			}
			s.start()
			s.begin()
			var all strings.Builder
			for _, keys := range []string{
				"1 a esc B esc L esc ? pgdown pgdown tab pgdown esc", "2 enter tab esc ? pgdown pgdown esc / t y p e : p u r c h a s e enter enter esc esc",
				"3 > > > ? pgdown pgdown esc", "4 right right enter pgdown esc", "6 enter esc # 9 9 9 9 9 enter esc", ": b u y esc : 9 0 0 0 space n a n o",
				"esc esc 4 w 9 0 0 0 enter esc", "5 down enter pgdown enter y", "Q esc", "7 " + strings.Repeat("down ", 40) + "enter esc", "P 1 5 7",
			} {
				for _, key := range strings.Fields(keys) {
					s.press(key)
					checkASCII(s)
					checkFrame(s)
					if sign := regexp.MustCompile(`\?[0-9]`).FindString(s.text()); sign != "" {
						t.Errorf("after %s in %q: %q has no code in\n%s", key, keys, sign, s.text())
					}
					all.WriteString(s.text())
				}
			}
			if count := strings.Count(all.String(), currency+" "); count < 40 {
				t.Errorf("%d amounts in %s", count, currency)
			}
		})
	}
}

// TestLookInASCII compares the body of every pane without box, block and shade characters. There
// is nothing above U+007F in it but letters and emoji, which prompts have.
func TestLookInASCII(t *testing.T) {
	t.Parallel()
	for _, size := range lookSizes {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			t.Parallel()
			s := openLook(t, "auto", true, true, size)
			var drawn strings.Builder
			for _, pane := range panesOfLook {
				s.press(pane)
				checkASCII(s)
				fmt.Fprintf(&drawn, "-- pane %s --\n%s\n", pane, strings.Join(bodyOf(s).lines, "\n"))
			}
			golden.RequireEqual(t, drawn.String())
		})
	}
}
