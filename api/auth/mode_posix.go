//go:build !windows

package auth

import (
	"io/fs"
	"os"
	"syscall"
)

// othersMayRead reports whether the file's mode lets anybody else at it.
func othersMayRead(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// othersMayWrite reports whether anybody else can change the file: its mode lets them, or
// it is theirs. A process of root may have somebody else's home folder.
func othersMayWrite(info fs.FileInfo) bool {
	if info.Mode().Perm()&0o022 != 0 {
		return true
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	me := os.Geteuid()
	return ok && me != 0 && owner.Uid != 0 && int(owner.Uid) != me
}
