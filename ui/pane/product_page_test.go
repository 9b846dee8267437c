package pane_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// wordsOf is the words of a text, separated by single spaces.
func wordsOf(text string) string {
	return " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '.' && r != '\''
	}), " ") + " "
}

// sentence is the words of a sentence, without the full stop.
func sentence(text string) string {
	return strings.ReplaceAll(wordsOf(text), ". ", " ")
}

func readGolden(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEverySentenceOfTheProductPage finds each sentence in the golden screen of the page "How
// credits work", which shows all of it.
func TestEverySentenceOfTheProductPage(t *testing.T) {
	screen := sentence(readGolden(t, "TestAfterKeys/guide-whole_100x120.golden"))
	count := 0
	for line := range strings.Lines(readGolden(t, "product-page.txt")) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		count++
		if !strings.Contains(screen, sentence(line)) {
			t.Errorf("not on screen: %s", line)
		}
	}
	if count < 60 {
		t.Errorf("%d sentences, the page has more", count)
	}
}

// TestTheMatrixOfTheProductPage finds the page's tables in the golden screen of the plans: the
// audience of each plan, and the features that differ.
func TestTheMatrixOfTheProductPage(t *testing.T) {
	for _, name := range []string{"loaded", "not-served"} {
		screen := readGolden(t, "TestOfferPanes/plans/"+name+"_140x35.golden")
		_, every, _ := strings.Cut(screen, "── in every plan ")
		for _, label := range []string{
			"Access to every tool and model", "Access to 45+ AI models", "Commercial usage rights", "API access for programmatic use",
			"Credits that never expire", "Credits that roll over month to month", "Priority support",
		} {
			if !strings.Contains(every, "✓ "+label) {
				t.Errorf("%s: %s is not listed for every plan", name, label)
			}
		}
		for label, cells := range map[string][]string{
			"Priority processing":           {"–", "✓", "✓", "✓"},
			"Priority access to new models": {"–", "–", "✓", "✓"},
		} {
			if got := cellsOf(screen, label); !slices.Equal(got, cells) {
				t.Errorf("%s: %s is %v, the page says %v", name, label, got, cells)
			}
		}
		if !strings.Contains(sentence(screen), sentence("All plans include access to every tool and model on the platform.")) {
			t.Errorf("%s: the sentence about every tool and model is missing", name)
		}
		for _, best := range []string{"Casual users exploring", "Regular creators who", "Power users and", "Large teams with"} {
			if !strings.Contains(screen, best) {
				t.Errorf("%s: %q is missing", name, best)
			}
		}
	}
}

// cellsOf are the marks in the line of a label.
func cellsOf(screen, label string) []string {
	for line := range strings.Lines(screen) {
		if strings.HasPrefix(strings.TrimSpace(line), label) {
			return slices.DeleteFunc(strings.Fields(line), func(word string) bool { return word != "✓" && word != "–" })
		}
	}
	return nil
}
