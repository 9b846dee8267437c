// Package atomicfile replaces small files atomically: at any instant either the old content
// or the new one exists, also after a kill and a power cut.
//
// It is for files that one process at a time writes: the temporary name is always the same,
// so that the next writer removes what a killed one left. Libraries for this
// (google/renameio, natefinch/atomic) do without Windows or without the sync of the folder.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/robustio"
)

// beside is what the name of the file ends with while it is written.
const beside = ".new"

// Write replaces the content of a file of mode 0600. A durable write survives a power cut
// once Write has returned.
func Write(path string, text []byte, durable bool) error {
	if err := os.Remove(path + beside); err != nil && !errors.Is(err, fs.ErrNotExist) { // a killed writer's
		return err
	}
	err := write(path+beside, text, durable)
	if err == nil {
		err = robustio.Rename(path+beside, path)
	}
	if err != nil {
		_ = os.Remove(path + beside)
		return err
	}
	if !durable {
		return nil
	}
	return SyncFolder(filepath.Dir(path))
}

func write(path string, text []byte, durable bool) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil && durable {
		err = file.Sync() // before the rename, or a power cut leaves an empty file
	}
	return errors.Join(err, file.Close())
}
