package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestHelpFits prints every help on a terminal of 80 cells: no line is wider, no word
// is broken, and no example is truncated.
func TestHelpFits(t *testing.T) {
	const width = 80
	t.Setenv("__FANG_TEST_WIDTH", "80")
	states := []string{"free", "low", "out", "past-due", "cancelled", "pending-downgrade", "empty", "documented"}
	env := func(string) string { return "" }
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			var out bytes.Buffer
			deps := Deps{Streams: Streams{Out: &out, Err: t.Output(), OutTTY: true, Width: width}, Env: env, DemoStates: states}
			if code := Run(t.Context(), deps, append(strings.Fields(cmd.CommandPath())[1:], "--help")); code != ExitOK {
				t.Fatalf("exit code %d", code)
			}
			text := ansi.Strip(out.String())
			for line := range strings.SplitSeq(text, "\n") {
				if ansi.StringWidth(strings.TrimRight(line, " ")) > width {
					t.Errorf("wider than %d: %q", width, line)
				}
			}
			has := func(whole string) {
				if !strings.Contains(oneLine(text), oneLine(whole)) {
					t.Errorf("broken or cut: %q in\n%s", whole, text)
				}
			}
			has(cmd.Long)
			has(cmd.Example)
			cmd.Flags().VisitAll(func(flag *pflag.Flag) {
				if !flag.Hidden {
					has(flag.Usage)
					if standard := "(" + flag.DefValue + ")"; strings.Contains(oneLine(text), standard+" "+standard) {
						t.Errorf("--%s has its default %s twice", flag.Name, standard)
					}
				}
			})
			for _, child := range cmd.Commands() {
				has(child.Short)
			}
		})
		for _, child := range cmd.Commands() {
			visit(child)
		}
	}
	visit((&commands{deps: Deps{Env: env, DemoStates: states}}).root())
}

// oneLine is a text without its line breaks and capitals.
func oneLine(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
