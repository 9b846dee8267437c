package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version describes the build for --version: its version, the commit, whether files
// were modified since, and the Go version and platform.
func Version(info *debug.BuildInfo) string {
	version, commit := "unknown", ""
	if info != nil {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				commit = ", commit " + setting.Value[:min(12, len(setting.Value))] + commit
			case "vcs.modified":
				if setting.Value == "true" {
					commit += " with changes"
				}
			}
		}
	}
	return fmt.Sprintf("%s (%s, %s/%s%s)", version, runtime.Version(), runtime.GOOS, runtime.GOARCH, commit)
}
