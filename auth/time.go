package auth

import "github.com/cognito-wasm/cognito-wasm/internal/clock"

// Time is [time.Time]. In builds for a browser it is milliseconds since 1970,
// because package time is large.
type Time = clock.Time
