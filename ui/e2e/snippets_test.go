//go:build !windows

package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// snippets are the documented examples for shell prompts and status bars, by program.
func snippets(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../cli/README.md")
	check(t, err)
	_, rest, found := strings.Cut(string(text), "```\n# tmux,")
	block, _, ended := strings.Cut("# tmux,"+rest, "```")
	if !found || !ended {
		t.Fatal("the README has no examples")
	}
	all := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimSpace(block), "\n\n") {
		title, body, _ := strings.Cut(part, "\n")
		name, _, _ := strings.Cut(strings.TrimPrefix(title, "# "), ",")
		all[name] = body + "\n"
	}
	return all
}

// prompter is a machine with a known balance, and its status line.
func prompter(t *testing.T) (*machine, string) {
	t.Helper()
	m, _ := signedIn(t, sandbox.Options{})
	m.run(0, "balance")
	return m, regexp.QuoteMeta(strings.TrimSuffix(strings.TrimSpace(m.run(0, "status")), " cr")) + " cr"
}

// write writes a file into the home folder.
func (m *machine) write(path, text string) string {
	m.t.Helper()
	path = filepath.Join(m.home, path)
	check(m.t, os.MkdirAll(filepath.Dir(path), 0o700))
	check(m.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// TestSnippets checks that every documented program has a tested example.
func TestSnippets(t *testing.T) {
	t.Parallel()
	all := snippets(t)
	for _, name := range []string{"tmux", "bash", "zsh", "fish", "starship", "waybar", "polybar", "i3status-rust"} {
		if !strings.Contains(all[name], "studio-tui status") {
			t.Errorf("there is none for %s", name)
		}
		delete(all, name)
	}
	for name := range all {
		t.Errorf("the one for %s is not tried", name)
	}
}

func TestSnippetOfTmux(t *testing.T) {
	t.Parallel()
	tmux := testenv.Program(t, "tmux", "tmux")
	m, line := prompter(t)
	config, socket := m.write(".tmux.conf", snippets(t)["tmux"]), filepath.Join(m.home, "tmux")
	w := m.openArgv(terminal.Options{Cols: 80, Rows: 10}, tmux, "-S", socket, "-f", config, "new-session", "sh")
	t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() })
	w.sees(line)
}

func TestSnippetsOfShells(t *testing.T) {
	t.Parallel()
	for _, shell := range []struct{ name, file string }{{"bash", ".bashrc"}, {"zsh", ".zshrc"}, {"fish", ".config/fish/config.fish"}} {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			program := testenv.Program(t, shell.name, shell.name)
			m, line := prompter(t)
			m.write(shell.file, snippets(t)[shell.name])
			w := m.openArgv(terminal.Options{Cols: 80, Rows: 10}, program, "-i")
			w.sees(line)
			w.press("exit\r")
			w.ends(0)
		})
	}
}

func TestSnippetOfStarship(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("starship")
	if err != nil {
		t.Skip("needs starship, which Debian 12 does not have: https://starship.rs")
	}
	m, line := prompter(t)
	m.write(".config/starship.toml", snippets(t)["starship"])
	m.openArgv(terminal.Options{Cols: 80, Rows: 10}, program, "prompt").sees(line)
}

// TestSnippetOfPolybar runs the module in polybar, which only draws its output.
func TestSnippetOfPolybar(t *testing.T) {
	t.Parallel()
	testenv.Program(t, "polybar", "polybar")
	xvfb := testenv.Program(t, "xvfb xauth", "xvfb-run")
	m, line := prompter(t)
	snippet := snippets(t)["polybar"]
	config := m.write("polybar.ini", "[bar/studio]\nmodules-left = studio\n\n"+snippet)
	ctx, cancel := context.WithTimeout(t.Context(), eventually)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, xvfb, "-a", "polybar", "--log=trace", "--config="+config, "studio")
	cmd.Env = append([]string{"HOME=" + m.home, "TMPDIR=" + m.home, "PATH=" + os.Getenv("PATH")}, m.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) } // the X server too
	said, err := cmd.StderrPipe()
	check(t, err)
	cmd.Stdout = cmd.Stderr
	check(t, cmd.Start())
	t.Cleanup(func() { // all were sent a signal
		_, _ = io.Copy(io.Discard, said)
		_ = cmd.Wait()
	})
	run := member(t, snippet, `exec = (.*)`)
	var log strings.Builder
	lines := bufio.NewScanner(said)
	for _, step := range []string{`Invoking shell command: "` + run + `"`, "module/studio: Rebuilding cache"} { // in any order
		for !strings.Contains(log.String(), step) {
			if !lines.Scan() {
				t.Fatalf("there was no %s:\n%s", step, &log)
			}
			fmt.Fprintln(&log, lines.Text())
		}
	}
	if shown := m.shell(run); !regexp.MustCompile("^" + line + "$").MatchString(shown) {
		t.Errorf("the line is %q", shown)
	}
}

// TestSnippetsOfBars reads the output for bars that need a desktop.
func TestSnippetsOfBars(t *testing.T) {
	t.Parallel()
	m, line := prompter(t)
	all := snippets(t)
	var waybar map[string]struct {
		Exec       string
		ReturnType string `json:"return-type"`
		Interval   int
	}
	check(t, json.Unmarshal([]byte("{"+all["waybar"]+"}"), &waybar))
	module := waybar["custom/studio"]
	if module.ReturnType != "json" || module.Interval == 0 {
		t.Errorf("waybar: %+v", module)
	}
	for name, run := range map[string]string{"waybar": module.Exec, "i3status-rust": member(t, all["i3status-rust"], `command = "(.*)"`)} {
		var shown map[string]string
		if err := json.Unmarshal([]byte(m.shell(run)), &shown); err != nil || !regexp.MustCompile("^"+line+"$").MatchString(shown["text"]) {
			t.Errorf("%s is told %v, %v", name, shown, err)
		}
		if name == "waybar" && (shown["class"] == "" || shown["tooltip"] == "") || name != "waybar" && shown["state"] != "Idle" {
			t.Errorf("%s is told %v", name, shown)
		}
	}
}

// member is the match of a pattern's group in an example.
func member(t *testing.T, snippet, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(snippet)
	if found == nil {
		t.Fatalf("no %s in %s", pattern, snippet)
	}
	return found[1]
}

// shell is the output of a shell command.
func (m *machine) shell(line string) string {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), "sh", "-c", line)
	cmd.Env = append([]string{"HOME=" + m.home, "PATH=" + os.Getenv("PATH")}, m.env...)
	out, err := cmd.Output()
	if err != nil {
		m.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
