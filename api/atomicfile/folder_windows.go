package atomicfile

// SyncFolder does nothing: Windows has no such thing for folders.
func SyncFolder(string) error { return nil }
