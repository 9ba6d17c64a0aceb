//go:build !linux

package browser

import (
	"os/exec"
	"syscall"
)

// Elsewhere the browsers are left to end their own processes.
func ownGroup() *syscall.SysProcAttr { return nil }

func killGroup(command *exec.Cmd) { _ = command.Process.Kill() }
