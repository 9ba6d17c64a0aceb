package localcognito_test

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/authenticator"
)

const pageOrigin = "http://localhost:8080"

func newAuthenticator(t *testing.T) *authenticator.Authenticator {
	t.Helper()
	a, err := authenticator.New(pageOrigin)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// creationOptions is what the test reads of CredentialCreationOptions.
type creationOptions struct {
	Challenge string `json:"challenge" document:"challenge"`
	RP        struct {
		ID string `json:"id" document:"id"`
	} `json:"rp" document:"rp"`
	PubKeyCredParams []struct {
		Alg int `json:"alg" document:"alg"`
	} `json:"pubKeyCredParams" document:"pubKeyCredParams"`
	AuthenticatorSelection struct {
		ResidentKey      string `json:"residentKey" document:"residentKey"`
		UserVerification string `json:"userVerification" document:"userVerification"`
	} `json:"authenticatorSelection" document:"authenticatorSelection"`
	ExcludeCredentials []struct {
		ID string `json:"id" document:"id"`
	} `json:"excludeCredentials" document:"excludeCredentials"`
	Timeout int `json:"timeout" document:"timeout"`
}

// newPasskey has an authenticator register with what was read of the options.
func (f *fixture) newPasskey(a *authenticator.Authenticator, o *creationOptions) map[string]any {
	f.Helper()
	credential, err := a.Create(authenticator.CreationOptions{Challenge: o.Challenge, RP: authenticator.RelyingParty{ID: o.RP.ID}})
	if err != nil {
		f.Fatal(err)
	}
	return credential
}

// assert has an authenticator sign in: AuthenticationResponseJSON in a string.
func (f *fixture) assert(a *authenticator.Authenticator, options string) string {
	f.Helper()
	credential, err := a.Get(options)
	if err != nil {
		f.Fatal(err)
	}
	return credential
}

func (f *fixture) startRegistration(token *string) *creationOptions {
	f.Helper()
	out, err := f.api.StartWebAuthnRegistration(f.Context(), &cognito.StartWebAuthnRegistrationInput{AccessToken: token})
	if err != nil {
		f.Fatal(err)
	}
	o := new(creationOptions)
	if err := out.CredentialCreationOptions.UnmarshalSmithyDocument(o); err != nil {
		f.Fatal(err)
	}
	return o
}

func (f *fixture) completeRegistration(token *string, credential any) error {
	_, err := f.api.CompleteWebAuthnRegistration(f.Context(), &cognito.CompleteWebAuthnRegistrationInput{
		AccessToken: token, Credential: document.NewLazyDocument(credential),
	})
	return err
}

// register gives a user a passkey.
func (f *fixture) register(a *authenticator.Authenticator, token *string) {
	f.Helper()
	if err := f.completeRegistration(token, f.newPasskey(a, f.startRegistration(token))); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) configureWebAuthn(c types.WebAuthnConfigurationType) {
	f.Helper()
	_, err := f.api.SetUserPoolMfaConfig(f.Context(), &cognito.SetUserPoolMfaConfigInput{UserPoolId: &f.pool, WebAuthnConfiguration: &c})
	if err != nil {
		f.Fatal(err)
	}
}

// passkeySignIn is USER_AUTH with WEB_AUTHN.
func (f *fixture) passkeySignIn(a *authenticator.Authenticator, username string) (*cognito.RespondToAuthChallengeOutput, error) {
	f.Helper()
	posed, err := f.initiate("USER_AUTH", "USERNAME", username, "PREFERRED_CHALLENGE", "WEB_AUTHN")
	if err != nil || posed.ChallengeName != "WEB_AUTHN" {
		f.Fatalf("%v %v", posed, err)
	}
	return f.respond("WEB_AUTHN", posed.Session, "USERNAME", username, "CREDENTIAL", f.assert(a, posed.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]))
}

