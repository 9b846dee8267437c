//go:build !darwin && !windows

package browser_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/browser"
	"github.com/studio-tui/studio-tui/model"
)

// asProgram makes the test binary open a page and say nothing more, as the
// program on its terminal does.
const asProgram = "STUDIO_TUI_TEST_OPEN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if err := browser.New(model.URLPolicy{}, nil).Open(context.Background(), page); !errors.Is(err, browser.ErrNotOpened) {
			panic(err)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

const page model.URL = "https://checkout.stripe.com/c/pay/cs_live_a1B2?x=1&y=%20#fid"

// install makes a shell script the machine's xdg-open, and the only program
// there is, on a desktop. It returns the folder that the script knows as $HERE.
func install(t *testing.T, script string) string {
	t.Helper()
	here := t.TempDir()
	text := "#!/bin/sh\nHERE='" + here + "'\nPATH=/usr/bin:/bin\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(here, "xdg-open"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", here)
	t.Setenv("DISPLAY", ":99")
	for _, name := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "BROWSER"} {
		t.Setenv(name, "")
	}
	return here
}

// await gives the content of a file as soon as there is one.
func await(t *testing.T, path string) string {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if text, err := os.ReadFile(path); err == nil {
			return string(text)
		}
	}
	t.Fatalf("%s was never written", filepath.Base(path))
	return ""
}

func TestOpenGivesTheExactAddress(t *testing.T) {
	here := install(t, `printf '%s\n' "$#" "$@" > "$HERE/part" && mv "$HERE/part" "$HERE/args"`)
	b := browser.New(model.URLPolicy{}, nil)
	if err := b.Open(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	if got, want := await(t, filepath.Join(here, "args")), "1\n"+string(page)+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Where there is no xdg-open, the commands that BROWSER names are tried in turn: one that
// is not here, one that fails, one that takes the address in place of %s.
func TestBrowserVariableIsFollowed(t *testing.T) {
	here := install(t, `printf '%s\n' "$#" "$@" > "$HERE/part" && mv "$HERE/part" "$HERE/args"`)
	if err := os.Rename(filepath.Join(here, "xdg-open"), filepath.Join(here, "mybrowser")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(here, "broken"), []byte("#!/bin/sh\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", "")
	b := browser.New(model.URLPolicy{}, nil)
	for variable, want := range map[string]string{
		"mybrowser":                         "1\n" + string(page) + "\n",
		"nothere:broken:mybrowser -new %s":  "2\n-new\n" + string(page) + "\n",
		filepath.Join(here, "mybrowser -p"): "2\n-p\n" + string(page) + "\n",
	} {
		t.Setenv("BROWSER", variable)
		if err := b.Open(t.Context(), page); err != nil {
			t.Fatal(err)
		}
		if got := await(t, filepath.Join(here, "args")); got != want {
			t.Errorf("BROWSER=%s: got %q, want %q", variable, got, want)
		}
		if err := os.Remove(filepath.Join(here, "args")); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("BROWSER", "broken")
	if err := b.Open(t.Context(), page); !errors.Is(err, browser.ErrNotOpened) {
		t.Errorf("a command that fails: %v", err)
	}
}

func TestChildDoesNotInheritTheKey(t *testing.T) {
	here := install(t, `env > "$HERE/env.part" && mv "$HERE/env.part" "$HERE/env"`)
	t.Setenv(auth.EnvKey, "prod_0123456789abcdef")
	if err := browser.New(model.URLPolicy{}, nil).Open(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	env := await(t, filepath.Join(here, "env"))
	if strings.Contains(env, auth.EnvKey) || strings.Contains(env, "prod_0123456789abcdef") {
		t.Error("the key is in the environment of what was started")
	}
	if !strings.Contains(env, "DISPLAY=:99\n") {
		t.Error("the environment of the desktop is missing")
	}
}

func TestBlockingOpenerBlocksNothing(t *testing.T) {
	here := install(t, `echo > "$HERE/started"; read go < "$HERE/pipe"; echo > "$HERE/ended"`)
	pipe := filepath.Join(here, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	// With no end of its own, this returns only because Open does not wait.
	if err := browser.New(model.URLPolicy{}, nil).Open(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	await(t, filepath.Join(here, "started"))
	if _, err := os.Stat(filepath.Join(here, "ended")); err == nil {
		t.Error("the opener had ended already")
	}
	if err := os.WriteFile(pipe, []byte("go\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	await(t, filepath.Join(here, "ended"))
}

func TestCanceledBeforeStartsNothing(t *testing.T) {
	here := install(t, `echo > "$HERE/started"`)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := browser.New(model.URLPolicy{}, nil).Open(ctx, page); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	mustNotHaveStarted(t, here)
}

func TestFailureIsReportedAndItsNoiseIsNot(t *testing.T) {
	here := install(t, `echo noise; echo more noise >&2; echo > "$HERE/started"; exit 3`)
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), asProgram+"=1")
	if output, err := program.CombinedOutput(); err != nil || len(output) != 0 {
		t.Errorf("printed %q, %v", output, err)
	}
	await(t, filepath.Join(here, "started"))
}

func TestRefusedAddressesStartNothing(t *testing.T) {
	here := install(t, `echo > "$HERE/started"`)
	b := browser.New(model.URLPolicy{Base: model.ProductionAPI}, nil)
	for _, address := range []model.URL{
		"", "--help", "-x", "javascript:alert(1)", "file:///etc/passwd", "mailto:hi@artificialstudio.ai",
		"http://checkout.stripe.com/", "https://checkout.stripe.com:444/", "https://evil.example/", "https://stripe.com/",
		"https://checkout.stripe.com@evil.example/", "https://checkout.stripe.com\uff0eevil.example/", "http://127.0.0.1:8787/",
		"https://checkout.stripe.com/\x1b[31m", "https://checkout.stripe.com/ x", "$(id)", "https://artificialstudio.ai.evil.example",
	} {
		var refused *model.RefusedURL
		if err := b.Open(t.Context(), address); !errors.As(err, &refused) || refused.Address != address {
			t.Errorf("%q: %v", address, err)
		}
	}
	mustNotHaveStarted(t, here)
}

func TestNoScreenStartsNothing(t *testing.T) {
	here := install(t, `echo > "$HERE/started"`)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	b := browser.New(model.URLPolicy{}, nil)
	var unavailable *browser.Unavailable
	if err := b.Open(t.Context(), page); !errors.As(err, &unavailable) || unavailable.Why == "" {
		t.Errorf("error %v", err)
	}
	mustNotHaveStarted(t, here)
	// BROWSER is for xdg-open to read.
	t.Setenv("BROWSER", "/opt/some-browser")
	if err := b.Open(t.Context(), page); err != nil {
		t.Error(err)
	}
	await(t, filepath.Join(here, "started"))
}

// mustNotHaveStarted looks once: Open has returned and would have waited for a
// script as short as these.
func mustNotHaveStarted(t *testing.T, here string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(here, "started")); err == nil {
		t.Error("the opener was started")
	}
}
