package state

import (
	"log/slog"
	"os"
	"path/filepath"
)

// logFile is the name of the log in the state folder, and mostLogged the bytes from which
// on it begins anew.
const (
	logFile    = "studio-tui.log"
	mostLogged = 4 << 20
)

// Log is the program's log, which discards lines until it is opened.
type Log struct {
	*slog.Logger
	level *slog.LevelVar
	file  *os.File
}

// silent is a level above all.
const silent = slog.Level(1 << 10)

// NewLog returns a log that discards lines.
func NewLog() *Log {
	l := &Log{level: new(slog.LevelVar)}
	l.level.Set(silent)
	l.Logger = slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: l.level}))
	return l
}

// Write writes lines to the file, if there is one.
func (l *Log) Write(lines []byte) (int, error) {
	if l.file == nil {
		return len(lines), nil
	}
	return l.file.Write(lines)
}

// Open starts to append records of a level or above to a file that only the user may read;
// an empty path means studio-tui.log in the state folder. Nothing may be logged during the
// call.
func (l *Log) Open(path string, level slog.Level) error {
	if path == "" {
		dir, err := DefaultDir()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		path = filepath.Join(dir, logFile)
	}
	mode := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() > mostLogged {
		mode |= os.O_TRUNC
	}
	file, err := os.OpenFile(path, mode, 0o600)
	if err != nil {
		return err
	}
	l.file = file
	l.level.Set(level)
	return nil
}

// Close closes the log's file.
func (l *Log) Close() error {
	if l.file == nil {
		return nil
	}
	l.level.Set(silent)
	return l.file.Close()
}
