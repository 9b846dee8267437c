package model_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestUngroup(t *testing.T) {
	for text, want := range map[string]string{
		"12,000": "12000", "-1,234,567.89": "-1234567.89", "−50": "-50", "+4": "4", "4.5": "4.5", "1,000e2": "1000e2", "999": "999",
		"": "", "many": "many", "12:30": "12:30", "+-4": "+-4", "--4": "--4", "0,123": "0123",
	} {
		if got, err := model.Ungroup(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"-4,5", "4,50", "1,00", "12,0000", "1234,567", ",5", ",500", "5,", "1,,000", "1,000,00", "1.000,5", "1.5,000", "4.123,456", "many, many", "1,000 ,",
	} {
		if got, err := model.Ungroup(text); !errors.Is(err, model.ErrComma) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// What the program prints with commas is read back, and nothing else with commas is.
func TestUngroupReadsWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		credits := anyCredits.Draw(t, "credits")
		if !credits.Known() {
			t.Skip()
		}
		for _, printed := range []string{credits.String(), credits.Signed()} {
			if plain, err := model.Ungroup(printed); err != nil || plain != credits.Plain() {
				t.Fatalf("%s: %q, %v", printed, plain, err)
			}
		}
		text := credits.Plain()
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		wrong := text[:at] + "," + text[at:]
		if plain, err := model.Ungroup(wrong); err == nil && (strings.Contains(plain, ",") || !grouped(wrong)) {
			t.Fatalf("%s is read as %s", wrong, plain)
		}
	})
}

// grouped reports whether a number with one comma has three digits behind it, and
// one to three before it.
func grouped(text string) bool {
	before, after, _ := strings.Cut(strings.TrimPrefix(text, "-"), ",")
	whole, _, _ := strings.Cut(after, ".")
	return before != "" && len(before) <= 3 && len(whole) == 3
}
