// Package config is the file of the person's settings. What stands in it is
// ui/settings' business.
package config

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// File is a config.toml.
type File struct{ path string }

// Default is the one of this person, beside the profiles.
func Default() File {
	if !filepath.IsAbs(xdg.ConfigHome) {
		return File{}
	}
	return File{filepath.Join(xdg.ConfigHome, "studio-tui", "config.toml")}
}

// Path is where it is, whether there is one or not; empty where there is no folder for it.
func (f File) Path() string { return f.path }

// largest is more than any settings take.
const largest = 1 << 20

// Read gives its text. No file is no text.
func (f File) Read() ([]byte, error) {
	if f.path == "" {
		return nil, nil
	}
	info, err := os.Stat(f.path) // a pipe would be waited for
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New(f.path + " is no file")
	case info.Size() > largest:
		return nil, errors.New(f.path + " is too large for settings")
	}
	return os.ReadFile(f.path)
}

// Edit opens the file in an editor, given as a program with its arguments, and waits
// for its end. Where there is no file yet it begins with a text.
func (f File) Edit(ctx context.Context, editor string, first []byte, in io.Reader, out io.Writer) error {
	if f.path == "" {
		return errors.New("there is no folder for settings")
	}
	words := strings.Fields(editor)
	if len(words) == 0 {
		return errors.New("no editor is named")
	}
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
			return err
		}
		if err := atomicfile.Write(f.path, first, false); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], f.path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, out
	return cmd.Run()
}
