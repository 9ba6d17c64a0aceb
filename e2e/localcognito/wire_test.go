package localcognito_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

const target = "AWSCognitoIdentityProviderService."

// send makes a request without the SDK's help and returns body and headers.
func send(t *testing.T, url, method, contentType, target, body string) (*http.Response, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if target != "" {
		req.Header.Set("X-Amz-Target", target)
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatalf("answer is not JSON: %v", err)
	}
	return r, fields
}

func TestErrorShape(t *testing.T) {
	f := newFixture(t)
	const amzJSON = "application/x-amz-json-1.1"
	long := strings.Repeat("x", 1<<20)
	for name, tt := range map[string]struct {
		method, contentType, target, body string
		status                            int
		exception                         string
	}{
		"unknown operation":   {"POST", amzJSON, target + "Nonsense", "{}", 400, "UnknownOperationException"},
		"no target":           {"POST", amzJSON, "", "{}", 400, "UnknownOperationException"},
		"another service":     {"POST", amzJSON, "AWSCognitoIdentityService.GetId", "{}", 400, "UnknownOperationException"},
		"no prefix":           {"POST", amzJSON, "InitiateAuth", "{}", 400, "UnknownOperationException"},
		"content type":        {"POST", "text/plain", target + "InitiateAuth", "{}", 400, "UnknownOperationException"},
		"GET":                 {"GET", amzJSON, target + "InitiateAuth", "", 405, "UnknownOperationException"},
		"PUT":                 {"PUT", amzJSON, target + "InitiateAuth", "{}", 405, "UnknownOperationException"},
		"not JSON":            {"POST", amzJSON, target + "InitiateAuth", "{", 400, "SerializationException"},
		"empty":               {"POST", amzJSON, target + "InitiateAuth", "", 400, "SerializationException"},
		"array":               {"POST", amzJSON, target + "InitiateAuth", "[]", 400, "SerializationException"},
		"wrong type":          {"POST", amzJSON, target + "InitiateAuth", `{"ClientId":5}`, 400, "SerializationException"},
		"lone surrogate":      {"POST", amzJSON, target + "InitiateAuth", `{"ClientId":"\ud800"}`, 400, "SerializationException"},
		"twice":               {"POST", amzJSON, target + "InitiateAuth", `{"ClientId":"a","ClientId":"b"}`, 400, "SerializationException"},
		"too large":           {"POST", amzJSON, target + "InitiateAuth", `{"ClientId":"` + long + `"}`, 413, "RequestEntityTooLargeException"},
		"charset is fine":     {"POST", amzJSON + "; charset=utf-8", target + "DescribeUserPool", `{"UserPoolId":"eu-west-1_none"}`, 400, "ResourceNotFoundException"},
		"extra is ignored":    {"POST", amzJSON, target + "DescribeUserPool", `{"UserPoolId":"eu-west-1_none","More":[1]}`, 400, "ResourceNotFoundException"},
		"names have case":     {"POST", amzJSON, target + "DescribeUserPool", `{"userpoolid":"eu-west-1_none"}`, 400, "InvalidParameterException"},
		"null is not a value": {"POST", amzJSON, target + "DescribeUserPool", `{"UserPoolId":null}`, 400, "InvalidParameterException"},
	} {
		t.Run(name, func(t *testing.T) {
			r, fields := send(t, f.server.URL(), tt.method, tt.contentType, tt.target, tt.body)
			message, _ := fields["message"].(string)
			if r.StatusCode != tt.status || fields["__type"] != tt.exception || message == "" {
				t.Errorf("%d %v", r.StatusCode, fields)
			}
			h := r.Header
			if h.Get("X-Amzn-Errortype") != tt.exception+":" || h.Get("X-Amzn-Errormessage") != message || len(h.Get("X-Amzn-Requestid")) != 36 || h.Get("Content-Type") != amzJSON {
				t.Errorf("headers %v", h)
			}
			if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Expose-Headers") == "" {
				t.Error("an error without CORS headers cannot be read by a page")
			}
		})
	}
	r, fields := send(t, f.server.URL()+"/nowhere", "GET", amzJSON, "", "")
	if r.StatusCode != 404 || fields["__type"] != "UnknownOperationException" {
		t.Errorf("%d %v", r.StatusCode, fields)
	}
	r, _ = send(t, f.server.URL()+"/eu-west-1_none/.well-known/jwks.json", "GET", amzJSON, "", "")
	if r.StatusCode != 404 {
		t.Errorf("JWKS of no pool: %d", r.StatusCode)
	}
	_, fields = send(t, f.server.URL(), "POST", amzJSON, target+"DescribeUserPool", `{"UserPoolId":"`+f.pool+`"}`)
	if created, ok := fields["UserPool"].(map[string]any)["CreationDate"].(float64); !ok || int64(created) != f.clock.Now().Unix() {
		t.Error("times are numbers of seconds")
	}
	_, fields = send(t, f.server.URL(), "POST", amzJSON, target+"DeleteUserPool", `{"UserPoolId":"`+f.pool+`"}`)
	if fields == nil || len(fields) != 0 {
		t.Errorf("an operation without output answers {}, got %v", fields)
	}
}

