package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// emulated is a terminal that draws grapheme clusters, behind the framework's renderer
// with a width method.
type emulated struct {
	t        testing.TB
	terminal *vt.Emulator
	renderer *uv.TerminalRenderer
	cells    uv.ScreenBuffer // the renderer's model of the terminal
	out      bytes.Buffer
	wrote    int // bytes of the last frame
}

func newEmulated(t testing.TB, width, height int, measure ansi.Method) *emulated {
	e := &emulated{t: t, terminal: vt.NewEmulator(width, height), cells: uv.NewScreenBuffer(width, height)}
	e.cells.Method = measure
	e.renderer = uv.NewTerminalRenderer(&e.out, []string{"TERM=xterm-256color"})
	e.renderer.SetFullscreen(true)
	e.renderer.SetRelativeCursor(false)
	e.renderer.Resize(width, height)
	return e
}

// draw writes a frame, and returns the rows of the clustering terminal and of one that
// measures as the renderer does.
func (e *emulated) draw(frame string) map[string][][]string {
	e.t.Helper()
	e.cells.Clear()
	uv.NewStyledString(frame).Draw(e.cells, e.cells.Bounds())
	e.renderer.Render(e.cells.RenderBuffer)
	if err := e.renderer.Flush(); err != nil {
		e.t.Fatal(err)
	}
	written := widget.ColumnMoves(e.out.Bytes())
	e.wrote = len(written)
	if _, err := e.terminal.Write(written); err != nil {
		e.t.Fatal(err)
	}
	e.out.Reset()
	return map[string][][]string{
		"clusters": rowsOf(e.terminal.CellAt, e.cells.Bounds()), "renderer": rowsOf(e.cells.CellAt, e.cells.Bounds()),
	}
}

// rowsOf are the cells of a screen, the second one of wide characters empty.
func rowsOf(cell func(x, y int) *uv.Cell, bounds uv.Rectangle) [][]string {
	rows := make([][]string, bounds.Dy())
	for y := range rows {
		rows[y] = make([]string, bounds.Dx())
		for x := range rows[y] {
			switch c := cell(x, y); {
			case c == nil || c.Content == " ":
			case len(c.Content) == 1:
				rows[y][x] = c.Content
			default:
				rows[y][x] = strings.TrimRight(unplaced(c.Content), " ")
			}
		}
	}
	return rows
}

// pieces are pieces of prompts in the world's scripts, and the characters hardest to
// measure.
var pieces = []string{
	"भारी बारिश", "स्ते", "प्रकाशस्तंभ", "বৃষ্টিতে", "প্রকাশ", "மழையில்", "ஸ்ரீ", "ถนนเก่า", "กำลัง", "شارع", "שָׁלוֹם", "霧の中の灯台", "한글", "가각",
	"👩‍👧", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇩", "❤️", "☎️", "1️⃣", "👍🏽", "e\u0301\u0327", "\u200d", "\u0301", "ㅤ",
	"a girl", "1,250 mm", "−4", " ", "  ", "lighthouse",
}

// odd is a random text of characters that are hard to measure.
var odd = rapid.StringOfN(rapid.RuneFrom([]rune("a ⌚☀🏽\u200d\ufe0f\u20e3"), unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Thai,
	unicode.Arabic, unicode.Hebrew, unicode.Hangul, unicode.Mn, unicode.Mc, unicode.So, unicode.Regional_Indicator), 0, 8, -1)

// wideTexts are prompts of such pieces, and of others.
func wideTexts(seed, count int) []string {
	text := rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), odd), 1, 24).Draw(t, "words")
		return strings.Join(words, rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
	})
	texts := make([]string, count)
	for i := range texts {
		texts[i] = text.Example(1000*seed + i)
	}
	return texts
}

// described is the program with texts in place of the sandbox's descriptions.
func described(t *testing.T, width, height int, texts []string) *screen {
	t.Helper()
	s := newScreen(t, "", width, height)
	s.faults.serve = changing(s.faults, map[string]func(map[string]any){"/api/transactions": func(answer map[string]any) {
		for i := range answer["data"].([]any) {
			rowOf(answer, i)["description"] = texts[i%len(texts)]
		}
	}})
	return s.begin()
}

// report sets the terminal's width method.
func (s *screen) report(measure ansi.Method) {
	setting := ansi.ModeNotRecognized
	if measure == ansi.GraphemeWidth {
		setting = ansi.ModeReset
	}
	s.app.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: setting})
}

// figuresFrom is the first column of a table's figures, and the row of its heading.
func figuresFrom(rows [][]string) (column, heading int, ok bool) {
	for y, row := range rows {
		for x := range row {
			if x+7 <= len(row) && strings.Join(row[x:x+7], "") == "CREDITS" {
				return x - 2, y, true
			}
		}
	}
	return 0, 0, false
}

