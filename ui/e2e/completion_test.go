//go:build unix

package e2e

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// completers are scripts that complete the words $LINE in a shell: bash by calling the
// function as it does itself, zsh in a terminal of its own, fish by its own command.
var completers = map[string]string{
	"bash": `source /usr/share/bash-completion/bash_completion
source <(studio-tui completion bash)
compopt() { :; } # works only while a key is handled
read -ra COMP_WORDS <<<"$LINE"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$LINE COMP_POINT=${#LINE}
__start_studio-tui
printf '%s\n' "${COMPREPLY[@]}"`,
	"zsh": `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -U compinit; compinit -u -D; source <(studio-tui completion zsh); echo READY'
zpty -r -m shell line $'*\nREADY*'
zpty -w -n shell "$LINE"$'\t'
zpty -r -m shell line "*$WANT*"
print -r -- "$line"`,
	"fish": `studio-tui completion fish | source; complete -C "$LINE"`,
}

// TestCompletionInShells completes a command, the value of a flag and a pack of the demo.
func TestCompletionInShells(t *testing.T) {
	t.Parallel()
	for shell, script := range completers {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			path := testenv.Program(t, shell, shell)
			if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); shell == "bash" && err != nil {
				testenv.Skip(t, "needs bash-completion: install with apt-get install bash-completion")
			}
			for line, want := range map[string]string{
				"studio-tui bal": "balance", "studio-tui status --format wayb": "waybar", "studio-tui buy pack --demo pack-x": "pack-xl",
			} {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // zsh waits for what it wants
				defer cancel()
				cmd := exec.CommandContext(ctx, path, "-c", script)
				cmd.Env = append(os.Environ(), append(tools(), "HOME="+t.TempDir(), "LINE="+line, "WANT="+want, "TERM=dumb", "LANG=C.UTF-8")...)
				if output, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(output), want) {
					t.Errorf("%s: no %q, %v:\n%s", line, want, err, output)
				}
			}
		})
	}
}
