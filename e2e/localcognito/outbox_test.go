package localcognito_test

import (
	"context"
	"encoding/json"
	"errors"
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
