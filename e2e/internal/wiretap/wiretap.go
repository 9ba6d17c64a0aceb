// Package wiretap stands between a client and the local Cognito: it keeps what
// crosses the wire and, when told to, makes the wire fail.
package wiretap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Call is one POST that arrived, whatever became of it.
type Call struct {
	Operation string // what follows the dot in X-Amz-Target
	Target    string // X-Amz-Target
	Header    http.Header
	Body      map[string]any
}

// Fault answers a call in the place of Cognito, or spoils its answer.
type Fault func(w http.ResponseWriter, r *http.Request, cognito http.Handler)

// Tap is an http.Handler in front of another one.
type Tap struct {
	// URL is the address of the listener, without a trailing slash.
	URL     string
	cognito http.Handler

	mu       sync.Mutex
	calls    []Call
	refusals []string
	underWay sync.WaitGroup
	faults   map[string][]Fault // by operation, in the order of their calls
}

// Listen puts a tap with a listener of its own on http://localhost in front of
// cognito, until the test ends.
func Listen(t testing.TB, cognito http.Handler) *Tap {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	tap := &Tap{
		URL:     fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port),
		cognito: cognito,
		faults:  map[string][]Fault{},
	}
	server := &http.Server{Handler: tap}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return tap
}

// Fail gives the next calls of an operation these faults, one each, in order.
func (t *Tap) Fail(operation string, faults ...Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults[operation] = append(t.faults[operation], faults...)
}

// Clear takes back the faults that no call has met.
func (t *Tap) Clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.faults)
}

// Calls gives what has arrived so far, of one operation or of all ("").
func (t *Tap) Calls(operation string) []Call {
	t.mu.Lock()
	defer t.mu.Unlock()
	var calls []Call
	for _, call := range t.calls {
		if operation == "" || call.Operation == operation {
			calls = append(calls, call)
		}
	}
	return calls
}

// Refusals gives the names of the exceptions that Cognito itself has answered so far.
func (t *Tap) Refusals() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.refusals)
}

// Settle waits until no call is under way.
func (t *Tap) Settle() { t.underWay.Wait() }

// Forget empties the lists of calls and refusals.
func (t *Tap) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls, t.refusals = nil, nil
}

func (t *Tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		t.cognito.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the client went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	t.underWay.Add(1)
	defer t.underWay.Done()
	if fault := t.record(r, body); fault != nil {
		fault(w, r, http.HandlerFunc(t.ask))
		return
	}
	t.ask(w, r)
}

// ask has Cognito answer, and keeps the name of what it refuses with.
func (t *Tap) ask(w http.ResponseWriter, r *http.Request) {
	t.cognito.ServeHTTP(w, r)
	name, _, _ := strings.Cut(w.Header().Get("x-amzn-errortype"), ":")
	if name == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refusals = append(t.refusals, name)
}

// record keeps a call and gives the fault that is meant for it.
func (t *Tap) record(r *http.Request, body []byte) Fault {
	target := r.Header.Get("X-Amz-Target")
	_, operation, _ := strings.Cut(target, ".")
	call := Call{Operation: operation, Target: target, Header: r.Header.Clone()}
	_ = json.Unmarshal(body, &call.Body) // a body that is no JSON is Cognito's to refuse
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls = append(t.calls, call)
	queue := t.faults[operation]
	if len(queue) == 0 {
		return nil
	}
	t.faults[operation] = queue[1:]
	return queue[0]
}

// allow lets a page read an answer that is not Cognito's.
func allow(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")
}

// Reply answers with a status and a body.
func Reply(status int, contentType, body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		allow(w)
		w.Header().Set("content-type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// Exception answers with one of Cognito's exceptions, in Cognito's shape.
func Exception(status int, name, message string) Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		body, _ := json.Marshal(map[string]string{"__type": name, "message": message})
		w.Header().Set("x-amzn-errortype", name+":")
		Reply(status, "application/x-amz-json-1.1", string(body))(w, r, cognito)
	}
}

// Drop closes the connection before Cognito has heard of the call.
func Drop(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// LoseAnswer lets Cognito do what it was asked, and breaks off in the middle of
// the answer. (Before its first byte, browsers repeat a request by themselves.)
func LoseAnswer(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
	recorder := httptest.NewRecorder()
	cognito.ServeHTTP(recorder, r)
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", fmt.Sprint(recorder.Body.Len()))
	w.WriteHeader(recorder.Code)
	w.Write(recorder.Body.Bytes()[:recorder.Body.Len()/2])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// Hold tells through arrived that the call has come, and waits until the client
// gives up or release is closed. Then Cognito answers.
func Hold(arrived chan<- struct{}, release <-chan struct{}) Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		arrived <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
		cognito.ServeHTTP(w, r)
	}
}

// Keep lets Cognito do what it was asked, tells through done that it has, and keeps
// the answer back until the client gives up or release is closed.
func Keep(done chan<- struct{}, release <-chan struct{}) Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		recorder := httptest.NewRecorder()
		cognito.ServeHTTP(recorder, r)
		done <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		w.Write(recorder.Body.Bytes())
	}
}

// Change lets Cognito answer and changes the JSON of its answer.
func Change(change func(answer map[string]any)) Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		recorder := httptest.NewRecorder()
		cognito.ServeHTTP(recorder, r)
		var answer map[string]any
		if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
			panic(err)
		}
		change(answer)
		body, _ := json.Marshal(answer)
		for name, values := range recorder.Header() {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(recorder.Code)
		w.Write(body)
	}
}
