package localcognito_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

func TestOutboxNext(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	f.confirm("carol", "phone_number=+12025551234")
	f.confirm("dave", "phone_number=+12025555678")
	f.prefer("carol", true, "SMS_MFA")
	f.prefer("dave", true, "SMS_MFA")
	outbox := f.server.Outbox()
	if _, ok := outbox.Last(f.pool, "carol"); ok {
		t.Error("a message before anything was sent")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := outbox.Next(cancelled, f.pool, "carol"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	// One waiter that waits, beside messages to somebody else.
	got := make(chan localcognito.Message)
	go func() {
		m, _ := outbox.Next(t.Context(), f.pool, "+12025551234")
		got <- m
	}()
	for _, name := range []string{"dave", "carol", "carol"} {
		if _, err := f.passwordAuth(name, password); err != nil {
			t.Fatal(err)
		}
	}
	first := <-got
	if first.Username != "carol" || first.Medium != "SMS" || first.Destination != "+12025551234" || first.Pool != f.pool || !first.Time.Equal(f.clock.Now()) || first.Purpose != localcognito.PurposeAuthentication {
		t.Errorf("message to %s by %s for %s", first.Destination, first.Medium, first.Purpose)
	}
	all := outbox.All(f.pool, "carol")
	last, _ := outbox.Last("", "carol")
	if len(all) != 2 || all[0] != first || last != all[1] {
		t.Errorf("%d messages to carol", len(all))
	}
	if second, err := outbox.Next(t.Context(), "", "carol"); err != nil || second != all[1] {
		t.Error("Next repeats a message, or skips one")
	}
	if n := len(outbox.All("eu-west-1_other", "")); n != 0 {
		t.Errorf("%d messages of another pool", n)
	}
}

func TestOutboxHTTP(t *testing.T) {
	const friend = "http://localhost:1234"
	f := newFixture(t, func(s *setup) { s.options.OutboxOrigins = []string{friend} })
	f.enableMFA("OPTIONAL")
	f.confirm("carol", "phone_number=+12025551234")
	f.prefer("carol", true, "SMS_MFA")
	if _, err := f.passwordAuth("carol", password); err != nil {
		t.Fatal(err)
	}
	url := f.server.URL()
	for name, tt := range map[string]struct {
		method, host string
		headers      map[string]string
		status       int
	}{
		"a program":             {"GET", "", nil, 200},
		"a page of ours":        {"GET", "", map[string]string{"Origin": url, "Sec-Fetch-Site": "same-origin"}, 200},
		"typed in":              {"GET", "", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		"a listed origin":       {"GET", "", map[string]string{"Origin": friend, "Sec-Fetch-Site": "same-site"}, 200},
		"a foreign page":        {"GET", "", map[string]string{"Origin": "https://evil.example"}, 403},
		"a sandboxed page":      {"GET", "", map[string]string{"Origin": "null"}, 403},
		"a foreign script tag":  {"GET", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another local port":    {"GET", "", map[string]string{"Origin": "http://localhost:1"}, 403},
		"a rebound name":        {"GET", "evil.example", nil, 403},
		"a rebound name's page": {"GET", "evil.example", map[string]string{"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403},
		"a preflight":           {"OPTIONS", "", map[string]string{"Origin": "https://evil.example"}, 403},
		"another method":        {"POST", "", nil, 405},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), tt.method, url+"/_local/outbox?username=carol&pool="+f.pool, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = tt.host
			for k, v := range tt.headers {
				req.Header.Set(k, v)
			}
			r, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if r.StatusCode != tt.status {
				t.Fatalf("%s, want %d", r.Status, tt.status)
			}
			allowed := ""
			if tt.headers["Origin"] == friend {
				allowed = friend
			}
			if got := r.Header.Get("Access-Control-Allow-Origin"); got != allowed {
				t.Errorf("Access-Control-Allow-Origin %q", got)
			}
			if tt.status != 200 {
				return
			}
			var messages []map[string]any
			if err := json.NewDecoder(r.Body).Decode(&messages); err != nil {
				t.Fatal(err)
			}
			want, _ := f.server.Outbox().Last(f.pool, "carol")
			if len(messages) != 1 || messages[0]["code"] != want.Code || messages[0]["medium"] != "SMS" || messages[0]["username"] != "carol" {
				t.Errorf("%d messages", len(messages))
			}
		})
	}
	var none []any
	r, err := http.Get(url + "/_local/outbox?username=nobody")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&none); err != nil || none == nil || len(none) != 0 {
		t.Errorf("no messages are an empty list: %v", err)
	}
	if !strings.Contains(r.Header.Get("Cache-Control"), "no-store") {
		t.Error("the answer may be cached")
	}
}

// A host that is not the server's own is told which are, and hosts can be added.
func TestOutboxHosts(t *testing.T) {
	for name, tt := range map[string]struct {
		options localcognito.Options
		host    string
		status  int
	}{
		"everywhere, by another name":  {localcognito.Options{Addr: "0.0.0.0:0"}, "cognito.test", 403},
		"everywhere, by an address":    {localcognito.Options{Addr: "0.0.0.0:0"}, "192.0.2.1:9229", 403},
		"everywhere, by localhost":     {localcognito.Options{Addr: "0.0.0.0:0"}, "localhost:9229", 200},
		"an added name":                {localcognito.Options{Addr: "0.0.0.0:0", OutboxHosts: []string{"cognito.test"}}, "cognito.test:9229", 200},
		"an added name, in capitals":   {localcognito.Options{OutboxHosts: []string{"Cognito.Test"}}, "cognito.test", 200},
		"an added name with a port":    {localcognito.Options{OutboxHosts: []string{"cognito.test:9229"}}, "cognito.test:9229", 200},
		"another port":                 {localcognito.Options{OutboxHosts: []string{"cognito.test:9229"}}, "cognito.test:1", 403},
		"an added address":             {localcognito.Options{OutboxHosts: []string{"192.0.2.1"}}, "192.0.2.1:9229", 200},
		"another name than that added": {localcognito.Options{OutboxHosts: []string{"cognito.test"}}, "evil.cognito.test", 403},
		"the host of BaseURL":          {localcognito.Options{BaseURL: "https://base.test"}, "base.test", 200},
		"the address of Addr":          {localcognito.Options{Addr: "127.0.0.2:0"}, "127.0.0.2", 200},
	} {
		t.Run(name, func(t *testing.T) {
			server, err := localcognito.Start(tt.options)
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL()+"/_local/outbox", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = tt.host
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != tt.status {
				t.Fatalf("%s, %v, want %d", response.Status, err, tt.status)
			}
			if tt.status == http.StatusOK {
				return
			}
			for _, want := range append(tt.options.OutboxHosts, "localhost", "127.0.0.1", "-outbox-host", "OutboxHosts") {
				if !strings.Contains(string(body), want) {
					t.Errorf("the answer does not name %s: %s", want, body)
				}
			}
			if strings.Contains(string(body), tt.host+" ") {
				t.Errorf("the answer repeats the host: %s", body)
			}
		})
	}
}