// TestValidation sends what the model forbids. The form of the messages is
// that of captures; secrets must not be in them.
func TestValidation(t *testing.T) {
	f := newFixture(t)
	const amzJSON = "application/x-amz-json-1.1"
	const secret = "topsecret"
	for _, tt := range []struct{ op, body, message string }{
		{"InitiateAuth", `{"ClientId":"c"}`, "1 validation error detected: Value null at 'authFlow' failed to satisfy constraint: Member must not be null"},
		{"InitiateAuth", `{}`, "2 validation errors detected: Value null at 'authFlow' failed to satisfy constraint: Member must not be null; Value null at 'clientId' failed to satisfy constraint: Member must not be null"},
		{"InitiateAuth", `{"ClientId":"a b","AuthFlow":"USER_SRP_AUTH"}`, `1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+`},
		{"InitiateAuth", `{"ClientId":"c","AuthFlow":"SRP"}`, "1 validation error detected: Value 'SRP' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]"},
		{"RespondToAuthChallenge", `{"ClientId":"c","ChallengeName":"SMS_MFA","Session":"` + secret + `"}`, "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20"},
		{"RespondToAuthChallenge", `{"ClientId":"c","ChallengeName":"SMS_MFA","Session":"` + strings.Repeat(secret, 300) + `"}`, "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length less than or equal to 2048"},
		{"GetUser", `{"AccessToken":"` + secret + `!"}`, "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+"},
		{"VerifySoftwareToken", `{"UserCode":"12345x"}`, "1 validation error detected: Value at 'userCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+"},
		{"AdminSetUserPassword", `{"UserPoolId":"eu-west-1_x","Username":"a","Password":"` + secret + ` "}`, `1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$`},
		{"AdminCreateUser", `{"UserPoolId":"nounderscore","Username":"a"}`, `1 validation error detected: Value 'nounderscore' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`},
		{"AdminCreateUser", `{"UserPoolId":"eu-west-1_x","Username":"a","UserAttributes":[{"Name":"email"},{"Value":"v"}]}`, "1 validation error detected: Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null"},
		{"AdminCreateUser", `{"UserPoolId":"eu-west-1_x","Username":"a","DesiredDeliveryMediums":["PIGEON"]}`, "1 validation error detected: Value 'PIGEON' at 'desiredDeliveryMediums.1.member' failed to satisfy constraint: Member must satisfy enum value set: [SMS, EMAIL]"},
		{"CreateUserPool", `{"PoolName":"p","Policies":{"PasswordPolicy":{"MinimumLength":5}}}`, "1 validation error detected: Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value greater than or equal to 6"},
		{"InitiateAuth", `{"ClientId":"` + f.client + `","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"` + strings.Repeat("u", 129) + `","PASSWORD":"` + secret + `"}}`, "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128"},
	} {
		r, fields := send(t, f.server.URL(), "POST", amzJSON, target+tt.op, tt.body)
		if r.StatusCode != 400 || fields["__type"] != "InvalidParameterException" || fields["message"] != tt.message {
			t.Errorf("%s: got %v\nwant %s", tt.op, fields, tt.message)
		}
		if strings.Contains(r.Header.Get("x-amzn-errormessage"), secret) {
			t.Errorf("%s: a secret in the message", tt.op)
		}
	}
}

