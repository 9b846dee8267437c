package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// Crash is a panic of the dashboard. The terminal has been given back.
type Crash struct {
	Value any
	Stack []byte
}

func (c *Crash) Error() string { return fmt.Sprintf("the dashboard crashed: %v", c.Value) }

// guarded is a program that a panic ends in order: of its own, or of a command. The
// framework would print the stack over the person's terminal.
type guarded struct {
	tea.Model
	listen func(send func(tea.Msg)) (release func()) // to what else there is to tell it, may be nil
	end    func()                                    // what is to be done after it, may be nil
	quit   func()
	crash  atomic.Pointer[Crash] // the first
}

// run runs the program until it quits, crashes or the context ends. Its error is then a
// *[Crash], or the context's cause.
func (g *guarded) run(ctx context.Context, options []tea.ProgramOption) error {
	// The context ends on signals already. The framework's own handler would race
	// with that: it then waits for ever to deliver what nobody takes any more.
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

// leave does what is to be done after the program, whatever state a crash has left.
func (g *guarded) leave() {
	defer func() { g.caught(recover()) }()
	if g.end != nil {
		g.end()
	}
}

// caught keeps what was recovered, and quits; it does nothing for nil.
func (g *guarded) caught(value any) bool {
	if value == nil {
		return false
	}
	if g.crash.CompareAndSwap(nil, &Crash{Value: value, Stack: debug.Stack()}) {
		go g.quit() // the event loop that takes it may be the one that panicked
	}
	return true
}

// Init begins the program.
func (g *guarded) Init() tea.Cmd {
	defer func() { g.caught(recover()) }()
	return g.guard(g.Model.Init())
}

// Update hands a message on, to none after a crash.
func (g *guarded) Update(msg tea.Msg) (same tea.Model, cmd tea.Cmd) {
	same = g
	if g.crash.Load() != nil {
		return same, nil
	}
	defer func() { g.caught(recover()) }()
	g.Model, cmd = g.Model.Update(msg)
	return same, g.guard(cmd)
}

// View draws the program, or an empty screen after a crash.
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

// guard keeps the panic of a command, and of those that it gives.
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
