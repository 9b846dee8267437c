package session

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/config"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model/account"
)

// CheckFolders tries to write in each of the program's folders.
func CheckFolders() []account.FolderCheck {
	settings, noSettings := "", errors.New("there is no folder for settings (no home directory)")
	if path := config.Default().Path(); path != "" {
		settings, noSettings = filepath.Dir(path), nil
	}
	stored, noState := state.DefaultDir()
	copies, noCopies := cache.DefaultDir()
	checks := []account.FolderCheck{
		{Name: "settings", Path: settings, Err: noSettings},
		{Name: "state", Path: stored, Err: noState},
		{Name: "local copy", Path: copies, Err: noCopies, Needed: true},
	}
	for i := range checks {
		if checks[i].Err == nil {
			checks[i].Err = tryWriting(checks[i].Path)
		}
	}
	return checks
}

// needed is about what the smallest local copy takes, in bytes.
const needed = 64 << 10

// tryWriting writes a temporary file in a folder and removes it. Where the folder does
// not exist yet, it does so in the nearest one above, in which it would be created.
func tryWriting(dir string) error {
	for above := filepath.Dir(dir); dir != above; dir, above = above, filepath.Dir(above) {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	file, err := os.CreateTemp(dir, ".studio-tui-*")
	if err == nil {
		_, err = file.Write(make([]byte, needed))
		err = errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
	}
	var at *fs.PathError // its path is that of the temporary file
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
