package auth_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestNamesInErrors has what a caller gave called by the name that this caller
// knows: Go's here, JavaScript's in the browser build.
func TestNamesInErrors(t *testing.T) {
	client, _ := newClient(t)
	state := func(challenge auth.ChallengeName) auth.State {
		return auth.State{Version: auth.StateVersion, UserPoolID: userPoolID, ClientID: clientID, Username: "alice", Challenge: challenge, Parameters: map[string]string{
			"MFAS_CAN_CHOOSE": `["SMS_MFA"]`, "MFAS_CAN_SETUP": `["EMAIL_OTP"]`, "CREDENTIAL_REQUEST_OPTIONS": "{}",
		}}
	}
	respond := func(challenge auth.ChallengeName, answer auth.Answer) error {
		step, err := client.Resume(state(challenge))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Respond(t.Context(), step, answer)
		return err
	}
	want := func(err error, message string) {
		t.Helper()
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, message) {
			t.Errorf("%v, want %s", err, message)
		}
	}
	for challenge, takes := range map[auth.ChallengeName]string{
		auth.ChallengeSMSMFA: takesCode, auth.ChallengeSoftwareTokenMFA: takesCode, auth.ChallengeEmailOTP: takesCode, auth.ChallengeSMSOTP: takesCode,
		auth.ChallengeNewPasswordRequired: takesNewPassword, auth.ChallengeSelectMFAType: takesMFAType, auth.ChallengeSelectChallenge: takesFactor,
		auth.ChallengePassword: takesPassword, auth.ChallengePasswordSRP: takesPassword, auth.ChallengeCustomChallenge: takesCustomAnswer,
		auth.ChallengeWebAuthn: takesCredential, auth.ChallengeMFASetup: takesSetup,
	} {
		want(respond(challenge, nil), "answer: expected "+takes+" for "+string(challenge))
	}
	want(respond(auth.ChallengeMFASetup, auth.SetupEmail{Email: "alice"}), nameEmail+": expected ")
	want(respond(auth.ChallengeMFASetup, auth.SetupSoftwareToken{}), nameCode+": expected ")
	want(respond(auth.ChallengeWebAuthn, auth.Credential("{}")), nameCredential+": expected ")
	want(respond(auth.ChallengePassword, auth.Password("")), namePassword+": expected ")

	nameless, foreign, later := state(auth.ChallengeSMSMFA), state(auth.ChallengeSMSMFA), state(auth.ChallengeSMSMFA)
	nameless.Username, foreign.ClientID = "", "another"
	later.Version++
	_, err := client.Resume(nameless)
	want(err, nameStateUsername+": expected ")
	_, err = client.Resume(foreign)
	want(err, nameState+": expected ")
	_, err = client.Resume(later)
	want(err, nameStateVersion+": expected ")
	_, err = client.Resume(state("NEWEST"))
	want(err, nameStateChallenge+": expected ")
	want(auth.ErrUnknownOperation, nameAPI+": expected ")
}
