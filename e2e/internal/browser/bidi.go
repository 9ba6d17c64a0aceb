package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// bidi is a session of WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/)
// over a connection of its own.
type bidi struct {
	connection *websocket.Conn
	ended      chan struct{} // with why
	why        error

	mu      sync.Mutex
	last    int
	waiting map[int]chan<- bidiMessage
}

// bidiMessage is what comes from the browser: the answer to a command or an
// event.
type bidiMessage struct {
	Type   string          `json:"type"` // success, error or event
	ID     int             `json:"id"`
	Result json.RawMessage `json:"result"`
	// Error is the code, and Message says more.
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// dialBiDi connects to a browser and begins a session. Events go to the function
// in order, and before the answers to commands that come after them.
func dialBiDi(ctx context.Context, url string, event func(method string, params json.RawMessage)) (*bidi, error) {
	connection, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	connection.SetReadLimit(-1) // values of pages may be of any length
	b := &bidi{connection: connection, ended: make(chan struct{}), waiting: map[int]chan<- bidiMessage{}}
	go b.read(event)
	if err := b.call(ctx, "session.new", object{"capabilities": object{}}, nil); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// object is one of JSON's.
type object = map[string]any

func (b *bidi) read(event func(method string, params json.RawMessage)) {
	defer close(b.ended)
	for {
		var m bidiMessage
		if b.why = wsjson.Read(context.Background(), b.connection, &m); b.why != nil {
			return
		}
		if m.Type == "event" {
			event(m.Method, m.Params)
			continue
		}
		b.mu.Lock()
		answer := b.waiting[m.ID]
		delete(b.waiting, m.ID)
		b.mu.Unlock()
		if answer != nil {
			answer <- m
		}
	}
}

// call sends a command and decodes its result, which may be nil for one that
// nobody needs.
func (b *bidi) call(ctx context.Context, method string, params object, result any) error {
	answer := make(chan bidiMessage, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.waiting[id] = answer
	b.mu.Unlock()
	if err := wsjson.Write(ctx, b.connection, object{"id": id, "method": method, "params": params}); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case m := <-answer:
		if m.Type != "success" {
			return fmt.Errorf("%s: %s: %s", method, m.Error, m.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	case <-b.ended:
		return fmt.Errorf("%s: the browser is gone: %w", method, b.why)
	}
}

func (b *bidi) close() { _ = b.connection.CloseNow() }

// remoteValue is script.RemoteValue: a value of a page's, by its type.
type remoteValue struct {
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"`
}

// plain gives the value as encoding/json would decode it. Of what JSON has no
// place for, numbers such as NaN are null and functions and the like empty
// objects.
func (v remoteValue) plain() (any, error) {
	switch v.Type {
	case "undefined", "null":
		return nil, nil
	case "string", "boolean", "number":
		var value any
		err := json.Unmarshal(v.Value, &value)
		if _, text := value.(string); text && v.Type == "number" { // NaN, Infinity, -0
			return nil, err
		}
		return value, err
	case "array":
		return v.array()
	case "object":
		return v.object()
	}
	return object{}, nil
}

func (v remoteValue) array() (any, error) {
	var members []remoteValue
	if err := json.Unmarshal(v.Value, &members); err != nil {
		return nil, err
	}
	values := make([]any, len(members))
	for i, member := range members {
		var err error
		if values[i], err = member.plain(); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// object has its members as pairs of a name and a value.
func (v remoteValue) object() (any, error) {
	var members [][2]json.RawMessage
	if err := json.Unmarshal(v.Value, &members); err != nil {
		return nil, err
	}
	values := make(object, len(members))
	for _, member := range members {
		var name string
		var value remoteValue
		if err := errors.Join(json.Unmarshal(member[0], &name), json.Unmarshal(member[1], &value)); err != nil {
			return nil, err
		}
		if value.Type == "undefined" {
			continue
		}
		var err error
		if values[name], err = value.plain(); err != nil {
			return nil, err
		}
	}
	return values, nil
}
