//go:build js && crash

package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// With the build tag crash, which only tests set, a sign-in as "crash" ends the
// program by a panic that nothing can recover from.
func init() {
	initiate := operations["initiate"]
	operations["initiate"] = func(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
		if p.text("request"+separator+"username") == "crash" {
			go func() { panic("crash") }()
			select {}
		}
		return initiate(ctx, client, p, reply)
	}
}
