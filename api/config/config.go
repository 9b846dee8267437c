// Package config reads and writes the user's settings files: config.toml, and the prices
// entered for an API host. Package ui/settings defines their contents.
package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// File is a settings file.
type File struct{ path string }

// Default is the user's config.toml, in the folder of the profiles.
func Default() File { return in("config.toml") }

// Prices is the file of the prices that the user has entered for an API host.
func Prices(host string) File {
	safe := func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-", r) {
			return r
		}
		return '_'
	}
	return in("prices", strings.Map(safe, strings.ToLower(host))+".toml")
}

func in(names ...string) File {
	if !filepath.IsAbs(xdg.ConfigHome) {
		return File{}
	}
	return File{filepath.Join(append([]string{xdg.ConfigHome, "studio-tui"}, names...)...)}
}

// Path is the file's path, whether or not it exists; empty if there is no settings folder.
func (f File) Path() string { return f.path }

// largest is more than any settings take.
const largest = 1 << 20

// Read returns the file's text, nil if there is no file.
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

// Write replaces the file's text.
func (f File) Write(text []byte) error {
	if f.path == "" {
		return errNoFolder
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(f.path, text, false)
}

var errNoFolder = errors.New("there is no folder for settings")

// Edit opens the file in an editor, given as a program with its arguments, quoted where they
// need it, and waits until that exits. A file that does not exist yet begins with the text first.
func (f File) Edit(ctx context.Context, editor string, first []byte, in io.Reader, out io.Writer) error {
	if f.path == "" {
		return errNoFolder
	}
	if strings.TrimSpace(editor) == "" {
		return errors.New("no editor is named")
	}
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := f.Write(first); err != nil {
			return err
		}
	}
	argv := []string{"sh", "-c", editor + ` "$1"`, "sh", f.path} // as git runs it
	if runtime.GOOS == "windows" {
		argv = append(strings.Fields(editor), f.path)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the editor %s: %w", editor, err)
	}
	return nil
}
