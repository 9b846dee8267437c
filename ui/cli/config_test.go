package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/ui/settings"
)

// configText is a configuration file in memory.
type configText string

func (c configText) Path() string          { return "config.toml" }
func (c configText) Read() ([]byte, error) { return []byte(c), nil }
func (c configText) Edit(context.Context, string, []byte, io.Reader, io.Writer) error {
	return nil
}

// TestConfigOrigins sets every setting in the file, the environment and by its flag, and
// reads each value and its origin from `config show --origin`.
func TestConfigOrigins(t *testing.T) {
	values := map[string][3]string{ // file, environment, flag
		"refresh": {"20s", "30s", "40s"}, "fps": {"60", "70", "80"}, "profile": {"work", "home", "other"}, "pane": {"plans", "packs"},
		"range": {"7 days", "90 days"}, "low_balance": {"10", "20"}, "compare_per": {"10", "100"}, "rows": {"3", "4"},
		"theme": {"light", "dark", "monochrome"}, "ascii": {"true", "false", "true"}, "private": {"true", "false", "true"},
		"read_only": {"true", "false", "true"}, "accessible": {"true", "false", "true"}, "mouse": {"true", "false"},
		"notifications": {"bell", "desktop"}, "remember": {"false", "true"},
	}
	for _, setting := range settings.Table() {
		value, listed := values[setting.Name]
		if !listed || (setting.Flag != "") != (value[2] != "") {
			t.Errorf("%s is not in the test as it is in the table", setting.Name)
		}
		written := setting.Name + " = \"" + value[0] + "\"\n"
		if setting.Kind != settings.Text {
			written = setting.Name + " = " + value[0] + "\n"
		}
		for i, origin := range []settings.Origin{settings.ByFile, settings.ByEnvironment, settings.ByFlag, settings.ByDefault} {
			args := []string{"config", "show", "--origin"}
			env := map[string]string{}
			file, want := configText(written), setting.Default
			switch origin {
			case settings.ByDefault:
				file = ""
			case settings.ByFlag:
				if setting.Flag == "" {
					continue
				}
				args = append(args, "--"+setting.Flag+"="+value[2])
				fallthrough
			case settings.ByEnvironment:
				env[setting.Variable()] = value[1]
			}
			if i < len(value) {
				want = value[i]
			}
			if origin == settings.ByFlag && setting.Name == "refresh" {
				want = "40s"
			}
			var out, errs bytes.Buffer
			deps := Deps{Streams: Streams{Out: &out, Err: &errs}, Env: func(name string) string { return env[name] }, Config: file}
			if code := Run(t.Context(), deps, args); code != ExitOK {
				t.Errorf("%s by %s: exit code %d, %s", setting.Name, origin, code, errs.String())
			}
			if line := setting.Name + "\t" + want + "\t" + string(origin) + "\n"; !strings.Contains("\n"+out.String(), "\n"+line) {
				t.Errorf("%q is not in\n%s", line, out.String())
			}
		}
	}
}

// TestProblemsAreToldOnce reports errors in the settings once: on the screen of the
// dashboard, or on stderr.
func TestProblemsAreToldOnce(t *testing.T) {
	for _, c := range []struct {
		args       []string
		terminal   bool
		told, open string
	}{
		{nil, true, "", "config.toml:1:1: there is no setting refesh; did you mean refresh?"},
		{[]string{"config", "show"}, true, "config.toml:1:1: there is no setting refesh; did you mean refresh?\n", ""},
		{[]string{"schema"}, false, "config.toml:1:1: there is no setting refesh; did you mean refresh?\n", ""},
	} {
		var out, errs bytes.Buffer
		notice := ""
		deps := Deps{
			Streams: Streams{Out: &out, Err: &errs, InTTY: c.terminal, OutTTY: c.terminal}, Env: func(string) string { return "" }, Config: configText("refesh = 1\n"),
			Dashboard: func(_ context.Context, options DashboardOptions) error {
				notice = options.Notice
				return nil
			},
		}
		Run(t.Context(), deps, c.args)
		if said := errs.String(); strings.Count(said, "refesh") != strings.Count(c.told, "refesh") || !strings.HasPrefix(said, c.told) || notice != c.open {
			t.Errorf("%q: %q is written and %q shown", c.args, said, notice)
		}
	}
}

// TestDashboardSettings passes the settings of the file to the dashboard: the refresh
// only where it is set, and fewer frames over SSH unless they are.
func TestDashboardSettings(t *testing.T) {
	for _, c := range []struct {
		file  configText
		ssh   string
		every time.Duration
		fps   int
	}{
		{"", "", 0, 120},
		{"", "/dev/pts/9", 0, 60},
		{"refresh = \"45s\"\nfps = 90\n", "/dev/pts/9", 45 * time.Second, 90},
	} {
		var got DashboardOptions
		deps := Deps{
			Streams: Streams{Out: io.Discard, Err: io.Discard, InTTY: true, OutTTY: true}, Config: c.file,
			Env: func(name string) string { return map[string]string{"SSH_TTY": c.ssh}[name] },
			Dashboard: func(_ context.Context, options DashboardOptions) error {
				got = options
				return nil
			},
		}
		if code := Run(t.Context(), deps, nil); code != ExitOK || got.Every != c.every || got.Settings.FPS != c.fps {
			t.Errorf("%q over %q: exit code %d, a refresh every %s, %d frames", c.file, c.ssh, code, got.Every, got.Settings.FPS)
		}
	}
}
