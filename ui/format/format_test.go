package format

import "testing"

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"disk full": "Disk full.", "Really?": "Really?", "": "It did not work.",
		"studio-tui balance takes no arguments": "studio-tui balance takes no arguments.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", text, got, want)
		}
	}
}
