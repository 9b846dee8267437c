package privacy_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/privacy"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestText masks secrets, and nothing else.
func TestText(t *testing.T) {
	m := privacy.New()
	for text, want := range map[string]string{
		"12,051 credits on Nov 30, 2026 13:34":       "**,*** credits on Nov 30, 2026 13:34",
		"mia@example.com, veo-3.1, 30 days":          "***************, veo-3.1, 30 days",
		"stable-audio-effec…, 68e28edc9…":            "stable-audio-effec…, **********",
		"霧@例.jp":                                     "********",
		"12051,creator,mia@example.com,68e28edc9af3": "*****,creator,***************,************",
		"2026-11-30T18:32:27.763Z\t-4":               "2026-11-30T18:32:27.763Z\t-*",
		"Write to " + model.Support + ".":            "Write to " + model.Support + ".",
		string(model.KeysPage):                       string(model.KeysPage),
		"see https://pay.stripe.com/r/secret":        "see https" + strings.Repeat("*", 26),
		"\x1b[31m1\x1b[0m2":                          "\x1b[31m*\x1b[0m*",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestAnything masks random texts: the width stays, JSON stays JSON with the same
// members, and a Writer masks the same in whatever pieces the text comes.
func TestAnything(t *testing.T) {
	m := privacy.New()
	rapid.Check(t, func(r *rapid.T) {
		value := map[string]any{"text": rapid.String().Draw(r, "text"), "number": rapid.Float64().Draw(r, "number"), "12": []any{nil, true, 7}}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		var masked map[string]any
		if err := json.Unmarshal(m.JSON(text), &masked); err != nil || len(masked) != 3 || masked["number"] != nil {
			r.Fatalf("%s becomes %s: %v", text, m.JSON(text), err)
		}
		line := rapid.StringMatching(`[ -~é霧\n]{0,60}`).Draw(r, "line")
		want := m.Text(line)
		for i, part := range strings.Split(want, "\n") {
			if widget.Width(part) != widget.Width(strings.Split(line, "\n")[i]) {
				r.Fatalf("%q becomes %q", line, want)
			}
		}
		var b bytes.Buffer
		w := m.Lines(&b, false)
		at := rapid.IntRange(0, len(line)).Draw(r, "at")
		for _, piece := range []string{line[:at], line[at:]} {
			if _, err := w.Write([]byte(piece)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil || b.String() != want {
			r.Fatalf("%q in pieces becomes %q, want %q", line, b.String(), want)
		}
	})
}
