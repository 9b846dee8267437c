package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"go.uber.org/goleak"
)

// TestMain lets the tests run themselves as the program on the other side.
func TestMain(m *testing.M) {
	if os.Getenv("SCREENSHOTS_TEST_PROGRAM") != "" {
		if err := program(); err != nil {
			fmt.Println("error:", err)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// program asks for the background, says what it was told, and echoes one key.
func program() error {
	state, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(os.Stdin.Fd(), state) }()
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	fmt.Printf("\x1b]2;a program\a\x1b[?25l%dx%d\r\n\x1b]11;?\a", width, height)
	in := bufio.NewReader(os.Stdin)
	answer, err := in.ReadString('\a')
	if err != nil {
		return err
	}
	fmt.Printf("%q\r\nready\r\n", answer)
	for {
		key, err := in.ReadByte()
		if err != nil {
			return err
		}
		if key == 'q' {
			fmt.Print("bye")
			return nil
		}
		fmt.Printf("key %c, home %t, key in the environment %t\r\n", key,
			os.Getenv("HOME") == os.Getenv("WANT_HOME"), os.Getenv("ARTIFICIAL_STUDIO_API_KEY") != "")
	}
}

func open(t *testing.T, l look) *session {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("pseudo-terminals of this kind need Linux or macOS")
	}
	t.Setenv("ARTIFICIAL_STUDIO_API_KEY", "prod_of_a_person")
	home := t.TempDir()
	s, err := start(t.Context(), terminal{
		argv: []string{os.Args[0]},
		env:  []string{"SCREENSHOTS_TEST_PROGRAM=1", "WANT_HOME=" + home},
		home: home, cols: 60, rows: 10, look: l,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func await(t *testing.T, s *session, want string) {
	t.Helper()
	if err := s.wait(t.Context(), regexp.MustCompile(want), 10*time.Second); err != nil {
		t.Fatal(err)
	}
}

func TestSession(t *testing.T) {
	s := open(t, light)
	await(t, s, "ready")
	shown := s.snapshot()
	if shown.title != "a program" || shown.cursor {
		t.Errorf("title %q, cursor shown %t", shown.title, shown.cursor)
	}
	text := shown.text()
	if !strings.HasPrefix(text, "60x10\n") {
		t.Errorf("the program sees another size:\n%s", text)
	}
	if !strings.Contains(text, "fdfd") {
		t.Errorf("the program is not told the ground of the light terminal:\n%s", text)
	}
	if err := s.press("x"); err != nil {
		t.Fatal(err)
	}
	await(t, s, "key x, home true, key in the environment false")
	if err := s.press("q"); err != nil {
		t.Fatal(err)
	}
	await(t, s, "bye")
}

func TestWaitSaysWhatTheScreenWas(t *testing.T) {
	s := open(t, dark)
	await(t, s, "ready")
	if err := s.press("q"); err != nil {
		t.Fatal(err)
	}
	err := s.wait(t.Context(), regexp.MustCompile("never"), 10*time.Second)
	if err == nil || !strings.Contains(err.Error(), "the program ended") || !strings.Contains(err.Error(), "ready") {
		t.Errorf("error is %v", err)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	s := open(t, dark)
	await(t, s, "ready")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.wait(ctx, regexp.MustCompile("never"), time.Minute); err == nil {
		t.Error("no error")
	}
}

func TestChoose(t *testing.T) {
	all, err := choose("")
	if err != nil || len(all) != len(shots) {
		t.Errorf("%d shots of %d, %v", len(all), len(shots), err)
	}
	some, err := choose("packs,overview")
	if err != nil || len(some) != 2 || some[0].name != "overview" {
		t.Errorf("%v, %v", some, err)
	}
	if _, err := choose("nonsense"); err == nil {
		t.Error("an unknown name is no error")
	}
}

// Every shot must be able to wait: a bad pattern would only show when taken.
func TestShotsAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range shots {
		if seen[s.name] {
			t.Errorf("two shots are called %s", s.name)
		}
		seen[s.name] = true
		for _, step := range s.steps {
			if _, err := regexp.Compile(step.until); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
}
