//go:build !js

// Package clock has the times of packages srp and auth: those of package time, but
// for the browser's build, in which that package and what it brings are 39 KB.
package clock

import "time"

// Time is time.Time.
type Time = time.Time

// Now gives the local time.
func Now() Time { return time.Now() }

// UnixMilli gives a time from the milliseconds since January 1, 1970 UTC.
func UnixMilli(ms int64) Time { return time.UnixMilli(ms) }

// Later gives the time that is some seconds after t.
func Later(t Time, seconds int) Time { return t.Add(time.Duration(seconds) * time.Second) }
