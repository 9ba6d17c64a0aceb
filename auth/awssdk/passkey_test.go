package awssdk_test

import (
	"slices"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/authenticator"
)

// register gives a signed-in user a passkey.
func (p userPool) register(t *testing.T, tokens *auth.Tokens) *authenticator.Authenticator {
	t.Helper()
	passkey, err := authenticator.New("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	started, err := p.admin.StartWebAuthnRegistration(t.Context(), &cip.StartWebAuthnRegistrationInput{AccessToken: &tokens.AccessToken})
	if err != nil {
		t.Fatal(err)
	}
	var options authenticator.CreationOptions
	if err := started.CredentialCreationOptions.UnmarshalSmithyDocument(&options); err != nil {
		t.Fatal(err)
	}
	credential, err := passkey.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.admin.CompleteWebAuthnRegistration(t.Context(), &cip.CompleteWebAuthnRegistrationInput{
		AccessToken: &tokens.AccessToken, Credential: document.NewLazyDocument(credential),
	}); err != nil {
		t.Fatal(err)
	}
	return passkey
}

// assert has the passkey answer a step.
func assert(t *testing.T, passkey *authenticator.Authenticator, step *auth.Step) auth.Credential {
	t.Helper()
	wantChallenge(t, step, auth.ChallengeWebAuthn)
	credential, err := passkey.Get(step.Parameters["CREDENTIAL_REQUEST_OPTIONS"])
	if err != nil {
		t.Fatal(err)
	}
	return auth.Credential(credential)
}

func TestPasskey(t *testing.T) {
	pool := newPool(t)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			client, username := pool.newRow(t, f), "passkey-"+f.name
			pool.confirm(t, username)
			passkey := pool.register(t, client.signIn(t, username).Tokens)

			preferred := auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username, PreferredChallenge: auth.ChallengeWebAuthn}
			step := client.initiate(t, preferred)
			for _, nonsense := range []auth.Answer{auth.Credential(""), auth.Credential("{}"), auth.Credential("[1]"), auth.Code("123456")} {
				client.refused(t, step, nonsense, auth.CodeInvalidArgument)
			}
			pool.wantTokens(t, client.respond(t, step, assert(t, passkey, step)), username)

			step = client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username})
			wantChallenge(t, step, auth.ChallengeSelectChallenge)
			if !slices.Contains(step.Choices, "WEB_AUTHN") {
				t.Errorf("choices %q", step.Choices)
			}
			step = client.respond(t, step, auth.Choice{Name: "WEB_AUTHN"})
			pool.wantTokens(t, client.respond(t, step, assert(t, passkey, step)), username)

			passkey.Origin = "https://elsewhere.example"
			step = client.initiate(t, preferred)
			client.refused(t, step, assert(t, passkey, step), "NotAuthorizedException")
		})
	}
}

// TestPasskeyAsMFA is offered WEB_AUTHN among the second factors.
func TestPasskeyAsMFA(t *testing.T) {
	pool := newPool(t)
	if _, err := pool.admin.SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: &pool.id, MfaConfiguration: types.UserPoolMfaTypeOptional,
		EmailMfaConfiguration: &types.EmailMfaConfigType{},
		WebAuthnConfiguration: &types.WebAuthnConfigurationType{
			UserVerification:    types.UserVerificationTypeRequired,
			FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification,
		},
	}); err != nil {
		t.Fatal(err)
	}
	for _, f := range forms {
		client, username := pool.newRow(t, f), "passkey-mfa-"+f.name
		pool.confirm(t, username, "email=mfa@example.com")
		tokens := client.signIn(t, username).Tokens
		passkey := pool.register(t, tokens)
		if _, err := pool.admin.SetUserMFAPreference(t.Context(), &cip.SetUserMFAPreferenceInput{
			AccessToken: &tokens.AccessToken, EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
			WebAuthnMfaSettings: &types.WebAuthnMfaSettingsType{Enabled: true},
		}); err != nil {
			t.Fatal(err)
		}
		step := client.signIn(t, username)
		wantChallenge(t, step, auth.ChallengeSelectMFAType)
		step = client.respond(t, step, auth.Choice{Name: "WEB_AUTHN"})
		pool.wantTokens(t, client.respond(t, step, assert(t, passkey, step)), username)
	}
}
