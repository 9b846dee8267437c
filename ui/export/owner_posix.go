//go:build !windows

package export

import (
	"io/fs"
	"os"
	"syscall"
)

// own gives a file the owner and the group of another, where that is permitted.
func own(file *os.File, as fs.FileInfo) {
	if is, ok := as.Sys().(*syscall.Stat_t); ok {
		if file.Chown(int(is.Uid), int(is.Gid)) != nil {
			_ = file.Chown(-1, int(is.Gid))
		}
	}
}
