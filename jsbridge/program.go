//go:build js

package jsbridge

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"syscall/js"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// hostName is where runtime.ts puts the host before it starts the program. The
// program takes it and removes it.
const hostName = "cognitoWasmHost"

// program is one running instance: one client and the calls under way.
type program struct {
	host   js.Value
	opened *auth.Client // nil until "open" has succeeded
	calls  []*call
	// sinceRest is the number of calls that have ended since the last rest.
	sinceRest int
}

// mostCalls is how many calls may go by without a pause for a rest. The memory of
// a program never shrinks, so garbage must not pile up.
const mostCalls = 8

// Run connects the program with the host and never returns.
func Run() {
	p := &program{host: js.Global().Get(hostName)}
	js.Global().Delete(hostName)
	p.export("call", func(id int, args []js.Value) { p.call(id, bytesOf(args[1])) })
	p.export("prepare", func(int, []js.Value) { go p.prepare() })
	p.export("rest", func(warmUp int, _ []js.Value) { go p.rest(warmUp != 0) })
	p.export("abort", func(id int, _ []js.Value) {
		if c := p.find(id); c != nil && c.abort() {
			p.host.Call("cancel", id)
		}
	})
	p.export("answer", func(id int, args []js.Value) {
		if c := p.find(id); c != nil {
			c.answer(bytesOf(args[1]))
		}
	})
	select {}
}

// export gives JavaScript a function that cannot end the program by a panic. Its
// first argument is a number, mostly the id of a call.
func (p *program) export(name string, function func(id int, args []js.Value)) {
	p.host.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { _ = recover() }()
		function(args[0].Int(), args)
		return nil
	}))
}

// find gives the call of an id, nil once it is over.
func (p *program) find(id int) *call {
	for _, c := range p.calls {
		if c.id == id {
			return c
		}
	}
	return nil
}

// call starts one operation and settles it under its id when it is over.
func (p *program) call(id int, packet []byte) {
	c := newCall(id)
	p.calls = append(p.calls, c)
	go func() {
		defer func() {
			p.calls = slices.DeleteFunc(p.calls, func(other *call) bool { return other == c })
			clear(packet)
			if p.sinceRest++; p.sinceRest == mostCalls {
				p.rest(false)
			}
		}()
		p.host.Call("settle", id, bytesTo(p.guarded(c, packet)))
	}()
}

// prepare makes the key pair of the next sign-in. The host calls it when all
// replies are out.
func (p *program) prepare() {
	defer func() { _ = recover() }()
	if p.opened != nil {
		p.opened.Prepare()
	}
}

// rest does what can wait. The host calls it when nothing has been to do for a
// while; with warmUp before the first sign-in.
func (p *program) rest(warmUp bool) {
	defer func() { _ = recover() }()
	p.sinceRest = 0
	if warmUp {
		_, _ = rehearse()
	}
	// JavaScript's values are let go of by the collector alone, and nothing else
	// makes it run while a page waits for its user.
	runtime.GC()
}

// guarded runs an operation and gives the reply for the promise that JavaScript
// keeps. A panic becomes an error, its text unread because it could hold anything.
func (p *program) guarded(c *call, packet []byte) (reply []byte) {
	var w writer
	defer func() {
		if recover() != nil {
			w = writer{}
			putError(&w, errInternal)
		}
		reply = w.buf
	}()
	if err := p.operate(c, packet, &w); err != nil {
		w = writer{}
		putError(&w, err)
	}
	return
}

func (p *program) operate(c *call, bytes []byte, reply *writer) (err error) {
	request, ok := decode(bytes)
	if !ok {
		return errInternal
	}
	name := request.text("op")
	if name == "open" {
		p.opened, err = open(&transport{network: p}, p, request)
		return err
	}
	operation, ok := operations[name]
	if !ok || p.opened == nil {
		return errInternal
	}
	return operation(c, p.opened, request, reply)
}

// send has the host send an operation.
func (p *program) send(c *call, operation string, body []byte) *packet {
	p.host.Call("send", c.id, operation, bytesTo(bytes.Clone(body)))
	reply := c.await()
	if reply == nil {
		return nil
	}
	defer clear(reply)
	decoded, ok := decode(bytes.Clone(reply))
	if !ok {
		return &packet{}
	}
	return decoded
}

// store asks the page's storage. The answer begins with a byte that is 0 where it
// failed.
func (p *program) store(c *call, action, name string, packet []byte) ([]byte, bool) {
	p.host.Call("store", c.id, action, name, bytesTo(packet))
	answer := c.await()
	if len(answer) == 0 || answer[0] == 0 {
		return nil, false
	}
	return answer[1:], true
}

func (p *program) get(c *call, name string) ([]byte, bool) {
	return p.store(c, "get", name, nil)
}

func (p *program) set(c *call, name string, packet []byte) bool {
	_, ok := p.store(c, "set", name, packet)
	return ok
}

func (p *program) remove(c *call, name string) bool {
	_, ok := p.store(c, "remove", name, nil)
	return ok
}

var errNoJSON = errors.New("jsbridge: neither a JSON object nor an array")

// parse has JavaScript parse a JSON text and gives the strings in it.
func (p *program) parse(text string) (map[string]string, error) {
	parsed, ok := decode(bytesOf(p.host.Call("parse", text)))
	if !ok {
		return nil, errNoJSON
	}
	texts := parsed.strings("value")
	if texts == nil {
		return nil, errNoJSON
	}
	return texts, nil
}

func bytesOf(array js.Value) []byte {
	bytes := make([]byte, array.Length())
	js.CopyBytesToGo(bytes, array)
	return bytes
}

func bytesTo(bytes []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(bytes))
	js.CopyBytesToJS(array, bytes)
	clear(bytes)
	return array
}
