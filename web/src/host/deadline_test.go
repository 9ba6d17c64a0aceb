package host_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// silences are servers that say nothing, or not all. Each tells when it has
// begun, and when its connection has ended.
var silences = map[string]func(w http.ResponseWriter, begun func(), ended <-chan struct{}){
	"no answer": func(_ http.ResponseWriter, begun func(), ended <-chan struct{}) {
		begun()
		<-ended
	},
	"headers alone": func(w http.ResponseWriter, begun func(), ended <-chan struct{}) {
		http.NewResponseController(w).Flush()
		begun()
		<-ended
	},
	"a body that trickles": func(w http.ResponseWriter, begun func(), ended <-chan struct{}) {
		io.WriteString(w, `{"a":"`)
		ticks := time.NewTicker(10 * time.Millisecond)
		defer ticks.Stop()
		for i := 0; ; i++ {
			io.WriteString(w, "x")
			http.NewResponseController(w).Flush()
			if i == 3 {
				begun()
			}
			select {
			case <-ticks.C:
			case <-ended:
				return
			}
		}
	},
}

// quiet serves a silence. What it gives are closed when a request has begun and
// when its connection has ended.
func quiet(t *testing.T, silence func(http.ResponseWriter, func(), <-chan struct{})) (s *httptest.Server, begun, ended chan struct{}) {
	begun, ended = make(chan struct{}), make(chan struct{})
	begin, end := sync.OnceFunc(func() { close(begun) }), sync.OnceFunc(func() { close(ended) })
	return server(t, func(w http.ResponseWriter, r *http.Request) {
		silence(w, begin, r.Context().Done())
		end()
	}), begun, ended
}

func within(t *testing.T, what string, event <-chan struct{}) {
	t.Helper()
	select {
	case <-event:
	case <-time.After(10 * time.Second):
		t.Errorf("%s: not within 10 seconds", what)
	}
}

func (r reply) isTimeout(t *testing.T, what string, timeout float64) {
	t.Helper()
	if e := r.Error; e == nil || e.Code != "TimeoutError" || !e.Retryable || e.Operation != "InitiateAuth" || e.Message == "" {
		t.Errorf("%s: %+v", what, e)
	}
	// Timers of Node may be one millisecond early.
	if r.MS < timeout-1 || r.MS > timeout+5000 {
		t.Errorf("%s: after %.0f ms, want %.0f", what, r.MS, timeout)
	}
}

func (r reply) isAbort(t *testing.T, what string) {
	t.Helper()
	if e := r.Error; e == nil || e.Code != "AbortError" || e.Retryable || e.Operation != "InitiateAuth" || e.Message == "" {
		t.Errorf("%s: %+v", what, e)
	}
	if r.MS > 10_000 {
		t.Errorf("%s: after %.0f ms", what, r.MS)
	}
}

func TestDeadline(t *testing.T) {
	p := start(t)
	for name, silence := range silences {
		s, begun, ended := quiet(t, silence)
		// On a busy machine a request may not even have begun by then.
		for timeout, arrived := 200, false; !arrived; timeout *= 2 {
			got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Timeout: timeout})
			got.isTimeout(t, name, float64(timeout))
			select {
			case <-begun:
				arrived = true
				within(t, name+": the request's end", ended)
			default:
			}
		}
	}
	// All attempts have one deadline, and it comes while they wait.
	for name, trouble := range troubles {
		if name != "429" && name != "500" {
			continue
		}
		s := server(t, trouble)
		got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Timeout: 300, MaxAttempts: 10})
		got.isTimeout(t, name, 300)
	}
}

func TestAbort(t *testing.T) {
	p := start(t)
	for name, silence := range silences {
		s, begun, ended := quiet(t, silence)
		wait := tstest.Ask[reply](t, p, "call", call{Name: name, Endpoint: s.URL, Operation: "InitiateAuth"})
		within(t, name+": the request", begun)
		tstest.Call[any](t, p, "abort", call{Name: name})
		wait().isAbort(t, name)
		within(t, name+": the request's end", ended)
	}

	begun := make(chan struct{}, 10)
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		troubles["503"](w, r)
		begun <- struct{}{}
	})
	// Ten attempts wait for more than a minute as a rule, however often this comes between two.
	wait := tstest.Ask[reply](t, p, "call", call{Name: "waits", Endpoint: s.URL, Operation: "InitiateAuth", MaxAttempts: 10})
	for range 3 {
		<-begun
	}
	tstest.Call[any](t, p, "abort", call{Name: "waits"})
	wait().isAbort(t, "between attempts")

	var arrived atomic.Int32
	s = server(t, func(http.ResponseWriter, *http.Request) { arrived.Add(1) })
	for _, fetch := range []string{"", "stubborn", "deaf"} {
		send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Aborted: true, Fetch: fetch}).isAbort(t, "before: "+fetch)
	}
	if n := arrived.Load(); n != 0 {
		t.Errorf("%d requests were sent for calls that had ended before", n)
	}
}

// TestLogOfEnds has the code with which a call ended, not another one.
func TestLogOfEnds(t *testing.T) {
	p := start(t)
	s, _, _ := quiet(t, silences["no answer"])
	// The entry of an attempt that was cut off comes right after the call's end, so a second call sees it.
	got := tstest.Call[[]reply](t, p, "callTwice", call{Endpoint: s.URL, Operation: "InitiateAuth", Timeout: 100, Logs: true})
	if log := got[0].Log; len(log) != 1 || log[0].Code != "TimeoutError" {
		t.Errorf("%s", got[0].raw)
	}
}

// TestDeafFetch leaves a fetch behind that does not heed its signal.
func TestDeafFetch(t *testing.T) {
	p := start(t)
	send(t, p, call{Endpoint: "http://127.0.0.1:1/", Operation: "InitiateAuth", Timeout: 100, Fetch: "deaf"}).isTimeout(t, "deaf", 100)
	for name, silence := range silences {
		s, begun, _ := quiet(t, silence)
		send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Timeout: 100, Fetch: "stubborn"}).isTimeout(t, name, 100)
		wait := tstest.Ask[reply](t, p, "call", call{Name: name, Endpoint: s.URL, Operation: "InitiateAuth", Fetch: "stubborn"})
		within(t, name, begun)
		tstest.Call[any](t, p, "abort", call{Name: name})
		wait().isAbort(t, name)
	}
}
