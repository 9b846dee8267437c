package auth_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/auth"
)

const secret = "prod_0123456789abcdefZ9x7"

func pasted(t testing.TB, text string) auth.Key {
	t.Helper()
	key, err := auth.NewKey(text, auth.Pasted, "pasted")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestKeyIsNeverShownByAccident(t *testing.T) {
	key := pasted(t, secret)
	type holder struct {
		Key    auth.Key
		hidden auth.Key
		list   []auth.Key
		byName map[string]auth.Key
		behind *auth.Key
	}
	h := holder{key, key, []auth.Key{key}, map[string]auth.Key{"k": key}, &key}
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%10s", "%p"} {
		for _, value := range []any{key, &key, h, &h, []auth.Key{key}, fmt.Errorf("failed with %v: %w", key, errors.New("x"))} {
			shown = append(shown, fmt.Sprintf(verb, value))
		}
	}
	for _, value := range []any{key, &key, h, map[string]any{"k": key}} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, string(text))
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", key, "held", h)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", key, "held", h)
	shown = append(shown, log.String())
	hexed := fmt.Sprintf("%x", secret)
	for _, text := range shown {
		if strings.Contains(text, secret[:9]) || strings.Contains(text, hexed[:18]) {
			t.Errorf("shows the key: %s", text)
		}
	}
	if got, want := fmt.Sprintf("%#v", key), "key …Z9x7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if key.Reveal() != secret {
		t.Error("Reveal does not give the key")
	}
}

func TestLastFourOnlyOfLongKeys(t *testing.T) {
	for text, want := range map[string]string{
		"12345678901": "…", "123456789012": "9012", "x": "…", secret: "Z9x7",
	} {
		if got := pasted(t, text).Last4(); got != want {
			t.Errorf("of %d characters: %q, want %q", len(text), got, want)
		}
	}
	if got := (auth.Key{}).String(); got != "no key" {
		t.Errorf("zero key: %q", got)
	}
	if (auth.Key{}).Last4() != "…" || (auth.Key{}).Reveal() != "" || !(auth.Key{}).IsZero() {
		t.Error("the zero key is not empty")
	}
}

// TestNewKeyAcceptsPrintableASCIIOnly takes nothing but what stands in the text, without
// what no key has, and never shows it in an error.
func TestNewKeyAcceptsPrintableASCIIOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9A-Za-z_.-]{1,600}`), rapid.StringMatching(`["'= -~]{1,40}`)).Draw(t, "body")
		text := rapid.SampledFrom([]string{"", " ", "\ufeff", "Bearer ", "Authorization: Bearer ", "authorization:", auth.EnvKey + "=", "export " + auth.EnvKey + "="}).Draw(t, "before") +
			rapid.SampledFrom([]string{body, `"` + body + `"`, "'" + body + "'", "\u201c" + body + "\u201d", " " + body + "\r\n"}).Draw(t, "quoted")
		key, err := auth.NewKey(text, auth.Pasted, "")
		odd := strings.IndexFunc(body, func(r rune) bool { return r < '!' || r > '~' || strings.ContainsRune("\"'`=:", r) })
		if plain := body != "" && len(body) <= 512 && odd < 0; plain && !strings.EqualFold(body, "bearer") && (err != nil || key.Reveal() != body) {
			t.Fatalf("%q gives %q: %v", text, key.Reveal(), err)
		}
		if err == nil && (!strings.Contains(text, key.Reveal()) || len(key.Reveal()) > 512 || strings.IndexFunc(key.Reveal(), func(r rune) bool { return r < '!' || r > '~' }) >= 0) {
			t.Fatalf("kept %q of %q", key.Reveal(), text)
		}
		if err != nil && (!errors.Is(err, auth.ErrInvalidKey) || (len(body) > 8 && strings.Contains(err.Error(), body))) {
			t.Fatalf("error %v", err)
		}
	})
}

// TestNewKeyNamesTheCause says what is wrong with a text that cannot be cleaned.
func TestNewKeyNamesTheCause(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "it is empty",
		"\ufeff":                       "it is empty",
		`""`:                           "it is empty",
		"Bearer ":                      "it is empty",
		"\xff\xfep\x00r\x00o\x00d\x00": "UTF-16",
		"prod_\xff":                    "not in UTF-8",
		"prod_1\nprod_2":               "several lines",
		"prod_ 1":                      "there is a space in it",
		`prod_"1`:                      "a quotation mark",
		"prod_\u00e9":                  "a character that no key has",
		strings.Repeat("x", 513):       "longer than 512",
	} {
		if _, err := auth.NewKey(text, auth.Pasted, ""); !errors.Is(err, auth.ErrInvalidKey) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	for base, want := range map[string]string{
		"https://api.artificialstudio.ai":          "https://api.artificialstudio.ai",
		"https://API.artificialstudio.ai:443/v1/":  "https://api.artificialstudio.ai",
		"https://api.artificialstudio.ai:8443":     "https://api.artificialstudio.ai:8443",
		"http://127.0.0.1:8787/":                   "http://127.0.0.1:8787",
		"http://localhost:80":                      "http://localhost",
		"http://[::1]:8787":                        "http://[::1]:8787",
		"http://[::1]":                             "http://[::1]",
		"http://api.artificialstudio.ai":           "",
		"ftp://api.artificialstudio.ai":            "",
		"api.artificialstudio.ai":                  "",
		"https://user@api.artificialstudio.ai":     "",
		"https://api.artificialstudio\uff0eai":     "",
		"https:api.artificialstudio.ai":            "",
		"":                                         "",
		"https://":                                 "",
		"http://127.0.0.1.example.com":             "",
		"https://api.artificialstudio.ai.evil.com": "https://api.artificialstudio.ai.evil.com",
	} {
		got, err := auth.Origin(base)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", base, got, err)
		}
		if want == "" && !errors.Is(err, auth.ErrOrigin) {
			t.Errorf("%q: %v is not ErrOrigin", base, err)
		}
	}
}

func FuzzOrigin(f *testing.F) {
	f.Add("https://api.artificialstudio.ai:443/x")
	f.Add("http://[::1]:80")
	f.Fuzz(func(t *testing.T, base string) {
		origin, err := auth.Origin(base)
		if err != nil {
			return
		}
		if again, err := auth.Origin(origin); err != nil || again != origin {
			t.Errorf("%q gives %q, which gives %q, %v", base, origin, again, err)
		}
	})
}

func TestTakeEnvLeavesNothingToInherit(t *testing.T) {
	t.Setenv(auth.EnvKey, secret)
	t.Setenv("STUDIO_TUI_OTHER", "kept")
	env := auth.ConsumeEnv()
	if environmentHasKey() {
		t.Error("the variable is still there")
	}
	if env(auth.EnvKey) != secret || env("STUDIO_TUI_OTHER") != "kept" {
		t.Error("the values are not known any more")
	}
}
