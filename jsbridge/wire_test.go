//go:build !js

package jsbridge

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
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
