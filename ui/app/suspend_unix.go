//go:build unix

package app

import (
	"io"
	"os"
	"os/signal"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// canSuspend reports whether the system has job control.
const canSuspend = true

// job is the program as a shell's job: it takes the signals that stop and continue it.
type job struct{ signals chan os.Signal }

// newJob takes the signals until release is called, and tells the program of them.
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

// suspend gives the terminal back, stops the process group, and once it is continued
// takes the terminal and draws again.
func (j *job) suspend() tea.Cmd { return tea.Exec(whileReleased(j.stop), comeBack) }

// redraw gives the terminal back and takes it again: who has stopped the program may have
// changed its modes.
func (j *job) redraw() tea.Cmd { return tea.Exec(whileReleased(func() error { return nil }), comeBack) }

// stop stops the program, and what shares its process group, until it is continued. It
// does nothing in the group of the session's own leader: no shell has made a job of it,
// none could continue it.
//
// They are stopped by SIGSTOP: once Go has taken SIGTSTP it never lets the system have it
// again.
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

// whileReleased is what the framework runs while it has given the terminal back.
type whileReleased func() error

// rendererStop is how long the framework is given to stop its frames. It does so beside
// what it does next: where that starts them again at once, they would be stopped for good.
const rendererStop = 50 * time.Millisecond

// Run runs it.
func (run whileReleased) Run() error {
	time.Sleep(rendererStop)
	return run()
}

// SetStdin does nothing.
func (whileReleased) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (whileReleased) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (whileReleased) SetStderr(io.Writer) {}
