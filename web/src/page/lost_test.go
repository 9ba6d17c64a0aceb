package page_test

import (
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// A tab whose answers are lost asks again by itself for as long as Cognito's grace
// period may last, 60 s, and not for as long as a clock was moved back.
func TestLostAnswersAndMovedClocks(t *testing.T) {
	p := tstest.Start(t, "testdata/lost.mjs")
	count := func(moved time.Duration) int {
		return tstest.Call[int](t, p, "lost", map[string]any{"moved": moved.Milliseconds(), "lasts": (6 * time.Hour).Milliseconds()})
	}
	usual := count(0)
	if usual < 6 {
		t.Fatalf("%d requests with a clock that goes on: does the test still lose answers?", usual)
	}
	for _, moved := range []time.Duration{-time.Minute, -24 * time.Hour, -365 * 24 * time.Hour, 24 * time.Hour} {
		if got := count(moved); got > 2*usual {
			t.Errorf("%d requests with a clock moved by %v, want no more than for another minute: with one that goes on %d", got, moved, usual)
		}
	}
}
