package browser

import (
	"os/exec"
	"syscall"
)

// ownGroup lets a program be killed with all that it starts, and ends it with
// the test that has started it, should that be killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killGroup kills the program's process group.
func killGroup(command *exec.Cmd) { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