func TestPasskey(t *testing.T) {
	f := choiceFixture(t)
	f.confirm("alice", "email=alice@example.com")
	token := f.signIn("alice").AccessToken
	a := newAuthenticator(t)
	o := f.startRegistration(token)
	if o.RP.ID != "localhost" || o.AuthenticatorSelection.ResidentKey != "required" || o.AuthenticatorSelection.UserVerification != "preferred" || o.Timeout != 180000 ||
		len(o.PubKeyCredParams) != 2 || o.PubKeyCredParams[0].Alg != -7 || o.PubKeyCredParams[1].Alg != -257 {
		t.Errorf("options %+v", o)
	}
	if err := f.completeRegistration(token, f.newPasskey(a, o)); err != nil {
		t.Fatal(err)
	}
	if o := f.startRegistration(token); len(o.ExcludeCredentials) != 1 || o.ExcludeCredentials[0].ID != b64(a.ID) {
		t.Errorf("excluded %+v", o.ExcludeCredentials)
	}
	done, err := f.passkeySignIn(a, "alice")
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	chosen, err := f.choose("alice", "SELECT_CHALLENGE", "ANSWER", "WEB_AUTHN")
	if err != nil || chosen.ChallengeName != "WEB_AUTHN" {
		t.Fatalf("%v %v", chosen, err)
	}
	credential := f.assert(a, chosen.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
	_, err = f.respond("WEB_AUTHN", chosen.Session, "USERNAME", "alice", "CREDENTIAL", "nonsense")
	wantError(t, err, "InvalidParameterException", "")
	if _, err = f.respond("WEB_AUTHN", chosen.Session, "USERNAME", "alice", "CREDENTIAL", credential); err != nil {
		t.Fatal(err)
	}
	_, err = f.respond("WEB_AUTHN", chosen.Session, "USERNAME", "alice", "CREDENTIAL", credential)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")

	factors, err := f.api.GetUserAuthFactors(t.Context(), &cognito.GetUserAuthFactorsInput{AccessToken: token})
	if err != nil || !reflect.DeepEqual(factors.ConfiguredUserAuthFactors, []types.AuthFactorType{"PASSWORD", "EMAIL_OTP", "WEB_AUTHN"}) {
		t.Errorf("%v %v", factors, err)
	}
	f.register(newAuthenticator(t), token)
	list, err := f.api.ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: token, MaxResults: aws.Int32(1)})
	if err != nil || len(list.Credentials) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if c := list.Credentials[0]; *c.CredentialId != b64(a.ID) || *c.RelyingPartyId != "localhost" || *c.AuthenticatorAttachment != "platform" ||
		!reflect.DeepEqual(c.AuthenticatorTransports, []string{"internal"}) || !c.CreatedAt.Equal(f.clock.Now()) {
		t.Errorf("%+v", c)
	}
	list, err = f.api.ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: token, NextToken: list.NextToken})
	if err != nil || len(list.Credentials) != 1 || list.NextToken != nil {
		t.Fatalf("%v %v", list, err)
	}
	for _, id := range []string{b64(a.ID), *list.Credentials[0].CredentialId} {
		if _, err := f.api.DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: &id}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = f.api.DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: aws.String(b64(a.ID))})
	wantError(t, err, "ResourceNotFoundException", "")
	out, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "WEB_AUTHN")
	if err != nil || out.ChallengeName != "SELECT_CHALLENGE" {
		t.Errorf("without a passkey: %v %v", out, err)
	}
}

