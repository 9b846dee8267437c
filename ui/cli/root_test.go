package cli

import (
	"testing"

	"github.com/spf13/cobra"
)

// TestRootBuildsTheCommandThatIsAsked builds only the command that a command line
// begins with, equal to the one in the whole tree.
func TestRootBuildsTheCommandThatIsAsked(t *testing.T) {
	all := (&commands{deps: closedDeps(nil, nil)}).root()
	for _, cmd := range all.Commands() {
		if cmd.Name() == "help" { // cobra's own
			continue
		}
		alone := (&commands{deps: closedDeps(nil, nil), args: []string{cmd.Name()}}).root()
		var names []string
		for _, child := range alone.Commands() {
			if child.Name() != "help" {
				names = append(names, child.Name())
			}
		}
		if len(names) != 1 || names[0] != cmd.Name() {
			t.Errorf("%s builds %q", cmd.Name(), names)
		}
	}
	eachCommand(all, func(cmd *cobra.Command) {
		if words := commandWords(cmd); len(words) > 0 {
			alone, rest, err := (&commands{deps: closedDeps(nil, nil), args: words}).root().Find(words)
			if err != nil || len(rest) > 0 || alone.CommandPath() != cmd.CommandPath() || alone.Flags().FlagUsages() != cmd.Flags().FlagUsages() {
				t.Errorf("%s is another command when it is built alone: %v", cmd.CommandPath(), err)
			}
		}
	})
}

// commandWords are the words of a command, without the program's name.
func commandWords(cmd *cobra.Command) (words []string) {
	for ; cmd.HasParent(); cmd = cmd.Parent() {
		words = append([]string{cmd.Name()}, words...)
	}
	return words
}
