package cli_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/api/testenv"
)

func TestMain(m *testing.M) { testenv.OwnFolders(m) }
