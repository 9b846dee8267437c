package format

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

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

func TestPercent(t *testing.T) {
	for n, want := range map[int]string{0: "0 %", 72: "72 %", 800_000_000: "800,000,000 %", -5: "-5 %"} {
		if got := Percent(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// counted finds a number in a format string that is followed by its unit.
var counted = regexp.MustCompile(`%d (%%|[×a-z])`)

// bounded are the formats with numbers that are below a thousand or are no counts.
var bounded = []string{
	"%d hours", "%d s", "%d min", " %d %s", // parts of a duration
	"day %d of %d", "Row %d follows row %d", "%d of %d", "‹ %d–%d of %d plans ›", "number %d", "row %d is", "studio-tui needs %d x %d.", "This terminal is %d x %d.",
	"%d days of history", "%d panes", "%d columns", "%d ahead", "held %d of",
}

// TestCountsHaveSeparators finds no format string of the user interface in which a count or a
// percentage goes past [Count], [Plural] and [Percent].
func TestCountsHaveSeparators(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			literal, is := node.(*ast.BasicLit)
			if is && literal.Kind == token.STRING && counted.MatchString(literal.Value) &&
				!slices.ContainsFunc(bounded, func(phrase string) bool { return strings.Contains(literal.Value, phrase) }) {
				t.Errorf("%s: %s", path, literal.Value)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
