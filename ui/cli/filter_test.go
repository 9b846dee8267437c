package cli

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model/history"
)

func TestFilterHelpIsATable(t *testing.T) {
	for i, line := range strings.Split(formatHelp(), "\n") {
		form := history.FilterHelp[i]
		if at := strings.Index(line, "  "+form[1]); at != strings.Index(formatHelp(), "  "+history.FilterHelp[0][1]) {
			t.Errorf("what it finds stands at %d: %q", at, line)
		}
	}
}
