package settings

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

const exampleHead = `# The settings of studio-tui, each with its default. Where this file goes:
# studio-tui config path. What holds, and why: studio-tui config show --origin.
# A flag takes precedence over a variable, a variable over this file. All variables are
# called like STUDIO_TUI_REFRESH.
`

const colorsHead = `
# Colours in place of the theme's, as "#a594ff" or as a number of the 256 colours.
# Without them each is what the theme has.
[colors]
`

const keysHead = `
# Keys, by what they do. An action takes a list of keys, and those of its line here
# no more. A key that would mean two things at one place is told, and left as it was.
# Where an action goes two ways (sideways, zoom), its keys stand in pairs.
[keys]
`

// preset is keys for users of other programs (k9s, lazygit), commented out.
const preset = `
# For those who come from k9s and lazygit, uncomment these instead:
# refresh = ["ctrl+r"]
# pane = ["f1", "f2", "f3", "f4", "f5", "f6", "f7"]
# next_pane = ["tab", "}"]
# previous_pane = ["shift+tab", "{"]
# page_up = ["pgup", "ctrl+b"]
# page_down = ["pgdown", "ctrl+f"]
# open_in_browser = ["ctrl+o"]
`

// quoted is a list of texts as a TOML array.
func quoted(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(text))
	}
	return "[" + b.String() + "]"
}

// Example is a config.toml with every setting at its default, commented out.
func Example() string {
	var b strings.Builder
	b.WriteString(exampleHead)
	for _, setting := range Table() {
		b.WriteString("\n")
		also := "Takes " + setting.Takes + "."
		if setting.Flag != "" {
			also += " Flag: --" + setting.Flag + "."
		}
		for _, line := range widget.Wrap(setting.Help+" "+also, 78) {
			b.WriteString("# " + line + "\n")
		}
		fmt.Fprintf(&b, "# %s = %s\n", setting.Name, setting.quote(setting.Default))
	}
	b.WriteString(colorsHead)
	for _, name := range theme.TokenNames() {
		fmt.Fprintf(&b, "# %s = \"#a594ff\"\n", name)
	}
	b.WriteString(keysHead)
	keys := pane.Keys()
	for _, name := range keys.Actions() {
		binding, _ := keys.Action(name)
		fmt.Fprintf(&b, "# %s = %s\n", name, quoted(binding.Keys()))
	}
	b.WriteString(preset)
	return b.String()
}
