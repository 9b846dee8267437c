// Package surroundings validates the environment at the start of the program: the user's
// folders and time zone. It reads no key and does not use the network.
package surroundings

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/adrg/xdg"
)

// Mend corrects the folders in the environment: a home that is not set, not absolute or a
// file becomes that of the user database, and an XDG folder that is a file becomes the
// default. Child processes inherit the result. Call it once, before anything reads a
// folder.
func Mend() {
	if runtime.GOOS == "windows" {
		return // which has a home for everybody, and no such variables
	}
	mended := false
	if !folder(os.Getenv("HOME")) {
		mended = true
		_ = os.Unsetenv("HOME") // fails for malformed names only, as do the others
		if home := registered(); folder(home) {
			_ = os.Setenv("HOME", home)
		}
	}
	for _, name := range []string{"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"} {
		if path := os.Getenv(name); path != "" && !folder(path) {
			mended = true
			_ = os.Unsetenv(name)
		}
	}
	if mended {
		xdg.Reload()
	}
}

// registered is the home of the user database, empty for none.
func registered() string {
	person, err := user.Current()
	if err != nil {
		return ""
	}
	return person.HomeDir
}

// folder reports whether a path can be that of a folder: one that is not there yet can.
func folder(path string) bool {
	if !filepath.IsAbs(path) {
		return false
	}
	is, err := os.Stat(path)
	return err != nil || is.IsDir()
}

// UnknownZone is a sentence that the time zone in TZ is not known, so that times are in
// UTC; empty if it is known.
func UnknownZone() string {
	zone := strings.TrimPrefix(os.Getenv("TZ"), ":")
	if zone == "" || runtime.GOOS == "windows" { // which does not read it
		return ""
	}
	if filepath.IsAbs(zone) {
		if text, err := os.ReadFile(zone); err == nil {
			if _, err := time.LoadLocationFromTZData(zone, text); err == nil {
				return ""
			}
		}
	} else if _, err := time.LoadLocation(zone); err == nil {
		return ""
	}
	return fmt.Sprintf("TZ %q is not known here: times are in UTC.", zone)
}

// Zone is this machine's time zone, with its name in the tz database if it can be
// determined: output with local days names the zone.
func Zone() *time.Location {
	name, said := os.LookupEnv("TZ")
	if name = strings.TrimPrefix(name, ":"); !said {
		name, _ = filepath.EvalSymlinks("/etc/localtime") // without one there is no name
	} else if name == "" {
		return time.UTC
	}
	if _, inside, ok := strings.Cut(filepath.ToSlash(name), "/zoneinfo/"); ok {
		name = inside
	}
	if zone, err := time.LoadLocation(name); name != "" && err == nil {
		return zone
	}
	return time.Local
}
