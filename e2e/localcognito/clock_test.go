package localcognito_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// localCall sends a request to a path of the server and reads the answer's JSON,
// if it is one.
func (f *fixture) localCall(method, path, body string, headers ...string) (status int, text string, answer any) {
	f.Helper()
	r, err := http.NewRequestWithContext(f.Context(), method, f.server.URL()+path, strings.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		f.Fatal(err)
	}
	if response.Header.Get("Content-Type") == "application/json" {
		if err := json.Unmarshal(b, &answer); err != nil {
			f.Fatal(err)
		}
	}
	return response.StatusCode, string(b), answer
}

// payload reads a token without a look at its signature or expiry.
func payload(t *testing.T, token string) (claims map[string]any) {
	t.Helper()
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.UnsafeClaimsWithoutVerification(&claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// Expiry, lockout, TOTP, tokens and Date follow the clock that tests move, which
// goes on from Options.Now.
func TestClock(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	f.confirm("alice")
	began := f.clock.Now()
	clock := f.server.Clock()
	r := f.signIn("alice")
	clock.Advance(time.Hour)
	_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: r.AccessToken})
	wantError(t, err, "NotAuthorizedException", "Access Token has expired")
	f.clock.Advance(time.Minute)
	if want := began.Add(time.Hour + time.Minute); !clock.Now().Equal(want) || clock.Offset() != time.Hour {
		t.Errorf("it is %v, %v ahead, want %v", clock.Now(), clock.Offset(), want)
	}

	later := f.signIn("alice")
	access := payload(t, *later.AccessToken)
	if access["iat"] != float64(began.Add(61*time.Minute).Unix()) {
		t.Errorf("iat %v", access["iat"])
	}
	associated, err := f.api.AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{AccessToken: later.AccessToken})
	if err != nil {
		t.Fatal(err)
	}
	verify := func(at time.Time) error {
		code, err := totp.GenerateCode(*associated.SecretCode, at)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.api.VerifySoftwareToken(t.Context(), &cognito.VerifySoftwareTokenInput{AccessToken: later.AccessToken, UserCode: &code})
		return err
	}
	wantError(t, verify(f.clock.Now()), "EnableSoftwareTokenMFAException", "")
	if err := verify(clock.Now()); err != nil {
		t.Error(err)
	}

	for range 5 { // the fifth locks for a second
		if _, err := f.passwordAuth("alice", "Wrong-12345"); err == nil {
			t.Fatal("a wrong password signs in")
		}
	}
	_, err = f.passwordAuth("alice", password)
	wantError(t, err, "NotAuthorizedException", "Password attempts exceeded")
	clock.Advance(time.Second)
	f.signIn("alice")

	clock.Set(began.AddDate(1, 0, 0))
	response, err := http.Get(f.server.URL() + "/_local/clock")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got := response.Header.Get("Date"); got != "Wed, 05 May 2027 15:04:05 GMT" {
		t.Errorf("Date %q", got)
	}
	clock.Reset()
	if !clock.Now().Equal(f.clock.Now()) {
		t.Errorf("it is %v after the reset, want %v", clock.Now(), f.clock.Now())
	}
}

func TestClockHTTP(t *testing.T) {
	f := newFixture(t)
	at := func(now, offset string) map[string]any { return map[string]any{"now": now, "offset": offset} }
	for _, tt := range []struct {
		method, body string
		status       int
		want         map[string]any
	}{
		{"GET", "", 200, at("2026-05-05T15:04:05Z", "0s")},
		{"POST", `{"advance":"1h30m"}`, 200, at("2026-05-05T16:34:05Z", "1h30m0s")},
		{"POST", `{"advance":"-30m"}`, 200, at("2026-05-05T16:04:05Z", "1h0m0s")},
		{"POST", `{"set":"2026-05-06T15:04:05.5Z"}`, 200, at("2026-05-06T15:04:05.5Z", "24h0m0.5s")},
		{"POST", `{}`, 400, nil},
		{"POST", `{"advance":"1h","set":"2026-05-06T15:04:05Z"}`, 400, nil},
		{"POST", `{"advance":"soon"}`, 400, nil},
		{"POST", `{"advance":"1h","ahead":"1h"}`, 400, nil},
		{"PUT", `{"advance":"1h"}`, 405, nil},
		{"GET", "", 200, at("2026-05-06T15:04:05.5Z", "24h0m0.5s")},
		{"DELETE", "", 200, at("2026-05-05T15:04:05Z", "0s")},
	} {
		status, text, answer := f.localCall(tt.method, "/_local/clock", tt.body)
		if status != tt.status {
			t.Errorf("%s %s: %d %s", tt.method, tt.body, status, text)
		}
		got, _ := answer.(map[string]any)
		for name, want := range tt.want {
			if got[name] != want {
				t.Errorf("%s %s: %s is %v, want %v", tt.method, tt.body, name, got[name], want)
			}
		}
	}
}

// Nobody else may move the clock or make faults, as nobody else may read the outbox.
func TestLocalIsGuarded(t *testing.T) {
	const friend = "http://localhost:1234"
	f := newFixture(t, func(s *setup) { s.options.OutboxOrigins = []string{friend} })
	for _, path := range []string{"/_local/clock", "/_local/faults", "/_local/outbox"} {
		for name, headers := range map[string][]string{
			"a foreign page":      {"Origin", "https://evil.example"},
			"a sandboxed page":    {"Origin", "null"},
			"another local port":  {"Origin", "http://localhost:1"},
			"a foreign form":      {"Sec-Fetch-Site", "cross-site"},
			"another of our site": {"Sec-Fetch-Site", "same-site"},
		} {
			for _, method := range []string{"GET", "POST", "DELETE", "OPTIONS"} {
				if status, _, _ := f.localCall(method, path, `{"advance":"1h"}`, headers...); status != http.StatusForbidden {
					t.Errorf("%s %s of %s: %d", method, path, name, status)
				}
			}
		}
	}
	if got := f.server.Clock().Offset(); got != 0 {
		t.Errorf("the clock was moved by %v", got)
	}
	request, err := http.NewRequestWithContext(t.Context(), "OPTIONS", f.server.URL()+"/_local/clock", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", friend)
	preflight, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	preflight.Body.Close()
	h := preflight.Header
	if preflight.StatusCode != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != friend ||
		h.Get("Access-Control-Allow-Methods") != "DELETE, GET, POST" || h.Get("Access-Control-Allow-Headers") != "Content-Type" {
		t.Errorf("the preflight of a listed page: %s, %v", preflight.Status, h)
	}
	if status, _, _ := f.localCall("POST", "/_local/clock", `{"advance":"1h"}`, "Origin", friend); status != http.StatusOK {
		t.Errorf("a listed page: %d", status)
	}
}

// The clock of a server without Options.Now can be moved too.
func TestClockWithoutNow(t *testing.T) {
	server, err := localcognito.New(localcognito.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server.Clock().Advance(-48 * time.Hour)
	if got := time.Since(server.Clock().Now()); got < 48*time.Hour || got > 49*time.Hour {
		t.Errorf("the clock is %v behind", got)
	}
}
