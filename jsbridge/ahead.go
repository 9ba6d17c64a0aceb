//go:build js

package jsbridge

import (
	"runtime"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// ahead has the runtime do what it does once, when it is first wanted, before the
// module is shipped (web/build/preinit): nobody who signs in waits for it then, nor
// for the browser to compile the code of it.
func (p *program) ahead() {
	// The methods of the types that are behind interfaces.
	_, _ = auth.New(auth.Config{UserPoolID: "eu-west-1_a", ClientID: "a", API: &transport{network: p}, Devices: devices{p, ""}})
	// Goroutines, which are used again when their work is done.
	const goroutines = 4
	done := make(chan bool, goroutines)
	for range goroutines {
		go func() { done <- true }()
	}
	for range goroutines {
		<-done
	}
	runtime.Gosched()
	// Pages, of which the runtime has up to 64 at hand: what is left of those is used up, and then it takes others.
	for range 16 {
		_ = page()
	}
}

// page is one, from the heap: it leaves the function.
//
//go:noinline
func page() []byte { return make([]byte, 8<<10) }
