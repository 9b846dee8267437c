package terminal_test

import (
	"bufio"
	"context"
	"fmt"
	"image/color"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// asProgram is the environment variable that makes the test binary the tested program.
const asProgram = "TERMINAL_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if err := program(); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// program queries the background, prints the answer, and echoes keys until one ends it:
// q restores the terminal, m does not.
func program() error {
	state, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	fmt.Printf("\x1b]2;a program\a\x1b[?25l\x1b[?2004h\x1b[>4;2m\x1b[>1u%dx%d\r\n\x1b]11;?\aasked\r\n", width, height)
	in := bufio.NewReader(os.Stdin)
	for {
		key, err := in.ReadByte()
		if err != nil {
			return err
		}
		switch key {
		case '\x1b': // the terminal's answer
			answer, err := in.ReadString('\a')
			if err != nil {
				return err
			}
			fmt.Printf("%q\r\n", answer)
		case 'q':
			fmt.Print("\x1b[?25h\x1b[?2004l\x1b[>4m\x1b[<1ubye")
			return term.Restore(os.Stdin.Fd(), state)
		case 'm':
			os.Exit(7)
		default:
			fmt.Printf("key %c, home %t, key in the environment %t\r\n", key,
				os.Getenv("HOME") == os.Getenv("WANT_HOME"), os.Getenv("ARTIFICIAL_STUDIO_API_KEY") != "")
		}
	}
}

func open(t *testing.T, mute bool) *terminal.Session {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("pseudo-terminals of this kind need Linux or macOS")
	}
	t.Setenv("ARTIFICIAL_STUDIO_API_KEY", "prod_of_a_person")
	home := t.TempDir()
	s, err := terminal.Start(t.Context(), terminal.Options{
		Argv: []string{os.Args[0]},
		// The race detector delays the exit of programs by a second.
		Env:  []string{asProgram + "=1", "WANT_HOME=" + home, "GORACE=atexit_sleep_ms=0"},
		Home: home, Cols: 60, Rows: 10, Mute: mute,
		Teach: func(e *vt.Emulator) { e.SetDefaultBackgroundColor(color.RGBA{0xfd, 0xfd, 0xfc, 0xff}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func await(t *testing.T, s *terminal.Session, want string) {
	t.Helper()
	if err := s.Wait(soon(t), regexp.MustCompile(want)); err != nil {
		t.Fatal(err)
	}
}

func press(t *testing.T, s *terminal.Session, keys string) {
	t.Helper()
	if err := s.Press(keys); err != nil {
		t.Fatal(err)
	}
}

func exit(t *testing.T, s *terminal.Session, want int) {
	t.Helper()
	if code, err := s.Exit(soon(t)); err != nil || code != want {
		t.Fatalf("exit code %d, want %d: %v", code, want, err)
	}
}

func TestSession(t *testing.T) {
	s := open(t, false)
	await(t, s, "fdfd") // the program received the background
	shown := s.Screen()
	if shown.Title != "a program" || shown.Cursor {
		t.Errorf("title %q, cursor shown %t", shown.Title, shown.Cursor)
	}
	if text := shown.Text(); !strings.HasPrefix(text, "60x10\n") {
		t.Errorf("the program sees another size:\n%s", text)
	}
	press(t, s, "x")
	await(t, s, "key x, home true, key in the environment false")
	if left := s.Leftovers(); len(left) < 5 {
		t.Errorf("the terminal is changed by more than %q", left)
	}
	press(t, s, "q")
	exit(t, s, 0)
	await(t, s, "bye")
	if left := s.Leftovers(); len(left) > 0 {
		t.Errorf("the terminal is left with %q", left)
	}
	if output := string(s.Output()); !strings.HasPrefix(output, "\x1b]2;") || !strings.HasSuffix(output, "bye") {
		t.Errorf("the output is %q", output)
	}
}

func TestLeftoversNamesEverything(t *testing.T) {
	s := open(t, false)
	await(t, s, "asked")
	press(t, s, "m")
	exit(t, s, 7)
	left := s.Leftovers()
	if len(left) != 5 || !slices.Contains(left, "mode ?2004 is true") || !strings.HasPrefix(left[4], "its line settings are") {
		t.Errorf("the terminal is left with %q", left)
	}
}

func TestMuteAnswersNothing(t *testing.T) {
	s := open(t, true)
	await(t, s, "asked")
	press(t, s, "x")
	await(t, s, "key x")
	if text := s.Screen().Text(); strings.Contains(text, "fdfd") {
		t.Errorf("there was an answer:\n%s", text)
	}
}

func TestExitAfterASignal(t *testing.T) {
	s := open(t, false)
	await(t, s, "asked")
	if err := s.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	exit(t, s, -1)
}

func TestWaitSaysWhatTheScreenWas(t *testing.T) {
	s := open(t, false)
	await(t, s, "asked")
	press(t, s, "q")
	err := s.Wait(soon(t), regexp.MustCompile("never"))
	if err == nil || !strings.Contains(err.Error(), "the program ended") || !strings.Contains(err.Error(), "asked") {
		t.Errorf("error is %v", err)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	s := open(t, false)
	await(t, s, "asked")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Wait(ctx, regexp.MustCompile("never")); err == nil {
		t.Error("no error")
	}
}
