package testrun

import (
	"context"
	"fmt"
	"time"
)

// patience is that of Options where they say nothing.
const patience = 30 * time.Second

// grace is what is left to whom the time is over, for undoing what was done.
const grace = 2 * time.Second

// within has work done that waits for somebody, who is named. It ends with the
// context, or when the time is over, even if work does not heed its context.
func within[T any](ctx context.Context, most time.Duration, who string, work func(context.Context) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work(limited)
		done <- outcome{value, err}
	}()
	var got outcome
	select {
	case got = <-done:
	case <-limited.Done():
		select {
		case got = <-done:
		case <-time.After(grace):
			got.err = limited.Err()
		}
	}
	if got.err != nil && limited.Err() != nil && ctx.Err() == nil {
		got.err = fmt.Errorf("%s did not answer within %v: %w", who, most, got.err)
	}
	return got.value, got.err
}
