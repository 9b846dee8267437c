package settings_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/settings"
)

var update = flag.Bool("update", false, "write config.example.toml and what is said of mistakes")

const examplePath = "../../config.example.toml"

func unset(string) (string, bool) { return "", false }

// TestExample compares config.example.toml with the table.
func TestExample(t *testing.T) {
	if *update {
		if err := os.WriteFile(examplePath, []byte(settings.Example()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != settings.Example() {
		t.Error("config.example.toml is not what the table makes; -update writes it")
	}
}

// TestExampleIsTheDefault uncomments each line of the example: all are valid, and equal to the
// default.
func TestExampleIsTheDefault(t *testing.T) {
	var text strings.Builder
	defaults, _, _ := strings.Cut(settings.Example(), "# For those who come from")
	for line := range strings.SplitSeq(defaults, "\n") {
		if strings.HasPrefix(line, "[") {
			text.WriteString(line + "\n")
		}
		if name, _, is := strings.Cut(strings.TrimPrefix(line, "# "), " = "); is && !strings.Contains(name, " ") {
			text.WriteString(strings.TrimPrefix(line, "# ") + "\n")
		}
	}
	resolved, err := settings.Resolve(unset, unset, settings.Parse([]byte(text.String())))
	if err != nil || len(resolved.Problems) > 0 {
		t.Fatal(err, resolved.Problems)
	}
	for _, value := range resolved.Values {
		if value.Text != value.Default || value.Origin != settings.ByFile {
			t.Errorf("%s is %q by %s, and by default %q", value.Name, value.Text, value.Origin, value.Default)
		}
	}
}

// TestPreset parses the keys for users of other programs.
func TestPreset(t *testing.T) {
	_, preset, _ := strings.Cut(settings.Example(), "# For those who come from")
	_, preset, _ = strings.Cut(preset, "\n")
	file := settings.Parse([]byte("[keys]\n" + strings.ReplaceAll(preset, "# ", "")))
	if len(file.Problems) > 0 {
		t.Error(file.Problems)
	}
}

// TestProblems checks what is said of each mistake in a file, with its position, and that the
// other values are used.
func TestProblems(t *testing.T) {
	text, err := os.ReadFile("testdata/wrong.toml")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, problem := range settings.Parse(text).Problems {
		said.WriteString(problem.String() + "\n")
	}
	const golden = "testdata/wrong.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(said.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || said.String() != string(want) {
		t.Errorf("%v; -update writes\n%s", err, said.String())
	}
	file := settings.Parse(append([]byte("fps = 60\n"), bytes.ReplaceAll(text, []byte("fps ="), []byte("fbs ="))...))
	if resolved, err := settings.Resolve(unset, unset, file); err != nil || resolved.FPS != 60 {
		t.Errorf("the rest does not hold: %v, %d frames", err, resolved.FPS)
	}
}

// TestNearest names what was meant in place of a misspelt or misplaced name or value.
func TestNearest(t *testing.T) {
	for text, want := range map[string]string{
		`theme = "Drak"`:             "1:1: theme takes no Drak; did you mean dark?",
		`pane = "usgae"`:             "1:1: pane takes no usgae; did you mean usage?",
		`range = "7 Days"`:           "1:1: range takes no 7 Days; did you mean 7 days?",
		`notifications = "desktops"`: "1:1: notifications takes no desktops; did you mean desktop?",
		`FPS = 60`:                   "1:1: there is no setting FPS; did you mean fps?",
		`"" = 1`:                     `1:1: there is no setting ""; config.example.toml has them all`,
		`rows = ` + "1" + strings.Repeat("0", 17):   "1:1: rows takes 1 to 1000, not 100000000000000000",
		`theme = "` + strings.Repeat("x", 99) + `"`: "1:1: theme takes auto, light, dark, high-contrast, colour-blind, monochrome, not " + strings.Repeat("x", 39) + "…",
		`keys = 5`:                     "1:8: keys is a table, written as [keys] above its lines",
		`colors = "red"`:               "1:1: colors is a table, written as [colors] above its lines",
		"[color]\ntext = 1":            "1:2: there is no table color; did you mean colors?",
		`buy = "B"`:                    "1:1: buy is an action, and stands below [keys]",
		"[keys]\ntheme = \"dark\"":     "2:1: theme is a setting, and stands above [colors] and [keys]",
		"[keys]\nbuy = \"Ctrl+B\"":     `2:1: "Ctrl+B" is no key; did you mean "ctrl+b"?`,
		"[keys]\nback = \"escape\"":    `2:1: "escape" is no key; did you mean "esc"?`,
		"[keys]\nup = \"alt+page_up\"": `2:1: "alt+page_up" is no key; did you mean "alt+pgup"?`,
	} {
		problems := settings.Parse([]byte(text)).Problems
		if len(problems) != 1 || problems[0].String() != "config.toml:"+want {
			t.Errorf("%q: %v, want %s", text, problems, want)
		}
	}
}

// TestNoTOML leaves out the lines of a file that are no TOML, each with what is wrong with it
// and where, and uses the others.
func TestNoTOML(t *testing.T) {
	const leftOut = "left out, as it is no TOML: "
	for text, want := range map[string]string{
		"rows = = 3\nfps = 60":         "1:8: " + leftOut + `a text stands in "quotes"`,
		"fps = 60\ntheme = dark":       "2:9: " + leftOut + `a text stands in "quotes"`,
		"theme = \"dark\nfps = 60":     "1:14: " + leftOut + "basic strings cannot have new lines",
		"fps = 60\r\nfps = 70\r\n":     "2:1: " + leftOut + "key fps is already defined",
		"refresh = 1m\nfps = 60":       "1:12: " + leftOut + `a text stands in "quotes"`,
		"fps = 60\n[keys\nbuy = 'B'\n": "2:6: left out with its table, as it is no TOML: expected ']' to close table name",
		"theme = [\"dark\"\nfps = 60":  "1:1: " + leftOut + "expected ',' or ']' after array value",
		"\ufefffps = 60":               "",
	} {
		file := settings.Parse([]byte(text))
		var said []string
		for _, problem := range file.Problems {
			said = append(said, strings.TrimPrefix(problem.String(), "config.toml:"))
		}
		if strings.Join(said, "\n") != want {
			t.Errorf("%q: %q, want %q", text, said, want)
		}
		if resolved, err := settings.Resolve(unset, unset, file); err != nil || resolved.FPS != 60 {
			t.Errorf("%q: the rest does not hold: %v", text, err)
		}
	}
	for text, want := range map[string]string{
		"[keys]\nbuy = = 1\nquit = = 2\nrefresh = \"R\"\n":                                                    "2 3",
		"[keys]\nbuy = B\nquit = Q\nrefresh = \"R\"\n":                                                        "2 3",
		"[keys]\nbuy = [\n  \"B\",\n  \"f5\",\nquit = \"Q\"\nrefresh = \"R\"\n[colors]\ntext = \"#ffffff\"\n": "2",
		"profile = \"\"\"work\nfps = 60\nprivate = true\n[keys]\nrefresh = \"R\"":                             "1",
		"profile = {a = 1,\nread_only = true\nprivate = true\n[keys]\nrefresh = \"R\"":                        "1",
	} {
		file := settings.Parse([]byte(text))
		var lines []string
		for _, problem := range file.Problems {
			lines = append(lines, strconv.Itoa(problem.Line))
		}
		resolved, err := settings.Resolve(unset, unset, file)
		if err != nil || strings.Join(lines, " ") != want || !slices.Contains(resolved.Keys["refresh"], "R") || resolved.Private != strings.Contains(text, "private = true") {
			t.Errorf("%q leaves out %v: %v", text, lines, file.Problems)
		}
	}
	wrong := settings.Parse([]byte("keys = 5\nfsp = 60\n[colors]\ntextt = 5\n")).Problems
	if len(wrong) != 3 || wrong[1].Line != 2 || wrong[2].Line != 4 {
		t.Error(wrong)
	}
	file := settings.Parse([]byte("fps = 60\n" + strings.Repeat("\x00\n", 50)))
	if len(file.Problems) != 1 || !strings.Contains(file.Problems[0].Text, "it is no TOML, and nothing of it holds") {
		t.Error(file.Problems)
	}
}

// TestPrecedence checks flag, environment, file, default; an invalid value falls back to the
// next source.
func TestPrecedence(t *testing.T) {
	given := func(name, text string) func(string) (string, bool) {
		return func(asked string) (string, bool) { return text, asked == name }
	}
	file := settings.Parse([]byte("fps = 60"))
	for name, c := range map[string]struct {
		flag, env func(string) (string, bool)
		file      settings.File
		fps       int
		origin    settings.Origin
	}{
		"default":           {unset, unset, settings.File{}, 120, settings.ByDefault},
		"file":              {unset, unset, file, 60, settings.ByFile},
		"environment":       {unset, given("STUDIO_TUI_FPS", "70"), file, 70, settings.ByEnvironment},
		"wrong environment": {unset, given("STUDIO_TUI_FPS", "7"), file, 60, settings.ByFile},
		"flag":              {given("fps", "80"), given("STUDIO_TUI_FPS", "70"), file, 80, settings.ByFlag},
	} {
		resolved, err := settings.Resolve(c.flag, c.env, c.file)
		if err != nil || resolved.FPS != c.fps || resolved.Origin("fps") != c.origin {
			t.Errorf("%s: %v, %d by %s", name, err, resolved.FPS, resolved.Origin("fps"))
		}
	}
	if _, err := settings.Resolve(given("fps", "7"), unset, file); err == nil || err.Error() != "--fps takes 30 to 120, not 7" {
		t.Error(err)
	}
}

// TestSafeValues checks that private and read_only are on where it is not understood to what
// they were meant to be set, which is told, and off where they were not meant to be set.
func TestSafeValues(t *testing.T) {
	for text, want := range map[string]string{
		`read_only = "yes"`:                               "read_only",
		`read_only = 1`:                                   "read_only",
		"[read_only]\non = true":                          "read_only",
		`private = yes`:                                   "private",
		"\ufeffprivate = yes":                             "private",
		"private = false\nprivate = true":                 "private",
		"fps = [\nprivate = true, 5":                      "private",
		"[keys\nread_only = true":                         "read_only",
		"[keys]\nread_only = true":                        "read_only",
		"[colors]\nprivate = true":                        "private",
		`readonly = true`:                                 "read_only",
		"Private = true\nprivate = false":                 "private",
		"private = true\n" + strings.Repeat("\x00\n", 50): "private",
		// Off as it should be.
		`readonly = false`:                          "",
		"[keys]\nprivate = false":                   "",
		"# private = yes\nfps = = 3":                "",
		"mouse = \"yes\"\nremember = no":            "",
		strings.Repeat("\x00\n", 50):                "",
		"read_only = false\nprivate = false\n[keys": "",
	} {
		file := settings.Parse([]byte(text))
		resolved, err := settings.Resolve(unset, unset, file)
		if err != nil {
			t.Fatal(err)
		}
		told := slices.ContainsFunc(file.Problems, func(p settings.Problem) bool { return strings.HasSuffix(p.Text, " ("+want+" counts as true)") })
		if on := resolved.ReadOnly != resolved.Private; on != (want != "") || on != told || resolved.ReadOnly != (want == "read_only") {
			t.Errorf("%q: read_only is %t, private is %t, and it says %v", text, resolved.ReadOnly, resolved.Private, file.Problems)
		}
	}
	unreadable := settings.Unreadable(errors.New("permission denied"))
	for name, c := range map[string]struct {
		file settings.File
		env  string
		on   bool
		told int
	}{
		"wrong variable":           {settings.File{}, "yes", true, 2},
		"wrong variable over file": {settings.Parse([]byte("private = false\nread_only = false")), "on", true, 2},
		"valid variable over file": {settings.Parse([]byte("private = 1\nread_only = 1")), "false", false, 2},
		"unreadable file":          {unreadable, "", true, 1},
		"variable over that":       {unreadable, "0", false, 1},
	} {
		env := func(name string) (string, bool) {
			return map[string]string{"STUDIO_TUI_PRIVATE": c.env, "STUDIO_TUI_READ_ONLY": c.env}[name], true
		}
		resolved, err := settings.Resolve(unset, env, c.file)
		if err != nil || resolved.Private != c.on || resolved.ReadOnly != c.on || len(resolved.Problems) != c.told {
			t.Errorf("%s: %v, private is %t, read_only is %t, and it says %v", name, err, resolved.Private, resolved.ReadOnly, resolved.Problems)
		}
	}
}

// TestParseAnything parses any text without a panic, and checks the positions of its problems.
func TestParseAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(([a-z_.]{1,8} = (1|"x"|\[\]|true|\{a = 1\}|x|\[|"|""")|\[[a-z.]{1,6}\]|\[a)\n){0,6}`)).Draw(r, "text")
		for _, problem := range settings.Parse([]byte(text)).Problems {
			if problem.Line < 1 || problem.Line > strings.Count(text, "\n")+1 || problem.Column < 1 {
				r.Errorf("%q: %+v", text, problem)
			}
		}
	})
}
