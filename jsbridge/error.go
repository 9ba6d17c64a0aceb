package jsbridge

import (
	"errors"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// codeInternalError stands for a defect of this module. The program lives on.
const codeInternalError = "InternalError"

// errInternal has no detail: nobody knows what the text of a panic or of an
// unknown error holds.
var errInternal = &auth.Error{Code: codeInternalError, Message: "the module failed in an unforeseen way"}

// putError writes an error as error.ts reads it.
func putError(w *writer, err error) {
	known, ok := errors.AsType[*auth.Error](err)
	if !ok {
		known = errInternal
	}
	const path = "error" + separator
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
