package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/ui/privacy"
)

// TestMaskedBeforeCut masks an address and an id before a narrow table cuts them, and a
// sentence before it is wrapped: a piece of either would not be recognised, and neither
// would a date over two lines.
func TestMaskedBeforeCut(t *testing.T) {
	m := privacy.New()
	for width := 12; width <= 60; width++ {
		var out, messages bytes.Buffer
		s := Streams{Out: m.Lines(&out, false), Err: m.Messages(&messages), OutTTY: true, Width: width, ErrWidth: width, mask: m}
		note := "of maximiliane.mustermann@example.com until Mar 25, order next-one_of-them4all, 12.5 credits"
		rows := [][]string{{"maximiliane.mustermann@example.com", "next-one", "12.50"}}
		if err := writePeople(s, []column{{"ACCOUNT", text}, {"SESSION", text}, {"CREDITS", number}}, slices.Values(rows), []string{note}); err != nil {
			t.Fatal(err)
		}
		s.say("%s", note)
		for _, got := range []string{out.String(), messages.String()} {
			words := strings.Join(strings.Fields(got), " ")
			if strings.Contains(got, "xim") || strings.Contains(got, "example") || strings.Contains(got, "next") || strings.Contains(got, "them") ||
				!strings.Contains(words, "until Mar 25, order *") || !strings.HasSuffix(words, "**.* credits") {
				t.Fatalf("%d columns:\n%s", width, got)
			}
		}
	}
}
