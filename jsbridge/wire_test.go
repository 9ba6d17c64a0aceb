//go:build !js

package jsbridge

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

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
	url, received := record(t, answering(answer))
	transport, _ := newTransport(t, url)
	sdk := awssdk.New(sdkClient(url))

	for _, in := range []*auth.InitiateAuthInput{
		{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"},
		{AuthFlow: auth.FlowUserAuth, ClientID: "client", AuthParameters: texts, ClientMetadata: texts, AnalyticsMetadata: analytics, UserContextData: userContext, Session: "a session of twenty"},
		{AuthFlow: auth.FlowRefreshToken, ClientID: "client", AuthParameters: map[string]string{}, ClientMetadata: map[string]string{}, AnalyticsMetadata: &auth.AnalyticsMetadata{}, UserContextData: &auth.UserContextData{}},
	} {
		ours, err := transport.Call(newCall(1), in)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := sdk.Call(t.Context(), in)
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
		ours, err := transport.Call(newCall(1), in)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := sdk.Call(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if want := <-received; !equalJSON(got, want) || want.body == nil {
			t.Errorf("sent\n%v, want\n%v", got, want)
		}
		ours.(*auth.AuthOutput).AvailableChallenges = nil // the model has it in InitiateAuth alone
		if !reflect.DeepEqual(ours, sdks) {
			t.Errorf("read %+v, want %+v", ours, sdks)
		}
	}
}

// TestTokenRequestsAreTheSDKs does the same for the operations that a session or
// an access token authorises.
func TestTokenRequestsAreTheSDKs(t *testing.T) {
	const answer = `{"SecretCode":"JBSWY3DPEHPK3PXP","Session":"next","Status":"SUCCESS","UserConfirmationNecessary":true,"Newest":1}`
	url, received := record(t, answering(answer))
	transport, browser := newTransport(t, url)
	sdk := awssdk.New(sdkClient(url))
	for name, in := range map[string]auth.Input{
		"AssociateSoftwareToken":             &auth.AssociateSoftwareTokenInput{Session: "a session of twenty"},
		"VerifySoftwareToken":                &auth.VerifySoftwareTokenInput{Session: "a session of twenty", UserCode: "123456", FriendlyDeviceName: "Änne's phone"},
		"VerifySoftwareToken without a name": &auth.VerifySoftwareTokenInput{Session: "a session of twenty", UserCode: "123456"},
		"ConfirmDevice":                      &auth.ConfirmDeviceInput{AccessToken: "a.b.c", DeviceKey: "eu-west-1_a", DeviceName: "browser", Salt: "c2FsdA==", PasswordVerifier: "dg=="},
	} {
		ours, err := transport.Call(newCall(1), in)
		if err != nil {
			t.Fatal(err)
		}
		got := <-received
		sdks, err := sdk.Call(t.Context(), in)
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
	for answer, in := range map[string]auth.Input{
		`{"SecretCode":7}`:                    &auth.AssociateSoftwareTokenInput{},
		`{"Status":true}`:                     &auth.VerifySoftwareTokenInput{},
		`{"UserConfirmationNecessary":"yes"}`: &auth.ConfirmDeviceInput{},
	} {
		url, received := record(t, answering(answer))
		transport, _ := newTransport(t, url)
		_, err := transport.Call(newCall(1), in)
		<-received
		failure, ok := errors.AsType[*auth.Error](err)
		if !ok || failure.Code != auth.CodeMalformedResponse || failure.Operation == "" {
			t.Errorf("%s: %v", answer, err)
		}
	}
}
