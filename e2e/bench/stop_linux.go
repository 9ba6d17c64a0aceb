package main

import (
	"errors"
	"os"
	"strconv"
	"syscall"
)

// stop stops a process, by each of its threads. A signal to the process goes to
// one of them, mostly the main thread, which may have to be woken first, and a
// worker runs on until then: a millisecond or two of every eight.
func stop(process int) error {
	threads, err := os.ReadDir("/proc/" + strconv.Itoa(process) + "/task")
	if err != nil {
		return ignoreEnded(err)
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			return err
		}
		if err := ignoreEnded(syscall.Tgkill(process, id, syscall.SIGSTOP)); err != nil {
			return err
		}
	}
	return nil
}

// ignoreEnded leaves out the error of a process or thread that has ended, as it
// may with its tab.
func ignoreEnded(err error) error {
	if errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH) || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// resume lets a process run again.
func resume(process int) error { return ignoreEnded(syscall.Kill(process, syscall.SIGCONT)) }
