package clock

import _ "unsafe" // for the directive

// Time is a time in milliseconds since January 1, 1970 UTC, with those methods of
// time.Time that a sign-in needs.
type Time int64

// Now gives the local time.
func Now() Time {
	seconds, nanoseconds, _ := now()
	return Time(1000*seconds + int64(nanoseconds)/1_000_000)
}

// now is the runtime's, which it shares with package time by this name.
//
//go:linkname now time.now
func now() (seconds int64, nanoseconds int32, monotonic int64)

// UnixMilli gives a time from the milliseconds since January 1, 1970 UTC.
func UnixMilli(ms int64) Time { return Time(ms) }

// Later gives the time that is some seconds after t.
func Later(t Time, seconds int) Time { return t + 1000*Time(seconds) }

// UnixMilli gives the milliseconds since January 1, 1970 UTC.
func (t Time) UnixMilli() int64 { return int64(t) }
