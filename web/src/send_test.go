package src_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// sending is one call by another client, and sent what came of it.
type sending struct {
	Send       string `json:"send"`
	Operation  string `json:"operation"`
	Input      object `json:"input"`
	Timeout    int    `json:"timeout,omitempty"`
	AbortAfter int    `json:"abortAfter,omitempty"`
	SRPOnly    bool   `json:"srpOnly"`
	Admin      object `json:"admin,omitempty"`
	Raw        bool   `json:"raw"`
}

type sent struct {
	Value object
	Error *struct {
		Code, Message, Operation, RequestID string
		Status                              int
		Retryable                           bool
	}
	Seen []json.RawMessage
	Log  []struct {
		Operation, Code string
		Attempt, Status int
		Request         object
		Response        object
	}
}

// signIn is a request with secrets.
var signIn = object{"AuthFlow": "USER_SRP_AUTH", "ClientId": "client", "AuthParameters": object{"USERNAME": "alice", "SRP_A": "abcdef0123456789"}}

// TestSend has answers as the AWS SDK for JavaScript gives them, and what is none.
func TestSend(t *testing.T) {
	p := tstest.Start(t, "testdata/send.mjs")
	for send, want := range map[string]string{
		`return { $metadata: { httpStatusCode: 200, requestId: 'r' }, Session: 's' }`: `{"Session":"s"}`,
		`return Promise.resolve({ A: { B: [1, 'c', null] }, D: undefined, E: null })`: `{"A":{"B":[1,"c",null]}}`,
		// The API's JSON has seconds and base64.
		`return { At: new Date(1700000000250), Bytes: new Uint8Array([0, 255, 128]), None: new Uint8Array(0) }`: `{"At":1700000000.25,"Bytes":"AP+A","None":""}`,
		`return { Credentials: [{ CreatedAt: new Date(0) }] }`:                                                  `{"Credentials":[{"CreatedAt":0}]}`,
		`return JSON.parse('{"__proto__": {"a": 1}}')`:                                                          `{"__proto__":{"a":1}}`,
		`return input.hasOwnProperty('ClientId') ? { Flow: input.AuthFlow } : 0`:                                `{"Flow":"USER_SRP_AUTH"}`, // an ordinary object
		`return { Aborted: options.signal.aborted, Is: options.signal instanceof AbortSignal }`:                 `{"Aborted":false,"Is":true}`,
	} {
		got := tstest.Call[sent](t, p, "call", sending{Send: send, Operation: "InitiateAuth", Input: signIn})
		var value object
		json.Unmarshal([]byte(want), &value)
		if got.Error != nil || !reflect.DeepEqual(got.Value, value) {
			t.Errorf("%s: %v %+v, want %s", send, got.Value, got.Error, want)
		}
		if len(got.Seen) != 1 || len(got.Log) != 1 || got.Log[0].Status != 200 || got.Log[0].Attempt != 1 || got.Log[0].Response == nil {
			t.Errorf("%s: seen %s, log %+v", send, got.Seen, got.Log)
		}
	}
	got := tstest.Call[sent](t, p, "call", sending{Send: `return {}`, Operation: "InitiateAuth", Input: signIn})
	if text, _ := json.Marshal(object{"operation": "InitiateAuth", "input": signIn, "asked": 3}); !sameJSON(got.Seen[0], text) {
		t.Errorf("sent %s, want %s", got.Seen[0], text)
	}
}

func sameJSON(a, b []byte) bool {
	var first, second any
	return json.Unmarshal(a, &first) == nil && json.Unmarshal(b, &second) == nil && reflect.DeepEqual(first, second)
}

