//go:build !linux

package main

import "errors"

var errNotLinux = errors.New("throttling needs Linux, which can stop every thread of a process")

func stop(int) error   { return errNotLinux }
func resume(int) error { return errNotLinux }