func TestPasskeyRegistrationRefused(t *testing.T) {
	f := choiceFixture(t)
	f.confirm("alice")
	token := f.signIn("alice").AccessToken
	for _, tt := range []struct {
		name      string
		change    func(*authenticator.Authenticator)
		exception string
	}{
		{"origin", func(a *authenticator.Authenticator) { a.Origin = "https://evil.example" }, "WebAuthnOriginNotAllowedException"},
		{"lookalike origin", func(a *authenticator.Authenticator) { a.Origin = "http://notlocalhost" }, "WebAuthnOriginNotAllowedException"},
		{"relying party", func(a *authenticator.Authenticator) { a.RPID = "evil.example" }, "WebAuthnRelyingPartyMismatchException"},
		{"challenge", func(a *authenticator.Authenticator) { a.Challenge = b64(make([]byte, 32)) }, "WebAuthnChallengeNotFoundException"},
		{"algorithm", func(a *authenticator.Authenticator) { a.Alg = -35 }, "WebAuthnCredentialNotSupportedException"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newAuthenticator(t)
			tt.change(a)
			wantError(t, f.completeRegistration(token, f.newPasskey(a, f.startRegistration(token))), tt.exception, "")
		})
	}
	a := newAuthenticator(t)
	o := f.startRegistration(token)
	if err := f.completeRegistration(token, f.newPasskey(a, o)); err != nil {
		t.Fatal(err)
	}
	wantError(t, f.completeRegistration(token, f.newPasskey(a, o)), "WebAuthnChallengeNotFoundException", "") // used
	wantError(t, f.completeRegistration(token, f.newPasskey(a, f.startRegistration(token))), "WebAuthnCredentialNotSupportedException", "")
	o = f.startRegistration(token)
	f.clock.Advance(3*time.Minute + time.Second)
	wantError(t, f.completeRegistration(token, f.newPasskey(newAuthenticator(t), o)), "WebAuthnChallengeNotFoundException", "")
	text, _ := json.Marshal(f.newPasskey(newAuthenticator(t), f.startRegistration(token)))
	wantError(t, f.completeRegistration(token, string(text)), "InvalidParameterException", "Credential must be a JSON object.")

	// The token of another client.
	o = f.startRegistration(token)
	f.client, _ = f.newClient(cognito.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH"}})
	wantError(t, f.completeRegistration(f.signIn("alice").AccessToken, f.newPasskey(newAuthenticator(t), o)), "WebAuthnClientMismatchException", "")

	f.configureWebAuthn(types.WebAuthnConfigurationType{UserVerification: "required"})
	a = newAuthenticator(t)
	a.NoUV = true
	wantError(t, f.completeRegistration(token, f.newPasskey(a, f.startRegistration(token))), "WebAuthnCredentialNotSupportedException", "")

}

func TestPasskeysNotAllowed(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	_, err := f.api.StartWebAuthnRegistration(t.Context(), &cognito.StartWebAuthnRegistrationInput{AccessToken: f.signIn("alice").AccessToken})
	wantError(t, err, "WebAuthnNotEnabledException", "")
}

func TestPasskeySignInRefused(t *testing.T) {
	f := choiceFixture(t)
	f.confirm("alice")
	f.configureWebAuthn(types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com"), UserVerification: "required"})
	token := f.signIn("alice").AccessToken
	good := newAuthenticator(t)
	good.Origin = "https://login.example.com"
	f.register(good, token)
	if _, err := f.passkeySignIn(good, "alice"); err != nil {
		t.Fatal(err)
	}
	stranger := newAuthenticator(t)
	for name, change := range map[string]func(*authenticator.Authenticator){
		"origin":            func(a *authenticator.Authenticator) { a.Origin = "https://example.org" },
		"insecure origin":   func(a *authenticator.Authenticator) { a.Origin = "http://login.example.com" },
		"relying party":     func(a *authenticator.Authenticator) { a.RPID = "example.org" },
		"signature":         func(a *authenticator.Authenticator) { a.Key = stranger.Key },
		"broken signature":  func(a *authenticator.Authenticator) { a.Signature = func(b []byte) []byte { return b[:len(b)-1] } },
		"counter":           func(a *authenticator.Authenticator) { a.Counter = 1 },
		"same counter":      func(a *authenticator.Authenticator) { a.Counter-- },
		"user verification": func(a *authenticator.Authenticator) { a.NoUV = true },
		"challenge":         func(a *authenticator.Authenticator) { a.Challenge = b64(make([]byte, 32)) },
		"credential":        func(a *authenticator.Authenticator) { a.ID = stranger.ID },
	} {
		t.Run(name, func(t *testing.T) {
			bad := *good
			change(&bad)
			_, err := f.passkeySignIn(&bad, "alice")
			wantError(t, err, "NotAuthorizedException", "The passkey was not accepted.")
		})
	}
	if _, err := f.passkeySignIn(good, "alice"); err != nil {
		t.Errorf("the right one afterwards: %v", err)
	}
	// A refused assertion has used the challenge.
	posed, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "WEB_AUTHN")
	if err != nil {
		t.Fatal(err)
	}
	options := posed.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]
	bad := *good
	bad.Key = stranger.Key
	_, err = f.respond("WEB_AUTHN", posed.Session, "USERNAME", "alice", "CREDENTIAL", f.assert(&bad, options))
	wantError(t, err, "NotAuthorizedException", "The passkey was not accepted.")
	_, err = f.respond("WEB_AUTHN", posed.Session, "USERNAME", "alice", "CREDENTIAL", f.assert(good, options))
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
}

