package jsbridge

import (
	"testing"
	"testing/synctest"
)

// TestCallAnswered puts questions one after the other. synctest stands for
// JavaScript's one thread: it tells when the call waits.
func TestCallAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCall(1)
		c.answer([]byte("nobody asked"))
		got := make(chan string, 1)
		for _, want := range []string{"one", "two"} {
			go func() { got <- string(c.ask(func() {})) }()
			synctest.Wait()
			c.answer([]byte(want))
			c.answer([]byte("too late"))
			if got := <-got; got != want {
				t.Errorf("answer %q, want %q", got, want)
			}
		}
		if got := string(c.ask(func() { c.answer([]byte("at once")) })); got != "at once" {
			t.Errorf("answer %q", got)
		}
	})
}