// TestWideText shows every figure of the table complete and in its column, beside any
// text, in terminals of every width: with the renderer's width method, and with
// another.
func TestWideText(t *testing.T) {
	t.Parallel()
	const height = 20
	step := 4
	if raceDetector || testing.Short() {
		step = 40
	}
	for seed := range 4 {
		plain := described(t, 60, height, []string{"a lighthouse in the fog"})
		wide := described(t, 60, height, wideTexts(seed, 40))
		for _, measure := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			for width := 60 + seed; width <= 220; width += step {
				t.Run(fmt.Sprint(seed, measure, width), func(t *testing.T) { compare(t, plain, wide, width, height, measure) })
			}
		}
	}
}

// compare steps through the same frames of two programs, which differ in their texts.
func compare(t *testing.T, plain, wide *screen, width, height int, measure ansi.Method) {
	terminals := map[*screen]*emulated{}
	for _, s := range []*screen{plain, wide} {
		s.t = t
		s.cells = [2]int{width, height}
		s.send(tea.WindowSizeMsg{Width: width, Height: height})
		if measure == ansi.GraphemeWidth {
			s.report(measure)
		}
		terminals[s] = newEmulated(t, width, height, measure)
	}
	for _, keys := range [][]string{{"2"}, {"down"}, {"right"}, {"?"}, {"esc"}, {"enter"}, {"esc"}, {"1"}} {
		plain.press(keys...)
		wide.press(keys...)
		wanted := terminals[plain].draw(plain.app.View().Content)
		for name, got := range terminals[wide].draw(wide.app.View().Content) {
			straight(t, fmt.Sprint(name, " after ", keys), got)
			if keys[0] == "enter" || keys[0] == "1" { // these are as long as their texts
				continue
			}
			want := wanted["renderer"]
			column, heading, ok := figuresFrom(want)
			if !ok && keys[0] != "?" && keys[0] != ":" {
				t.Fatalf("no table after %v:\n%s", keys, joinRows(want))
			}
			end := width
			if ok {
				if beside := slices.Index(want[heading-1], "╭"); beside >= 0 { // the row beside the list is as long as its text
					end = beside
				}
			}
			for y := heading; ok && y < height; y++ {
				if !slices.Equal(got[y][column:end], want[y][column:end]) {
					t.Fatalf("%s after %v: row %d has\n%s\nand should end as\n%s", name, keys, y, strings.Join(got[y], ""), strings.Join(want[y], "·"))
				}
			}
		}
	}
}

// straight fails unless the frame of a card is in the same two columns in all rows.
func straight(t *testing.T, what string, rows [][]string) {
	t.Helper()
	left, right := -1, -1
	for y, row := range rows {
		if from := slices.Index(row, "╭"); from >= 0 {
			left, right = from, slices.Index(row, "╮")
		}
		if left >= 0 && (right < 0 || !strings.Contains("╭│╰", row[left]) || !strings.Contains("╮│╯", row[right]) || row[right] == "") {
			t.Fatalf("%s: the card is not straight in row %d:\n%s", what, y, joinRows(rows))
		}
		if left >= 0 && row[left] == "╰" {
			return
		}
	}
}

func joinRows(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		for _, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", max(1-len(cell), 0)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestWideTextAnswer shows the figures of a result with prompts in Hindi and joined
// emoji, complete and aligned, from 100 to 200 columns.
func TestWideTextAnswer(t *testing.T) {
	t.Parallel()
	answer, err := os.ReadFile("testdata/transactions-wide-text.json")
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen(t, "", 100, 24)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/transactions" {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
		return true
	}
	s.begin()
	s.press("2")
	for width := 100; width <= 200; width++ {
		s.send(tea.WindowSizeMsg{Width: width, Height: 24})
		for name, rows := range newEmulated(t, width, 24, ansi.WcWidth).draw(s.app.View().Content) {
			column, heading, ok := figuresFrom(rows)
			if !ok {
				t.Fatalf("no table:\n%s", joinRows(rows))
			}
			for i, want := range []string{" −1,250  1,229,567", "−12,500  1,230,817", " −1,250  1,243,317"} {
				got, _, _ := strings.Cut(joinRows([][]string{rows[heading+1+i][column:]}), "│") // without the details beside the list
				if strings.TrimSpace(got) != strings.TrimSpace(want) {
					t.Errorf("%s, %d columns: row %d ends in %q, not %q", name, width, i, got, want)
				}
			}
		}
	}
}
