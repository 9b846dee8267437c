package app_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/app"
)

// broken panics in one method.
type broken struct{ in string }

func (b broken) Init() tea.Cmd {
	b.panics("Init")
	return tea.Batch(func() tea.Msg { return "began" }, func() tea.Msg { b.panics("a command of several"); return nil })
}

func (b broken) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg == "began" {
		b.panics("Update")
		return b, func() tea.Msg { b.panics("a command"); return nil }
	}
	return b, nil
}

func (b broken) View() tea.View {
	b.panics("View")
	view := tea.NewView("on the alternate screen")
	view.AltScreen = true
	return view
}

func (b broken) panics(in string) {
	if b.in == in {
		panic("in " + in)
	}
}

// TestCrash restores the terminal after any panic, and keeps the panic and its stack.
func TestCrash(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"Init", "Update", "View", "a command", "a command of several"} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := app.RunGuarded(context.WithoutCancel(t.Context()), broken{in: in}, tea.WithInput(strings.NewReader("")), tea.WithOutput(&out), tea.WithWindowSize(80, 24))
			var crash *app.Crash
			if !errors.As(err, &crash) {
				t.Fatalf("the error is %v", err)
			}
			if crash.Value != "in "+in || !bytes.Contains(crash.Stack, []byte("broken")) {
				t.Errorf("the crash is %v\n%s", crash.Value, crash.Stack)
			}
			if entered, left := bytes.Count(out.Bytes(), []byte("\x1b[?1049h")), bytes.Count(out.Bytes(), []byte("\x1b[?1049l")); entered != left {
				t.Errorf("the alternate screen was entered %d times and left %d times", entered, left)
			}
			if strings.Contains(out.String(), "goroutine") {
				t.Error("the stack was written on the terminal")
			}
		})
	}
}
