//go:build !unix

package app

import (
	tea "charm.land/bubbletea/v2"
)

// canSuspend reports whether the system has job control.
const canSuspend = false

// job is the program as a shell's job, which this system does not support.
type job struct{}

func newJob(func(tea.Msg)) (_ *job, release func()) { return &job{}, func() {} }

func (*job) suspend() tea.Cmd { return nil }

func (*job) redraw() tea.Cmd { return nil }
