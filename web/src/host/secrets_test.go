package host_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

const (
	password = `corr"ect\/hörse 😀 battery`
	token    = "eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"
	session  = "AYABeC1-a-session-of-Cognito-which-is-long-and-opaque-0123456789"
)

// requests hold a secret each.
var requests = map[string]struct {
	operation, secret string
	input             object
}{
	"password":      {"InitiateAuth", password, object{"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "client", "AuthParameters": object{"USERNAME": "alice", "PASSWORD": password}}},
	"short":         {"InitiateAuth", "a-b", object{"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": object{"USERNAME": "alice", "PASSWORD": "a-b"}}},
	"refresh token": {"InitiateAuth", token, object{"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": object{"REFRESH_TOKEN": token}}},
	"session":       {"RespondToAuthChallenge", session, object{"ChallengeName": "SELECT_CHALLENGE", "Session": session, "ChallengeResponses": object{"ANSWER": "EMAIL_OTP"}}},
	"code":          {"RespondToAuthChallenge", "493817", object{"ChallengeName": "SMS_MFA", "ChallengeResponses": object{"SMS_MFA_CODE": "493817"}}},
	"answer":        {"RespondToAuthChallenge", "blue whale", object{"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeResponses": object{"ANSWER": "blue whale"}}},
	"metadata":      {"RespondToAuthChallenge", "captcha-493817", object{"ClientMetadata": object{"TIMESTAMP": "captcha-493817"}}},
	"attribute":     {"RespondToAuthChallenge", "alice@example.com", object{"ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeResponses": object{"userAttributes.email": "alice@example.com"}}},
	"access token":  {"GetUserAuthFactors", token, object{"AccessToken": token}},
	"credential":    {"CompleteWebAuthnRegistration", "YXR0ZXN0YXRpb24", object{"AccessToken": "x", "Credential": object{"response": object{"attestationObject": "YXR0ZXN0YXRpb24"}}}},
	"backslashes":   {"InitiateAuth", `a\nb\u0041c\\`, object{"AuthParameters": object{"PASSWORD": `a\nb\u0041c\\`}}},
}

func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// everyEscaped writes each UTF-16 unit as \uXXXX (RFC 8259, section 7).
func everyEscaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > 0xffff {
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// echoes make a text of a request's body and the secret in it.
var echoes = map[string]func(body, secret string) string{
	"the body":              func(body, _ string) string { return "cannot handle " + body },
	"the secret":            func(_, secret string) string { return secret },
	"in a text":             func(_, secret string) string { return "Value '" + secret + "' at 'password' failed" },
	"quoted":                func(body, _ string) string { return "cannot handle " + quoted(body) },
	"doubly quoted":         func(body, _ string) string { return quoted(quoted(body)) },
	"every character":       func(_, secret string) string { return everyEscaped(secret) },
	"every character twice": func(_, secret string) string { return quoted(everyEscaped(secret)) },
	"slashes":               func(body, _ string) string { return strings.ReplaceAll(body, "/", `\/`) },
	"far behind":            func(body, _ string) string { return strings.Repeat("so what ", 200) + body },
}

// places put a text into an answer.
var places = map[string]func(w http.ResponseWriter, text string){
	"message": func(w http.ResponseWriter, text string) {
		exception(w, object{"__type": "AnyException", "message": text})
	},
	"Message": func(w http.ResponseWriter, text string) {
		exception(w, object{"__type": "AnyException", "Message": text})
	},
	"__type": func(w http.ResponseWriter, text string) { exception(w, object{"__type": "ns#" + text, "message": "m"}) },
	"code":   func(w http.ResponseWriter, text string) { exception(w, object{"code": text, "message": text}) },
	"x-amzn-errortype": func(w http.ResponseWriter, text string) {
		w.Header().Set("x-amzn-errortype", latin1(text))
		exception(w, object{})
	},
	"x-amzn-requestid": func(w http.ResponseWriter, text string) {
		w.Header().Set("x-amzn-requestid", latin1(text))
		exception(w, object{"__type": "AnyException"})
	},
	"a name": func(w http.ResponseWriter, text string) { exception(w, object{text: object{text: 1}}) },
	"a visible value": func(w http.ResponseWriter, text string) {
		exception(w, object{"TokenType": text, "Status": []string{text}})
	},
	"a success": func(w http.ResponseWriter, text string) {
		json.NewEncoder(w).Encode(object{"ChallengeName": text, "Session": text, "ChallengeParameters": object{"MFAS_CAN_CHOOSE": text, text: ""}})
	},
	"a text alone": func(w http.ResponseWriter, text string) { w.WriteHeader(400); io.WriteString(w, text) },
}

func exception(w http.ResponseWriter, body object) {
	w.WriteHeader(400)
	json.NewEncoder(w).Encode(body)
}

// latin1 drops what a header cannot have.
func latin1(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, text)
}

// TestEchoes has an endpoint that sends back what it got.
func TestEchoes(t *testing.T) {
	p := start(t)
	for requestName, request := range requests {
		for echoName, echo := range echoes {
			for placeName, place := range places {
				s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body, err := io.ReadAll(r.Body)
					if err != nil {
						t.Error(err)
					}
					place(w, echo(string(body), request.secret))
				}))
				got := send(t, p, call{Endpoint: s.URL, Operation: request.operation, Input: request.input, MaxAttempts: 1, Logs: true})
				s.Close()
				for _, secret := range []string{request.secret, latin1(request.secret)} {
					texts := map[string]string{}
					if e := got.Error; e != nil {
						texts["message"], texts["code"], texts["requestId"], texts["text"] = e.Message, e.Code, e.RequestID, e.Text
					}
					for _, entry := range got.Log {
						texts["log's code"], texts["log's request"], texts["log's response"] = entry.Code, string(entry.Request), string(entry.Response)
					}
					for where, text := range texts {
						// Whatever was escaped is looked for without.
						for range 3 {
							if strings.Contains(text, secret) {
								t.Errorf("%s, echoed as %s in %s: %s shows it: %s", requestName, echoName, placeName, where, text)
								break
							}
							text = unescaped(text)
						}
					}
				}
				if len(got.Log) != 1 {
					t.Errorf("%d entries", len(got.Log))
				}
			}
		}
	}
}

