package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FormatOf is the format that the ending of a file's name asks for, and otherwise for a
// name whose ending asks for none.
func FormatOf(name string, otherwise Format) Format {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".jsonl", ".ndjson":
		return JSONL
	case ".csv":
		return CSV
	}
	return otherwise
}

// Named is the path of a name that a person typed: a leading ~/ is their home folder, as
// in a shell.
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

// Shown is a name as a person should read it afterwards: from the root on, or from the
// home folder, so that the file is found from anywhere.
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

// target is the file that a path leads to, and whether it is there. It returns an error
// for what is there and cannot be replaced by a file.
func target(path string) (file string, there bool, err error) {
	link, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, false, nil
	}
	if err != nil {
		return "", false, plain(path, err)
	}
	file = path
	if link.Mode()&fs.ModeSymlink != 0 {
		if file, err = filepath.EvalSymlinks(path); err != nil {
			return "", false, plain(path, fmt.Errorf("it is a link that leads nowhere: %w", bare(err)))
		}
	}
	at, err := os.Lstat(file)
	switch {
	case err != nil:
		return "", false, plain(path, err)
	case at.IsDir():
		return "", false, fmt.Errorf("%q is a folder; add the name of a file", Shown(path))
	case !at.Mode().IsRegular():
		return "", false, fmt.Errorf("%q is no file that can be replaced", Shown(path))
	}
	return file, true, nil
}
