package model_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "A lighthouse in heavy fog": "A lighthouse in heavy fog", "naïve 漢字 العربية עברית": "naïve 漢字 العربية עברית",
		"a\tb\nc\rd": "a b c d", "a\u2028b\u2029c": "a b c",
		"\x1b[31mred\x1b[0m": "[31mred[0m", "\x1b]0;title\x07": "]0;title", "\u009b2J": "2J", "\x9b2J": "2J", "bell\a back\b\x7f": "bell back",
		"user\u202egnp.exe": "usergnp.exe", "\u2066\u2067\u2068\u2069\u200e\u200f\u061c": "", "zero\u200bwidth\ufeff": "zerowidth",
		"\U000e0041tag": "tag", "soft\u00adhyphen": "softhyphen", "\xff\xfea": "a", "cut \xe2\x82": "cut ", "real \ufffd": "real \ufffd",
		"👩\u200d🚀": "👩\u200d🚀", "a\x00b": "ab",
	} {
		if got := model.Clean(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// checkClean says what nothing that is shown may have.
func checkClean(t interface{ Fatalf(string, ...any) }, text, got string) {
	if !utf8.ValidString(got) {
		t.Fatalf("%q became broken UTF-8: %q", text, got)
	}
	for _, r := range got {
		if r < ' ' || (r >= 0x7f && r <= 0x9f) || r == '\u2028' || r == '\u2029' ||
			unicode.Is(unicode.Bidi_Control, r) || (unicode.Is(unicode.Cf, r) && r != '\u200d') {
			t.Fatalf("%q kept %U", text, r)
		}
	}
	if len(got) > len(text) {
		t.Fatalf("%q grew to %q", text, got)
	}
	if again := model.Clean(got); again != got {
		t.Fatalf("%q becomes %q and then %q", text, got, again)
	}
}

func TestCleanKeepsEveryHarmlessCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.S, unicode.M)).Draw(t, "text")
		if got := model.Clean(text); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, text := range []string{"plain", "\x1b[2J", "\u202e", "\xe2\x80\xae", "\xe2\x00\x80\xae", "a\tb", "\u009b", "👩\u200d🚀", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkClean(t, text, model.Clean(text)) })
}

func TestRawIsKeptAndShownClean(t *testing.T) {
	for text, want := range map[string]string{
		`null`: "", `"plain"`: "plain", `"a\u001b[31m\u202eb"`: "a[31mb", `12.50`: "12.50", `true`: "true",
		`{ "b" : 1, "a":[1, 2] }`: `{"b":1,"a":[1,2]}`, `""`: "",
	} {
		var held struct {
			Output model.Raw `json:"output"`
		}
		whole := `{"output":` + text + `}`
		if err := json.Unmarshal([]byte(whole), &held); err != nil {
			t.Fatal(err)
		}
		if got := held.Output.Text(); got != want {
			t.Errorf("%s is shown as %q, want %q", text, got, want)
		}
		if held.Output.Absent() != (text == "null") {
			t.Errorf("%s absent: %t", text, held.Output.Absent())
		}
		if string(held.Output) != text {
			t.Errorf("%s is kept as %s", text, held.Output)
		}
	}
	if text, err := json.Marshal(struct{ R model.Raw }{}); err != nil || string(text) != `{"R":null}` {
		t.Errorf("none travels as %s, %v", text, err)
	}
}

