package auth

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxFileSize is more than any file of keys has, in bytes.
const maxFileSize = 1 << 20

// RefusedFile is the error that a file of keys exists and is not used.
type RefusedFile struct {
	Path string // as displayed to people
	Why  string
}

func (e *RefusedFile) Error() string { return fmt.Sprintf("%s is not used: %s", e.Path, e.Why) }

// readRegular reads a file if it is an ordinary one of an ordinary size. Its
// description is that of the very file that was read. An absent file is
// [fs.ErrNotExist].
func readRegular(path, shown string) ([]byte, fs.FileInfo, error) {
	// Looked at before it is opened, as opening a pipe waits for its other end.
	if info, err := os.Stat(path); err != nil {
		return nil, nil, plainError(shown, err)
	} else if !info.Mode().IsRegular() {
		return nil, nil, &RefusedFile{shown, "it is not a file"}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, plainError(shown, err)
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return nil, nil, plainError(shown, err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxFileSize {
		return nil, nil, &RefusedFile{shown, "it is not a file of keys"}
	}
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, nil, plainError(shown, err)
	}
	if len(text) > maxFileSize {
		return nil, nil, &RefusedFile{shown, "it is not a file of keys"}
	}
	return text, info, nil
}

// plainError keeps an absent file apart and makes one of the rest that names the
// file as people write it.
func plainError(shown string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist
	}
	var fault *fs.PathError
	if errors.As(err, &fault) {
		err = fault.Err
	}
	return &RefusedFile{shown, "it cannot be read: " + err.Error()}
}
