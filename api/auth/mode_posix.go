//go:build !windows

package auth

import "io/fs"

// othersMayRead reports whether the file's mode lets anybody else at it.
func othersMayRead(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
