package auth

import "io/fs"

// othersMayRead is always false: the mode says nothing on Windows, where a
// person's own folders are closed to others by access lists.
func othersMayRead(fs.FileInfo) bool { return false }

// othersMayWrite is always false, for the same reason.
func othersMayWrite(fs.FileInfo) bool { return false }
