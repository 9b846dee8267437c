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
		"12,051 credits on Nov 30, 2026 13:34":        "**,*** credits on Nov 30, 2026 13:34",
		"mia@example.com, veo-3.1, 30 days":           "***************, veo-3.1, 30 days",
		"stable-audio-effec…, 68e28edc9…":             "stable-audio-effec…, **********",
		"霧@例.jp":                                      "********",
		"12051,creator,mia@example.com,68e28edc9af3":  "*****,creator,***************,************",
		"2026-11-30T18:32:27.763Z\t-4":                "2026-11-30T18:32:27.763Z\t-*",
		"Write to " + model.Support + ".":             "Write to " + model.Support + ".",
		string(model.KeysPage):                        string(model.KeysPage),
		"see https://pay.stripe.com/r/secret":         "see https" + strings.Repeat("*", 26),
		"\x1b[31m1\x1b[0m2":                           "\x1b[31m*\x1b[0m*",
		"9 times out of 10, by Mar 23 2027":           "9 times out of 10, by Mar 23 2027",
		"In May 12,051 credits, in Nov 12 credits":    "In May **,*** credits, in Nov ** credits",
		"Marvel 12, Decided 20.5, Sepia 7":            "Marvel **, Decided **.*, Sepia *",
		"2026-11\t2045-12.5\t(3)\tPacks (5)":          "2026-11\t****-**.*\t(*)\tPacks (5)",
		"hunyuan3d-v3, kling-3-0-pro-text-to-video":   "hunyuan3d-v3, kling-3-0-pro-text-to-video",
		"You ran it 33 times, 24 times your usual":    "You ran it ** times, ** times your usual",
		"podcast-season-3_draft-31.wav, 12 WEEKS":     "podcast-season-*_draft-**.wav, 12 WEEKS",
		"     00    03    06    21  ":                 "     00    03    06    21  ",
		"  2025 so far    $12.00":                     "  2025 so far    $**.**",
		"txn_48213, gen_01HZ…, acct_Ab3dEf":           "*********, *********, ***********",
		"past_due, STUDIO_TUI_PRIVATE, --range 30d":   "past_due, STUDIO_TUI_PRIVATE, --range 30d",
		"wan-2.1-1080p, text-to-speech, pack-m, EUR7": "wan-2.1-1080p, text-to-speech, pack-m, EUR*",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestField masks by name: ids whole, whatever they look like, and no key.
func TestField(t *testing.T) {
	m := privacy.New()
	for _, test := range [][3]string{
		{"id", "alpha", "*****"},
		{"generationId", "7", "*"},
		{"refund_of", "first-one", "*********"},
		{"ENDS IN", "wxyz", "****"},
		{"key", "14", "14"},
		{"key", "2026-11", "2026-11"},
		{"key", "KZ6XW2QDN4TYAB3MEHLF", "********************"},
		{"month", "2026", "2026"},
		{"month", "$2026", "$****"},
		{"model", "seedance-1-0-pro-250528", "seedance-1-0-pro-250528"},
		{"credits", "14", "**"},
		{"paid", "2026", "****"},
		{"description", "of 12 credits", "of ** credits"},
	} {
		if got := m.Field(test[0], test[1]); got != test[2] {
			t.Errorf("%s %q becomes %q, want %q", test[0], test[1], got, test[2])
		}
	}
}

// TestIDs masks random ids of every form of the API and of unknown prefixes whole, as a
// word and cut at its end.
func TestIDs(t *testing.T) {
	m := privacy.New()
	rapid.Check(t, func(r *rapid.T) {
		id := rapid.OneOf(
			rapid.StringMatching(`[0-9a-f]{24}`),
			rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`),
			rapid.StringMatching(`(cs|in|pi|sub|prod)_(test_|sandbox_)?[A-Za-z0-9]{14,24}`),
			rapid.StringMatching(`[a-z]{2,12}_[0-9][A-Za-z0-9]{11,24}`),
			rapid.StringMatching(`[a-z]{2,12}_[a-z][A-Z][A-Za-z0-9]{11,24}Z`),
			rapid.StringMatching(`[A-Z2-7]{26}`),
			rapid.StringMatching(`[0-9A-HJKMNP-TV-Z]{22}[0-9]{4}`),
		).Draw(r, "id")
		before, after := rapid.SampledFrom([]string{"", " ", "(", "\"", ","}).Draw(r, "before"), rapid.SampledFrom([]string{"", " ", ").", "\"", ","}).Draw(r, "after")
		if got := m.Text(before + id + after); got != before+privacy.Whole(id)+after {
			r.Fatalf("%q becomes %q", id, got)
		}
	})
}

// TestAmounts masks random amounts, wherever they stand in a sentence or in fields.
func TestAmounts(t *testing.T) {
	m := privacy.New()
	rapid.Check(t, func(r *rapid.T) {
		credits := model.Credits(rapid.OneOf(rapid.Int64Range(0, 1<<45), rapid.Map(rapid.Int64Range(0, 40), func(n int64) int64 { return n * 1_000_000 })).Draw(r, "credits"))
		amount := rapid.OneOf(
			rapid.Just(credits.String()), rapid.Just(credits.Plain()),
			rapid.Map(rapid.SampledFrom([]string{"USD", "JPY", "CHF", "XTS"}), func(currency string) string {
				return model.Money{Amount: int64(credits) >> 20, Currency: currency}.String()
			}),
		).Draw(r, "amount")
		units := []string{" credits", " cr", " %", " generations"}
		before, after := rapid.SampledFrom([]string{"In May ", "since Nov ", "on Nov 30, ", "Mar "}).Draw(r, "month"), rapid.SampledFrom(units).Draw(r, "unit")
		if rapid.Bool().Draw(r, "without a month") {
			before = rapid.SampledFrom([]string{
				"", "Nov 30: ", "Marketing ", "Mar, ", "2026-11 ", "2026-11-30\t", "10:30 ", "veo-3.1 ", "creator,", "(", "−", "+", "about ", "Packs ", "1. of ", "30 days ", "of 10 ",
			}).Draw(r, "before")
			after = rapid.SampledFrom(append(units, "\t2026-11", ",2026", "", "\"", " in 2026-11")).Draw(r, "after")
		}
		masked := m.Text(before + amount + after)
		if end := strings.TrimPrefix(masked, before); strings.ContainsAny(strings.TrimSuffix(end, after), "0123456789") {
			r.Fatalf("%q becomes %q", before+amount+after, masked)
		}
	})
}

// TestJSON masks amounts and ids, and no key.
func TestJSON(t *testing.T) {
	m := privacy.New()
	text := `{"key": "14", "days": 30, "id": "one", "used": 1.5e3, "rows": [
		"two", "three"
	], "of": {"credits": -4}, "at": "2026-11-30T13:40:00.000Z", "b": null}`
	want := `{"key": "14", "days": 30, "id": "***", "used": null, "rows": [
		"***", "*****"
	], "of": {"credits": null}, "at": "2026-11-30T13:40:00.000Z", "b": null}`
	if got := string(m.JSON([]byte(text))); got != want {
		t.Error(got)
	}
	var b bytes.Buffer
	w := m.Lines(&b, true)
	for line := range strings.Lines(text) { // each in a write of its own
		if _, err := w.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil || b.String() != want {
		t.Error(b.String(), err)
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
