package jsbridge

import (
	"errors"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// errInternal stands for a panic or an unknown error, of which nobody knows what
// its text holds. The program lives on.
var errInternal = &auth.Error{Code: auth.CodeInternalError, Message: "the module failed in an unforeseen way"}

// putError writes an error under a path, as error.ts reads it.
func putError(w *writer, path string, err error) {
	known, ok := errors.AsType[*auth.Error](err)
	if !ok {
		known = errInternal
	}
	outside := w.enter(path)
	w.text("code", known.Code)
	w.text("message", known.Message)
	w.text("operation", known.Operation)
	w.text("requestId", known.RequestID)
	w.flag("retryable", known.Retryable)
	if known.Status != 0 {
		w.number("status", int64(known.Status))
	}
	if known.Challenge != nil {
		putOutput(w, "challenge", known.Challenge)
	}
	w.within = outside
}

// outcome gives what a host's reply has, the object "value" or an error.
func (p *packet) outcome() (*packet, error) {
	if p.has("error") {
		return nil, readError(p)
	}
	if value := p.entries["value"]; value == nil || value[0] != tagObject && value[0] != tagArray {
		return nil, errInternal
	}
	return p.at("value"), nil
}

// readError reads the error of a host's reply.
func readError(p *packet) *auth.Error {
	p = p.at("error")
	failure := &auth.Error{
		Code: p.text("code"), Message: p.text("message"), Operation: p.text("operation"),
		RequestID: p.text("requestId"), Retryable: p.flag("retryable"),
	}
	if p.has("status") {
		failure.Status = p.number("status")
	}
	if p.err != nil || failure.Code == "" {
		return errInternal
	}
	return failure
}
