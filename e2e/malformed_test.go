package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// prime is N, RFC 3526 section 5, which Cognito's SRP works with.
const prime = "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd" +
	"ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
	"ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f" +
	"83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
	"e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510" +
	"15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7" +
	"abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c" +
	"bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff"

// parameter changes one of the ChallengeParameters; nil removes it.
func parameter(name string, value any) wiretap.Fault {
	return wiretap.Change(func(answer map[string]any) {
		parameters := answer["ChallengeParameters"].(map[string]any)
		if parameters[name] = value; value == nil {
			delete(parameters, name)
		}
	})
}

// member changes a member of the answer, or of its AuthenticationResult; nil
// removes it.
func member(path string, value any) wiretap.Fault {
	return wiretap.Change(func(answer map[string]any) {
		object := answer
		if name, ok := strings.CutPrefix(path, "AuthenticationResult."); ok {
			object, path = answer["AuthenticationResult"].(map[string]any), name
		}
		if object[path] = value; value == nil {
			delete(object, path)
		}
	})
}

// Answers that are not Cognito's, or lack what the challenge needs. The message
// names the member, and the same client signs in afterwards.
func TestMalformedResponses(t *testing.T) {
	t.Parallel()
	text := func(status int, contentType, body string) wiretap.Fault {
		return wiretap.Reply(status, contentType, body)
	}
	for operation, tests := range map[string]map[string]struct {
		fault wiretap.Fault
		want  string
	}{
		"InitiateAuth": {
			"no JSON":             {text(200, amzJSON, "nonsense"), "expected a JSON object"},
			"cut off":             {text(200, amzJSON, `{"ChallengeName":"PASSWORD_VER`), "expected a JSON object"},
			"HTML":                {text(200, "text/html", proxyPage), "is this Cognito's endpoint?"},
			"HTML with 404":       {text(404, "text/html", proxyPage), "is this Cognito's endpoint?"},
			"HTML with 502":       {text(502, "text/html", proxyPage), "the endpoint is failing"},
			"array":               {text(200, amzJSON, `[{"ChallengeName":"PASSWORD_VERIFIER"}]`), "expected a JSON object"},
			"null":                {text(200, amzJSON, `null`), "expected a JSON object"},
			"string":              {text(200, amzJSON, `"PASSWORD_VERIFIER"`), "expected a JSON object"},
			"2 MB":                {text(200, amzJSON, `{"ChallengeName":"`+strings.Repeat("A", 2<<20)+`"}`), "expected a JSON object"},
			"too deep":            {text(200, amzJSON, strings.Repeat(`{"a":`, 40)+`1`+strings.Repeat(`}`, 40)), "expected a JSON object"},
			"lone surrogate":      {text(200, amzJSON, `{"ChallengeName":"\ud800"}`), "expected a JSON object"},
			"empty":               {text(200, amzJSON, ``), "AuthenticationResult"},
			"empty object":        {text(200, amzJSON, `{}`), "AuthenticationResult: expected it, or a ChallengeName"},
			"error without type":  {text(400, amzJSON, `{"message":"no"}`), "expected one of Cognito's exceptions"},
			"SALT missing":        {parameter("SALT", nil), "ChallengeParameters.SALT"},
			"SALT empty":          {parameter("SALT", ""), "ChallengeParameters.SALT"},
			"SALT no hex":         {parameter("SALT", "xyz"), "ChallengeParameters.SALT"},
			"SALT negative":       {parameter("SALT", "-1f"), "ChallengeParameters.SALT"},
			"SALT number":         {parameter("SALT", 42), "ChallengeParameters.SALT: expected a string"},
			"SALT object":         {parameter("SALT", map[string]any{}), "ChallengeParameters.SALT: expected a string"},
			"SALT array":          {parameter("SALT", []any{}), "ChallengeParameters.SALT: expected a string"},
			"SRP_B missing":       {parameter("SRP_B", nil), "ChallengeParameters.SRP_B"},
			"SRP_B no hex":        {parameter("SRP_B", "0x12"), "ChallengeParameters.SRP_B"},
			"SRP_B zero":          {parameter("SRP_B", "0"), "ChallengeParameters.SRP_B: expected not a multiple of N"},
			"SRP_B is N":          {parameter("SRP_B", prime), "ChallengeParameters.SRP_B: expected not a multiple of N"},
			"SRP_B is N, padded":  {parameter("SRP_B", "00"+prime), "ChallengeParameters.SRP_B: expected not a multiple of N"},
			"SRP_B too long":      {parameter("SRP_B", strings.Repeat("f", 769)), "ChallengeParameters.SRP_B"},
			"SECRET_BLOCK gone":   {parameter("SECRET_BLOCK", nil), "ChallengeParameters.SECRET_BLOCK"},
			"SECRET_BLOCK odd":    {parameter("SECRET_BLOCK", "no base64!"), "ChallengeParameters.SECRET_BLOCK"},
			"USER_ID missing":     {parameter("USER_ID_FOR_SRP", nil), "ChallengeParameters.USER_ID_FOR_SRP"},
			"parameters missing":  {member("ChallengeParameters", nil), "ChallengeParameters.USER_ID_FOR_SRP"},
			"parameters a string": {member("ChallengeParameters", "SALT"), "ChallengeParameters: expected an object of strings"},
			"ChallengeName":       {member("ChallengeName", 42), "ChallengeName: expected a string"},
			"Session":             {member("Session", []any{"a"}), "Session: expected a string"},
		},
		"RespondToAuthChallenge": {
			"AccessToken missing": {member("AuthenticationResult.AccessToken", nil), "AuthenticationResult.AccessToken"},
			"AccessToken number":  {member("AuthenticationResult.AccessToken", 42), "AuthenticationResult.AccessToken"},
			"ExpiresIn missing":   {member("AuthenticationResult.ExpiresIn", nil), "AuthenticationResult.ExpiresIn"},
			"ExpiresIn zero":      {member("AuthenticationResult.ExpiresIn", 0), "AuthenticationResult.ExpiresIn"},
			"ExpiresIn negative":  {member("AuthenticationResult.ExpiresIn", -1), "AuthenticationResult.ExpiresIn"},
			"ExpiresIn fraction":  {member("AuthenticationResult.ExpiresIn", 1.5), "AuthenticationResult.ExpiresIn"},
			"ExpiresIn huge":      {member("AuthenticationResult.ExpiresIn", 1e300), "AuthenticationResult.ExpiresIn"},
			"ExpiresIn string":    {member("AuthenticationResult.ExpiresIn", "3600"), "AuthenticationResult.ExpiresIn"},
			"result missing":      {member("AuthenticationResult", nil), "AuthenticationResult"},
			"result empty":        {member("AuthenticationResult", map[string]any{}), "AuthenticationResult.AccessToken"},
			"another verifier":    {text(200, amzJSON, `{"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"USER_ID_FOR_SRP":"alice"}}`), ""},
			"attributes no JSON":  {text(200, amzJSON, `{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"userAttributes":"{"}}`), "ChallengeParameters.userAttributes"},
			"attributes no array": {text(200, amzJSON, `{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"requiredAttributes":"42"}}`), "ChallengeParameters.requiredAttributes"},
		},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.failing(t)
			page.Expect(`status of 404`)
			s.makeClient(page, map[string]any{"worker": false, "maxAttempts": 1})
			for _, name := range slices.Sorted(maps.Keys(tests)) {
				test := tests[name]
				s.fail(page, operation, test.fault).want(t, name, "MalformedResponse", test.want)
				if again := initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Local-Cognito-1'}`); !again.OK {
					t.Errorf("%s: got %s afterwards, want tokens", name, again.describe())
				}
			}
		})
	}
}

