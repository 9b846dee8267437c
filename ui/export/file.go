package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/studio-tui/studio-tui/model/history"
)

// Exists says that the file exists already.
type Exists struct{ Path string }

func (e *Exists) Error() string { return fmt.Sprintf("there is a file %q already", Shown(e.Path)) }

// ToFile writes rows of a table to a file, and returns how many it wrote. A new file is
// readable by its owner only; a replaced one keeps its mode, and its owner and group
// where that is permitted. The name is as the user entered it, see [Named]; its
// extension determines the format, see [FormatOf]. The file is written atomically:
// after an error or a kill the previous one is unchanged. It returns *[Exists] where
// the file exists and overwrite is false. A symbolic link is followed, and kept.
func ToFile(ctx context.Context, name string, overwrite bool, table *history.Table, rows iter.Seq[int], o Options) (n int, err error) {
	if _, _, err := target(Named(name)); err != nil {
		return 0, err
	}
	if o.Format, err = FormatOf(name); err != nil {
		return 0, err
	}
	return writeFile(name, overwrite, o.Format, func(w io.Writer) (int, error) { return Write(ctx, w, table, rows, o) })
}

// writeFile writes a file atomically, see [ToFile].
func writeFile(name string, overwrite bool, format Format, write func(io.Writer) (int, error)) (n int, err error) {
	path, there, err := target(Named(name))
	if err != nil {
		return 0, err
	}
	if there != nil && !overwrite {
		return 0, &Exists{Named(name)}
	}
	beside, err := os.CreateTemp(filepath.Dir(path), ".studio-tui-*"+format.Extension())
	if err != nil {
		return 0, plain(path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(beside.Name())
		}
	}()
	n, err = write(beside)
	if err == nil && there != nil {
		own(beside, there) // before the mode: a change of owner may clear bits of it
		err = beside.Chmod(there.Mode().Perm())
	}
	if err == nil {
		err = beside.Sync()
	}
	if err = errors.Join(err, beside.Close()); err != nil {
		return n, plain(path, err)
	}
	return n, place(beside.Name(), path, overwrite)
}

// exists is the error for a path that exists, or may exist.
func exists(path string, err error) error {
	if err != nil {
		return plain(path, err)
	}
	return &Exists{path}
}

// place renames a complete file to its final name.
func place(beside, path string, overwrite bool) error {
	if overwrite {
		return plain(path, os.Rename(beside, path))
	}
	// A link fails where another file was created meanwhile; a rename would replace
	// that.
	switch err := os.Link(beside, path); {
	case err == nil:
		return plain(path, os.Remove(beside))
	case errors.Is(err, fs.ErrExist):
		return &Exists{path}
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) { // a file system without links
		return exists(path, err)
	}
	return plain(path, os.Rename(beside, path))
}

// plain is an error about a file without the name of the temporary one.
func plain(path string, err error) error {
	if err == nil {
		return nil
	}
	err = bare(err)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%q was not written: %w", Shown(path), err)
}

// bare is an error about a file without the file's name.
func bare(err error) error {
	var about *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &about):
		return about.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
