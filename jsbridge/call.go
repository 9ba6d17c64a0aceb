package jsbridge

import (
	"context"
	"time"
)

// call is one call of the page's under way. It is the context.Context of
// everything done for it, without package context's own implementation, whose
// timers and trees of contexts a page has no use for and would have to load (13
// KB). JavaScript has one thread, and Go on it too, so nothing is locked.
type call struct {
	id   int
	done chan struct{}
	// answered takes the answer to the one question that a call can have open.
	answered chan []byte
	asking   bool
	aborted  bool
}

var _ context.Context = (*call)(nil)

func newCall(id int) *call {
	return &call{id: id, done: make(chan struct{}), answered: make(chan []byte, 1)}
}

// await gives the answer to the question that was just put, nil where there is
// none or the call was aborted.
func (c *call) await() []byte {
	if c.aborted {
		return nil
	}
	c.asking = true
	return <-c.answered
}

// answer brings the answer to the open question. Without one it is ignored: the
// call was aborted in the meantime.
func (c *call) answer(packet []byte) {
	if c.asking {
		c.asking = false
		c.answered <- packet
	}
}

// abort ends the call, as the page's AbortSignal asked for. It tells whether a
// question was open, which JavaScript can forget then.
func (c *call) abort() (asking bool) {
	if c.aborted {
		return false
	}
	asking = c.asking
	c.aborted = true
	close(c.done)
	c.answer(nil)
	return asking
}

// Deadline tells that there is none: a page ends a call by its AbortSignal.
func (c *call) Deadline() (deadline time.Time, ok bool) { return }

// Done is closed when the page has aborted the call.
func (c *call) Done() <-chan struct{} { return c.done }

// Err is context.Canceled once the page has aborted the call.
func (c *call) Err() error {
	if c.aborted {
		return context.Canceled
	}
	return nil
}

// Value has nothing to tell.
func (c *call) Value(any) any { return nil }
