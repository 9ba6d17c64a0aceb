package e2e

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// door is an address of Cognito's that notes who comes.
type door struct {
	url       string
	connected chan struct{}

	mu          sync.Mutex
	connections []string // remote addresses
	requests    []string // those of the connections that requests came on
}

func newDoor(t *testing.T, cognito string) *door {
	t.Helper()
	target, err := url.Parse(cognito)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{connected: make(chan struct{}, 100)}
	onward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		d.requests = append(d.requests, r.RemoteAddr)
		d.mu.Unlock()
		onward.ServeHTTP(w, r)
	}))
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		if state != http.StateNew {
			return
		}
		d.mu.Lock()
		d.connections = append(d.connections, c.RemoteAddr().String())
		d.mu.Unlock()
		d.connected <- struct{}{}
	}
	server.Start()
	t.Cleanup(server.Close)
	d.url = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return d
}

func (d *door) noted() (connections, requests []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.connections), slices.Clone(d.requests)
}

// connecting gives a browser that connects ahead.
func connecting(t *testing.T) *browser.Browser {
	t.Helper()
	if engine.Engine != browser.Chromium {
		return engine
	}
	b, err := browser.StartConnecting()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// Whoever clicks does not wait for the connection to Cognito; and where nobody may
// ever click, none is made.
func TestPreconnect(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := connecting(t).Page(t)
		page.Open(s.site.URL + "/" + v.script)
		idle, used := newDoor(t, s.tap.URL), newDoor(t, s.tap.URL)
		elements := browser.Eval[int](page, "document.querySelectorAll('*').length")
		browser.Eval[any](page, "void CognitoWasm.createClient({..."+s.options(map[string]any{"endpoint": idle.url, "load": "on-demand", "worker": v.worker})+"})")
		s.create(page, "endpoint: "+quote(used.url)+", worker: "+quote(v.worker)).wantOK(t)
		await(t, page, used.connected, "a connection before any request")
		before, requests := used.noted()
		if len(requests) > 0 {
			t.Errorf("%d requests came before anybody signed in", len(requests))
		}
		if got := browser.Eval[int](page, "document.querySelectorAll('*').length"); got != elements {
			t.Errorf("the page has %d elements, want the %d that it had", got, elements)
		}
		signIn(page).wantDone(t, "alice")
		if _, requests := used.noted(); len(requests) == 0 || !slices.Contains(before, requests[0]) {
			t.Errorf("the first request came on a connection that was made for it: %v, connected before: %v", requests, before)
		}
		if connections, _ := idle.noted(); len(connections) > 0 {
			t.Errorf("%d connections for a client that has nothing to do", len(connections))
		}
	})
}
