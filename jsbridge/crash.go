//go:build js && crash

package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// With the build tag crash, which only tests set, a sign-in as "panic" panics,
// and one as "crash" ends the program by a panic that nothing can recover from.
func init() {
	initiate := operations["initiate"]
	operations["initiate"] = func(c *call, o *auth.Client, p *packet, reply *writer) error {
		switch p.text("request" + separator + "username") {
		case "panic":
			panic("panic")
		case "crash":
			go func() { panic("crash") }()
			select {}
		}
		return initiate(c, o, p, reply)
	}
}
