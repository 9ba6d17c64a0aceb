package auth_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

const opaque = "opaque-session-nobody-may-read"

// TestMalformed is about answers that Cognito would not give. The message names
// the member, and neither session nor password.
func TestMalformed(t *testing.T) {
	set := func(name, value string) *auth.AuthOutput {
		output := verifier(func(parameters map[string]string) { parameters[name] = value })
		output.Session = opaque
		return output
	}
	posed := func(challenge auth.ChallengeName, name, value string) *auth.AuthOutput {
		return &auth.AuthOutput{ChallengeName: challenge, Session: opaque, ChallengeParameters: map[string]string{name: value}}
	}
	newPassword := func(name, value string) *auth.AuthOutput {
		return &auth.AuthOutput{ChallengeName: auth.ChallengeNewPasswordRequired, Session: opaque, ChallengeParameters: map[string]string{name: value}}
	}
	for name, tt := range map[string]struct {
		output  *auth.AuthOutput
		message string
	}{
		"nil":                      {nil, "AuthenticationResult: "},
		"nothing":                  {&auth.AuthOutput{Session: opaque}, "AuthenticationResult: "},
		"no AccessToken":           {tokens(func(r *auth.AuthenticationResult) { r.AccessToken = "" }), "AuthenticationResult.AccessToken: "},
		"no ExpiresIn":             {tokens(func(r *auth.AuthenticationResult) { r.ExpiresIn = 0 }), "AuthenticationResult.ExpiresIn: "},
		"negative ExpiresIn":       {tokens(func(r *auth.AuthenticationResult) { r.ExpiresIn = -1 }), "AuthenticationResult.ExpiresIn: "},
		"no USER_ID_FOR_SRP":       {set("USER_ID_FOR_SRP", ""), "ChallengeParameters.USER_ID_FOR_SRP: "},
		"no SALT":                  {set("SALT", ""), "ChallengeParameters.SALT: "},
		"negative SALT":            {set("SALT", "-2e7c9b1a"), "ChallengeParameters.SALT: "},
		"SALT is no hex":           {set("SALT", "2e7x"), "ChallengeParameters.SALT: "},
		"no SRP_B":                 {set("SRP_B", ""), "ChallengeParameters.SRP_B: "},
		"SRP_B is no hex":          {set("SRP_B", "0x12"), "ChallengeParameters.SRP_B: "},
		"SRP_B is 0":               {set("SRP_B", "0"), "ChallengeParameters.SRP_B: "},
		"SRP_B is N":               {set("SRP_B", modulus), "ChallengeParameters.SRP_B: "},
		"SRP_B is too long":        {set("SRP_B", modulus+"00"), "ChallengeParameters.SRP_B: "},
		"no SECRET_BLOCK":          {set("SECRET_BLOCK", ""), "ChallengeParameters.SECRET_BLOCK: "},
		"SECRET_BLOCK no base64":   {set("SECRET_BLOCK", "c2Vj!"), "ChallengeParameters.SECRET_BLOCK: "},
		"attributes are no JSON":   {newPassword("requiredAttributes", "[nothing"), "ChallengeParameters.requiredAttributes: "},
		"attributes are a string":  {newPassword("requiredAttributes", `"userAttributes.email"`), "ChallengeParameters.requiredAttributes: "},
		"attributes are an object": {newPassword("requiredAttributes", `{"a":"userAttributes.email"}`), "ChallengeParameters.requiredAttributes: "},
		"attributes with a number": {newPassword("requiredAttributes", `[1,"userAttributes.email"]`), "ChallengeParameters.requiredAttributes: "},
		"user's are no JSON":       {newPassword("userAttributes", "{"), "ChallengeParameters.userAttributes: "},
		"no MFAS_CAN_CHOOSE":       {posed(auth.ChallengeSelectMFAType, "", ""), "ChallengeParameters.MFAS_CAN_CHOOSE: "},
		"choices are no JSON":      {posed(auth.ChallengeSelectMFAType, "MFAS_CAN_CHOOSE", "SMS_MFA"), "ChallengeParameters.MFAS_CAN_CHOOSE: "},
		"choices are numbers":      {posed(auth.ChallengeSelectMFAType, "MFAS_CAN_CHOOSE", `[7,"SMS_MFA"]`), "ChallengeParameters.MFAS_CAN_CHOOSE: "},
		"no MFAS_CAN_SETUP":        {posed(auth.ChallengeMFASetup, "", ""), "ChallengeParameters.MFAS_CAN_SETUP: "},
		"set-ups are an object":    {posed(auth.ChallengeMFASetup, "MFAS_CAN_SETUP", `{"a":"SMS_MFA"}`), "ChallengeParameters.MFAS_CAN_SETUP: "},
		"no request options":       {posed(auth.ChallengeWebAuthn, "", ""), "ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS: "},
	} {
		t.Run(name, func(t *testing.T) {
			client, script := newClient(t, tt.output)
			_, err := client.Initiate(t.Context(), signIn)
			failure := wantCode(t, err, auth.CodeMalformedResponse)
			if !strings.HasPrefix(failure.Message, tt.message) || failure.Operation != "InitiateAuth" || failure.Retryable {
				t.Errorf("%+v", *failure)
			}
			if strings.Contains(err.Error(), opaque) || strings.Contains(err.Error(), password) {
				t.Error("a secret is in the text")
			}
			if len(script.inputs) != 1 {
				t.Errorf("%d calls", len(script.inputs))
			}
		})
	}
}

