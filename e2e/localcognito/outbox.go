package localcognito

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Message is an SMS or email that was not sent. Code is a secret of the
// local user: a verification code or a temporary password, in plain text.
type Message struct {
	Time        time.Time `json:"time"`
	Pool        string    `json:"pool"`        // user pool id
	Username    string    `json:"username"`    // real user name, not an alias
	Medium      string    `json:"medium"`      // SMS or EMAIL
	Destination string    `json:"destination"` // phone number or email address, not masked; may be empty
	Purpose     string    `json:"purpose"`     // one of the Purpose constants
	Code        string    `json:"code"`
	// Subject, of an email alone, and Text are what the user would read, with Code in
	// it.
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text"`
}

// matches reports whether m went to a user, named by user name or address, of
// a pool. An empty argument matches all.
func (m Message) matches(pool, user string) bool {
	return (pool == "" || pool == m.Pool) && (user == "" || user == m.Username || user == m.Destination)
}

// outboxLimit is how many messages are kept; older ones are dropped.
const outboxLimit = 1000

// Outbox holds the messages of a server, oldest first, the last 1000 of them.
// It is safe for concurrent use. Its methods find a user by user name or by
// destination, within one pool or, if pool is "", in all; user "" is anyone.
type Outbox struct {
	mu       sync.Mutex
	messages []*queued
	changed  chan struct{} // closed and replaced when a message arrives
}

type queued struct {
	Message
	taken bool
}

func newOutbox() *Outbox { return &Outbox{changed: make(chan struct{})} }

func (o *Outbox) add(m Message) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.messages = append(o.messages, &queued{Message: m})
	if n := len(o.messages) - outboxLimit; n > 0 {
		o.messages = slices.Delete(o.messages, 0, n)
	}
	close(o.changed)
	o.changed = make(chan struct{})
}

// All returns the messages to a user, oldest first.
func (o *Outbox) All(pool, user string) []Message {
	o.mu.Lock()
	defer o.mu.Unlock()
	found := []Message{}
	for _, q := range o.messages {
		if q.matches(pool, user) {
			found = append(found, q.Message)
		}
	}
	return found
}

// Last returns the newest message to a user; ok is false if there is none.
func (o *Outbox) Last(pool, user string) (m Message, ok bool) {
	all := o.All(pool, user)
	if len(all) == 0 {
		return Message{}, false
	}
	return all[len(all)-1], true
}

// Next returns the oldest message to a user that Next has not returned
// before, and waits for one if need be. The error is ctx's own.
func (o *Outbox) Next(ctx context.Context, pool, user string) (Message, error) {
	for {
		m, changed, ok := o.take(pool, user)
		if ok {
			return m, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, ctx.Err()
		}
	}
}

func (o *Outbox) take(pool, user string) (Message, <-chan struct{}, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, q := range o.messages {
		if !q.taken && q.matches(pool, user) {
			q.taken = true
			return q.Message, nil, true
		}
	}
	return Message{}, o.changed, false
}
