package session

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach lets a program outlive the terminal, without a window of its own.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP}
}
