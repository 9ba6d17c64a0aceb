// Package jsbridge is the border between package auth and JavaScript.
//
// JavaScript makes an object, the host, puts it into its global object as
// cognitoWasmHost and runs the module. Go takes it away from there and sets these
// functions on it:
//
//	open(id, packet)      makes the client: {client: {userPoolId, clientId, …}}
//	initiate(id, packet)  begins a sign-in: {request: {username, password, …}, options}
//	respond(id, packet)   answers a step: {step, answer: {code, …}, options}
//	answer(id, packet)    brings the host's answer to the question of a call
//	prepare(0)            makes the key pair of the next sign-in, so that it need not wait
//	idle(warmUp)          collects garbage and, if warmUp is 1, has the browser optimise the mathematics
//
// An id is a number by which JavaScript tells its calls from each other. Go asks
// the host by these functions of the host's:
//
//	send(id, operation, packet)  send an operation of Cognito's; answer {value, ahead} or {error}
//	store(id, packet)            look into the storage (devices.go); answer {value} or {error}
//	settle(id, packet)           a call is over: {value} or {error}
//
// A call has one question open at most, and is over when Go has settled it. A host
// ends one early by answering its question with an error. In an answer, value is
// what Cognito sent, error has code, message, operation, status, requestId and
// retryable, and ahead is how many milliseconds Cognito's clock is ahead. Only a
// client with deviceTracking uses the storage. The names of members are those of
// web/src/api.ts. wasm/testdata/host.mjs is a host in its least form, and
// web/src/host/program.ts the one that pages get.
//
// Everything crosses as packets (packet.go, web/src/packet.ts): one Uint8Array per
// message, encoded, copied and decoded once; an SRP sign-in takes eight. So Go
// never touches an object of the page's, whose getters could throw through the
// WebAssembly frames and end the program, holds no js.Value that only its collector
// could free, and can zero what it was given. Nothing else is registered, so there
// is no callback to leak. Every way in recovers from panics: an attempt may fail,
// the program goes on.
//
// The transport (transport.go) composes what Cognito is asked and reads what it
// answers. Everything between is the host's: the endpoint, fetch, JSON, time
// limits, repeated attempts, exceptions, aborts and Cognito's clock.
package jsbridge
