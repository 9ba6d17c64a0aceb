package localcognito_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// trackDevices turns device tracking on.
func trackDevices(c types.DeviceConfigurationType) func(*setup) {
	return func(s *setup) { s.pool.DeviceConfiguration = &c }
}

// clientDevice is what a client keeps of a device.
type clientDevice struct{ key, group, password string }

// confirmDevice does what Cognito's own clients do with NewDeviceMetadata.
func (f *fixture) confirmDevice(r *types.AuthenticationResultType) (clientDevice, *cognito.ConfirmDeviceOutput) {
	f.Helper()
	if r.NewDeviceMetadata == nil {
		f.Fatal("no NewDeviceMetadata")
	}
	d := clientDevice{*r.NewDeviceMetadata.DeviceKey, *r.NewDeviceMetadata.DeviceGroupKey, "device password"}
	salt := big.NewInt(0x0123456789abcdef)
	inner := sha256.Sum256([]byte(d.group + d.key + ":" + d.password))
	x := hashHex(hexPad(salt) + hex.EncodeToString(inner[:]))
	out, err := f.api.ConfirmDevice(f.Context(), &cognito.ConfirmDeviceInput{
		AccessToken: r.AccessToken, DeviceKey: &d.key, DeviceName: aws.String("laptop"),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{
			Salt: aws.String(hexToBase64(hexPad(salt))), PasswordVerifier: aws.String(hexToBase64(hexPad(new(big.Int).Exp(big.NewInt(2), x, clientN)))),
		},
	})
	if err != nil {
		f.Fatal(err)
	}
	return d, out
}

func hexToBase64(text string) string {
	raw, _ := hex.DecodeString(text)
	return base64.StdEncoding.EncodeToString(raw)
}

// proveDevice answers DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER, the latter
// with each of the passwords in turn.
func (f *fixture) proveDevice(d clientDevice, username string, session *string, passwords ...string) (out *cognito.RespondToAuthChallengeOutput, err error) {
	f.Helper()
	if len(passwords) == 0 {
		passwords = []string{d.password}
	}
	s := newSRPClient()
	posed, err := f.respond("DEVICE_SRP_AUTH", session, "USERNAME", username, "DEVICE_KEY", d.key, "SRP_A", s.A().Text(16))
	if err != nil {
		return nil, err
	}
	p := posed.ChallengeParameters
	if posed.ChallengeName != "DEVICE_PASSWORD_VERIFIER" || p["DEVICE_KEY"] != d.key || p["USERNAME"] != username {
		f.Fatalf("%s %v", posed.ChallengeName, p)
	}
	salt, _ := new(big.Int).SetString(p["SALT"], 16)
	B, _ := new(big.Int).SetString(p["SRP_B"], 16)
	timestamp := stamp(f.clock.Now())
	for _, password := range passwords {
		out, err = f.respond("DEVICE_PASSWORD_VERIFIER", posed.Session, "USERNAME", p["USERNAME"], "DEVICE_KEY", d.key,
			"PASSWORD_CLAIM_SECRET_BLOCK", p["SECRET_BLOCK"], "TIMESTAMP", timestamp,
			"PASSWORD_CLAIM_SIGNATURE", claim(s.key(d.group, d.key, password, salt, B), d.group, d.key, p["SECRET_BLOCK"], timestamp))
	}
	return out, err
}

