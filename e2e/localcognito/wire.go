package localcognito

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	amzJSON         = "application/x-amz-json-1.1"
	targetPrefix    = "AWSCognitoIdentityProviderService."
	maxRequestBytes = 1 << 20
)

// operation is one entry of the operation table.
type operation struct {
	name   string
	signed bool // wants an AWS signature (SigV4)
	run    func(*call, []byte) (any, error)
}

// signed marks an operation that IAM guards.
func signed(op operation) operation {
	op.signed = true
	return op
}

// operate makes an operation out of a function on decoded input. The server's
// lock is held while the function runs. A call that waited for a trigger that ran
// out of time may well be that trigger's own, and is not carried out.
func operate[In, Out any](name string, do func(*call, *In) (*Out, error)) operation {
	return operation{name: name, run: func(c *call, body []byte) (any, error) {
		in := new(In)
		if err := decode(body, in); err != nil {
			return nil, err
		}
		before := c.s.triggerTimeouts.Load()
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		if c.s.triggerTimeouts.Load() != before {
			return nil, &apiError{internalError, "This call waited for a trigger that ran out of time. " + msgTriggerCalls, http.StatusInternalServerError}
		}
		c.record(name, in)
		out, err := do(c, in)
		if err == nil && c.undelivered != nil {
			return nil, c.undelivered
		}
		return out, err
	}}
}

// empty is the output of operations that answer {}.
type empty struct{}

// noBody is the output of operations without an output shape: nothing at all.
type noBody struct{}

// call is the context of one request.
type call struct {
	s      *Server
	ctx    context.Context // of the request, for triggers
	now    time.Time       // one reading of the clock for the whole request
	issuer string          // what issuers start with
	// operation is the name of what is called.
	operation string
	// remoteIP is where the request came from.
	remoteIP string
	// said is what the call says about itself: triggers of messages see its client
	// and its ClientMetadata.
	said Recorded
	// undelivered is why a message could not be sent.
	undelivered error
}

// epoch is a time that is written as awsJson1.1 wants it: seconds since 1970
// as a number with a fraction.
type epoch time.Time

// MarshalJSON implements json.Marshaler.
func (t epoch) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", float64(time.Time(t).UnixMilli())/1000), nil
}

// serveAPI answers POST /, the awsJson1.1 endpoint.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	s.opts.CORS.answer(w.Header())
	name := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), targetPrefix)
	out, err := s.dispatch(w, r)
	if err != nil {
		var e *apiError
		if !errors.As(err, &e) {
			s.log.Error("operation failed", "operation", s.knownName(name), "error", fmt.Sprintf("%T", err))
			e = errInternal()
		}
		s.log.Info("call", "operation", s.knownName(name), "error", e.Type, "took", time.Since(began))
		writeError(w, e)
		return
	}
	s.log.Info("call", "operation", s.knownName(name), "took", time.Since(began))
	if _, ok := out.(*noBody); ok {
		w.Header().Set("Content-Type", amzJSON)
		return
	}
	writeJSON(w, amzJSON, out)
}

// knownName keeps arbitrary header text out of the log.
func (s *Server) knownName(name string) string {
	if _, ok := s.operations[name]; ok {
		return name
	}
	return "unknown"
}

func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) (out any, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			// The value itself may hold request data; its type and the stack do not.
			s.log.Error("panic", "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			out, err = nil, errInternal()
		}
	}()
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != amzJSON {
		return nil, fail(unknownOperation, "Content-Type must be %s.", amzJSON)
	}
	name, ok := strings.CutPrefix(r.Header.Get("X-Amz-Target"), targetPrefix)
	if !ok {
		return nil, fail(unknownOperation, "X-Amz-Target must be %s followed by the name of an operation.", targetPrefix)
	}
	op, ok := s.operations[name]
	if !ok {
		return nil, fail(unknownOperation, "The local Cognito has no operation of that name.")
	}
	if op.signed && s.opts.Credentials == nil && s.foreignPage(r) {
		return nil, &apiError{accessDenied, "While any credentials pass, pages of other origins may not administrate. Call from a program, or set Options.Credentials.", http.StatusForbidden}
	}
	body, err := s.readBody(w, r)
	if err != nil {
		return nil, err
	}
	met := s.faults.take(name)
	met.allow(w)
	if err = met.before(w, r); err == nil {
		out, err = s.carryOut(op, r, body)
	}
	met.after(w, r)
	return out, err
}

// carryOut does what a call that has arrived asks for.
func (s *Server) carryOut(op operation, r *http.Request, body []byte) (any, error) {
	now := s.clock.Now()
	if op.signed {
		if err := s.verifySignature(r, body, now); err != nil {
			return nil, err
		}
	}
	return op.run(&call{s: s, ctx: r.Context(), now: now, issuer: s.issuer(r), operation: op.name, remoteIP: hostOf(r.RemoteAddr)}, body)
}

// readBody reads a body that is not too large and does not trickle.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	// A writer without deadlines, as a test's recorder, has its body at once.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(s.opts.ReadTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		// From here on the deadline would only end the request's context.
		_ = control.SetReadDeadline(time.Time{})
		return body, nil
	case errors.As(err, &tooLarge):
		return nil, &apiError{requestTooLarge, fmt.Sprintf("The request is larger than %d bytes.", maxRequestBytes), http.StatusRequestEntityTooLarge}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &apiError{requestTimeout, fmt.Sprintf("The request did not arrive within %v.", s.opts.ReadTimeout), http.StatusRequestTimeout}
	default:
		return nil, fail(serialization, "The request body ended early.")
	}
}

// serveElsewhere answers everything that is no part of the service.
func (s *Server) serveElsewhere(w http.ResponseWriter, r *http.Request) {
	s.opts.CORS.answer(w.Header())
	e := &apiError{unknownOperation, "There is nothing at this path.", http.StatusNotFound}
	if r.URL.Path == "/" {
		w.Header().Set("Allow", "OPTIONS, POST")
		e = &apiError{unknownOperation, "Operations are sent with POST.", http.StatusMethodNotAllowed}
	}
	writeError(w, e)
}

func writeError(w http.ResponseWriter, e *apiError) {
	w.Header().Set("x-amzn-errortype", e.Type+":")
	w.Header().Set("x-amzn-errormessage", headerText(e.Message))
	w.Header().Set("Content-Type", amzJSON)
	w.WriteHeader(e.Status)
	json.MarshalWrite(w, struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}{e.Type, e.Message})
}

func writeJSON(w http.ResponseWriter, contentType string, v any) {
	body, err := json.Marshal(v, json.Deterministic(true), jsontext.EscapeForHTML(false))
	if err != nil {
		writeError(w, errInternal())
		return
	}
	w.Header().Set("Content-Type", contentType)
	w.Write(body)
}

// headerText replaces what an HTTP header cannot carry.
func headerText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
}
