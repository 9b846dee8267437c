package widget_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestBigCode checks that every character of codes is a rectangle, and unlike the others.
func TestBigCode(t *testing.T) {
	seen := map[string]rune{}
	for _, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789-" {
		lines := widget.BigTextCode(string(r), 10)
		if len(lines) != 3 || widget.Width(lines[0]) != widget.Width(lines[1]) || widget.Width(lines[1]) != widget.Width(lines[2]) {
			t.Errorf("%c is %q", r, lines)
		}
		look := strings.Join(lines, "\n")
		if other, taken := seen[look]; taken {
			t.Errorf("%c looks like %c", r, other)
		}
		seen[look] = r
	}
	if lines := widget.BigTextCode("WDJB-MJHT", 50); len(lines) != 3 {
		t.Error("a code of eight letters does not fit into 50 cells")
	}
	for _, code := range []string{"abcd", "Ä", "A.B", "\x1b[31m", strings.Repeat("M", 30)} {
		if lines := widget.BigTextCode(code, 50); lines != nil {
			t.Errorf("%q is drawn", code)
		}
	}
}
