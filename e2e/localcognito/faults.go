package localcognito

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
)

// Fault is something that goes wrong on request, to test what a client makes of it.
// It meets calls that have arrived whole, before signatures and input are checked.
// Its JSON is that of /_local/faults, with durations written as in Go: "250ms".
type Fault struct {
	// ID names the fault; [Faults.Add] gives it.
	ID string `json:"id"`
	// Operation is the operation whose calls it meets, such as "InitiateAuth";
	// all calls if empty.
	Operation string `json:"operation,omitempty"`
	// Count is how many calls it meets; all until it is cleared if zero.
	Count int `json:"count,omitzero"`
	// Latency passes before the call is carried out, AnswerLatency between that
	// and the answer. Both are of real time and end when the fault is cleared: an
	// hour holds a call until a test lets it go.
	Latency       time.Duration `json:"latency,omitzero,format:units"`
	AnswerLatency time.Duration `json:"answerLatency,omitzero,format:units"`
	// Action is what becomes of the call besides.
	Action FaultAction `json:"action,omitempty"`
	// Type, Message and Status are those of the exception of FaultException;
	// Status is 400 if zero. FaultThrottle has its own.
	Type    string `json:"type,omitempty"`
	Message string `json:"message,omitempty"`
	Status  int    `json:"status,omitzero"`
	// Met is how many calls it has met.
	Met int `json:"met"`
}

// FaultAction is what a [Fault] does to a call. The zero value carries it out.
type FaultAction string

// The actions of faults. Where an answer is dropped, the connection is closed after
// the interim one "102 Processing", which programs do not see. It keeps browsers from
// sending the request again by themselves, as they do where a connection that had an
// answer before is closed without a byte.
const (
	FaultException   FaultAction = "exception"   // nothing is carried out; Type is answered
	FaultThrottle    FaultAction = "throttle"    // nothing is carried out; TooManyRequestsException is answered
	FaultDropRequest FaultAction = "dropRequest" // nothing is carried out or answered
	FaultDropAnswer  FaultAction = "dropAnswer"  // the call is carried out, and not answered
)

// ErrInvalidFault is wrapped by the errors of [Faults.Add].
var ErrInvalidFault = errors.New("localcognito: invalid fault")

// ErrUnknownFault is wrapped by the error of [Faults.Wait] about a fault that was
// cleared or never added.
var ErrUnknownFault = errors.New("localcognito: unknown fault")

// faultLimit is how many faults are kept; those that are over make room.
const faultLimit = 1000

// Faults are the faults of a server, oldest first. A call meets the first one that
// is for its operation and not over. It is safe for concurrent use.
type Faults struct {
	operations map[string]operation

	mu      sync.Mutex
	list    []*fault
	lastID  int
	changed chan struct{} // closed and replaced when a fault meets a call or ends
}

type fault struct {
	Fault
	cleared chan struct{} // closed by Clear
}

func (f *fault) over() bool { return f.Count > 0 && f.Met >= f.Count }

func newFaults(operations map[string]operation) *Faults {
	return &Faults{operations: operations, changed: make(chan struct{})}
}

// Faults returns the faults of the server, none at first.
func (s *Server) Faults() *Faults { return s.faults }

var exceptionPattern = regexp.MustCompile(`\A[A-Za-z][A-Za-z0-9.]{0,127}\z`)