// TestSendFailed has the errors of the AWS SDK for JavaScript, others', and answers
// that are none. Each is told once, and nothing of the request with it.
func TestSendFailed(t *testing.T) {
	p := tstest.Start(t, "testdata/send.mjs")
	const metadata = `$metadata: { httpStatusCode: 400, requestId: '6a1c59bd-2a5d-4ec5-9bd9-0d04cf5d0e4b', attempts: 1 }`
	for send, want := range map[string]struct {
		code, message string
		status        int
		retryable     bool
	}{
		`throw Object.assign(new Error('Incorrect username or password.'), { name: 'NotAuthorizedException', $fault: 'client', ` + metadata + ` })`: {"NotAuthorizedException", "Incorrect username or password.", 400, false},
		`return Promise.reject({ name: 'CodeMismatchException', message: 'no', ` + metadata + ` })`:                                                 {"CodeMismatchException", "no", 400, false},
		`throw { name: 'TooManyRequestsException', message: 'slow', ` + metadata + ` }`:                                                             {"TooManyRequestsException", "slow", 400, true},
		`throw { name: 'InternalErrorException', message: '', $metadata: { httpStatusCode: 500 } }`:                                                 {"InternalErrorException", "", 500, true},
		`throw { name: 'NewestException', message: 'a ` + "\\n\\u202e" + ` b', ` + metadata + ` }`:                                                  {"NewestException", "a   b", 400, false},
		`throw Object.assign(new Error('mine'), { name: 'UserNotFoundException' })`:                                                                 {"UserNotFoundException", "mine", 0, false},
		// A secret of the request is in the text.
		`throw { name: 'InvalidParameterException', message: 'cannot handle ' + JSON.stringify(input), ` + metadata + ` }`: {"InvalidParameterException", "the endpoint sent a text with a secret", 400, false},
		// Not Cognito's: a page of a gateway, which the SDK could not parse, and one of another service.
		`throw Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 502 } })`: {"MalformedResponse", "the endpoint is failing", 502, true},
		`throw Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 404 } })`: {"MalformedResponse", "expected one of Cognito's exceptions", 404, false},
		// No answer.
		`throw Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' })`: {"NetworkError", "the function send failed: CredentialsProviderError: Could not load credentials from any providers", 0, true},
		`throw new TypeError('fetch failed')`:                  {"NetworkError", "the function send failed: TypeError: fetch failed", 0, true},
		`throw new TypeError('sent ' + JSON.stringify(input))`: {"NetworkError", "the function send failed: the endpoint sent a text with a secret", 0, true},
		`throw undefined`: {"NetworkError", "the function send failed: Error:", 0, true},
		`throw 'a text'`:  {"NetworkError", "the function send failed: Error:", 0, true},
		`throw { get name() { throw 1 }, get $metadata() { throw 2 } }`: {"NetworkError", "the function send failed: Error:", 0, true},
		// No answers.
		`return undefined`:                                      {"MalformedResponse", "expected a JSON object", 200, false},
		`return null`:                                           {"MalformedResponse", "expected a JSON object", 200, false},
		`return 'text'`:                                         {"MalformedResponse", "expected a JSON object", 200, false},
		`return []`:                                             {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: () => {} }`:                                {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: new Map() }`:                               {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: new Date(NaN) }`:                           {"MalformedResponse", "expected a JSON object", 200, false},
		`return { get A() { throw 'no' } }`:                     {"MalformedResponse", "expected a JSON object", 200, false},
		`const a = {}; return (a.a = a)`:                        {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: Array(2_000_000).fill(0) }`:                {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: new Uint8Array(2_000_000) }`:               {"MalformedResponse", "expected a JSON object", 200, false},
		`return { A: '\ud800' }`:                                {"MalformedResponse", "expected a JSON object", 200, false},
		`return { ['x'.repeat(60_000)]: Array(6_000).fill(0) }`: {"MalformedResponse", "expected a JSON object", 200, false},
		`return new Proxy({}, { ownKeys() { throw 'no' } })`:    {"MalformedResponse", "expected a JSON object", 200, false},
	} {
		got := tstest.Call[sent](t, p, "call", sending{Send: send, Operation: "InitiateAuth", Input: signIn})
		if got.Error == nil || got.Error.Code != want.code || !strings.HasPrefix(got.Error.Message, want.message) || got.Error.Status != want.status ||
			got.Error.Retryable != want.retryable || got.Error.Operation != "InitiateAuth" || len(got.Seen) != 1 {
			t.Errorf("%s: %v %+v, want %+v", send, got.Value, got.Error, want)
			continue
		}
		if strings.Contains(send, "requestId") != (got.Error.RequestID == "6a1c59bd-2a5d-4ec5-9bd9-0d04cf5d0e4b") {
			t.Errorf("%s: request id %q", send, got.Error.RequestID)
		}
		if len(got.Log) != 1 || got.Log[0].Code != want.code && got.Log[0].Code != "" || got.Log[0].Status != want.status {
			t.Errorf("%s: log %+v", send, got.Log)
		}
		if text, _ := json.Marshal(got); strings.Contains(strings.ReplaceAll(string(text), string(got.Seen[0]), ""), "abcdef0123456789") {
			t.Errorf("%s: %s", send, text)
		}
	}
}

// TestSendEnds has functions that never answer.
func TestSendEnds(t *testing.T) {
	p := tstest.Start(t, "testdata/send.mjs")
	const forever = `return new Promise((_, reject) => options.signal.addEventListener('abort', () => { seen.push('ended'); reject(options.signal.reason) }))`
	const deaf = `return new Promise(() => {})`
	for name, tt := range map[string]struct {
		call sending
		code string
		seen int
	}{
		"timeout":       {sending{Send: forever, Timeout: 50}, "TimeoutError", 2},
		"timeout, deaf": {sending{Send: deaf, Timeout: 50}, "TimeoutError", 1},
		"signal":        {sending{Send: forever, AbortAfter: 50}, "AbortError", 2},
		"signal, deaf":  {sending{Send: deaf, AbortAfter: 50}, "AbortError", 1},
	} {
		tt.call.Operation, tt.call.Input = "InitiateAuth", signIn
		got := tstest.Call[sent](t, p, "call", tt.call)
		if got.Error == nil || got.Error.Code != tt.code || len(got.Seen) != tt.seen {
			t.Errorf("%s: %+v, seen %s", name, got.Error, got.Seen)
		}
		if tt.code == "TimeoutError" && got.Error.Message != "the function send did not answer within 50 ms" {
			t.Errorf("%s: %s", name, got.Error.Message)
		}
	}
}

// TestAdmin has the Admin forms of the two operations that have one.
func TestAdmin(t *testing.T) {
	p := tstest.Start(t, "testdata/send.mjs")
	admin := object{"userPoolId": "eu-west-1_Example12"}
	described := object{"userPoolId": "eu-west-1_Example12", "contextData": object{"IpAddress": "192.0.2.1", "ServerName": "s", "ServerPath": "/", "HttpHeaders": []any{object{"headerName": "Accept", "headerValue": "*"}}}}
	for _, tt := range []struct {
		admin            object
		operation, input string
		raw              bool
		want, wantInput  string
	}{
		{admin, "InitiateAuth", `{"ClientId":"c","UserContextData":{"IpAddress":"192.0.2.7","EncodedData":"e"}}`, false, "AdminInitiateAuth",
			`{"ClientId":"c","UserPoolId":"eu-west-1_Example12","ContextData":{"IpAddress":"192.0.2.7","EncodedData":"e"}}`},
		{described, "RespondToAuthChallenge", `{"Session":"s","UserContextData":{"EncodedData":"e"}}`, false, "AdminRespondToAuthChallenge",
			`{"Session":"s","UserPoolId":"eu-west-1_Example12","ContextData":{"IpAddress":"192.0.2.1","EncodedData":"e","ServerName":"s","ServerPath":"/","HttpHeaders":[{"headerName":"Accept","headerValue":"*"}]}}`},
		{described, "InitiateAuth", `{"ContextData":{"own":1},"UserPoolId":"own"}`, false, "AdminInitiateAuth", `{"UserPoolId":"own","ContextData":{"own":1}}`},
		{admin, "InitiateAuth", `{}`, false, "AdminInitiateAuth", `{"UserPoolId":"eu-west-1_Example12"}`},
		{admin, "ConfirmDevice", `{"DeviceKey":"k"}`, false, "ConfirmDevice", `{"DeviceKey":"k"}`},
		{admin, "InitiateAuth", `{"UserContextData":{}}`, true, "InitiateAuth", `{"UserContextData":{}}`},
		{nil, "InitiateAuth", `{"UserContextData":{}}`, false, "InitiateAuth", `{"UserContextData":{}}`},
	} {
		var input object
		json.Unmarshal([]byte(tt.input), &input)
		got := tstest.Call[sent](t, p, "call", sending{Send: `throw { name: 'NewException', $metadata: { httpStatusCode: 400 } }`, Operation: tt.operation, Input: input, Admin: tt.admin, Raw: tt.raw})
		if want := `{"operation":"` + tt.want + `","input":` + tt.wantInput + `,"asked":3}`; len(got.Seen) != 1 || !sameJSON(got.Seen[0], []byte(want)) {
			t.Errorf("%s %s: sent %s, want %s", tt.operation, tt.input, got.Seen, want)
		}
		if got.Error == nil || got.Error.Operation != tt.want || got.Log[0].Operation != tt.want {
			t.Errorf("%s: %+v, log %+v", tt.operation, got.Error, got.Log)
		}
	}
}

// TestSRPOnly has what sends the password that signs in, and what does not.
func TestSRPOnly(t *testing.T) {
	p := tstest.Start(t, "testdata/send.mjs")
	for _, tt := range []struct {
		operation, input string
		refused          bool
	}{
		{"InitiateAuth", `{"AuthFlow":"USER_PASSWORD_AUTH"}`, true},
		{"AdminInitiateAuth", `{"AuthFlow":"ADMIN_USER_PASSWORD_AUTH"}`, true},
		{"AdminInitiateAuth", `{"AuthFlow":"ADMIN_NO_SRP_AUTH","AuthParameters":{"USERNAME":"alice"}}`, true},
		{"InitiateAuth", `{"AuthFlow":"A_FLOW_OF_TOMORROW","AuthParameters":{"PASSWORD":"p"}}`, true},
		{"InitiateAuth", `{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"alice","PREFERRED_CHALLENGE":"PASSWORD"}}`, true},
		{"RespondToAuthChallenge", `{"ChallengeName":"PASSWORD"}`, true},
		{"AdminRespondToAuthChallenge", `{"ChallengeName":"PASSWORD","ChallengeResponses":{"PASSWORD":"p"}}`, true},
		{"RespondToAuthChallenge", `{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":{"ANSWER":"PASSWORD"}}`, true},
		{"RespondToAuthChallenge", `{"ChallengeName":"NEWEST","ChallengeResponses":{"PASSWORD":"p"}}`, true},
		{"InitiateAuth", `{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"alice","SRP_A":"a"}}`, false},
		{"InitiateAuth", `{"AuthFlow":"USER_AUTH","AuthParameters":{"PREFERRED_CHALLENGE":"PASSWORD_SRP"}}`, false},
		{"InitiateAuth", `{"AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r"}}`, false},
		{"InitiateAuth", `{"AuthParameters":"no object"}`, false},
		{"RespondToAuthChallenge", `{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":{"ANSWER":"PASSWORD_SRP"}}`, false},
		{"RespondToAuthChallenge", `{"ChallengeName":"CUSTOM_CHALLENGE","ChallengeResponses":{"ANSWER":"PASSWORD"}}`, false},
		{"RespondToAuthChallenge", `{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeResponses":{"NEW_PASSWORD":"n"}}`, false},
		{"SignUp", `{"Password":"p"}`, false},
		{"GetUser", `{"AuthFlow":"USER_PASSWORD_AUTH"}`, false},
	} {
		var input object
		json.Unmarshal([]byte(tt.input), &input)
		for _, raw := range []bool{false, true} {
			call := sending{Send: `return {}`, Operation: tt.operation, Input: input, Raw: raw, SRPOnly: true}
			got := tstest.Call[sent](t, p, "call", call)
			if refused := got.Error != nil && got.Error.Code == "InvalidArgument" && strings.HasPrefix(got.Error.Message, "srpOnly: expected "); refused != tt.refused || refused != (len(got.Seen) == 0) {
				t.Errorf("%s %s: %+v, %d sent", tt.operation, tt.input, got.Error, len(got.Seen))
			}
			if call.SRPOnly = false; tstest.Call[sent](t, p, "call", call).Error != nil {
				t.Errorf("%s %s is refused without srpOnly", tt.operation, tt.input)
			}
		}
	}
}
