//go:build !js

package jsbridge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

func equalJSON(a, b any) bool { return reflect.DeepEqual(a, b) }

// record answers anything with answer and keeps what came.
func record(t *testing.T, answer http.HandlerFunc) (url string, received chan message) {
	t.Helper()
	received = make(chan message, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m, err := readMessage(r, r.Body)
		if err != nil {
			t.Error(err)
		}
		received <- m
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, received
}

func sdkClient(url string) *cip.Client {
	return cip.New(cip.Options{Region: "eu-west-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{}, Retryer: aws.NopRetryer{}})
}

// TestRequestsAreTheSDKs compares what the transport sends and reads with what
// the AWS SDK for Go does. Package awssdk, by which the SDK is called here, is
// itself compared with it member by member.
func TestRequestsAreTheSDKs(t *testing.T) {
	texts := map[string]string{"USERNAME": "jürgen", "empty": "", "quote\"": "\\ \u2028 </script> 😀", "a.b": "dot", "": "no name"}
	analytics, userContext := &auth.AnalyticsMetadata{AnalyticsEndpointID: "e"}, &auth.UserContextData{IPAddress: "192.0.2.1", EncodedData: "d"}
	const answer = `{"ChallengeName":"SMS_MFA","Session":"s","ChallengeParameters":{"A":"1","ü":"","":"x"},"AvailableChallenges":["PASSWORD","WEB_AUTHN"],
		"AuthenticationResult":{"AccessToken":"a","IdToken":"i","RefreshToken":"r","TokenType":"Bearer","ExpiresIn":3600,"NewDeviceMetadata":{"DeviceKey":"k","DeviceGroupKey":"g"}},"Newest":[{}]}`
	url, received := record(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) })
	transport, _ := newTransport(t, url)
	sdk := awssdk.New(sdkClient(url))

	for _, in := range []*auth.InitiateAuthInput{
		{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"},
		{AuthFlow: auth.FlowUserAuth, ClientID: "client", AuthParameters: texts, ClientMetadata: texts, AnalyticsMetadata: analytics, UserContextData: userContext, Session: "a session of twenty"},
		{AuthFlow: auth.FlowRefreshToken, ClientID: "client", AuthParameters: map[string]string{}, ClientMetadata: map[string]string{}, AnalyticsMetadata: &auth.AnalyticsMetadata{}, UserContextData: &auth.UserContextData{}},
	} {
		ours, err := transport.InitiateAuth(newCall(1), in)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := sdk.InitiateAuth(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if want := <-received; !equalJSON(got, want) || want.body == nil {
			t.Errorf("sent\n%v, want\n%v", got, want)
		}
		if !reflect.DeepEqual(ours, sdks) {
			t.Errorf("read %+v, want %+v", ours, sdks)
		}
	}
	for _, in := range []*auth.RespondToAuthChallengeInput{
		{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client"},
		{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client", Session: "a session of twenty", ChallengeResponses: texts, ClientMetadata: texts, AnalyticsMetadata: analytics, UserContextData: userContext},
	} {
		ours, err := transport.RespondToAuthChallenge(newCall(1), in)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := sdk.RespondToAuthChallenge(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if want := <-received; !equalJSON(got, want) || want.body == nil {
			t.Errorf("sent\n%v, want\n%v", got, want)
		}
		ours.AvailableChallenges = nil // the model has it in InitiateAuth alone
		if !reflect.DeepEqual(ours, sdks) {
			t.Errorf("read %+v, want %+v", ours, sdks)
		}
	}
}

// TestTokenRequestsAreTheSDKs does the same for the operations that a session or
// an access token authorises.
func TestTokenRequestsAreTheSDKs(t *testing.T) {
	const answer = `{"SecretCode":"JBSWY3DPEHPK3PXP","Session":"next","Status":"SUCCESS","UserConfirmationNecessary":true,"Newest":1}`
	url, received := record(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) })
	transport, browser := newTransport(t, url)
	sdk := awssdk.New(sdkClient(url))
	for name, call := range map[string]func(ctx context.Context, api auth.API) (any, error){
		"AssociateSoftwareToken": func(ctx context.Context, api auth.API) (any, error) {
			return api.AssociateSoftwareToken(ctx, &auth.AssociateSoftwareTokenInput{Session: "a session of twenty"})
		},
		"VerifySoftwareToken": func(ctx context.Context, api auth.API) (any, error) {
			return api.VerifySoftwareToken(ctx, &auth.VerifySoftwareTokenInput{Session: "a session of twenty", UserCode: "123456", FriendlyDeviceName: "Änne's phone"})
		},
		"VerifySoftwareToken without a name": func(ctx context.Context, api auth.API) (any, error) {
			return api.VerifySoftwareToken(ctx, &auth.VerifySoftwareTokenInput{Session: "a session of twenty", UserCode: "123456"})
		},
		"ConfirmDevice": func(ctx context.Context, api auth.API) (any, error) {
			return api.ConfirmDevice(ctx, &auth.ConfirmDeviceInput{AccessToken: "a.b.c", DeviceKey: "eu-west-1_a", DeviceName: "browser", Salt: "c2FsdA==", PasswordVerifier: "dg=="})
		},
	} {
		ours, err := call(newCall(1), transport)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := call(t.Context(), sdk)
		if err != nil {
			t.Fatal(err)
		}
		if want := <-received; !equalJSON(got, want) || want.body == nil {
			t.Errorf("%s: sent\n%v, want\n%v", name, got, want)
		}
		if !reflect.DeepEqual(ours, sdks) {
			t.Errorf("%s: read %+v, want %+v", name, ours, sdks)
		}
	}
	for _, body := range browser.bodies {
		if !bytes.Equal(body, make([]byte, len(body))) {
			t.Error("a request stays in memory")
		}
	}
}

// TestTokenAnswersRefused has members of a type that the API model does not have.
func TestTokenAnswersRefused(t *testing.T) {
	for answer, call := range map[string]func(c *call, t *transport) error{
		`{"SecretCode":7}`: func(c *call, t *transport) error {
			_, err := t.AssociateSoftwareToken(c, &auth.AssociateSoftwareTokenInput{})
			return err
		},
		`{"Status":true}`: func(c *call, t *transport) error {
			_, err := t.VerifySoftwareToken(c, &auth.VerifySoftwareTokenInput{})
			return err
		},
		`{"UserConfirmationNecessary":"yes"}`: func(c *call, t *transport) error {
			_, err := t.ConfirmDevice(c, &auth.ConfirmDeviceInput{})
			return err
		},
	} {
		url, received := record(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) })
		transport, _ := newTransport(t, url)
		err := call(newCall(1), transport)
		<-received
		failure, ok := errors.AsType[*auth.Error](err)
		if !ok || failure.Code != auth.CodeMalformedResponse || failure.Operation == "" {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

// TestSentRequestsAreTheSDKs compares what "send" passes through, nested members
// and all.
func TestSentRequestsAreTheSDKs(t *testing.T) {
	const answer = `{"CredentialCreationOptions":{"rp":{"id":"localhost"},"pubKeyCredParams":[{"alg":-7},{"alg":-257}],"extensions":{}},
		"Credentials":[],"Username":"alice","UserMFASettingList":["EMAIL_OTP"],"flag":false,"none":null}`
	url, received := record(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) })
	transport, browser := newTransport(t, url)
	p := &page{T: t, opened: &opened{transport: transport}, browser: browser}
	sdk, token := sdkClient(url), aws.String("a.b.c")
	credential := map[string]any{"id": "x", "response": map[string]any{"clientDataJSON": "e30", "transports": []any{"internal", "usb"}}, "clientExtensionResults": map[string]any{}}
	for _, tt := range []struct {
		operation string
		input     map[string]any
		call      func() error
	}{
		{"StartWebAuthnRegistration", nil, func() error {
			_, err := sdk.StartWebAuthnRegistration(t.Context(), &cip.StartWebAuthnRegistrationInput{AccessToken: token})
			return err
		}},
		{"CompleteWebAuthnRegistration", map[string]any{"Credential": credential}, func() error {
			_, err := sdk.CompleteWebAuthnRegistration(t.Context(), &cip.CompleteWebAuthnRegistrationInput{AccessToken: token, Credential: document.NewLazyDocument(credential)})
			return err
		}},
		{"ListWebAuthnCredentials", map[string]any{"NextToken": "next"}, func() error {
			_, err := sdk.ListWebAuthnCredentials(t.Context(), &cip.ListWebAuthnCredentialsInput{AccessToken: token, NextToken: aws.String("next")})
			return err
		}},
		{"DeleteWebAuthnCredential", map[string]any{"CredentialId": "x"}, func() error {
			_, err := sdk.DeleteWebAuthnCredential(t.Context(), &cip.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: aws.String("x")})
			return err
		}},
		{"GetUserAuthFactors", nil, func() error {
			_, err := sdk.GetUserAuthFactors(t.Context(), &cip.GetUserAuthFactorsInput{AccessToken: token})
			return err
		}},
		{"SetUserMFAPreference", map[string]any{"EmailMfaSettings": map[string]any{"Enabled": true, "PreferredMfa": true}, "WebAuthnMfaSettings": map[string]any{"Enabled": true}}, func() error {
			_, err := sdk.SetUserMFAPreference(t.Context(), &cip.SetUserMFAPreferenceInput{AccessToken: token,
				EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true}, WebAuthnMfaSettings: &types.WebAuthnMfaSettingsType{Enabled: true}})
			return err
		}},
	} {
		reply := p.good(p.do("send", func(w *writer) {
			w.text("operation", tt.operation)
			w.flag("repeatable", true)
			w.put("input", tagObject, "")
			encodeJSON(w, "input", tt.input)
			w.text(input+"AccessToken", *token)
		}))
		got := <-received
		if err := tt.call(); err != nil {
			t.Fatal(err)
		}
		if want := <-received; !equalJSON(got, want) {
			t.Errorf("sent\n%v, want\n%v", got, want)
		}
		// The answer comes back whole. (What is null has an entry that marshal has no use for.)
		delete(reply.entries, value+"none")
		var want, whole writer
		body, err := unmarshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		delete(body.(map[string]any), "none")
		encodeJSON(&want, "value", body)
		if !maps.EqualFunc(reply.entries, mustDecode(t, want.buf).entries, bytes.Equal) {
			t.Errorf("%s: %q", tt.operation, reply.entries)
		}
		for path, entry := range reply.inOrder {
			if entry[0] != tagNull {
				whole.put(path, entry[0], string(entry[1:]))
			}
		}
		if _, err := marshal(mustDecode(t, whole.buf)); err != nil {
			t.Error(err)
		}
	}
	for _, body := range browser.bodies {
		if !bytes.Equal(body, make([]byte, len(body))) {
			t.Error("a request stays in memory")
		}
	}
}

// TestSendRepeats what the page says may be repeated, after a lost answer.
func TestSendRepeats(t *testing.T) {
	for _, repeatable := range []bool{true, false} {
		var posts atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if posts.Add(1) == 1 {
				panic(http.ErrAbortHandler)
			}
			io.WriteString(w, "{}")
		}))
		t.Cleanup(server.Close)
		transport, _ := newTransport(t, server.URL)
		p := &page{T: t, opened: &opened{transport: transport}}
		reply := p.do("send", func(w *writer) {
			w.text("operation", "GetUserAuthFactors")
			w.flag("repeatable", repeatable)
		})
		if repeatable {
			p.good(reply)
		} else {
			p.wantCode(reply, auth.CodeNetworkError)
		}
		if want := map[bool]int32{true: 2, false: 1}[repeatable]; posts.Load() != want {
			t.Errorf("repeatable %t: %d calls", repeatable, posts.Load())
		}
	}
}

// TestFailuresAreTheSDKs reads the refusals of TestFailure with the SDK's client.
func TestFailuresAreTheSDKs(t *testing.T) {
	for name, tt := range failures {
		if tt.onlyOurs {
			continue
		}
		url, received := record(t, refuse(tt.status, tt.header, tt.body))
		_, err := sdkClient(url).InitiateAuth(t.Context(), &cip.InitiateAuthInput{AuthFlow: "USER_SRP_AUTH", ClientId: aws.String("client")})
		<-received
		var exception smithy.APIError
		code, text := auth.CodeMalformedResponse, ""
		if errors.As(err, &exception) && exception.ErrorCode() != "UnknownError" { // which says that there is no name
			code, text = exception.ErrorCode(), exception.ErrorMessage()
		}
		if err == nil || code != tt.code || text != tt.text {
			t.Errorf("%s: the SDK reads %s (%s), want %s (%s)", name, code, text, tt.code, tt.text)
		}
	}
}
