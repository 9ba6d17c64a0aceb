package page_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

type object = map[string]any

// saved is a step as toJSON() gives it, with a change as JavaScript.
func saved(change string) string {
	return fmt.Sprintf(`{ version: %d, userPoolId: 'eu-west-1_Example12', clientId: 'client', username: 'alice', challenge: 'SMS_MFA', session: 'x', %s }`,
		auth.StateVersion, change)
}

// TestSavedStep saves a step of Go's and reads it back on both sides.
func TestSavedStep(t *testing.T) {
	p := tstest.Start(t, "testdata/step.mjs")
	state := auth.State{
		Version: auth.StateVersion, UserPoolID: "eu-west-1_Example12", ClientID: "client", Username: "real-alice", Typed: "alice", Challenge: auth.ChallengeSelectChallenge,
		Session: "a session", Parameters: map[string]string{"USERNAME": "real-alice"}, Choices: []string{"PASSWORD", "EMAIL_OTP"},
	}
	// As putStep writes it (jsbridge/step.go).
	reply := object{
		"userPoolId": state.UserPoolID, "clientId": state.ClientID, "username": state.Username, "typed": state.Typed, "challenge": state.Challenge,
		"session": state.Session, "parameters": state.Parameters, "choices": state.Choices,
	}
	forms := tstest.Call[[]json.RawMessage](t, p, "saved", reply)
	var read auth.State
	if err := json.Unmarshal(forms[0], &read); err != nil || fmt.Sprint(read) != fmt.Sprint(state) {
		t.Errorf("the page saved %s, which Go reads as %+v, want %+v, error %v", forms[0], read, state, err)
	}
	want, _ := json.Marshal(reply)
	for i, form := range forms[1:] {
		var members object
		json.Unmarshal(form, &members)
		if got, _ := json.Marshal(members); string(got) != string(want) {
			t.Errorf("form %d was resumed as %s, want %s", i, got, want)
		}
	}
	// What a Go program saved can be resumed in a page.
	text, _ := json.Marshal(state)
	if got := resume(t, p, string(text)); got.Challenge != "SELECT_CHALLENGE" {
		t.Errorf("%s is refused: %+v", text, got)
	}
}

// resumed is a step or an error.
type resumed struct{ Challenge, Code, Message string }

func resume(t *testing.T, p *tstest.Process, value string) resumed {
	t.Helper()
	return tstest.Call[resumed](t, p, "resume", object{"value": value})
}

// TestResumeChallenges resumes at every challenge that a user answers, and at no other.
func TestResumeChallenges(t *testing.T) {
	p := tstest.Start(t, "testdata/step.mjs")
	inside := []types.ChallengeNameType{
		types.ChallengeNameTypePasswordVerifier, types.ChallengeNameTypeDeviceSrpAuth, types.ChallengeNameTypeDevicePasswordVerifier, types.ChallengeNameTypeAdminNoSrpAuth,
	}
	for _, name := range types.ChallengeNameType("").Values() {
		got := resume(t, p, saved("challenge: '"+string(name)+"'"))
		if isResumed := got.Challenge == string(name); isResumed == slices.Contains(inside, name) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestResumeRefused(t *testing.T) {
	p := tstest.Start(t, "testdata/step.mjs")
	const challenge = "saved.challenge: expected a challenge that a user answers, not "
	version := fmt.Sprintf("saved.version: expected %d, not ", auth.StateVersion)
	for value, want := range map[string]string{
		`{}`: version + "none; begin the sign-in anew",
		`{ userPoolId: 'eu-west-1_Example12', clientId: 'client', username: 'alice', challenge: 'SMS_MFA' }`: version + "none; begin the sign-in anew",
		saved(`version: 0`):                       version + "0",
		saved(`version: 2`):                       version + "2",
		saved(`version: -1`):                      version + "-1",
		saved(`version: '1'`):                     "saved.version: expected a whole number, not a string",
		saved(`version: 1.5`):                     "saved.version: expected a whole number",
		saved(`version: null`):                    version + "none",
		saved(`challenge: undefined`):             challenge + "undefined",
		saved(`challenge: ''`):                    challenge + `""`,
		saved(`challenge: 'sms_mfa'`):             challenge + `"sms_mfa"`,
		saved(`challenge: 'NEWEST'`):              challenge + `"NEWEST"`,
		saved(`challenge: 'x'.repeat(1000)`):      challenge + `"` + strings.Repeat("x", 40) + `"`,
		saved(`challenge: '\u001b[31m'`):          challenge + `"\u001b[31m"`,
		saved(`challenge: '__proto__'`):           challenge + `"__proto__"`,
		saved(`challenge: 'constructor'`):         challenge + `"constructor"`,
		saved(`challenge: 'toString'`):            challenge + `"toString"`,
		saved(`challenge: ['SMS_MFA']`):           "saved.challenge: expected a string, not an array",
		saved(`username: ''`):                     "saved.username: expected a string that is not empty",
		saved(`clientId: 'another'`):              "saved: expected a step of this client",
		saved(`userPoolId: 'eu-west-1_Example1'`): "saved: expected a step of this client",
		`'{"version":1}'`:                         "saved.userPoolId: expected a string that is not empty",
		`'{'`:                                     "saved: expected what toJSON() of a step gave, or its JSON text",
	} {
		if got := resume(t, p, value); got.Code != "InvalidArgument" || !strings.HasPrefix(got.Message, want) {
			t.Errorf("%s: %+v, want %s", value, got, want)
		}
	}
}