func TestDeviceSignIn(t *testing.T) {
	f := newFixture(t, trackDevices(types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}))
	f.enableMFA("OPTIONAL")
	f.confirm("alice", "email=alice@example.com")
	f.prefer("alice", true, "EMAIL_OTP")
	begin := func(params ...string) *cognito.RespondToAuthChallengeOutput {
		t.Helper()
		s := newSRPClient()
		s.respond = func(in *cognito.RespondToAuthChallengeInput) {
			for key, value := range pairs(params) {
				in.ChallengeResponses[key] = value
			}
		}
		out, err := s.signIn(f, "alice", password)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	mfa := begin()
	if mfa.ChallengeName != "EMAIL_OTP" {
		t.Fatalf("challenge %s", mfa.ChallengeName)
	}
	first, err := f.respond("EMAIL_OTP", mfa.Session, "USERNAME", "alice", "EMAIL_OTP_CODE", f.nextCode("alice"))
	if err != nil {
		t.Fatal(err)
	}
	d, confirmed := f.confirmDevice(first.AuthenticationResult)
	if confirmed.UserConfirmationNecessary {
		t.Error("devices are always remembered here")
	}
	claims, _ := f.verify(*first.AuthenticationResult.AccessToken)
	if claims["device_key"] != d.key {
		t.Errorf("device_key %v", claims["device_key"])
	}

	// The device replaces the second factor.
	posed := begin("DEVICE_KEY", d.key)
	if posed.ChallengeName != "DEVICE_SRP_AUTH" {
		t.Fatalf("challenge %s", posed.ChallengeName)
	}
	var source string
	f.setTriggers(localcognito.Triggers{PreTokenGeneration: func(_ context.Context, e preTokenV1) (preTokenV1, error) {
		source = e.TriggerSource
		return e, nil
	}})
	done, err := f.proveDevice(d, "alice", posed.Session)
	if err != nil || done.AuthenticationResult == nil || done.AuthenticationResult.NewDeviceMetadata != nil {
		t.Fatalf("%v %v", done, err)
	}
	if source != "TokenGeneration_AuthenticateDevice" {
		t.Errorf("the tokens come after %q", source)
	}
	if n := len(f.server.Outbox().All(f.pool, "alice")); n != 1 {
		t.Errorf("%d codes were sent, want the first one alone", n)
	}
	// Never the password.
	_, err = f.initiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", "Wrong-1234", "DEVICE_KEY", d.key)
	wantError(t, err, "NotAuthorizedException", incorrect)

	_, err = f.proveDevice(d, "alice", begin("DEVICE_KEY", d.key).Session, "another")
	wantError(t, err, "NotAuthorizedException", incorrect)
	_, err = f.proveDevice(d, "alice", begin("DEVICE_KEY", d.key).Session, "another", d.password)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")

	// Refreshing takes the device.
	tokens := done.AuthenticationResult
	_, err = f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *tokens.RefreshToken)
	wantError(t, err, "NotAuthorizedException", "Invalid Refresh Token")
	refreshed, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *tokens.RefreshToken, "DEVICE_KEY", d.key)
	if err != nil {
		t.Fatal(err)
	}
	claims, _ = f.verify(*refreshed.AuthenticationResult.AccessToken)
	if claims["device_key"] != d.key {
		t.Errorf("device_key %v after the refresh", claims["device_key"])
	}
	_, err = f.api.GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{ClientId: &f.client, RefreshToken: tokens.RefreshToken})
	wantError(t, err, "NotAuthorizedException", "Invalid Refresh Token")
	if _, err := f.api.GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{ClientId: &f.client, RefreshToken: tokens.RefreshToken, DeviceKey: &d.key}); err != nil {
		t.Error(err)
	}
}

func TestDeviceDoesNotExist(t *testing.T) {
	f := newFixture(t, trackDevices(types.DeviceConfigurationType{}))
	f.confirm("alice")
	const unknown = "eu-west-1_00000000-0000-4000-8000-000000000000"
	_, err := f.initiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password, "DEVICE_KEY", unknown)
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
	s := newSRPClient()
	started, err := s.start(f, "alice", "DEVICE_KEY", unknown)
	if err != nil {
		t.Fatal(err)
	}
	in := s.answer(f, "alice", password, started.ChallengeParameters)
	in.ChallengeResponses["DEVICE_KEY"] = unknown
	_, err = f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
	// Cognito's own clients repeat the same answer without the key.
	delete(in.ChallengeResponses, "DEVICE_KEY")
	done, err := f.api.RespondToAuthChallenge(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	// A device that was never confirmed cannot be signed in with either.
	key := *done.AuthenticationResult.NewDeviceMetadata.DeviceKey
	_, err = f.initiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password, "DEVICE_KEY", key)
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
	// But refreshed for.
	if _, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *done.AuthenticationResult.RefreshToken, "DEVICE_KEY", key); err != nil {
		t.Error(err)
	}
	f.confirm("bob")
	_, err = f.initiate("USER_PASSWORD_AUTH", "USERNAME", "bob", "PASSWORD", password, "DEVICE_KEY", key)
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
}

