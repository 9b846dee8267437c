//go:build !windows

package session

import (
	"os/exec"
	"syscall"
)

// detach lets a program outlive the terminal.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
