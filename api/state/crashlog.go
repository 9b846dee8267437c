package state

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// crashLog is the file that crashes are written to, and mostCrashes the bytes from which
// on it begins anew.
const (
	crashLog    = "crash.log"
	mostCrashes = 1 << 20
)

// WriteCrash appends a crash and its stack to a file in a folder, creating that if
// necessary, and returns the file's path. Only the user may read the file.
func WriteCrash(dir string, now time.Time, text string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(dir, crashLog)
	mode := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(path); err == nil && info.Size() > mostCrashes {
		mode |= os.O_TRUNC
	}
	file, err := os.OpenFile(path, mode, 0o600)
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(file, "%s %s\n\n", now.UTC().Format(time.RFC3339), text)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return path, err
}
