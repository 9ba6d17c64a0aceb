//go:build js

// Command measure lets a page time the mathematics of a sign-in without the rest
// of the module: it leaves an object "measure" in the global object, whose
// functions compute and return at once. It is built with the flags of the module
// (package web/build), so that what is timed is what ships.
package main

import (
	"encoding/json"
	"syscall/js"

	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

func main() {
	js.Global().Set("measure", map[string]any{
		"ephemeral":  js.FuncOf(ephemeral),
		"claim":      js.FuncOf(claim),
		"arithmetic": js.FuncOf(arithmetic),
		"leak":       js.FuncOf(testLeak),
	})
	select {}
}

// pending is the key pair of the sign-in under way; the page has one at a time.
var pending *srp.Ephemeral

// ephemeral() draws a and computes A. It gives SRP_A, or null.
func ephemeral(js.Value, []js.Value) any {
	var err error
	if pending, err = srp.NewEphemeral(); err != nil {
		return nil
	}
	return pending.A()
}

// claim(poolName, userIDForSRP, password, SALT, SRP_B, SECRET_BLOCK) answers a
// challenge for the A that was given last. It gives [PASSWORD_CLAIM_SIGNATURE,
// TIMESTAMP], or null.
func claim(_ js.Value, args []js.Value) any {
	id := srp.UserIdentity(args[0].String(), args[1].String())
	challenge := srp.Challenge{Salt: args[3].String(), B: args[4].String(), SecretBlock: args[5].String()}
	answer, err := pending.PasswordClaim(id, []byte(args[2].String()), challenge, clock.Now())
	if err != nil {
		return nil
	}
	return []any{answer.Signature, answer.Timestamp}
}

// leak(subject, samples) measures the subject of that number. It gives the result
// in JSON, or null.
func testLeak(_ js.Value, args []js.Value) any {
	all := subjects()
	i := args[0].Int()
	if i < 0 || i >= len(all) {
		return nil
	}
	encoded, err := json.Marshal(measureLeak(all[i], args[1].Int()))
	if err != nil {
		return nil
	}
	return string(encoded)
}