func unescaped(text string) string {
	var out string
	if json.Unmarshal([]byte(`"`+strings.ReplaceAll(text, `"`, "")+`"`), &out) == nil {
		return out
	}
	return strings.ReplaceAll(text, `\`, "")
}

// TestCutOffEcho shows no piece of a token or password that a gateway has cut off.
func TestCutOffEcho(t *testing.T) {
	p := start(t)
	for _, tt := range []struct{ text, secret string }{
		{`cannot handle {"AuthParameters":{"PASSWORD":"correct hor…`, "correct horse battery"},
		{`cannot handle {"AuthParameters":{"PASSWORD":"correct h..."`, "correct horse battery"},
		{"token " + token[:40] + " (cut)", token},
		{"… " + token[20:60], token},
	} {
		if got := tstest.Call[*string](t, p, "shown", object{"text": tt.text, "input": object{"AuthParameters": object{"X": tt.secret}}}); got != nil {
			t.Errorf("%s is shown", *got)
		}
	}
}

// TestHeadersAreSecret has a proxy that tells the key which the page sent.
func TestHeadersAreSecret(t *testing.T) {
	p := start(t)
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		exception(w, object{"__type": "ForbiddenException", "message": "wrong key " + r.Header.Get("x-key")})
	})
	got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Headers: map[string]string{"x-key": "a key of mine"}, Logs: true})
	if got.Error == nil || got.Error.Code != "ForbiddenException" || strings.Contains(string(got.raw), "a key of mine") {
		t.Errorf("%s", got.raw)
	}
}

// TestOrdinaryMessages pass unchanged. They are Cognito's, as captured or documented,
// beside ordinary requests.
func TestOrdinaryMessages(t *testing.T) {
	p := start(t)
	input := object{
		"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "1example23456789", "ClientMetadata": object{"lang": "en", "n": "1", "a": "i"},
		"AuthParameters": object{"USERNAME": "user", "PASSWORD": "Password1!", "SMS_MFA_CODE": "493817"}, "Session": session,
	}
	for _, message := range []string{
		"Incorrect username or password.", "Password attempts exceeded", "User is disabled.", "User is not confirmed.", "User does not exist.",
		"Password reset required for the user", "USER_PASSWORD_AUTH flow not enabled for this client", "Auth flow not enabled for this client",
		"Missing required parameter USERNAME", "Missing required parameter PASSWORD", "Missing required parameter SRP_A",
		"Invalid Refresh Token", "Refresh Token has expired", "Refresh Token has been revoked", "Access Token has expired", "Access Token has been revoked",
		"Invalid Access Token", "Invalid session for the user, session is expired.", "Invalid session for the user, session can only be used once.",
		"Invalid session for the user.", "Invalid code or auth state for the user.", "Invalid verification code provided, please try again.",
		"Invalid code provided, please request a code again.", "Device does not exist.",
		"1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
		"User pool client 1example23456789 does not exist.", "Password did not conform with policy: Password not long enough",
		"Attempt limit exceeded, please try after some time.", "User cannot be confirmed. Current status is CONFIRMED",
		"Unable to verify secret hash for client 1example23456789",
	} {
		if message[0] == '1' { // the number is in the metadata
			delete(input, "ClientMetadata")
		}
		if got := tstest.Call[*string](t, p, "shown", object{"text": message, "input": input}); got == nil || *got != message {
			t.Errorf("%q is not shown as it is", message)
		}
	}
	// A word in an exception's name is no echo.
	s := server(t, refuse(400, "", `{"__type":"InvalidPasswordException","message":"too short"}`))
	if got := send(t, p, call{Endpoint: s.URL, Operation: "RespondToAuthChallenge", Input: object{"ChallengeResponses": object{"NEW_PASSWORD": "Password"}}}); got.Error.Code != "InvalidPasswordException" {
		t.Errorf("%+v", got.Error)
	}
}

// TestShownTexts have no control characters and an end.
func TestShownTexts(t *testing.T) {
	p := start(t)
	for _, text := range []string{
		"a\x00b\r\n\tc\x7f\u0085\u2028\u2029\u200f\u202e\ufeffd", strings.Repeat("x", 1<<20), strings.Repeat("😀", 5000), "x" + strings.Repeat("😀", 5000), strings.Repeat("\n", 5000),
	} {
		got := tstest.Call[*string](t, p, "shown", object{"text": text, "input": object{}})
		if got == nil || len(*got) > 4100 || strings.ContainsFunc(*got, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
		}) {
			t.Errorf("%.40q becomes %.100q", text, *got)
		}
	}
	// A lone surrogate does not cross the border to Go, and a name with half a character neither.
	for _, message := range []string{`\ud800`, `\udc00a\ud800`, strings.Repeat("x", 999) + `\ud83d\ude00` + strings.Repeat("x", 20)} {
		s := server(t, refuse(400, "", `{"__type":"AnyException","message":"`+message+`"}`))
		if got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Logs: true}); got.Error == nil || got.Error.Code != "AnyException" {
			t.Errorf("%s: %s", message, got.raw)
		}
	}
}