// fail signs in with one fault on the way.
func (s *stage) fail(page *browser.Page, operation string, fault wiretap.Fault) outcome {
	s.tap.Fail(operation, fault)
	return signIn(page)
}

// Members that no one knows, __proto__ among them, change nothing.
func TestUnknownMembers(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"module", true}, {"classic", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			hostile := func(answer map[string]any) {
				answer["__proto__"] = map[string]any{"polluted": "yes", "Session": "another"}
				answer["constructor"] = map[string]any{"prototype": map[string]any{"polluted": "yes"}}
				answer["Something"] = []any{map[string]any{"new": nil}}
				parameters := answer["ChallengeParameters"].(map[string]any)
				parameters["__proto__"], parameters["constructor"], parameters["a.b"], parameters[""] = "p", "c", "d", "e"
			}
			s.tap.Fail("InitiateAuth", wiretap.Change(hostile))
			s.tap.Fail("RespondToAuthChallenge", wiretap.Change(hostile))
			step := initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
			for name, want := range map[string]string{"__proto__": "p", "constructor": "c", "a.b": "d", "": "e"} {
				if step.Parameters[name] != want {
					t.Errorf("the parameter %q is %q, want %q", name, step.Parameters[name], want)
				}
			}
			if got := browser.Eval[any](page, "({}).polluted ?? Object.getPrototypeOf(step.parameters).polluted ?? null"); got != nil {
				t.Errorf("an answer changed a prototype of the page's: %v", got)
			}
			respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
		})
	}
}

// A challenge that the client cannot answer is handed to the page, on the error
// and out of the way of a logger.
func TestUnsupportedChallenge(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			const session = "a-session-that-nobody-may-log"
			for _, name := range []string{"SOMETHING_NEW", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER", "ADMIN_NO_SRP_AUTH", `<b>"bold"</b>`} {
				s.tap.Fail("RespondToAuthChallenge", wiretap.Reply(200, amzJSON,
					`{"ChallengeName":`+quote(name)+`,"Session":"`+session+`","ChallengeParameters":{"question":"why"}}`))
				got := signIn(page)
				got.want(t, name, "UnsupportedChallenge", "cannot answer the challenge")
				want := map[string]any{"ChallengeName": name, "Session": session, "ChallengeParameters": map[string]any{"question": "why"}}
				if quote(got.Error.Challenge) != quote(want) {
					t.Errorf("%s: the error has the challenge %v, want %v", name, got.Error.Challenge, want)
				}
				if slices.Contains(got.Error.Enumerable, "challenge") || strings.Contains(got.Error.Text, session) || strings.Contains(got.Error.Message, "<") {
					t.Errorf("%s: the error shows the session or markup: %q, members %q", name, got.Error.Text, got.Error.Enumerable)
				}
				if got.Error.Operation != "RespondToAuthChallenge" {
					t.Errorf("%s: the error is of %q", name, got.Error.Operation)
				}
			}
			// Known ones that lack what they need.
			for name, want := range map[string]string{
				"MFA_SETUP": "ChallengeParameters.MFAS_CAN_SETUP: expected a JSON array of strings", "SELECT_MFA_TYPE": "ChallengeParameters.MFAS_CAN_CHOOSE: expected a JSON array of strings",
				"WEB_AUTHN": "ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS: expected",
			} {
				s.tap.Fail("RespondToAuthChallenge", wiretap.Reply(200, amzJSON, `{"ChallengeName":`+quote(name)+`,"Session":"`+session+`","ChallengeParameters":{}}`))
				signIn(page).want(t, name, "MalformedResponse", want)
			}
			signIn(page).wantDone(t, "alice")
		})
	}
}
