package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// UnknownEnding says that no format has the extension of a file's name.
type UnknownEnding struct{ Ending string } // with its dot; empty for none

func (e *UnknownEnding) Error() string {
	if e.Ending == "" {
		return "the name has no ending that says the format: " + Endings
	}
	return fmt.Sprintf("%q is no ending that says the format: %s", e.Ending, Endings)
}

// Endings are the supported extensions, for people.
const Endings = ".csv, .jsonl, .json or .ndjson"

// FormatOf is the format for the extension of a file's name. It returns
// *[UnknownEnding] where no format has it.
func FormatOf(name string) (Format, error) {
	switch ending := filepath.Ext(name); strings.ToLower(ending) {
	case ".json", ".jsonl", ".ndjson":
		return JSONL, nil
	case ".csv":
		return CSV, nil
	default:
		return CSV, &UnknownEnding{ending}
	}
}

// Named is the path of a name that the user entered: a leading ~/ is the home
// directory, as in a shell.
func Named(name string) string {
	if len(name) < 2 || name[0] != '~' || !os.IsPathSeparator(name[1]) {
		return name
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return name
	}
	return filepath.Join(home, name[2:])
}

// Shown is a name for display: absolute, or relative to the home directory, so that the
// file can be found from any directory.
func Shown(name string) string {
	path, err := filepath.Abs(Named(name))
	if err != nil {
		return name
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	if within, err := filepath.Rel(home, path); err == nil && filepath.IsLocal(within) {
		return filepath.Join("~", within)
	}
	return path
}

// target is the file that a path leads to, with its present state, nil for none. It
// returns an error for anything that a file cannot replace.
func target(path string) (file string, there fs.FileInfo, err error) {
	link, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil, nil
	}
	if err != nil {
		return "", nil, plain(path, err)
	}
	file = path
	if link.Mode()&fs.ModeSymlink != 0 {
		if file, err = filepath.EvalSymlinks(path); err != nil {
			return "", nil, plain(path, fmt.Errorf("it is a link that leads nowhere: %w", bare(err)))
		}
	}
	at, err := os.Lstat(file)
	switch {
	case err != nil:
		return "", nil, plain(path, err)
	case at.IsDir():
		return "", nil, fmt.Errorf("%q is a folder; add the name of a file", Shown(path))
	case !at.Mode().IsRegular():
		return "", nil, fmt.Errorf("%q is no file that can be replaced", Shown(path))
	}
	return file, at, nil
}
