package auth_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// at gives a step at a challenge, and the script that goes on from there.
func at(t *testing.T, posed *auth.AuthOutput, outputs ...*auth.AuthOutput) (*auth.Client, *script, *auth.Step) {
	t.Helper()
	client, s := newClient(t, append([]*auth.AuthOutput{posed}, outputs...)...)
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice"})
	if err != nil {
		t.Fatal(err)
	}
	return client, s, step
}

func setup() *auth.AuthOutput {
	return &auth.AuthOutput{ChallengeName: auth.ChallengeMFASetup, Session: opaque, ChallengeParameters: map[string]string{"MFAS_CAN_SETUP": `["SOFTWARE_TOKEN_MFA"]`}}
}

func TestTOTPSecret(t *testing.T) {
	client, s, step := at(t, setup())
	_, _, err := client.TOTPSecret(t.Context(), step)
	if failure := wantCode(t, err, auth.CodeNetworkError); failure.Operation != "AssociateSoftwareToken" {
		t.Errorf("%+v", *failure)
	}
	s.associated = &auth.AssociateSoftwareTokenOutput{Session: "next"}
	_, next, err := client.TOTPSecret(t.Context(), step)
	if failure := wantCode(t, err, auth.CodeMalformedResponse); next != nil || !strings.HasPrefix(failure.Message, "SecretCode: expected ") || failure.Operation != "AssociateSoftwareToken" {
		t.Errorf("%+v", *failure)
	}
	s.associated.SecretCode = "JBSWY3DPEHPK3PXP"
	secret, next, err := client.TOTPSecret(t.Context(), step)
	if err != nil || secret != "JBSWY3DPEHPK3PXP" || next.Session != "next" || step.Session != opaque {
		t.Errorf("%v, step changed: %t", err, step.Session != opaque)
	}
	for name, step := range map[string]*auth.Step{"nil": nil, "made by hand": {Challenge: auth.ChallengeMFASetup}} {
		_, _, err := client.TOTPSecret(t.Context(), step)
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, "step: expected ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSoftwareTokenNotVerified has Cognito say so in a good answer, which the
// API model allows; the challenge is not answered then.
func TestSoftwareTokenNotVerified(t *testing.T) {
	for _, status := range []string{"ERROR", ""} {
		client, s, step := at(t, setup())
		s.verified = &auth.VerifySoftwareTokenOutput{Status: status, Session: "next"}
		_, err := client.Respond(t.Context(), step, auth.SetupSoftwareToken{Code: "123456"})
		failure := wantCode(t, err, "EnableSoftwareTokenMFAException")
		if failure.Operation != "VerifySoftwareToken" || len(s.inputs) != 1 || strings.Contains(err.Error(), "123456") {
			t.Errorf("%d calls, %+v", len(s.inputs), *failure)
		}
	}
	client, s, step := at(t, setup(), tokens(asItIs[*auth.AuthenticationResult]))
	s.verified = &auth.VerifySoftwareTokenOutput{Status: "SUCCESS", Session: "next"}
	if _, err := client.Respond(t.Context(), step, auth.SetupSoftwareToken{Code: "123456"}); err != nil {
		t.Fatal(err)
	}
	if in := s.responses(t, 1); in.Session != "next" || len(in.ChallengeResponses) != 1 {
		t.Errorf("sent %d responses", len(in.ChallengeResponses))
	}
}

// TestAnswersSent pins ChallengeResponses to the table of the API reference.
func TestAnswersSent(t *testing.T) {
	choices := []string{"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"}
	for _, tt := range []struct {
		challenge  auth.ChallengeName
		parameters map[string]string
		answer     auth.Answer
		key, value string
	}{
		{auth.ChallengeCustomChallenge, nil, auth.CustomAnswer("friend"), "ANSWER", "friend"},
		{auth.ChallengeCustomChallenge, nil, auth.CustomAnswer(""), "ANSWER", ""},
		{auth.ChallengeSelectChallenge, nil, auth.Choice{Name: "EMAIL_OTP"}, "ANSWER", "EMAIL_OTP"},
		{auth.ChallengeSelectMFAType, map[string]string{"MFAS_CAN_CHOOSE": `["WEB_AUTHN","SMS_MFA"]`}, auth.Choice{Name: "WEB_AUTHN"}, "ANSWER", "WEB_AUTHN"},
		{auth.ChallengePassword, nil, auth.Password(password), "PASSWORD", password},
		{auth.ChallengeWebAuthn, map[string]string{"CREDENTIAL_REQUEST_OPTIONS": "{}"}, auth.Credential(`{"id":"x"}`), "CREDENTIAL", `{"id":"x"}`},
		{auth.ChallengeMFASetup, map[string]string{"MFAS_CAN_SETUP": `["EMAIL_OTP"]`}, auth.SetupEmail{Email: "a@example.com"}, "EMAIL", "a@example.com"},
		{auth.ChallengeEmailOTP, nil, auth.Code("12345678"), "EMAIL_OTP_CODE", "12345678"},
		{auth.ChallengeSMSOTP, nil, auth.Code("123456"), "SMS_OTP_CODE", "123456"},
		{auth.ChallengeSMSMFA, nil, auth.Code("123456"), "SMS_MFA_CODE", "123456"},
		{auth.ChallengeSoftwareTokenMFA, nil, auth.Code("123456"), "SOFTWARE_TOKEN_MFA_CODE", "123456"},
	} {
		t.Run(string(tt.challenge), func(t *testing.T) {
			posed := &auth.AuthOutput{ChallengeName: tt.challenge, Session: opaque, ChallengeParameters: tt.parameters, AvailableChallenges: choices}
			client, s, step := at(t, posed, tokens(asItIs[*auth.AuthenticationResult]))
			if _, err := client.Respond(t.Context(), step, tt.answer); err != nil {
				t.Fatal(err)
			}
			in := s.responses(t, 1)
			value, ok := in.ChallengeResponses[tt.key]
			if in.ChallengeName != tt.challenge || in.Session != opaque || len(in.ChallengeResponses) != 2 || in.ChallengeResponses["USERNAME"] != "alice" || !ok || value != tt.value {
				t.Errorf("sent %s with %d responses", in.ChallengeName, len(in.ChallengeResponses))
			}
		})
	}
}

// TestChoiceOfNothing names what was offered and nothing else.
func TestChoiceOfNothing(t *testing.T) {
	for offered, want := range map[string]string{
		"":                  nameChoice + ": expected one of " + nameChoices,
		"EMAIL_OTP":         nameChoice + ": expected one of " + nameChoices + `: "EMAIL_OTP"`,
		"EMAIL_OTP,x\x1b[m": nameChoice + ": expected one of " + nameChoices + `: "EMAIL_OTP", "xm"`,
	} {
		posed := &auth.AuthOutput{ChallengeName: auth.ChallengeSelectChallenge, Session: opaque}
		if offered != "" {
			posed.AvailableChallenges = strings.Split(offered, ",")
		}
		client, s, step := at(t, posed)
		_, err := client.Respond(t.Context(), step, auth.Choice{Name: "given-choice"})
		if failure := wantCode(t, err, auth.CodeInvalidArgument); failure.Message != want || len(s.inputs) != 1 {
			t.Errorf("%q, want %q", failure.Message, want)
		}
	}
}
