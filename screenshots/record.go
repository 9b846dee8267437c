package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// recordName is the file beside the pictures that says which screens they show.
const recordName = "screens.sum"

// sums are digests of the screens that a picture shows, and of its file.
type sums struct{ screens, file string }

// record has the sums of each picture by its name.
type record map[string]sums

// readRecord reads the record; one that is not there is empty.
func readRecord(path string) (record, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	r := record{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) != 3 {
			return nil, fmt.Errorf("%s: %q is no line of it", path, line)
		}
		r[words[0]] = sums{words[1], words[2]}
	}
	return r, nil
}

func (r record) write(path string) error {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(r)) {
		fmt.Fprintln(&text, name, r[name].screens, r[name].file)
	}
	return os.WriteFile(path, []byte(text.String()), 0o644)
}

// blankAttrs are the attributes that are seen without a character.
const blankAttrs = uv.AttrReverse | uv.AttrStrikethrough

// digestScreens is a digest of what is drawn of screens.
func digestScreens(frames []frame) string {
	var text strings.Builder
	for _, f := range frames {
		fmt.Fprintln(&text, f.Title, f.label, f.hold)
		if f.Cursor { // elsewhere it is where the renderer left it
			fmt.Fprintln(&text, f.CursorX, f.CursorY)
		}
		for _, row := range f.Rows {
			for _, cell := range row {
				cell.Link = uv.Link{} // is not drawn, nor is the text colour of a blank
				if strings.TrimSpace(cell.Content) == "" && cell.Style.Underline == uv.UnderlineNone && cell.Style.Attrs&blankAttrs == 0 {
					cell.Style = uv.Style{Bg: cell.Style.Bg}
				}
				fmt.Fprintf(&text, "%v ", cell)
			}
		}
	}
	return digest([]byte(text.String()))
}

func digest(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }
