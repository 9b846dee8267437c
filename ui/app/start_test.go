package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
)

// TestStartKeepsWhatComesEarly types while the local copy is still being read.
func TestStartKeepsWhatComesEarly(t *testing.T) {
	t.Parallel()
	read := make(chan struct{})
	program := start(t.Context(), Options{
		Now: time.Now, Location: time.UTC, Accounts: struct{ account.Manager }{}, // is not asked
		LastSnapshot: func() (history.Snapshot, account.Identity, bool) {
			<-read
			known := model.Account{ID: "a", Email: "mia@example.com", Credits: 5 * model.Credit}
			return history.Snapshot{Account: history.Cached[model.Account]{Value: known, Has: true}}, account.Identity{}, true
		},
	}, nil)
	ready := program.Init()
	program.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	program.Update(tea.KeyPressMsg{Code: '2', Text: "2"})
	if view := program.View(); view.Content != "" || !view.AltScreen {
		t.Errorf("before there is an account the screen is %q, alternate %v", view.Content, view.AltScreen)
	}
	close(read)
	program.Update(ready())
	screen := program.View().Content
	if !strings.Contains(screen, "5 credits") || !strings.Contains(screen, "Reading your transactions") {
		t.Errorf("what was remembered or typed is not there:\n%s", screen)
	}
}

// TestStartPanicsWhereItCanBeCaught checks that a panic while the App is built reaches its
// caller, the framework, which restores the terminal.
func TestStartPanicsWhereItCanBeCaught(t *testing.T) {
	t.Parallel()
	program := start(t.Context(), Options{
		Now: time.Now, Location: time.UTC,
		LastSnapshot: func() (history.Snapshot, account.Identity, bool) { panic("torn") },
	}, nil)
	defer func() {
		if cause := recover(); cause != "torn" {
			t.Errorf("it panics with %v", cause)
		}
	}()
	program.Init()()
}

// TestFirstFrameIsWaitedFor distinguishes the first frame from the queries before it.
func TestFirstFrameIsWaitedFor(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "terminal"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	terminal := newFirstFrameWriter(file)
	write := func(size int) (over bool) {
		if _, err := terminal.Write(bytes.Repeat([]byte("x"), size)); err != nil {
			t.Fatal(err)
		}
		select {
		case <-terminal.done:
			return true
		default:
			return false
		}
	}
	if write(1000) {
		t.Error("something written before there was a frame counts as one")
	}
	terminal.drawn.Store(true)
	if write(20) {
		t.Error("a question counts as a frame")
	}
	for range 2 { // the second one is noticed already
		if !write(1000) {
			t.Error("the frame is not noticed")
		}
	}
}
