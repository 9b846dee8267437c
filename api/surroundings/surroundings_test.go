//go:build !windows

package surroundings_test

import (
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/api/surroundings"
	"github.com/studio-tui/studio-tui/api/testenv"
)

func TestMend(t *testing.T) {
	person, err := user.Current()
	if err != nil || !filepath.IsAbs(person.HomeDir) {
		testenv.Skip(t, "needs a user database that has this person")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(xdg.Reload) // after the environment is as it was
	for name, test := range map[string]struct{ home, config, wantHome, wantConfig string }{
		"all is well":              {dir, filepath.Join(dir, "c"), dir, filepath.Join(dir, "c")},
		"no home":                  {"", "", person.HomeDir, filepath.Join(person.HomeDir, ".config")},
		"a home that is a file":    {file, "", person.HomeDir, filepath.Join(person.HomeDir, ".config")},
		"a home that is relative":  {"home", "", person.HomeDir, filepath.Join(person.HomeDir, ".config")},
		"a home that is not there": {filepath.Join(dir, "new"), "", filepath.Join(dir, "new"), filepath.Join(dir, "new", ".config")},
		"settings in a file":       {dir, file, dir, filepath.Join(dir, ".config")},
		"settings somewhere":       {dir, "settings", dir, filepath.Join(dir, ".config")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("HOME", test.home)
			t.Setenv("XDG_CONFIG_HOME", test.config)
			xdg.Reload() // as the start of the program does
			surroundings.Mend()
			if home, _ := os.UserHomeDir(); home != test.wantHome || xdg.ConfigHome != test.wantConfig {
				t.Errorf("home %q, settings in %q", home, xdg.ConfigHome)
			}
		})
	}
}

func TestUnknownZone(t *testing.T) {
	for zone, unknown := range map[string]bool{
		"": false, "UTC": false, "Europe/Berlin": false, ":Europe/Berlin": false, "Europe/Atlantis": true, "CET-1CEST": true, "/no/such/zone": true, "../etc/passwd": true,
	} {
		t.Setenv("TZ", zone)
		if said := surroundings.UnknownZone(); (said != "") != unknown || unknown && !strings.Contains(said, "times are in UTC") {
			t.Errorf("TZ=%q: %q", zone, said)
		}
	}
}

func TestZoneHasItsName(t *testing.T) {
	for tz, want := range map[string]string{
		"": "UTC", "UTC": "UTC", "Europe/Berlin": "Europe/Berlin", ":Asia/Kathmandu": "Asia/Kathmandu",
		"/usr/share/zoneinfo/Europe/Berlin": "Europe/Berlin", "Europe/Atlantis": time.Local.String(), "/no/such/zone": time.Local.String(),
	} {
		t.Setenv("TZ", tz)
		if got := surroundings.Zone().String(); got != want {
			t.Errorf("TZ=%q: %s, want %s", tz, got, want)
		}
	}
}

// TestNow keeps the time of the day free of the clock that stands still while a laptop
// sleeps, which the time of [time.Now] carries along.
func TestNow(t *testing.T) {
	if at := surroundings.Now(); at != at.Round(0) || time.Since(at).Abs() > time.Hour {
		t.Errorf("the time is %v", at)
	}
}
