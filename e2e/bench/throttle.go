package main

import (
	"runtime"
	"time"
)

// runTime is how long a throttled process runs between two stops.
const runTime = 2 * time.Millisecond

// throttle makes processes slower by stopping them, rate−1 times as long as they
// run. DevTools' own throttling slows the main thread of a page and no worker,
// which would flatter a client that computes in one; a stopped process has no
// thread that runs. The returned function ends it.
func throttle(rate float64, processes []int) (release func() error) {
	if rate == 1 {
		return func() error { return nil }
	}
	end, done := make(chan struct{}), make(chan error, 1)
	go func() {
		runtime.LockOSThread() // so that the kernel wakes it when its time has come
		defer runtime.UnlockOSThread()
		var failed error
		all := func(act func(process int) error) {
			for _, id := range processes {
				if err := act(id); err != nil {
					failed = err
				}
			}
		}
		defer func() { all(resume); done <- failed }()
		// Sleeps are never exact, so what a stop took too long or too short is taken
		// from the next.
		var owed time.Duration
		for {
			started := time.Now()
			select {
			case <-end:
				return
			case <-time.After(runTime):
			}
			all(stop)
			stopped := time.Now()
			owed += time.Duration((rate - 1) * float64(stopped.Sub(started)))
			time.Sleep(owed)
			all(resume)
			// One that took far too long, on a busy machine, is no licence to run free.
			owed = max(owed-time.Since(stopped), -time.Duration((rate-1)*float64(runTime)))
		}
	}()
	return func() error {
		close(end)
		return <-done
	}
}