// modulus is N of RFC 3526, group 15.
const modulus = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74" +
	"020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437" +
	"4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05" +
	"98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB" +
	"9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718" +
	"3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33" +
	"A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864" +
	"D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2" +
	"08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"

// TestSecondVerifier has the server ask for the proof twice: an A serves once.
func TestSecondVerifier(t *testing.T) {
	again := verifier(asItIs[map[string]string])
	client, script := newClient(t, again, again, again)
	_, err := client.Initiate(t.Context(), signIn)
	failure := wantCode(t, err, auth.CodeMalformedResponse)
	if failure.Operation != "RespondToAuthChallenge" || len(script.inputs) != 2 {
		t.Errorf("%d calls, %+v", len(script.inputs), *failure)
	}
}

// TestVerifierWithoutPassword has the server ask for a proof where nothing is
// held to prove it with.
func TestVerifierWithoutPassword(t *testing.T) {
	asked := verifier(asItIs[map[string]string])
	for name, request := range map[string]auth.InitiateRequest{
		"USER_PASSWORD_AUTH": {Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)},
		"REFRESH_TOKEN_AUTH": {Flow: auth.FlowRefreshTokenAuth, RefreshToken: "refresh"},
	} {
		t.Run(name, func(t *testing.T) {
			client, script := newClient(t, asked)
			_, err := client.Initiate(t.Context(), request)
			if failure := wantCode(t, err, auth.CodeUnsupportedChallenge); failure.Challenge != asked || len(script.inputs) != 1 {
				t.Errorf("%d calls, %+v", len(script.inputs), *failure)
			}
		})
	}
	client, _ := newClient(t, &auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA, Session: opaque}, asked)
	step, err := client.Initiate(t.Context(), signIn)
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Respond(t.Context(), step, auth.Code("123456"))
	wantCode(t, err, auth.CodeUnsupportedChallenge)
}

func TestUnsupportedChallenge(t *testing.T) {
	for _, name := range []auth.ChallengeName{
		auth.ChallengeAdminNoSRPAuth, auth.ChallengeDeviceSRPAuth, auth.ChallengeDevicePasswordVerifier, "NEWEST_CHALLENGE", "line\nbreak \x1b[31m" + auth.ChallengeName(strings.Repeat("x", 500)),
	} {
		raw := &auth.AuthOutput{ChallengeName: name, Session: opaque, ChallengeParameters: map[string]string{"hint": opaque}}
		client, _ := newClient(t, raw)
		_, err := client.Initiate(t.Context(), signIn)
		failure := wantCode(t, err, auth.CodeUnsupportedChallenge)
		if failure.Challenge != raw || failure.Operation != "InitiateAuth" {
			t.Errorf("%q: %+v", name, *failure)
		}
		text := err.Error()
		if strings.Contains(text, opaque) || strings.ContainsAny(text, "\n\x1b") || len(text) > 200 {
			t.Errorf("%q: text %q", name, text)
		}
		if len(name) < 30 && !strings.Contains(text, string(name)) {
			t.Errorf("%q is not in the text %q", name, text)
		}
	}
}

// TestSelectChallengeWithoutName is an example of AWS's own.
func TestSelectChallengeWithoutName(t *testing.T) {
	client, _ := newClient(t, &auth.AuthOutput{AvailableChallenges: []string{"PASSWORD", "WEB_AUTHN"}, Session: opaque})
	output, err := client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth})
	if err != nil || output.ChallengeName != auth.ChallengeSelectChallenge || output.Session != opaque {
		t.Errorf("%+v, %v", output, err)
	}
}

// TestVerifierVector is the whole of USER_SRP_AUTH with the numbers of a vector
// but for A, which is random: the claim goes out in the form that the API has.
func TestVerifierVector(t *testing.T) {
	text, err := os.ReadFile("../srp/testdata/srp-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ Salt, B, SecretBlock, User, Pass string }
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
		t.Fatal(err)
	}
	for _, v := range vectors {
		challenge := verifier(func(parameters map[string]string) {
			parameters["SALT"], parameters["SRP_B"], parameters["SECRET_BLOCK"], parameters["USER_ID_FOR_SRP"] = v.Salt, v.B, v.SecretBlock, v.User
		})
		client, script := newClient(t, challenge, tokens(asItIs[*auth.AuthenticationResult]))
		step, err := client.Initiate(t.Context(), auth.InitiateRequest{Username: "alias@example.com", Password: []byte(v.Pass)})
		if err != nil {
			t.Fatal(err)
		}
		if step.Username != v.User {
			t.Errorf("signed in as %q, want %q", step.Username, v.User)
		}
		in := script.responses(t, 1)
		sent := in.ChallengeResponses
		if in.ChallengeName != auth.ChallengePasswordVerifier || in.ClientID != clientID || len(sent) != 4 ||
			sent["USERNAME"] != v.User || sent["PASSWORD_CLAIM_SECRET_BLOCK"] != v.SecretBlock || len(sent["PASSWORD_CLAIM_SIGNATURE"]) != 44 || sent["TIMESTAMP"] == "" {
			t.Errorf("sent %+v", in)
		}
	}
}
