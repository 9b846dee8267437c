package browser

import (
	"errors"
	"strings"
	"testing"
)

func TestAvailable(t *testing.T) {
	const all = "xdg-open x-www-browser www-browser"
	for name, c := range map[string]struct {
		goos, programs, env, files, why string
	}{
		"a desktop":                       {"linux", all, "DISPLAY=:0", "", ""},
		"a Wayland desktop":               {"linux", "xdg-open", "WAYLAND_DISPLAY=wayland-0", "", ""},
		"a desktop without xdg-utils":     {"linux", "x-www-browser", "DISPLAY=:0", "", ""},
		"a desktop without an opener":     {"linux", "", "DISPLAY=:0", "", "xdg-utils"},
		"a console":                       {"linux", all, "", "", "screen"},
		"a console where BROWSER is said": {"linux", "xdg-open", "BROWSER=firefox", "", ""},
		"BROWSER that is not here":        {"linux", "www-browser", "BROWSER=firefox", "", "screen"},
		"BROWSER without xdg-open":        {"linux", "firefox", "BROWSER=lynx:firefox", "", ""},
		"BROWSER over SSH":                {"linux", "helper", "BROWSER=helper SSH_TTY=1", "", ""},
		"over SSH":                        {"linux", all, "SSH_CONNECTION=1", "", "SSH"},
		"over SSH with a display":         {"linux", all, "SSH_TTY=/dev/pts/1 DISPLAY=localhost:10.0", "", "SSH"},
		"over SSH with a helper":          {"linux", all, "SSH_TTY=/dev/pts/1 BROWSER=/opt/helper.sh", "", ""},
		"a Docker container":              {"linux", all, "", "/.dockerenv", "container"},
		"a Podman container":              {"linux", all, "", "/run/.containerenv", "container"},
		"a container with a screen":       {"linux", all, "DISPLAY=:0", "/.dockerenv", ""},
		"FreeBSD":                         {"freebsd", "xdg-open", "DISPLAY=:0", "", ""},
		"macOS":                           {"darwin", "", "", "", ""},
		"macOS over SSH":                  {"darwin", "", "SSH_CONNECTION=1", "", "SSH"},
		"Windows":                         {"windows", "", "", "", ""},
		"Windows over SSH":                {"windows", "", "SSH_CLIENT=1", "", "SSH"},
	} {
		t.Run(name, func(t *testing.T) {
			d := desk{
				goos: c.goos,
				env: func(name string) string {
					for variable := range strings.FieldsSeq(c.env) {
						if value, ok := strings.CutPrefix(variable, name+"="); ok {
							return value
						}
					}
					return ""
				},
				find: func(program string) (string, error) {
					for have := range strings.FieldsSeq(c.programs) {
						if have == program {
							return "/usr/bin/" + program, nil
						}
					}
					return "", errors.New("not found")
				},
				exists: func(path string) bool { return path == c.files },
			}
			ok, why := d.available()
			if ok != (c.why == "") || ok != (why == "") || !strings.Contains(why, c.why) {
				t.Errorf("got %t, %q", ok, why)
			}
			// It is said in parentheses, within a sentence.
			if why != "" && (!strings.ContainsAny(why[:1], "abcdefghijklmnopqrstuvwxyz") || strings.HasSuffix(why, ".") || strings.Contains(why, "(")) {
				t.Errorf("no part of a sentence: %q", why)
			}
		})
	}
}
