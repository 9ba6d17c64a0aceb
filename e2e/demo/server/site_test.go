package server

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// localSite is the page of a local Cognito, with no user pools and no files yet.
func localSite(t *testing.T) *site {
	t.Helper()
	cognito, err := localcognito.New(localcognito.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &site{files: t.TempDir(), local: &local{outbox: cognito.Outbox(), pools: &pools{}, totpSecrets: map[string]string{}}}
}

// What the page learns of its users is for pages under its own hosts: codes and
// passwords must not reach a foreign page whose name was made to lead here.
func TestHosts(t *testing.T) {
	s := localSite(t)
	if err := s.hosts.Add("demo.test"); err != nil {
		t.Fatal(err)
	}
	for _, endpoint := range []struct{ method, path, body string }{
		{http.MethodGet, "/demo/config.json", ""},
		{http.MethodGet, "/demo/outbox.json", ""},
		{http.MethodGet, "/demo/authenticators.json", ""},
		{http.MethodPost, "/demo/authenticators.json", `{"user":"frank","secret":"JBSWY3DPEHPK3PXP"}`},
	} {
		for host, status := range map[string]int{
			"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "demo.test": 200, "demo.test:8080": 200,
			"evil.test:8080": 403, "localhost.evil.test": 403, "192.0.2.1:8080": 403, "0.0.0.0:8080": 403,
		} {
			request := httptest.NewRequestWithContext(t.Context(), endpoint.method, endpoint.path, strings.NewReader(endpoint.body))
			request.Host = host
			answer := httptest.NewRecorder()
			s.ServeHTTP(answer, request)
			if answer.Code != status {
				t.Errorf("%s %s by %s: %d, want %d", endpoint.method, endpoint.path, host, answer.Code, status)
			}
			if text := answer.Body.String(); status == 403 && (!strings.Contains(text, "localhost") || !strings.Contains(text, "demo.test") || !strings.Contains(text, "-host")) {
				t.Errorf("%s: the answer does not say which hosts there are: %s", endpoint.path, text)
			}
		}
	}
	if t.Failed() {
		return // a renewal that is let through fails worse, without user pools
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/demo/renewal", nil)
	request.Host = "evil.test"
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, request)
	if answer.Code != http.StatusForbidden {
		t.Errorf("/demo/renewal by evil.test: %d", answer.Code)
	}
	// Of a real user pool there is nothing to guard.
	request = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/demo/config.json", nil)
	request.Host = "intranet.test"
	answer = httptest.NewRecorder()
	(&site{files: t.TempDir()}).ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		t.Errorf("of a real user pool, by intranet.test: %d", answer.Code)
	}
}

// A request that trickles ends, and who listens beyond the machine is told.
func TestServe(t *testing.T) {
	for address, beyond := range map[string]bool{"localhost:0": false, "0.0.0.0:0": true} {
		d := new(Demo)
		t.Cleanup(func() { d.Close() })
		got, err := d.serve(Options{Addr: address, ReadTimeout: 50 * time.Millisecond}, localSite(t))
		if err != nil {
			t.Fatal(err)
		}
		if got != beyond {
			t.Errorf("%s: beyond this machine is %v", address, got)
		}
		u, err := url.Parse(d.URL)
		if err != nil {
			t.Fatal(err)
		}
		for _, sent := range []string{
			"GET /demo/out",
			"POST /demo/authenticators.json HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Length: 100\r\n\r\n{",
			"GET /demo/outbox.json HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Length: 100\r\n\r\n{",
		} {
			connection, err := net.Dial("tcp", u.Host)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(time.Minute)) // the test's own end
			fmt.Fprint(connection, sent)
			if _, err := io.Copy(io.Discard, bufio.NewReader(connection)); err != nil {
				t.Errorf("%q: the connection was not closed: %v", sent, err)
			}
		}
	}
}
