package main

import (
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// TestEveryCharacterHasAGlyph paints every character of the recorded screens, and of
// the sandbox's data, and finds no box in place of one.
func TestEveryCharacterHasAGlyph(t *testing.T) {
	paths := []string{"../api/sandbox/words.go"}
	for _, root := range []string{"../ui/app/testdata", "../ui/pane/testdata"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".golden" && !entry.IsDir() {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(paths) < 50 {
		t.Fatalf("only %d screens are recorded", len(paths))
	}
	where := map[rune]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range ansi.Strip(string(text)) {
			where[r] = path
		}
	}
	paint, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 2*cellWidth, cellHeight))
	for r := range where {
		for _, attrs := range []uint8{0, uv.AttrBold, uv.AttrItalic, uv.AttrBold | uv.AttrItalic} {
			paint.cell(dst, dst.Bounds(), uv.Cell{Content: string(r), Width: 2, Style: uv.Style{Attrs: attrs}}, dark)
		}
	}
	for _, r := range paint.missing {
		t.Errorf("no font has %q (%U) of %s", r, r, where[r])
	}
}
