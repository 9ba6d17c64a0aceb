package jsbridge

import (
	"context"
	"errors"
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
			go func() { got <- string(c.await()) }()
			synctest.Wait()
			c.answer([]byte(want))
			c.answer([]byte("too late"))
			if got := <-got; got != want {
				t.Errorf("answer %q, want %q", got, want)
			}
		}
		if c.Err() != nil {
			t.Error(c.Err())
		}
	})
}

func TestCallAborted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCall(1)
		got := make(chan []byte, 1)
		go func() { got <- c.await() }()
		synctest.Wait()
		if !c.abort() {
			t.Error("a question was open")
		}
		if answer := <-got; answer != nil {
			t.Errorf("answer %q", answer)
		}
		if c.abort() {
			t.Error("no question was open the second time")
		}
		c.answer([]byte("too late"))
		if answer := c.await(); answer != nil {
			t.Errorf("answer %q after the end", answer)
		}
		<-c.Done()
	})
}

// TestCallIsContext holds it against what package context does.
func TestCallIsContext(t *testing.T) {
	c := newCall(1)
	derived, cancel := context.WithCancel(c)
	defer cancel()
	if _, ok := c.Deadline(); ok || c.Value("x") != nil || c.Err() != nil || derived.Err() != nil {
		t.Error("a call that goes on")
	}
	if c.abort() {
		t.Error("no question was open")
	}
	<-derived.Done()
	if !errors.Is(c.Err(), context.Canceled) || !errors.Is(derived.Err(), context.Canceled) {
		t.Errorf("%v, %v", c.Err(), derived.Err())
	}
}
