package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// Crash is a panic of the dashboard, returned after the terminal was restored.
type Crash struct {
	Value any
	Stack []byte
}

func (c *Crash) Error() string { return fmt.Sprintf("the dashboard crashed: %v", c.Value) }

// guarded wraps a program so that a panic, in it or in a command, ends it in order. The
// framework would print the stack over the terminal.
type guarded struct {
	tea.Model
	listen func(send func(tea.Msg)) (release func()) // subscribes further senders of messages; may be nil
	end    func()                                    // cleanup after the program; may be nil
	quit   func()
	crash  atomic.Pointer[Crash] // the first panic
}

// run runs the program until it quits, panics or the context ends. Its error is then a
// *[Crash], or the context's cause.
func (g *guarded) run(ctx context.Context, options []tea.ProgramOption) error {
	// Signals end the context already. The framework's own handler would race with
	// that: it can then wait forever to deliver a message that nothing receives.
	program := tea.NewProgram(g, append(options, tea.WithContext(ctx), tea.WithoutSignalHandler())...)
	g.quit = program.Quit
	if g.listen != nil {
		defer g.listen(program.Send)()
	}
	_, err := program.Run()
	g.leave()
	switch crash := g.crash.Load(); {
	case crash != nil:
		return crash
	case errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}

// leave runs the cleanup after the program, whatever state a panic has left.
func (g *guarded) leave() {
	defer func() { g.caught(recover()) }()
	if g.end != nil {
		g.end()
	}
}

// caught stores a recovered value, and quits; it does nothing for nil.
func (g *guarded) caught(value any) bool {
	if value == nil {
		return false
	}
	if g.crash.CompareAndSwap(nil, &Crash{Value: value, Stack: debug.Stack()}) {
		go g.quit() // the event loop that receives it may be the goroutine that panicked
	}
	return true
}

// Init initializes the program.
func (g *guarded) Init() tea.Cmd {
	defer func() { g.caught(recover()) }()
	return g.guard(g.Model.Init())
}

// Update passes a message on; after a panic it drops it.
func (g *guarded) Update(msg tea.Msg) (same tea.Model, cmd tea.Cmd) {
	same = g
	if g.crash.Load() != nil {
		return same, nil
	}
	defer func() { g.caught(recover()) }()
	g.Model, cmd = g.Model.Update(msg)
	return same, g.guard(cmd)
}

// View draws the program, or an empty screen after a panic.
func (g *guarded) View() (view tea.View) {
	if g.crash.Load() != nil {
		return viewOf("")
	}
	defer func() {
		if g.caught(recover()) {
			view = viewOf("")
		}
	}()
	return g.Model.View()
}

// guard wraps a command, and the commands that it returns, so that a panic in them is
// caught.
func (g *guarded) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer func() { g.caught(recover()) }()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = g.guard(batch[i])
			}
		}
		return msg
	}
}
