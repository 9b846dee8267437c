//go:build unix

package app

import (
	"io"
	"os"
	"os/signal"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
)

// canSuspend reports whether the system has job control.
const canSuspend = true

// job is the program as a shell's job: it receives the signals that stop and continue
// it.
type job struct{ signals chan os.Signal }

// newJob receives the signals and forwards them to the program until release is called.
func newJob(send func(tea.Msg)) (_ *job, release func()) {
	j := &job{signals: make(chan os.Signal, 1)}
	j.listen()
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case s := <-j.signals:
				if s == unix.SIGCONT {
					send(continuedMsg{})
				} else {
					send(suspendMsg{})
				}
			}
		}
	}()
	return j, func() {
		signal.Stop(j.signals)
		close(done)
	}
}

func (j *job) listen() { signal.Notify(j.signals, unix.SIGTSTP, unix.SIGCONT) }

// suspend releases the terminal, stops the process group, and once it is continued
// takes the terminal back and draws again.
func (j *job) suspend() tea.Cmd { return tea.Exec(whileReleased(j.stop), comeBack) }

// redraw releases the terminal and takes it back: another process may have changed its
// modes while the program was stopped.
func (j *job) redraw() tea.Cmd { return tea.Exec(whileReleased(func() error { return nil }), comeBack) }

// stop stops the program, with its process group, until it is continued. It does
// nothing in the session leader's own group: no shell made a job of that, and none
// could continue it.
//
// It sends SIGSTOP: once Go has handled SIGTSTP the system's default action cannot be
// restored.
func (j *job) stop() error {
	if session, err := unix.Getsid(0); err != nil || session == unix.Getpgrp() {
		return err
	}
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, unix.SIGCONT)
	defer signal.Stop(continued)
	signal.Stop(j.signals)
	defer j.listen()
	if err := unix.Kill(0, unix.SIGSTOP); err != nil {
		return err
	}
	<-continued
	return nil
}

// whileReleased is a function that the framework runs while it has released the
// terminal.
type whileReleased func() error

// rendererStop is the time that the framework needs to stop its renderer. It does so
// concurrently: starting the renderer again at once would leave it stopped.
const rendererStop = 50 * time.Millisecond

// Run calls the function, without the mode that the framework does not know.
func (run whileReleased) Run() error {
	time.Sleep(rendererStop)
	_, _ = os.Stdout.WriteString(ansi.ResetModeLightDark)
	defer func() { _, _ = os.Stdout.WriteString(ansi.SetModeLightDark) }()
	return run()
}

// SetStdin does nothing.
func (whileReleased) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (whileReleased) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (whileReleased) SetStderr(io.Writer) {}
