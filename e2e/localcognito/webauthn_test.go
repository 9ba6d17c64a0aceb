package localcognito_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/fxamacker/cbor/v2"
)

const pageOrigin = "http://localhost:8080"

// authenticator is a software authenticator and the browser in front of it
// (Web Authentication Level 3, sections 6.1 and 5.8.1). Its fields break it on
// purpose.
type authenticator struct {
	key     *ecdsa.PrivateKey
	id      []byte
	counter uint32

	origin    string
	rpID      string // instead of that of the options
	noUV      bool   // no user verification
	challenge string // instead of that of the options
	signature func([]byte) []byte
	alg       int
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{key: key, id: id, origin: pageOrigin, alg: -7}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) clientData(typ, challenge string) []byte {
	if a.challenge != "" {
		challenge = a.challenge
	}
	data, _ := json.Marshal(map[string]any{"type": typ, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return data
}

// data is authenticator data (section 6.1), without attested credential data.
func (a *authenticator) data(rpID string, flags byte) []byte {
	if a.rpID != "" {
		rpID = a.rpID
	}
	if !a.noUV {
		flags |= 0x04
	}
	hash := sha256.Sum256([]byte(rpID))
	data := append(hash[:], flags|0x01)
	a.counter++
	return binary.BigEndian.AppendUint32(data, a.counter)
}

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

// create is navigator.credentials.create: RegistrationResponseJSON.
func (a *authenticator) create(o *creationOptions) map[string]any {
	point, _ := a.key.PublicKey.Bytes() // 04 | x | y
	cose, _ := cbor.Marshal(map[int]any{1: 2, 3: a.alg, -1: 1, -2: point[1:33], -3: point[33:]})
	data := a.data(o.RP.ID, 0x40)
	data = append(data, make([]byte, 16)...) // AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	object, _ := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	return map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{},
		"response": map[string]any{
			"clientDataJSON":    b64(a.clientData("webauthn.create", o.Challenge)),
			"attestationObject": b64(object), "transports": []any{"internal"},
		},
	}
}

// get is navigator.credentials.get: AuthenticationResponseJSON in a string.
func (a *authenticator) get(t *testing.T, options string) string {
	t.Helper()
	var o struct {
		Challenge        string
		RpID             string `json:"rpId"`
		UserVerification string
		AllowCredentials []struct{ ID, Type string }
	}
	if err := json.Unmarshal([]byte(options), &o); err != nil || o.Challenge == "" || o.RpID == "" || len(o.AllowCredentials) == 0 || o.AllowCredentials[0].Type != "public-key" {
		t.Fatalf("options %s: %v", options, err)
	}
	data, client := a.data(o.RpID, 0), a.clientData("webauthn.get", o.Challenge)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(data[:len(data):len(data)], sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	if a.signature != nil {
		signature = a.signature(signature)
	}
	credential, _ := json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)},
	})
	return string(credential)
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
func (f *fixture) register(a *authenticator, token *string) {
	f.Helper()
	if err := f.completeRegistration(token, a.create(f.startRegistration(token))); err != nil {
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
func (f *fixture) passkeySignIn(a *authenticator, username string) (*cognito.RespondToAuthChallengeOutput, error) {
	f.Helper()
	posed, err := f.initiate("USER_AUTH", "USERNAME", username, "PREFERRED_CHALLENGE", "WEB_AUTHN")
	if err != nil || posed.ChallengeName != "WEB_AUTHN" {
		f.Fatalf("%v %v", posed, err)
	}
	return f.respond("WEB_AUTHN", posed.Session, "USERNAME", username, "CREDENTIAL", a.get(f.T, posed.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]))
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
	if err := f.completeRegistration(token, a.create(o)); err != nil {
		t.Fatal(err)
	}
	if o := f.startRegistration(token); len(o.ExcludeCredentials) != 1 || o.ExcludeCredentials[0].ID != b64(a.id) {
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
	credential := a.get(t, chosen.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
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
	if c := list.Credentials[0]; *c.CredentialId != b64(a.id) || *c.RelyingPartyId != "localhost" || *c.AuthenticatorAttachment != "platform" ||
		!reflect.DeepEqual(c.AuthenticatorTransports, []string{"internal"}) || !c.CreatedAt.Equal(f.clock.Now()) {
		t.Errorf("%+v", c)
	}
	list, err = f.api.ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: token, NextToken: list.NextToken})
	if err != nil || len(list.Credentials) != 1 || list.NextToken != nil {
		t.Fatalf("%v %v", list, err)
	}
	for _, id := range []string{b64(a.id), *list.Credentials[0].CredentialId} {
		if _, err := f.api.DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: &id}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = f.api.DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: aws.String(b64(a.id))})
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
		change    func(*authenticator)
		exception string
	}{
		{"origin", func(a *authenticator) { a.origin = "https://evil.example" }, "WebAuthnOriginNotAllowedException"},
		{"lookalike origin", func(a *authenticator) { a.origin = "http://notlocalhost" }, "WebAuthnOriginNotAllowedException"},
		{"relying party", func(a *authenticator) { a.rpID = "evil.example" }, "WebAuthnRelyingPartyMismatchException"},
		{"challenge", func(a *authenticator) { a.challenge = b64(make([]byte, 32)) }, "WebAuthnChallengeNotFoundException"},
		{"algorithm", func(a *authenticator) { a.alg = -35 }, "WebAuthnCredentialNotSupportedException"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newAuthenticator(t)
			tt.change(a)
			wantError(t, f.completeRegistration(token, a.create(f.startRegistration(token))), tt.exception, "")
		})
	}
	a := newAuthenticator(t)
	o := f.startRegistration(token)
	if err := f.completeRegistration(token, a.create(o)); err != nil {
		t.Fatal(err)
	}
	wantError(t, f.completeRegistration(token, a.create(o)), "WebAuthnChallengeNotFoundException", "") // used
	wantError(t, f.completeRegistration(token, a.create(f.startRegistration(token))), "WebAuthnCredentialNotSupportedException", "")
	o = f.startRegistration(token)
	f.clock.Advance(3*time.Minute + time.Second)
	wantError(t, f.completeRegistration(token, newAuthenticator(t).create(o)), "WebAuthnChallengeNotFoundException", "")
	text, _ := json.Marshal(newAuthenticator(t).create(f.startRegistration(token)))
	wantError(t, f.completeRegistration(token, string(text)), "InvalidParameterException", "Credential must be a JSON object.")

	// The token of another client.
	o = f.startRegistration(token)
	f.client, _ = f.newClient(cognito.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH"}})
	wantError(t, f.completeRegistration(f.signIn("alice").AccessToken, newAuthenticator(t).create(o)), "WebAuthnClientMismatchException", "")

	f.configureWebAuthn(types.WebAuthnConfigurationType{UserVerification: "required"})
	a = newAuthenticator(t)
	a.noUV = true
	wantError(t, f.completeRegistration(token, a.create(f.startRegistration(token))), "WebAuthnCredentialNotSupportedException", "")

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
	good.origin = "https://login.example.com"
	f.register(good, token)
	if _, err := f.passkeySignIn(good, "alice"); err != nil {
		t.Fatal(err)
	}
	stranger := newAuthenticator(t)
	for name, change := range map[string]func(*authenticator){
		"origin":            func(a *authenticator) { a.origin = "https://example.org" },
		"insecure origin":   func(a *authenticator) { a.origin = "http://login.example.com" },
		"relying party":     func(a *authenticator) { a.rpID = "example.org" },
		"signature":         func(a *authenticator) { a.key = stranger.key },
		"broken signature":  func(a *authenticator) { a.signature = func(b []byte) []byte { return b[:len(b)-1] } },
		"counter":           func(a *authenticator) { a.counter = 1 },
		"same counter":      func(a *authenticator) { a.counter-- },
		"user verification": func(a *authenticator) { a.noUV = true },
		"challenge":         func(a *authenticator) { a.challenge = b64(make([]byte, 32)) },
		"credential":        func(a *authenticator) { a.id = stranger.id },
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
	bad.key = stranger.key
	_, err = f.respond("WEB_AUTHN", posed.Session, "USERNAME", "alice", "CREDENTIAL", bad.get(t, options))
	wantError(t, err, "NotAuthorizedException", "The passkey was not accepted.")
	_, err = f.respond("WEB_AUTHN", posed.Session, "USERNAME", "alice", "CREDENTIAL", good.get(t, options))
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
	done, err = f.respond("WEB_AUTHN", chosen.Session, "USERNAME", "alice", "CREDENTIAL", a.get(t, chosen.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]))
	if err != nil || done.AuthenticationResult == nil {
		t.Fatalf("%v %v", done, err)
	}
	a.noUV = true
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
