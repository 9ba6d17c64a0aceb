//go:build js

package jsbridge

import (
	"runtime"
	"slices"
	"syscall/js"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// hostName is where JavaScript puts the host, an object, before it starts the
// program. The program takes it and removes it.
const hostName = "cognitoWasmHost"

// program is one running instance: one client and the calls under way.
type program struct {
	host   js.Value
	client *auth.Client // nil until "open" has succeeded
	calls  []*call
	// sinceIdle is the number of calls that have ended since the last pause.
	sinceIdle int
}

// mostCalls is how many calls may go by without a pause. The memory of a program
// never shrinks, so garbage must not pile up.
const mostCalls = 8

// Run connects the program with the host and never returns. What it puts there
// stands in doc.go.
func Run() {
	p := &program{host: js.Global().Get(hostName)}
	js.Global().Delete(hostName)
	p.ahead()
	p.exportCall("open", p.open)
	for name, operation := range operations {
		p.exportCall(name, func(c *call, request *packet, reply *writer) error {
			if p.client == nil {
				return errInternal
			}
			return operation(c, p.client, request, reply)
		})
	}
	p.export("answer", func(id int, args []js.Value) {
		if c := p.find(id); c != nil {
			c.answer(bytesOf(args[1]))
		}
	})
	p.export("prepare", func(int, []js.Value) { go p.prepare() })
	p.export("idle", func(warmUp int, _ []js.Value) { go p.idle(warmUp != 0) })
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

// exportCall gives JavaScript a function of an id and a packet, whose reply is
// settled under the id when it is there.
func (p *program) exportCall(name string, work func(c *call, request *packet, reply *writer) error) {
	p.export(name, func(id int, args []js.Value) {
		c, request := newCall(id), bytesOf(args[1])
		p.calls = append(p.calls, c)
		go func() {
			defer func() {
				p.calls = slices.DeleteFunc(p.calls, func(other *call) bool { return other == c })
				clear(request)
				if p.sinceIdle++; p.sinceIdle == mostCalls {
					p.idle(false)
				}
			}()
			p.host.Call("settle", id, bytesTo(guarded(c, request, work)))
		}()
	})
}

// guarded does the work of a call and gives the reply. A panic becomes an error,
// its text unread because it could hold anything.
func guarded(c *call, bytes []byte, work func(c *call, request *packet, reply *writer) error) (reply []byte) {
	var w writer
	defer func() {
		if recover() != nil {
			w = writer{}
			putError(&w, "error", errInternal)
		}
		reply = w.buf
	}()
	request, ok := decode(bytes)
	err := error(errInternal)
	if ok {
		err = work(c, request, &w)
	}
	if err != nil {
		w = writer{}
		putError(&w, "error", err)
	}
	return
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

// open makes the client, once.
func (p *program) open(_ *call, request *packet, _ *writer) (err error) {
	p.client, err = open(&transport{network: p}, p, request)
	return err
}

// prepare makes the key pair of the next sign-in. The host calls it when all
// replies are out.
func (p *program) prepare() {
	defer func() { _ = recover() }()
	if p.client != nil {
		p.client.Prepare()
	}
}

// idle does what can wait. The host calls it when nothing has been to do for a
// while; with warmUp before the first sign-in.
func (p *program) idle(warmUp bool) {
	defer func() { _ = recover() }()
	p.sinceIdle = 0
	if warmUp {
		_, _ = rehearse()
	}
	// JavaScript's values are let go of by the collector alone, and nothing else
	// makes it run while a page waits for its user.
	runtime.GC()
}

// send has the host send an operation.
func (p *program) send(c *call, operation string, body []byte) *packet {
	return p.ask(c, "send", operation, bytesTo(body))
}

// store asks the page's storage.
func (p *program) store(c *call, question []byte) *packet {
	return p.ask(c, "store", bytesTo(question))
}

// ask calls a function of the host and gives the reply that comes to it, an empty
// one where it is no packet.
func (p *program) ask(c *call, function string, args ...any) *packet {
	reply, ok := decode(c.ask(func() { p.host.Call(function, append([]any{c.id}, args...)...) }))
	if !ok {
		return &packet{}
	}
	return reply
}

var uint8Array = js.Global().Get("Uint8Array")

func bytesOf(array js.Value) []byte {
	bytes := make([]byte, array.Length())
	js.CopyBytesToGo(bytes, array)
	return bytes
}

// bytesTo copies bytes to JavaScript and overwrites its own.
func bytesTo(bytes []byte) js.Value {
	array := uint8Array.New(len(bytes))
	js.CopyBytesToJS(array, bytes)
	clear(bytes)
	return array
}
