// Package jsbridge is the border between package auth and JavaScript.
//
// Everything crosses it as packets (packet.go, packet.ts): one Uint8Array per
// message, copied once. So Go never touches an object of the page's, whose
// getters could throw through the WebAssembly frames and end the program, holds
// no js.Value that only its collector could free, and can zero what it was given.
//
// JavaScript makes the promises. It hands Go one object, the host, with the
// functions settle, send, store, cancel and parse, and Go puts five of its own
// there: call, abort, answer, prepare and rest. Nothing else is registered, so
// there is no callback to leak. Every way in recovers from panics: an attempt may
// fail, the program goes on.
//
// The transport (transport.go) composes what Cognito is asked and reads what it
// answers. Everything between is the host's: the endpoint, fetch, JSON, time
// limits, repeated attempts, exceptions and Cognito's clock.
package jsbridge
