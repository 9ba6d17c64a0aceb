package jsbridge

import (
	"errors"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// errInternal stands for a panic or an unknown error, of which nobody knows what
// its text holds. The program lives on.
var errInternal = &auth.Error{Code: auth.CodeInternalError, Message: "the module failed in an unforeseen way"}

// putError writes an error as error.ts reads it.
func putError(w *writer, err error) { putErrorAt(w, "error"+separator, err) }

func putErrorAt(w *writer, path string, err error) {
	known, ok := errors.AsType[*auth.Error](err)
	if !ok {
		known = errInternal
	}
	w.text(path+"code", known.Code)
	w.text(path+"message", known.Message)
	w.text(path+"operation", known.Operation)
	w.text(path+"requestId", known.RequestID)
	w.flag(path+"retryable", known.Retryable)
	if known.Status != 0 {
		w.number(path+"status", int64(known.Status))
	}
	if known.Challenge != nil {
		putOutput(w, path+"challenge", known.Challenge)
	}
}

// readError reads the error of a host's reply.
func readError(p *packet) *auth.Error {
	const path = "error" + separator
	failure := &auth.Error{
		Code: p.text(path + "code"), Message: p.text(path + "message"), Operation: p.text(path + "operation"),
		RequestID: p.text(path + "requestId"), Retryable: p.flag(path + "retryable"),
	}
	if p.has(path + "status") {
		failure.Status = p.number(path + "status")
	}
	if p.err != nil || failure.Code == "" {
		return errInternal
	}
	return failure
}
