package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// call is one call of the page's under way. It is the context of
// everything done for it, one that never ends: what ends a call is the host's
// answer to its open question, an abort included. JavaScript has one thread, and
// Go on it too, so nothing is locked.
type call struct {
	id int
	// answered takes the answer to the one question that a call can have open.
	answered chan []byte
	asking   bool
	// realNames are those that a look for a device has found by the way, by alias.
	realNames map[string]string
}

var _ auth.Context = (*call)(nil)

func newCall(id int) *call {
	return &call{id: id, answered: make(chan []byte, 1)}
}

// ask puts a question and waits for the answer, which may come at once.
func (c *call) ask(put func()) (answer []byte) {
	c.asking = true
	put()
	return <-c.answered
}

// answer brings the answer to the open question. Without one it is ignored.
func (c *call) answer(packet []byte) {
	if c.asking {
		c.asking = false
		c.answered <- packet
	}
}

// Err is always nil.
func (c *call) Err() error { return nil }