func TestRawField(t *testing.T) {
	raw := model.Raw(`{"model": "veo-3.1", "prompt": "two\nlines\u001b", "seed": 7, "none": null, "deep": {"model": "x"}}`)
	for name, want := range map[string]string{"model": "veo-3.1", "prompt": "two lines", "seed": "7", "none": "", "missing": "", "deep": `{"model":"x"}`} {
		if got := raw.Field(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, other := range []model.Raw{nil, model.Raw(`null`), model.Raw(`[1]`), model.Raw(`"x"`), model.Raw(`{`)} {
		if got := other.Field("model"); got != "" {
			t.Errorf("%s has a model %q", other, got)
		}
	}
}

func TestRawAddresses(t *testing.T) {
	raw := model.Raw(`{"url": "https://a.example/1", "https://not.a/value": 1,
		"more": ["http://b.example/\u001b", {"x": "https://c.example"}, "ftp://d", "see https://e.example"], "n": 5}`)
	got := raw.Addresses()
	want := []model.URL{"https://a.example/1", "http://b.example/\x1b", "https://c.example"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	if got := model.Raw(`"https://only.example"`).Addresses(); len(got) != 1 {
		t.Errorf("a plain text: %q", got)
	}
	many := model.Raw(`[` + strings.Repeat(`"https://x",`, 50) + `"https://x"]`)
	if got := many.Addresses(); len(got) != 20 {
		t.Errorf("%d of many", len(got))
	}
}

func FuzzRaw(f *testing.F) {
	f.Add([]byte(`{"model": "a", "x": ["https://x"]}`))
	f.Add([]byte(`"\u001b\ud800"`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, text []byte) {
		raw := model.Raw(text)
		for _, shown := range []string{raw.Text(), raw.Field("model")} {
			if model.Clean(shown) != shown {
				t.Errorf("shows %q", shown)
			}
		}
		for _, address := range raw.Addresses() {
			if !strings.HasPrefix(string(address), "http") {
				t.Errorf("address %q", address)
			}
		}
	})
}

func TestTimeTravels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		instant := model.At(time.UnixMilli(rapid.Int64Range(-62_135_596_799_999, 253_402_300_799_999).Draw(t, "ms")))
		text, err := json.Marshal(instant)
		if err != nil || len(text) != len(`"2024-01-15T10:30:00.000Z"`) {
			t.Fatalf("%s, %v", text, err)
		}
		var back model.Time
		if err := json.Unmarshal(text, &back); err != nil || !back.Equal(instant.Time) || back.Location() != time.UTC {
			t.Fatalf("%s arrives as %s, %v", text, back, err)
		}
	})
	for text, want := range map[string]string{
		`"2024-01-15T10:30:00.000Z"`: `"2024-01-15T10:30:00.000Z"`, `"2024-01-15T12:30:00+02:00"`: `"2024-01-15T10:30:00.000Z"`,
		`"2024-01-15T10:30:00.123456Z"`: `"2024-01-15T10:30:00.123Z"`, `null`: `null`,
	} {
		var got model.Time
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if again, err := json.Marshal(got); err != nil || string(again) != want {
			t.Errorf("%s became %s, %v", text, again, err)
		}
	}
	for _, text := range []string{`""`, `"today"`, `1705314600`, `"2024-13-01T00:00:00Z"`, `{}`, `"\u001b[2J"`} {
		var got model.Time
		if err := json.Unmarshal([]byte(text), &got); err == nil || model.Clean(err.Error()) != err.Error() {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
}

func TestAbsentTextsTravelAsNull(t *testing.T) {
	type held struct {
		ID       model.ID
		Text     model.OptionalString
		Interval model.Interval
	}
	text, err := json.Marshal(held{})
	if err != nil || string(text) != `{"ID":null,"Text":null,"Interval":null}` {
		t.Errorf("%s, %v", text, err)
	}
	var back held
	if err := json.Unmarshal(text, &back); err != nil || back != (held{}) {
		t.Errorf("%+v, %v", back, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := held{model.ID(rapid.String().Draw(t, "id")), model.OptionalString(rapid.String().Draw(t, "text")), "year"}
		text, err := json.Marshal(want)
		var got held
		if err != nil || json.Unmarshal(text, &got) != nil || got != want {
			t.Fatalf("%+v became %s and then %+v", want, text, got)
		}
	})
}

func TestIDCanonical(t *testing.T) {
	for id, want := range map[model.ID]bool{
		"65a5f0c8e4b0a1b2c3d4e5f6": true, "65A5F0C8E4B0A1B2C3D4E5F6": true, "": false, "65a5f0c8e4b0a1b2c3d4e5f": false,
		"65a5f0c8e4b0a1b2c3d4e5g6": false, "65a5f0c8e4b0a1b2c3d4e5f60": false,
	} {
		if id.Canonical() != want {
			t.Errorf("%q canonical: %t", id, !want)
		}
	}
}
