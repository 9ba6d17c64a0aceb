package e2e

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// browsers are the headers that browsers send with every POST of fetch; Firefox
// has Priority.
var browsers = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Origin", "Priority", "User-Agent",
	"Sec-Ch-Ua", "Sec-Ch-Ua-Mobile", "Sec-Ch-Ua-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site",
}

// The module adds two headers to the browser's own: no cookie, no address of
// the page, nothing that a strict endpoint would refuse.
func TestHeaders(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			// Cookies of localhost are sent to every port of it, if at all.
			browser.Eval[any](page, `void (document.cookie = 'session=secret')`)
			s.tap.Forget()
			initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
			respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
			calls := s.tap.Calls("")
			if len(calls) != 3 {
				t.Fatalf("%d calls, want InitiateAuth and two RespondToAuthChallenge", len(calls))
			}
			for _, call := range calls {
				if got, want := call.Target, "AWSCognitoIdentityProviderService."+call.Operation; got != want {
					t.Errorf("X-Amz-Target is %q, want %q", got, want)
				}
				if got := call.Header.Get("Content-Type"); got != amzJSON {
					t.Errorf("Content-Type is %q, want %q", got, amzJSON)
				}
				for name, values := range call.Header {
					if name != "Content-Type" && name != "X-Amz-Target" && !slices.Contains(browsers, name) {
						t.Errorf("%s carried the header %s: %q", call.Operation, name, values)
					}
				}
			}
		})
	}
}

// The strict list is strict: a header that is not on it does not get through.
func TestStrictCORSRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	page := s.open(t, usual)
	page.Expect(`blocked by CORS policy: Request header field authorization is not allowed|header ‘authorization’ is not allowed`)
	page.Expect(`net::ERR_FAILED|` + noAnswer)
	post := func(more string) string {
		return browser.Eval[string](page, `fetch(`+quote(s.tap.URL)+`, {method: 'POST', body: '{}', headers: {
			'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth'`+more+`,
		}}).then((response) => String(response.status), (error) => error.name)`)
	}
	if got := post(""); got != "400" {
		t.Errorf("with the two headers: %s, want Cognito's answer 400", got)
	}
	s.tap.Forget()
	if got := post(`, authorization: 'Bearer x'`); got != "TypeError" {
		t.Errorf("with a third: %s, want the browser's TypeError", got)
	}
	if calls := len(s.tap.Calls("")); calls != 0 {
		t.Errorf("%d calls arrived, want none", calls)
	}
}

// Cognito's own CORS answer allows whatever is asked for; it works as well.
func TestEchoingCORS(t *testing.T) {
	t.Parallel()
	s := newStageAt(t, provision.Options{}, dist, localcognito.Options{})
	s.user(provision.User{Name: "alice"})
	signIn(s.open(t, usual)).wantDone(t, "alice")
}