// TestLogHasNoSecrets signs in and out, fails in several ways, and looks for
// what must not be in the log.
func TestLogHasNoSecrets(t *testing.T) {
	var log lockedBuffer
	f := newFixture(t, func(s *setup) { s.options.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	f.server.AddPanic("Panic", "panic-"+password)
	f.confirm("alice")
	r := f.signIn("alice")
	f.passwordAuth("alice", "Wrong-12345")
	f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: aws.String("not.a.token")})
	send(t, f.server.URL(), "POST", "application/x-amz-json-1.1", target+"Nonsense-"+password, "{}")
	response, fields := send(t, f.server.URL(), "POST", "application/x-amz-json-1.1", target+"Panic", "{}")
	if response.StatusCode != 500 || fields["__type"] != "InternalErrorException" {
		t.Errorf("a panic answers %d %v", response.StatusCode, fields)
	}
	f.signIn("alice") // the lock was given back
	text := log.String()
	if !strings.Contains(text, "InitiateAuth") || !strings.Contains(text, "NotAuthorizedException") {
		t.Error("calls are not logged")
	}
	for _, secret := range []string{password, "Wrong-12345", *r.AccessToken, *r.RefreshToken, "alice"} {
		if strings.Contains(text, secret) {
			t.Error("a secret or a user name is in the log")
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestCORS(t *testing.T) {
	preflight := func(t *testing.T, f *fixture, asked string) http.Header {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, f.server.URL(), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", "https://app.example.com")
		req.Header.Set("Access-Control-Request-Method", "POST")
		req.Header.Set("Access-Control-Request-Headers", asked)
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		// The values are those captured from the real service.
		for name, want := range map[string]string{
			"Access-Control-Allow-Origin":   "*",
			"Access-Control-Allow-Methods":  "POST",
			"Access-Control-Expose-Headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
			"Access-Control-Max-Age":        "172800",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if r.StatusCode != http.StatusOK || r.ContentLength != 0 || r.Header.Get("Access-Control-Allow-Credentials") != "" || r.Header.Get("x-amzn-RequestId") == "" {
			t.Errorf("%s, %v", r.Status, r.Header)
		}
		return r.Header
	}
	t.Run("echo", func(t *testing.T) {
		f := newFixture(t)
		for _, asked := range []string{"content-type,x-amz-target", "Content-Type, User-Agent,X-Anything"} {
			if got := preflight(t, f, asked).Get("Access-Control-Allow-Headers"); got != asked {
				t.Errorf("asked for %q, allowed %q", asked, got)
			}
		}
	})
	t.Run("strict", func(t *testing.T) {
		f := newFixture(t, func(s *setup) { s.options.CORS = localcognito.StrictCORS() })
		const want = "content-type,x-amz-target,x-amz-user-agent,cache-control,amz-sdk-invocation-id,amz-sdk-request"
		if got := preflight(t, f, "authorization,content-type").Get("Access-Control-Allow-Headers"); got != want {
			t.Errorf("allowed %q", got)
		}
	})
	t.Run("strict list", func(t *testing.T) {
		f := newFixture(t, func(s *setup) { s.options.CORS = localcognito.StrictCORS("Content-Type", "X-Amz-Target") })
		if got := preflight(t, f, "x-other").Get("Access-Control-Allow-Headers"); got != "content-type,x-amz-target" {
			t.Errorf("allowed %q", got)
		}
	})
}

// TestHandler uses the server without a listener of its own.
func TestHandler(t *testing.T) {
	server, err := localcognito.New(localcognito.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if server.URL() != "" || server.Close() != nil {
		t.Error("URL or Close of a server without a listener")
	}
	host := httptest.NewServer(server)
	defer host.Close()
	api := newSDKClient(host.URL)
	pool, err := api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("test")})
	if err != nil {
		t.Fatal(err)
	}
	var discovery struct {
		Issuer string `json:"issuer"`
	}
	getJSON(t, host.URL+"/"+*pool.UserPool.Id+"/.well-known/openid-configuration", &discovery)
	if discovery.Issuer != host.URL+"/"+*pool.UserPool.Id {
		t.Errorf("issuer %q", discovery.Issuer)
	}
}

func TestOptions(t *testing.T) {
	for name, opts := range map[string]localcognito.Options{
		"region": {Region: "no_region"}, "long region": {Region: strings.Repeat("r", 50)},
		"relative URL": {BaseURL: "/base"}, "other scheme": {BaseURL: "ftp://host"}, "skew": {MaxClockSkew: -1},
		"read timeout": {ReadTimeout: -1}, "trigger timeout": {TriggerTimeout: -1}, "grace period": {Rotation: localcognito.Rotation{DefaultGrace: -1}},
		"host with a scheme": {OutboxHosts: []string{"http://cognito.test"}}, "host with a wildcard": {OutboxHosts: []string{"*.cognito.test"}},
		"URL with a query": {BaseURL: "http://host?x"}, "relative issuer": {Issuer: "cognito-idp.eu-west-1.amazonaws.com"},
		"issuer with the pool id": {Issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123xyz"},
		"issuer with a fragment":  {Issuer: "https://host#x"}, "issuer with a password": {Issuer: "https://a:b@host"},
	} {
		if _, err := localcognito.New(opts); err == nil || !strings.Contains(err.Error(), "invalid options") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := localcognito.Start(localcognito.Options{Addr: "localhost:notaport"}); err == nil {
		t.Error("an address without a port")
	}
	f := newFixture(t, func(s *setup) { s.options.BaseURL = "https://cognito.example.com/" })
	var discovery struct {
		Issuer string `json:"issuer"`
	}
	getJSON(t, f.server.URL()+"/"+f.pool+"/.well-known/openid-configuration", &discovery)
	if discovery.Issuer != "https://cognito.example.com/"+f.pool {
		t.Errorf("issuer %q", discovery.Issuer)
	}
	if err := f.server.Close(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(f.server.URL()); err == nil {
		t.Error("a closed server answers")
	}
}

// TestConcurrentUse gives the race detector something to look at.
func TestConcurrentUse(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	names := []string{"a", "b", "c", "d"}
	for _, name := range names {
		f.confirm(name, "phone_number=+12025551234")
		f.prefer(name, true, "SMS_MFA")
	}
	var group sync.WaitGroup
	for _, name := range names {
		for range 4 {
			group.Go(func() {
				out, err := newSRPClient().signIn(f, name, password)
				if err != nil || out.ChallengeName != "SMS_MFA" {
					t.Error(out, err)
				}
			})
			group.Go(func() { f.server.Outbox().All(f.pool, name) })
			group.Go(func() { f.server.Outbox().Last("", "") })
		}
	}
	group.Wait()
	for _, name := range names {
		if n := len(f.server.Outbox().All(f.pool, name)); n != 4 {
			t.Errorf("%s got %d messages", name, n)
		}
	}
}
