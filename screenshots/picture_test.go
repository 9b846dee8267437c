package main

import (
	"image"
	"image/color"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

var (
	red  = hex(0xff0000)
	blue = hex(0x0000ff)
)

// draws shows the output of a program on a small terminal and paints it.
func draws(t *testing.T, cols, rows int, output string, l look) *image.RGBA {
	t.Helper()
	paint, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	emulator := vt.NewEmulator(cols, rows)
	l.teach(emulator)
	if _, err := emulator.WriteString(output); err != nil {
		t.Fatal(err)
	}
	return paint.screen(terminal.Copy(emulator), l)
}

// corner is a pixel of a cell outside any letter: its background.
func corner(picture *image.RGBA, x, y int) color.RGBA {
	return picture.RGBAAt(x*cellWidth+1, y*cellHeight+1)
}

// inked counts the pixels of a colour in an area.
func inked(picture *image.RGBA, area image.Rectangle, c color.RGBA) (count int) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if picture.RGBAAt(x, y) == c {
				count++
			}
		}
	}
	return count
}

func same(t *testing.T, what string, got, want color.RGBA) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestGroundOfCells(t *testing.T) {
	picture := draws(t, 4, 2, "\x1b[48;2;255;0;0mA\x1b[m \x1b[7mB\x1b[m", dark)
	if got, want := picture.Bounds().Size(), image.Pt(4*cellWidth, 2*cellHeight); got != want {
		t.Fatalf("size is %v, want %v", got, want)
	}
	same(t, "a cell with a ground", corner(picture, 0, 0), red)
	same(t, "an empty cell", corner(picture, 1, 0), dark.ground)
	same(t, "a reversed cell", corner(picture, 2, 0), dark.text)
	same(t, "a cell never written to", corner(picture, 3, 1), dark.ground)
	if inked(picture, cellAt(0, 0, 1), dark.text) == 0 {
		t.Error("the letter A has left no ink")
	}
	if inked(picture, cellAt(2, 0, 1), dark.ground) == 0 {
		t.Error("the reversed letter is not in the colour of the ground")
	}
}

func TestLightTerminal(t *testing.T) {
	picture := draws(t, 2, 1, "A", light)
	same(t, "the ground", corner(picture, 1, 0), light.ground)
	if inked(picture, cellAt(0, 0, 1), light.text) == 0 {
		t.Error("the letter is not in the colour of text")
	}
}

func TestNamedColours(t *testing.T) {
	picture := draws(t, 2, 1, "\x1b[41m \x1b[102m ", dark)
	same(t, "red", corner(picture, 0, 0), dark.named[1])
	same(t, "bright green", corner(picture, 1, 0), dark.named[10])
}

func TestWideCharacterCoversTwoCells(t *testing.T) {
	picture := draws(t, 4, 1, "\x1b[48;2;255;0;0m中\x1b[mx", dark)
	same(t, "its first cell", corner(picture, 0, 0), red)
	same(t, "its second cell", corner(picture, 1, 0), red)
	same(t, "the cell after it", corner(picture, 2, 0), dark.ground)
	if inked(picture, cellAt(2, 0, 1), dark.text) == 0 {
		t.Error("the letter after it is missing")
	}
}

func TestBoldFaintAndLines(t *testing.T) {
	ink := func(output string, c color.RGBA) int {
		picture := draws(t, 1, 1, output, dark)
		return inked(picture, picture.Bounds(), c)
	}
	plain := ink("m", dark.text)
	if bold := ink("\x1b[1mm", dark.text); bold <= plain {
		t.Errorf("bold has %d pixels of ink, plain %d", bold, plain)
	}
	if ink("\x1b[2mm", dark.text) != 0 || ink("\x1b[2mm", mix(dark.text, dark.ground, 50)) == 0 {
		t.Error("faint text is not between text and ground")
	}
	if got, want := ink("\x1b[4m ", dark.text), 2*cellWidth; got != want {
		t.Errorf("an underline has %d pixels, want %d", got, want)
	}
	if got, want := ink("\x1b[4;58;2;0;0;255m ", blue), 2*cellWidth; got != want {
		t.Errorf("a coloured underline has %d pixels, want %d", got, want)
	}
	if got, want := ink("\x1b[9m ", dark.text), 2*cellWidth; got != want {
		t.Errorf("a strike has %d pixels, want %d", got, want)
	}
}

// TestLinesJoinAcrossCells checks that frames, bars and charts have no gaps between
// their cells.
func TestLinesJoinAcrossCells(t *testing.T) {
	picture := draws(t, 3, 3, "╭─╮\r\n│█│\r\n╰─╯", dark)
	middleX, middleY := cellWidth/2, cellHeight/2
	for x := middleX + cellWidth/2; x < 3*cellWidth-cellWidth; x++ {
		same(t, "the upper edge", picture.RGBAAt(x, middleY), dark.text)
		same(t, "the lower edge", picture.RGBAAt(x, 2*cellHeight+middleY), dark.text)
	}
	for y := cellHeight; y < 2*cellHeight; y++ {
		same(t, "the left edge", picture.RGBAAt(middleX, y), dark.text)
		same(t, "the right edge", picture.RGBAAt(2*cellWidth+middleX, y), dark.text)
	}
	if got, want := inked(picture, cellAt(1, 1, 1), dark.text), cellWidth*cellHeight; got != want {
		t.Errorf("a full block has %d pixels, want %d", got, want)
	}
	// The corner starts and ends where its neighbours do.
	same(t, "the corner's right end", picture.RGBAAt(cellWidth-1, middleY), dark.text)
	same(t, "the corner's lower end", picture.RGBAAt(middleX, cellHeight-1), dark.text)
}

func TestBlocksFillTheirEighths(t *testing.T) {
	for r, want := range map[rune]int{
		'▁': cellWidth * 5, '▄': cellWidth * 20, '▇': cellWidth * 35, '▀': cellWidth * 20,
		'▌': 10 * cellHeight, '▐': 10 * cellHeight, '▘': 10 * 20, '▟': 3 * 10 * 20, '▔': cellWidth * 5,
	} {
		picture := draws(t, 1, 1, string(r), dark)
		if got := inked(picture, picture.Bounds(), dark.text); got != want {
			t.Errorf("%c has %d pixels, want %d", r, got, want)
		}
	}
}

// TestUnknownCharacterIsABox checks that a character without a glyph does not look like
// a space.
func TestUnknownCharacterIsABox(t *testing.T) {
	picture := draws(t, 2, 1, "🐋", dark)
	if inked(picture, picture.Bounds(), dark.text) == 0 {
		t.Error("nothing was drawn")
	}
}

func TestWindow(t *testing.T) {
	paint, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	content := paint.screen(terminal.Screen{Rows: [][]uv.Cell{{{Content: " ", Width: 1, Style: uv.Style{Bg: red}}}}}, dark)
	picture := paint.window(content, "a title", "a label", dark)
	same(t, "outside of the corner", picture.RGBAAt(0, 0), color.RGBA{})
	same(t, "the padding", picture.RGBAAt(padding-2, barHeight+padding), dark.ground)
	same(t, "the screen", picture.RGBAAt(padding, barHeight+padding), red)
	same(t, "beside the screen", picture.RGBAAt(padding+cellWidth, barHeight+padding), dark.ground)
}
