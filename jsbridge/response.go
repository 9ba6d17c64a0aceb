package jsbridge

import (
	"cmp"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// failure gives the exception in an answer, or nil. It reads it as the AWS SDKs
// do: the type from the header, else from __type or code in the body, cut at
// ":" or ",", and what follows the last "#". Cognito's exceptions have status
// 400, so nothing is decided by the status but success.
func (r *response) failure() *auth.Error {
	if 200 <= r.status && r.status < 300 {
		if r.body != nil {
			return nil
		}
		return &auth.Error{
			Code: auth.CodeMalformedResponse, Message: "expected a JSON object; is this Cognito's endpoint?",
			Status: r.status, RequestID: r.requestID,
		}
	}
	code, message := r.errorType, ""
	if r.body != nil {
		code = cmp.Or(code, r.body.text("__type"), r.body.text("code"))
		message = cmp.Or(r.body.text("message"), r.body.text("Message"))
	}
	code = exceptionName(code)
	failure := &auth.Error{Code: code, Message: message, Status: r.status, RequestID: r.requestID}
	if code == "" {
		// A proxy or a gateway spoke, not Cognito. 4xx is then as final as any other answer.
		failure.Code, failure.Message = auth.CodeMalformedResponse, "expected one of Cognito's exceptions; is this Cognito's endpoint?"
		if r.status >= 500 || r.status == 429 {
			failure.Message = "the endpoint is failing"
		}
	}
	failure.Retryable = auth.Retryable(code, r.status)
	return failure
}

// exceptionName cuts a type down to the name, or to nothing if it is not one.
func exceptionName(text string) string {
	if i := strings.IndexAny(text, ":,"); i >= 0 {
		text = text[:i]
	}
	text = text[strings.LastIndexByte(text, '#')+1:]
	for i := 0; i < len(text); i++ {
		if c := text[i] | 0x20; (c < 'a' || c > 'z') && (text[i] < '0' || text[i] > '9') || i == 128 {
			return ""
		}
	}
	return text
}
