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

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{-1: "0 B", 0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 8_703_180: "8.3 MiB", 300 << 20: "300 MiB", 5 << 40: "5.0 TiB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