func TestPasskeyAsMFA(t *testing.T) {
	f := choiceFixture(t)
	f.enableMFA("OPTIONAL")
	f.configureWebAuthn(types.WebAuthnConfigurationType{FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION"})
	f.confirm("alice", "email=alice@example.com", "phone_number=+12025551234")
	token := f.signIn("alice").AccessToken
	a := newAuthenticator(t)
	f.register(a, token)
	prefer := func(in cognito.SetUserMFAPreferenceInput) error {
		in.AccessToken = token
		_, err := f.api.SetUserMFAPreference(t.Context(), &in)
		return err
	}
	passkey := &types.WebAuthnMfaSettingsType{Enabled: true}
	wantError(t, prefer(cognito.SetUserMFAPreferenceInput{WebAuthnMfaSettings: passkey}), "InvalidParameterException", "")
	if err := prefer(cognito.SetUserMFAPreferenceInput{WebAuthnMfaSettings: passkey, SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true}}); err != nil {
		t.Fatal(err)
	}
	f.enableMFA("ON")
	// As the first factor it satisfies required MFA.
	done, err := f.passkeySignIn(a, "alice")
	if err != nil || done.AuthenticationResult == nil {
		t.Fatalf("%v %v", done, err)
	}
	// After a password it is one of the second factors.
	out, err := f.passwordAuth("alice", password)
	if err != nil || out.ChallengeName != "SELECT_MFA_TYPE" || !strings.Contains(out.ChallengeParameters["MFAS_CAN_CHOOSE"], `"WEB_AUTHN"`) {
		t.Fatalf("%v %v", out, err)
	}
	chosen, err := f.respond("SELECT_MFA_TYPE", out.Session, "USERNAME", "alice", "ANSWER", "WEB_AUTHN")
	if err != nil {
		t.Fatal(err)
	}
	done, err = f.respond("WEB_AUTHN", chosen.Session, "USERNAME", "alice", "CREDENTIAL", f.assert(a, chosen.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]))
	if err != nil || done.AuthenticationResult == nil {
		t.Fatalf("%v %v", done, err)
	}
	a.NoUV = true
	_, err = f.passkeySignIn(a, "alice")
	wantError(t, err, "NotAuthorizedException", "The passkey was not accepted.")
	// A passkey that is not MFA cannot be used where MFA is required.
	f.configureWebAuthn(types.WebAuthnConfigurationType{FactorConfiguration: "SINGLE_FACTOR"})
	out, err = f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "WEB_AUTHN")
	if err != nil || out.ChallengeName != "SELECT_CHALLENGE" {
		t.Errorf("%v %v", out, err)
	}
	_, err = f.api.SetUserPoolMfaConfig(t.Context(), &cognito.SetUserPoolMfaConfigInput{UserPoolId: &f.pool, WebAuthnConfiguration: &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("https://example.com")}})
	wantError(t, err, "InvalidParameterException", "RelyingPartyId must be a domain name.")
}
