package history_test

import (
	"os"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model/history"
)

// TestReadmeExplainsTheFilter finds every form of the language in ui/README.md.
func TestReadmeExplainsTheFilter(t *testing.T) {
	readme, err := os.ReadFile("../../ui/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range history.FilterHelp {
		if line := "| `" + form[0] + "` | " + form[1] + " |\n"; !strings.Contains(string(readme), line) {
			t.Errorf("it lacks %s", line)
		}
	}
}