// Add has calls meet a fault from now on, and returns its id. The error wraps
// [ErrInvalidFault]: an operation that the server does not have, a negative number,
// an unknown action, an exception without a type or with a status below 400.
func (f *Faults) Add(add Fault) (id string, err error) {
	invalid := func(format string, args ...any) (string, error) {
		return "", fmt.Errorf("%w: %s", ErrInvalidFault, fmt.Sprintf(format, args...))
	}
	if _, ok := f.operations[add.Operation]; !ok && add.Operation != "" {
		return invalid("the local Cognito has no operation %q", add.Operation)
	}
	if add.Count < 0 || add.Latency < 0 || add.AnswerLatency < 0 {
		return invalid("Count, Latency and AnswerLatency must not be negative")
	}
	switch add.Action {
	case FaultException:
		if !exceptionPattern.MatchString(add.Type) {
			return invalid("Type %q: want the name of an exception", add.Type)
		}
		if add.Status == 0 {
			add.Status = http.StatusBadRequest
		}
		if add.Status < 400 || add.Status > 599 {
			return invalid("Status %d: want one from 400 to 599", add.Status)
		}
	case "", FaultThrottle, FaultDropRequest, FaultDropAnswer:
		if add.Type != "" || add.Message != "" || add.Status != 0 {
			return invalid("Type, Message and Status are for the action %q alone", FaultException)
		}
		if add.Action == "" && add.Latency == 0 && add.AnswerLatency == 0 {
			return invalid("it does nothing: want an Action, a Latency or an AnswerLatency")
		}
	default:
		return invalid("Action %q: want %q, %q, %q, %q or none", add.Action, FaultException, FaultThrottle, FaultDropRequest, FaultDropAnswer)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) >= faultLimit {
		f.list = slices.DeleteFunc(f.list, (*fault).over)
	}
	if len(f.list) >= faultLimit {
		return invalid("there are %d already", faultLimit)
	}
	f.lastID++
	add.ID, add.Met = strconv.Itoa(f.lastID), 0
	f.list = append(f.list, &fault{add, make(chan struct{})})
	return add.ID, nil
}

// List returns the faults, those that are over included until they are cleared.
func (f *Faults) List() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := []Fault{}
	for _, one := range f.list {
		list = append(list, one.Fault)
	}
	return list
}

// Clear removes the faults of these ids, or all if there are none, and ends their
// latencies. Calls that have met one still end as it says.
func (f *Faults) Clear(ids ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = slices.DeleteFunc(f.list, func(one *fault) bool {
		if len(ids) > 0 && !slices.Contains(ids, one.ID) {
			return false
		}
		close(one.cleared)
		return true
	})
	f.report()
}

// Wait waits until the fault has met so many calls. The error is ctx's own, or wraps
// [ErrUnknownFault].
func (f *Faults) Wait(ctx context.Context, id string, calls int) error {
	for {
		f.mu.Lock()
		changed := f.changed
		i := slices.IndexFunc(f.list, func(one *fault) bool { return one.ID == id })
		done := i >= 0 && f.list[i].Met >= calls
		f.mu.Unlock()
		switch {
		case done:
			return nil
		case i < 0:
			return fmt.Errorf("%w: %q", ErrUnknownFault, id)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// report tells those who wait. Its caller holds the lock.
func (f *Faults) report() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// take returns the fault that a call meets, or nil.
func (f *Faults) take(operation string) *fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.list {
		if !one.over() && (one.Operation == "" || one.Operation == operation) {
			one.Met++
			f.report()
			return one
		}
	}
	return nil
}

// allow gives an answer the time that the latencies take beyond what all have.
func (f *fault) allow(w http.ResponseWriter) {
	if f != nil && f.Latency+f.AnswerLatency > 0 {
		// A writer without deadlines, as a test's recorder, needs none.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(f.Latency + f.AnswerLatency + loopback.WriteTimeout))
	}
}

// before does what a fault does to a call that was not carried out yet. It does not
// return where the connection is to be closed, or the caller is gone.
func (f *fault) before(w http.ResponseWriter, r *http.Request) error {
	if f == nil {
		return nil
	}
	f.pass(r.Context(), f.Latency)
	switch f.Action {
	case FaultException:
		return &apiError{f.Type, f.Message, f.Status}
	case FaultThrottle:
		return fail(tooManyRequests, "Rate exceeded")
	case FaultDropRequest:
		drop(w)
	}
	return nil
}

// after does what a fault does to the answer.
func (f *fault) after(w http.ResponseWriter, r *http.Request) {
	if f == nil {
		return
	}
	f.pass(r.Context(), f.AnswerLatency)
	if f.Action == FaultDropAnswer {
		drop(w)
	}
}

// drop closes the connection.
func drop(w http.ResponseWriter) {
	w.WriteHeader(http.StatusProcessing)
	panic(http.ErrAbortHandler)
}

// pass lets a latency pass.
func (f *fault) pass(ctx context.Context, d time.Duration) {
	if d == 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.cleared:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
}
