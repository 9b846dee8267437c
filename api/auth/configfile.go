package auth

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// configFile is a file of the program's own in its settings folder: mode 0600, in a
// folder of mode 0700, replaced as a whole by one process at a time.
type configFile struct {
	path  string // "" where there is no folder for it
	shown string // the path as people write it
}

var errNoFolder = errors.New("there is no folder for settings")

// newConfigFile is the file of a name, under the folder that holds "studio-tui"; ""
// for none.
func newConfigFile(configDir, home, name string) configFile {
	if configDir == "" {
		return configFile{}
	}
	path := filepath.Join(configDir, "studio-tui", name)
	return configFile{path: path, shown: shortPath(path, home)}
}

// read reads the file whatever its mode. No file is no text and no description. It
// refuses one that is a link with a *[RefusedFile].
func (f configFile) read() ([]byte, fs.FileInfo, error) {
	if f.path == "" {
		return nil, nil, nil
	}
	// A link would be replaced by the next write, or lead to a file of somebody
	// else's choosing.
	if info, err := os.Lstat(f.path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, nil, &RefusedFile{f.shown, "it is a link to another file"}
	}
	text, info, err := readRegular(f.path, f.shown)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	return text, info, err
}

// locked makes the folder and does something while no other process changes the file.
func (f configFile) locked(do func() error) error {
	if f.path == "" {
		return errNoFolder
	}
	folder := filepath.Dir(f.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		return err
	}
	lock := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	defer func() { _ = lock.Close() }()
	if err := lock.Lock(); err != nil {
		return err
	}
	_ = os.Chmod(lock.Path(), 0o600) // an earlier version left it open to others
	return do()
}
