package settings

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/ui/widget"
)

const exampleHead = `# The settings of studio-tui, each with its default. Where this file goes:
# studio-tui config path. What holds, and why: studio-tui config show --origin.
# A flag goes before a variable, a variable before this file. All variables are
# called like STUDIO_TUI_REFRESH.
`

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
	return b.String()
}
