package host_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// call is a question to testdata/host.mjs.
type call struct {
	// Name is for abort.
	Name        string            `json:"name,omitempty"`
	Endpoint    string            `json:"endpoint"`
	Operation   string            `json:"operation"`
	Input       any               `json:"input"`
	MaxAttempts int               `json:"maxAttempts,omitempty"`
	Timeout     int               `json:"timeout,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`
	// Fast is for waits that are noted only.
	Fast    bool   `json:"fast,omitempty"`
	Logs    bool   `json:"logs,omitempty"`
	Fetch   string `json:"fetch,omitempty"`
	Aborted bool   `json:"aborted,omitempty"`
	// Measured is for a memory that is tidied up before.
	Measured bool `json:"measured,omitempty"`
}

// reply is what came of a call.
type reply struct {
	Value json.RawMessage `json:"value"`
	Error *failure        `json:"error"`
	Waits []float64       `json:"waits"`
	MS    float64         `json:"ms"`
	CPUMS float64         `json:"cpuMs"`
	Bytes int             `json:"bytes"`
	Ahead float64         `json:"ahead"`
	Log   []struct {
		Attempt  int             `json:"attempt"`
		Status   int             `json:"status"`
		Code     string          `json:"code"`
		Request  json.RawMessage `json:"request"`
		Response json.RawMessage `json:"response"`
	} `json:"log"`
	raw json.RawMessage
}

func (r *reply) UnmarshalJSON(text []byte) error {
	type plain reply
	r.raw = append(json.RawMessage{}, text...)
	return json.Unmarshal(text, (*plain)(r))
}

type failure struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Operation string `json:"operation"`
	Status    int    `json:"status"`
	RequestID string `json:"requestId"`
	Retryable bool   `json:"retryable"`
	// Text is the error as text, as JSON, and with its stack.
	Text string `json:"text"`
}

func start(t *testing.T) *tstest.Process {
	t.Helper()
	return tstest.Start(t, "testdata/host.mjs")
}

func send(t *testing.T, p *tstest.Process, c call) reply {
	t.Helper()
	return tstest.Call[reply](t, p, "call", c)
}

// object is JSON in a test.
type object = map[string]any

// server answers with a handler that does not have to read the request.
func server(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		handler(w, r)
	}))
	// A handler may wait for the end of its connection.
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

// refuse answers with a failure.
func refuse(status int, errorType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("x-amzn-RequestId", "id")
		if errorType != "" {
			w.Header().Set("x-amzn-ErrorType", errorType)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// inTurn answers with each handler once, and with the last one from then on.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mutex sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		handler := handlers[0]
		if len(handlers) > 1 {
			handlers = handlers[1:]
		}
		mutex.Unlock()
		handler(w, r)
	}
}
