package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"os"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// TestAnimation plays an animation of two frames, which gives both pictures again, and
// finds in the second frame only the cell that changed.
func TestAnimation(t *testing.T) {
	paint, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	var pictures []*image.RGBA
	for _, c := range []color.RGBA{red, blue} {
		cells := []uv.Cell{{Content: "a", Width: 1}, {Content: " ", Width: 1, Style: uv.Style{Bg: c}}}
		pictures = append(pictures, paint.window(paint.screen(terminal.Screen{Rows: [][]uv.Cell{cells}}, dark), "", "", dark))
	}
	var file bytes.Buffer
	if err := gif.EncodeAll(&file, animation(pictures, []frame{{hold: time.Second}, {hold: 2 * time.Second}})); err != nil {
		t.Fatal(err)
	}
	film, err := gif.DecodeAll(&file)
	if err != nil {
		t.Fatal(err)
	}
	if film.Delay[0] != 100 || film.Delay[1] != 200 {
		t.Errorf("delays %v", film.Delay)
	}
	cell := image.Rect(padding+cellWidth, barHeight+padding, padding+2*cellWidth, barHeight+padding+cellHeight)
	cell.Min, cell.Max = cell.Min.Div(2), cell.Max.Div(2)
	if area := film.Image[1].Bounds(); !area.In(cell.Inset(-1)) {
		t.Errorf("the second frame is %v, want the cell %v with its blurred border", area, cell)
	}
	shown := image.NewRGBA(film.Image[0].Bounds())
	for i, want := range []color.RGBA{red, blue} {
		draw.Draw(shown, film.Image[i].Bounds(), film.Image[i], film.Image[i].Bounds().Min, draw.Over)
		same(t, "the cell", shown.RGBAAt(cell.Min.X+2, cell.Min.Y+2), want)
		same(t, "the padding", shown.RGBAAt(padding/2-2, cell.Min.Y), dark.ground)
		same(t, "outside of the corner", shown.RGBAAt(0, 0), color.RGBA{})
	}
}

// TestTourIsSmall keeps the animation of the README under 2 MB.
func TestTourIsSmall(t *testing.T) {
	is, err := os.Stat(tour.file())
	if err != nil || is.Size() >= 2_000_000 {
		t.Errorf("%v, %v", is, err)
	}
}
