package testenv

import (
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// OwnFolders runs the tests of a package, the argument of TestMain, with temporary folders
// in place of the user's, and returns their exit code.
func OwnFolders(tests interface{ Run() int }) int {
	home, err := os.MkdirTemp("", "studio-tui-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	for _, folder := range []string{"CACHE", "STATE", "CONFIG", "DATA"} {
		_ = os.Setenv("XDG_"+folder+"_HOME", filepath.Join(home, folder)) // cannot fail for such names
	}
	xdg.Reload()
	return tests.Run()
}