func TestDevicesWithUserPrompt(t *testing.T) {
	f := newFixture(t, trackDevices(types.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: true}))
	f.enableMFA("OPTIONAL")
	f.confirm("alice", "email=alice@example.com")
	r := f.signIn("alice")
	d, confirmed := f.confirmDevice(r)
	if !confirmed.UserConfirmationNecessary {
		t.Error("the user is to be asked")
	}
	withDevice := func() *cognito.InitiateAuthOutput {
		t.Helper()
		out, err := f.initiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password, "DEVICE_KEY", d.key)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := withDevice(); out.AuthenticationResult == nil || out.AuthenticationResult.NewDeviceMetadata != nil {
		t.Errorf("a device that is not remembered: %v", out)
	}
	_, err := f.api.UpdateDeviceStatus(t.Context(), &cognito.UpdateDeviceStatusInput{AccessToken: r.AccessToken, DeviceKey: &d.key, DeviceRememberedStatus: "remembered"})
	if err != nil {
		t.Fatal(err)
	}
	// Without ChallengeRequiredOnNewDevice MFA comes nevertheless.
	f.prefer("alice", true, "EMAIL_OTP")
	out := withDevice()
	if out.ChallengeName != "DEVICE_SRP_AUTH" {
		t.Fatalf("%v", out)
	}
	proven, err := f.proveDevice(d, "alice", out.Session)
	if err != nil || proven.ChallengeName != "EMAIL_OTP" {
		t.Fatalf("%v %v", proven, err)
	}
}

func TestDeviceManagement(t *testing.T) {
	f := newFixture(t, trackDevices(types.DeviceConfigurationType{}))
	f.confirm("alice")
	var keys []string
	var token *string
	for range 3 {
		r := f.signIn("alice")
		d, _ := f.confirmDevice(r)
		keys, token = append(keys, d.key), r.AccessToken
	}
	f.signIn("alice") // leaves a device that is not confirmed
	page, err := f.api.ListDevices(t.Context(), &cognito.ListDevicesInput{AccessToken: token, Limit: aws.Int32(2)})
	if err != nil || len(page.Devices) != 2 || *page.Devices[0].DeviceKey != keys[0] {
		t.Fatalf("%v %v", page, err)
	}
	page, err = f.api.ListDevices(t.Context(), &cognito.ListDevicesInput{AccessToken: token, Limit: aws.Int32(2), PaginationToken: page.PaginationToken})
	if err != nil || len(page.Devices) != 1 || page.PaginationToken != nil || *page.Devices[0].DeviceKey != keys[2] {
		t.Fatalf("%v %v", page, err)
	}
	got, err := f.api.GetDevice(t.Context(), &cognito.GetDeviceInput{AccessToken: token, DeviceKey: &keys[0]})
	if err != nil || value(got.Device.DeviceAttributes, "device_name") != "laptop" || value(got.Device.DeviceAttributes, "dev:device_remembered_status") != "remembered" ||
		!got.Device.DeviceLastAuthenticatedDate.Equal(f.clock.Now()) {
		t.Errorf("%v %v", got, err)
	}
	verifier := &types.DeviceSecretVerifierConfigType{Salt: aws.String("AQ=="), PasswordVerifier: aws.String("AQ==")}
	_, err = f.api.ConfirmDevice(t.Context(), &cognito.ConfirmDeviceInput{AccessToken: token, DeviceKey: &keys[0], DeviceSecretVerifierConfig: verifier})
	wantError(t, err, "DeviceKeyExistsException", "")
	fresh := f.signIn("alice")
	for name, bad := range map[string]*types.DeviceSecretVerifierConfigType{
		"none":     nil,
		"zero":     {Salt: aws.String("AQ=="), PasswordVerifier: aws.String("AA==")},
		"hex":      {Salt: aws.String("0x01"), PasswordVerifier: aws.String("AQ==")},
		"negative": {Salt: aws.String("AQ=="), PasswordVerifier: aws.String("/w==")},
	} {
		_, err = f.api.ConfirmDevice(t.Context(), &cognito.ConfirmDeviceInput{AccessToken: fresh.AccessToken, DeviceKey: fresh.NewDeviceMetadata.DeviceKey, DeviceSecretVerifierConfig: bad})
		if wantError(t, err, "InvalidParameterException", ""); t.Failed() {
			t.Log(name)
		}
	}
	if _, err := f.api.ForgetDevice(t.Context(), &cognito.ForgetDeviceInput{AccessToken: token, DeviceKey: &keys[0]}); err != nil {
		t.Fatal(err)
	}
	_, err = f.api.GetDevice(t.Context(), &cognito.GetDeviceInput{AccessToken: token, DeviceKey: &keys[0]})
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
	_, err = f.initiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password, "DEVICE_KEY", keys[0])
	wantError(t, err, "ResourceNotFoundException", "Device does not exist.")
}

