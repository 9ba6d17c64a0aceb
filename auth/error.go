package auth

import (
	"errors"
)

// Codes of errors that do not come from Cognito. Where Cognito answered with an
// exception, the code is the exception's name.
const (
	// CodeInvalidArgument: a value that the caller gave cannot be right. Nothing was sent.
	CodeInvalidArgument = "InvalidArgument"
	// CodeUnsupportedChallenge: Cognito asks for something this client cannot do; see [Error.Challenge].
	CodeUnsupportedChallenge = "UnsupportedChallenge"
	// CodeMalformedResponse: the answer is not Cognito's, or lacks what the challenge needs.
	CodeMalformedResponse = "MalformedResponse"
	// CodeNetworkError: there was no readable answer. Whether Cognito saw the call is unknown.
	CodeNetworkError = "NetworkError"
	// CodeAbortError: the caller's context ended first.
	CodeAbortError = "AbortError"
	// CodeClosed: the client was closed ([Client.Close]). Nothing was sent after that.
	CodeClosed = "Closed"
	// CodeStorageError: a store of the caller's failed.
	CodeStorageError = "StorageError"
	// CodeInternalError: a defect of this module.
	CodeInternalError = "InternalError"
)

// Exceptions of Cognito's that the client acts upon or reports itself.
const (
	exceptionResourceNotFound       = "ResourceNotFoundException"
	exceptionInvalidParameter       = "InvalidParameterException"
	exceptionNotAuthorized          = "NotAuthorizedException"
	exceptionEnableSoftwareTokenMFA = "EnableSoftwareTokenMFAException"
)

// Error is the one error type of this package. It satisfies smithy.APIError, so
// callers handle it as they handle the errors of the AWS SDK for Go.
//
// Neither Message nor the text of Error holds a secret.
type Error struct {
	// Code is Cognito's exception name or one of the Code constants.
	Code string
	// Message is Cognito's own text, or says which value was wrong and what was expected.
	Message string
	// Operation is the API operation that failed, empty where none was called.
	Operation string
	// Status is the HTTP status of the answer, 0 where there was none or it is not known.
	Status int
	// RequestID is Cognito's x-amzn-requestid, for support cases.
	RequestID string
	// Retryable is true where the same call may succeed later: throttling, a
	// failure inside Cognito, no answer. Whether a step can still be answered
	// after the last two is Cognito's to say.
	Retryable bool
	// Challenge is the raw answer behind UnsupportedChallenge. It may hold a session.
	Challenge *AuthOutput
	// Err is the cause, for errors.Is and errors.As.
	Err error
}

var _ apiError = (*Error)(nil)

// Error gives "operation: code: message".
func (e *Error) Error() string {
	text := e.Code
	if e.Operation != "" {
		text = e.Operation + ": " + text
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// ErrorCode gives the exception name. It makes Error a smithy.APIError.
func (e *Error) ErrorCode() string { return e.Code }

// ErrorMessage gives Cognito's text. It makes Error a smithy.APIError.
func (e *Error) ErrorMessage() string { return e.Message }

// ErrorFault tells whose fault it is: the server's for 5xx, the client's for an
// argument or an exception, unknown where there was no answer.
func (e *Error) ErrorFault() fault {
	switch {
	case e.Status >= 500 || e.Code == CodeMalformedResponse:
		return faultServer
	case e.Status >= 400 || e.Code == CodeInvalidArgument:
		return faultClient
	}
	return faultUnknown
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// invalid reports a value of the caller's: which one, and what was expected.
func invalid(value, expected string) *Error {
	return &Error{Code: CodeInvalidArgument, Message: value + ": " + expected}
}

// malformed reports a member of an answer that is missing or wrong.
func malformed(operation, member, expected string) *Error {
	return &Error{Code: CodeMalformedResponse, Operation: operation, Message: member + ": " + expected}
}

// The errors of the SDK's responses have these methods.
type (
	httpStatus interface {
		error
		HTTPStatusCode() int
	}
	serviceRequest interface {
		error
		ServiceRequestID() string
	}
)

// wrap turns whatever an [API] returned into an *Error. Causes stay reachable.
func wrap(ctx Context, operation string, err error) *Error {
	if own, ok := errors.AsType[*Error](err); ok {
		if own.Operation != "" {
			return own
		}
		named := *own
		named.Operation, named.Err = operation, err
		return &named
	}
	// An SDK reports the end of the caller's context as one more failed request,
	// so the context is asked itself.
	if cause := ctx.Err(); cause != nil {
		return &Error{Code: CodeAbortError, Operation: operation, Message: "the caller ended the call", Err: cause}
	}
	wrapped := &Error{Operation: operation, Err: err}
	if status, ok := errors.AsType[httpStatus](err); ok {
		wrapped.Status = status.HTTPStatusCode()
	}
	if requestID, ok := errors.AsType[serviceRequest](err); ok {
		wrapped.RequestID = requestID.ServiceRequestID()
	}
	if exception, ok := errors.AsType[apiError](err); ok {
		wrapped.Code, wrapped.Message = exception.ErrorCode(), exception.ErrorMessage()
		wrapped.Retryable = retryable(wrapped.Code, wrapped.Status)
		return wrapped
	}
	if wrapped.Status != 0 {
		// A proxy or a gateway spoke, or Cognito was cut off.
		wrapped.Code, wrapped.Message = CodeMalformedResponse, "expected one of Cognito's answers; is this Cognito's endpoint?"
		wrapped.Retryable = retryable("", wrapped.Status)
		return wrapped
	}
	wrapped.Code, wrapped.Message, wrapped.Retryable = CodeNetworkError, "Cognito could not be reached", true
	return wrapped
}

// throttling are the codes by which AWS services ask a client to slow down. Not
// among them: LimitExceededException, with which Cognito tells a user to stop
// trying ("Attempt limit exceeded, please try after some time.").
var throttling = map[string]bool{
	"TooManyRequestsException":               true,
	"ThrottlingException":                    true,
	"Throttling":                             true,
	"ThrottledException":                     true,
	"RequestThrottled":                       true,
	"RequestThrottledException":              true,
	"SlowDown":                               true,
	"ProvisionedThroughputExceededException": true,
}

// retryable tells whether an answer with this exception name and HTTP status
// (0: not known) says that the same call may succeed later: throttling, 429 and
// 5xx. Cognito sends exceptions with status 400, so the name counts first.
func retryable(code string, status int) bool {
	return throttling[code] || code == "InternalErrorException" || status == 429 || status >= 500
}