// secretHash is SECRET_HASH as the developer guide writes it:
// base64(HMAC-SHA-256(client secret, user name + client id)).
func secretHash(pool *provision.Pool, username string) string {
	mac := hmac.New(sha256.New, []byte(pool.ClientSecret))
	mac.Write([]byte(username + pool.ClientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// The API's own shapes pass through, member for member, in both directions.
func TestWireLevelCalls(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			page := s.open(t, v)
			hash := secretHash(s.pool, "alice")
			answer := map[string]any{
				"ChallengeName": "SELECT_CHALLENGE", "Session": "the-session-of-this-sign-in", "AvailableChallenges": []string{"PASSWORD", "WEB_AUTHN"},
				"ChallengeParameters": map[string]string{"a.b": "c", "": "empty", "NEW": "✓"},
				"NewMember":           map[string]any{"list": []any{0.5, nil, "✓"}},
			}
			tokens := map[string]any{
				"ChallengeParameters": map[string]string{},
				"AuthenticationResult": map[string]any{
					"AccessToken": "a", "IdToken": "i", "RefreshToken": "r", "TokenType": "Bearer", "ExpiresIn": 3600,
					"NewDeviceMetadata": map[string]string{"DeviceKey": "k", "DeviceGroupKey": "g", "New": "✓"}, "NewToken": "n",
				},
			}
			for _, test := range []struct {
				operation, call string
				answer, sent    map[string]any
			}{
				{
					"InitiateAuth",
					`client.initiateAuth({
						AuthFlow: 'USER_AUTH', AuthParameters: {USERNAME: 'alice', PREFERRED_CHALLENGE: 'EMAIL_OTP', SOMETHING_NEW: '✓', EMPTY: ''},
						ClientMetadata: {a: 'b'}, AnalyticsMetadata: {AnalyticsEndpointId: 'e'}, UserContextData: {IpAddress: '192.0.2.1', EncodedData: 'd', New: {b: 0.5}},
						Session: 'the-session-of-sign-up', NewText: '✓', NewList: [1, {a: true}],
					})`, answer,
					map[string]any{
						"AuthFlow": "USER_AUTH", "ClientId": s.pool.ClientID,
						"AuthParameters": map[string]string{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP", "SOMETHING_NEW": "✓", "EMPTY": "", "SECRET_HASH": hash},
						"ClientMetadata": map[string]string{"a": "b"}, "AnalyticsMetadata": map[string]string{"AnalyticsEndpointId": "e"},
						"UserContextData": map[string]any{"IpAddress": "192.0.2.1", "EncodedData": "d", "New": map[string]any{"b": 0.5}}, "Session": "the-session-of-sign-up",
						"NewText": "✓", "NewList": []any{1, map[string]any{"a": true}},
					},
				},
				{
					"InitiateAuth", `client.initiateAuth({AuthFlow: 'A_FLOW_OF_TOMORROW', ClientId: 'another', AuthParameters: {X: 'y'}})`, tokens,
					map[string]any{"AuthFlow": "A_FLOW_OF_TOMORROW", "ClientId": "another", "AuthParameters": map[string]string{"X": "y"}},
				},
				{
					"InitiateAuth", `client.initiateAuth({AuthFlow: 'USER_AUTH', AuthParameters: {USERNAME: 'alice', SECRET_HASH: 'my own'}})`, tokens,
					map[string]any{"AuthFlow": "USER_AUTH", "ClientId": s.pool.ClientID, "AuthParameters": map[string]string{"USERNAME": "alice", "SECRET_HASH": "my own"}},
				},
				{
					"RespondToAuthChallenge",
					`client.respondToAuthChallenge({
						ChallengeName: 'CUSTOM_CHALLENGE', Session: 'the-session-of-this-sign-in', ChallengeResponses: {USERNAME: 'alice', ANSWER: '42'},
						ClientMetadata: {}, UserContextData: {}, AnalyticsMetadata: {}, NewFlag: false,
					}, {clientMetadata: {not: 'this'}})`, tokens,
					map[string]any{
						"ChallengeName": "CUSTOM_CHALLENGE", "ClientId": s.pool.ClientID, "Session": "the-session-of-this-sign-in",
						"ChallengeResponses": map[string]string{"USERNAME": "alice", "ANSWER": "42", "SECRET_HASH": hash},
						"ClientMetadata":     map[string]string{}, "UserContextData": map[string]string{}, "AnalyticsMetadata": map[string]string{}, "NewFlag": false,
					},
				},
			} {
				s.tap.Forget()
				s.tap.Fail(test.operation, wiretap.Reply(200, amzJSON, quote(test.answer)))
				got := do(page, test.call)
				if !got.OK || quote(got.Value) != quote(test.answer) {
					t.Errorf("%s\ngot  %s %s\nwant %s", test.call, got.describe(), quote(got.Value), quote(test.answer))
				}
				calls := s.tap.Calls(test.operation)
				if len(calls) != 1 || quote(calls[0].Body) != quote(test.sent) {
					t.Errorf("%s\nsent %s\nwant %s", test.call, quote(calls), quote(test.sent))
				}
			}
		})
	}
}

// The members that accompany a call: the client's own, or the call's instead.
func TestCallOptions(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := s.open(t, usual)
	// sent gives those members of the calls so far.
	sent := func() string {
		var members []string
		for _, call := range s.tap.Calls("") {
			members = append(members, quote([]any{call.Body["ClientMetadata"], call.Body["AnalyticsMetadata"], call.Body["UserContextData"]}))
		}
		s.tap.Forget()
		return strings.Join(members, "\n")
	}
	walk := func(options string) {
		t.Helper()
		do(page, `keep(client.initiate({username: 'carol', password: 'Local-Cognito-1'}`+options+`))`).wantStep(t, "SMS_MFA")
		do(page, `keep(client.respond(step, {code: '`+s.lastCode("carol")+`'}`+options+`))`).wantDone(t, "carol")
		do(page, `keep(client.initiate({flow: 'REFRESH_TOKEN_AUTH'}`+options+`))`).wantDone(t, "carol")
	}
	// InitiateAuth, the verifier, the code; and the refresh, which takes ClientMetadata alone.
	four := func(metadata, others string) string {
		return strings.Repeat("["+metadata+","+others+"]\n", 3) + "[" + metadata + ",null,null]\n"
	}
	s.tap.Forget()

	walk("")
	if got, want := sent(), four("null", "null,null"); got+"\n" != want {
		t.Errorf("without options: sent\n%s\nwant\n%s", got, want)
	}
	walk(`, {clientMetadata: {call: 'yes'}, analyticsMetadata: {AnalyticsEndpointId: 'call'}, userContextData: {EncodedData: 'call'}}`)
	ofCall := four(`{"call":"yes"}`, `{"AnalyticsEndpointId":"call"},{"EncodedData":"call"}`)
	if got, want := sent(), ofCall; got+"\n" != want {
		t.Errorf("of the call: sent\n%s\nwant\n%s", got, want)
	}
	if got := s.create(page, `clientMetadata: {client: 'yes'}, analyticsMetadata: {AnalyticsEndpointId: 'client'}, userContextData: (username) => ({EncodedData: username})`); !got.OK {
		t.Fatal(got.describe())
	}
	walk("")
	if got, want := sent(), four(`{"client":"yes"}`, `{"AnalyticsEndpointId":"client"},{"EncodedData":"carol"}`); got+"\n" != want {
		t.Errorf("of the client: sent\n%s\nwant\n%s", got, want)
	}
	walk(`, {clientMetadata: {call: 'yes'}, analyticsMetadata: {AnalyticsEndpointId: 'call'}, userContextData: {EncodedData: 'call'}}`)
	if got, want := sent(), ofCall; got+"\n" != want {
		t.Errorf("of the call, over the client's: sent\n%s\nwant\n%s", got, want)
	}
	walk(`, {clientMetadata: {}}`)
	if got, want := sent(), four(`{}`, `{"AnalyticsEndpointId":"client"},{"EncodedData":"carol"}`); got+"\n" != want {
		t.Errorf("member by member: sent\n%s\nwant\n%s", got, want)
	}
}