// TestDeviceAfterAlias: the answer to a CUSTOM_CHALLENGE has the name that its
// parameters tell. With the alias, which gets tokens as well, users of Cognito
// saw "Invalid device key given." of ConfirmDevice (amplify-js 12887, 2705).
func TestDeviceAfterAlias(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"), trackDevices(types.DeviceConfigurationType{}), func(s *setup) {
		s.pool.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	})
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	f.setTriggers((&riddle{}).triggers())
	for _, typed := range []string{"alice", "alice@example.com"} {
		for _, answered := range []string{"alice", "alice@example.com"} {
			out, err := f.initiate("CUSTOM_AUTH", "USERNAME", typed)
			if err != nil || out.ChallengeParameters["USERNAME"] != "alice" {
				t.Fatalf("%v %v", out, err)
			}
			done, err := f.respond("CUSTOM_CHALLENGE", out.Session, "USERNAME", answered, "ANSWER", "friend")
			if err != nil || done.AuthenticationResult == nil || done.AuthenticationResult.NewDeviceMetadata == nil {
				t.Fatalf("%s, answered as %s: %v %v", typed, answered, done, err)
			}
			r := done.AuthenticationResult
			if answered == "alice" {
				f.confirmDevice(r)
			} else {
				_, err = f.api.ConfirmDevice(t.Context(), &cognito.ConfirmDeviceInput{
					AccessToken: r.AccessToken, DeviceKey: r.NewDeviceMetadata.DeviceKey,
					DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{Salt: aws.String("AQ=="), PasswordVerifier: aws.String("AQ==")},
				})
				wantError(t, err, "InvalidParameterException", "Invalid device key given.")
			}
			// Its tokens are the device's all the same.
			_, err = f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *r.RefreshToken)
			wantError(t, err, "NotAuthorizedException", "Invalid Refresh Token")
			if _, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *r.RefreshToken, "DEVICE_KEY", *r.NewDeviceMetadata.DeviceKey); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestDeviceEndsCustomAuth(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"), trackDevices(types.DeviceConfigurationType{}))
	f.confirm("alice")
	d, _ := f.confirmDevice(f.signIn("alice"))
	f.setTriggers((&riddle{}).triggers())
	out, err := f.initiate("CUSTOM_AUTH", "USERNAME", "alice", "DEVICE_KEY", d.key)
	if err != nil || out.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("%v %v", out, err)
	}
	last, err := f.respond("CUSTOM_CHALLENGE", out.Session, "USERNAME", "alice", "ANSWER", "friend")
	if err != nil || last.ChallengeName != "DEVICE_SRP_AUTH" {
		t.Fatalf("%v %v", last, err)
	}
	done, err := f.proveDevice(d, "alice", last.Session)
	if err != nil || done.AuthenticationResult == nil {
		t.Fatalf("%v %v", done, err)
	}
}
