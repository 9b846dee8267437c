package settings_test

import (
	"bytes"
	"flag"
	"os"
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
	broken := settings.Parse([]byte("fps = 60\nrows = = 3\n"))
	if len(broken.Problems) != 1 || broken.Problems[0].Line != 2 || broken.Problems[0].Column != 8 {
		t.Errorf("%+v", broken.Problems)
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

// TestParseAnything parses any text without a panic, and checks the positions of its problems.
func TestParseAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(([a-z_.]{1,8} = (1|"x"|\[\]|true|\{a = 1\})|\[[a-z.]{1,6}\])\n){0,6}`)).Draw(r, "text")
		for _, problem := range settings.Parse([]byte(text)).Problems {
			if problem.Line < 1 || problem.Line > strings.Count(text, "\n")+1 || problem.Column < 1 {
				r.Errorf("%q: %+v", text, problem)
			}
		}
	})
}
