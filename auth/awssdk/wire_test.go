package awssdk_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// texts has what could go wrong on its way through JSON.
var texts = map[string]string{"USERNAME": "jürgen", "empty": "", "quote\"": "\\ \u2028 </script> 😀", "": "no name"}

// TestInitiateAuthIsTheSDKs compares what the adapter sends with what the SDK's
// client sends for the same input, at a real server.
func TestInitiateAuthIsTheSDKs(t *testing.T) {
	for name, tt := range map[string]struct {
		ours auth.InitiateAuthInput
		sdks cip.InitiateAuthInput
	}{
		"least": {
			auth.InitiateAuthInput{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"},
			cip.InitiateAuthInput{AuthFlow: types.AuthFlowTypeUserSrpAuth, ClientId: aws.String("client")},
		},
		"all": {
			auth.InitiateAuthInput{
				AuthFlow: auth.FlowUserAuth, ClientID: "client", AuthParameters: texts, ClientMetadata: texts, Session: "a session of twenty",
				AnalyticsMetadata: &auth.AnalyticsMetadata{AnalyticsEndpointID: "endpoint"},
				UserContextData:   &auth.UserContextData{IPAddress: "192.0.2.1", EncodedData: "data"},
			},
			cip.InitiateAuthInput{
				AuthFlow: types.AuthFlowTypeUserAuth, ClientId: aws.String("client"), AuthParameters: texts, ClientMetadata: texts, Session: aws.String("a session of twenty"),
				AnalyticsMetadata: &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("endpoint")},
				UserContextData:   &types.UserContextDataType{IpAddress: aws.String("192.0.2.1"), EncodedData: aws.String("data")},
			},
		},
		"empty": {
			auth.InitiateAuthInput{
				AuthFlow: auth.FlowRefreshToken, ClientID: "client", AuthParameters: map[string]string{}, ClientMetadata: map[string]string{},
				AnalyticsMetadata: &auth.AnalyticsMetadata{}, UserContextData: &auth.UserContextData{},
			},
			cip.InitiateAuthInput{
				AuthFlow: types.AuthFlowTypeRefreshToken, ClientId: aws.String("client"), AuthParameters: map[string]string{}, ClientMetadata: map[string]string{},
				AnalyticsMetadata: &types.AnalyticsMetadataType{}, UserContextData: &types.UserContextDataType{},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, "AWSCognitoIdentityProviderService.InitiateAuth", &tt.ours, func(ctx context.Context, client *cip.Client) error {
				_, err := client.InitiateAuth(ctx, &tt.sdks)
				return err
			})
		})
	}
}

func TestRespondToAuthChallengeIsTheSDKs(t *testing.T) {
	for name, tt := range map[string]struct {
		ours auth.RespondToAuthChallengeInput
		sdks cip.RespondToAuthChallengeInput
	}{
		"least": {
			auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengePasswordVerifier, ClientID: "client"},
			cip.RespondToAuthChallengeInput{ChallengeName: types.ChallengeNameTypePasswordVerifier, ClientId: aws.String("client")},
		},
		"all": {
			auth.RespondToAuthChallengeInput{
				ChallengeName: auth.ChallengeSMSMFA, ClientID: "client", ChallengeResponses: texts, ClientMetadata: texts, Session: "a session of twenty",
				AnalyticsMetadata: &auth.AnalyticsMetadata{AnalyticsEndpointID: "endpoint"},
				UserContextData:   &auth.UserContextData{IPAddress: "192.0.2.1", EncodedData: "data"},
			},
			cip.RespondToAuthChallengeInput{
				ChallengeName: types.ChallengeNameTypeSmsMfa, ClientId: aws.String("client"), ChallengeResponses: texts, ClientMetadata: texts, Session: aws.String("a session of twenty"),
				AnalyticsMetadata: &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("endpoint")},
				UserContextData:   &types.UserContextDataType{IpAddress: aws.String("192.0.2.1"), EncodedData: aws.String("data")},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, "AWSCognitoIdentityProviderService.RespondToAuthChallenge", &tt.ours, func(ctx context.Context, client *cip.Client) error {
				_, err := client.RespondToAuthChallenge(ctx, &tt.sdks)
				return err
			})
		})
	}
}

// compare calls the same server through the adapter and through the SDK.
func compare(t *testing.T, target string, ours auth.Input, sdks func(context.Context, *cip.Client) error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") }))
	defer server.Close()
	wire := &recorder{}
	client := newSDKClient(server.URL, wire)
	if _, err := awssdk.New(client).Call(t.Context(), ours); err != nil {
		t.Fatal(err)
	}
	if err := sdks(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	sent := wire.take()
	if len(sent) != 2 || !reflect.DeepEqual(sent[0], sent[1]) {
		t.Fatalf("sent\n%v, want\n%v", sent[0], sent[1:])
	}
	if sent[0].method != "POST" || sent[0].target != target || sent[0].contentType != "application/x-amz-json-1.1" {
		t.Errorf("%+v", sent[0])
	}
}

// TestAnswer reads every member that the API model has.
func TestAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"ChallengeName":"SMS_MFA","Session":"session","ChallengeParameters":{"A":"1","B":""},
			"AvailableChallenges":["PASSWORD","WEB_AUTHN"],
			"AuthenticationResult":{"AccessToken":"access","IdToken":"id","RefreshToken":"refresh","TokenType":"Bearer","ExpiresIn":3600,
			"NewDeviceMetadata":{"DeviceKey":"key","DeviceGroupKey":"group"}}}`)
	}))
	defer server.Close()
	api := awssdk.New(newSDKClient(server.URL, &recorder{}))
	want := &auth.AuthOutput{
		ChallengeName: auth.ChallengeSMSMFA, Session: "session", ChallengeParameters: map[string]string{"A": "1", "B": ""},
		AvailableChallenges: []string{"PASSWORD", "WEB_AUTHN"},
		AuthenticationResult: &auth.AuthenticationResult{
			AccessToken: "access", IDToken: "id", RefreshToken: "refresh", TokenType: "Bearer", ExpiresIn: 3600,
			NewDeviceMetadata: &auth.NewDeviceMetadata{DeviceKey: "key", DeviceGroupKey: "group"},
		},
	}
	got, err := api.Call(t.Context(), &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth, ClientID: "client"})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("InitiateAuth: %+v, %v", got, err)
	}
	want.AvailableChallenges = nil // InitiateAuth's alone
	got, err = api.Call(t.Context(), &auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client"})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("RespondToAuthChallenge: %+v, %v", got, err)
	}
}

// newest is an operation that later versions of package auth may call.
type newest struct{ *auth.InitiateAuthInput }

// TestUnknownOperation is refused before anything is sent.
func TestUnknownOperation(t *testing.T) {
	for name, api := range map[string]auth.API{"New": awssdk.New(nil), "NewAdmin": awssdk.NewAdmin(nil, awssdk.AdminOptions{})} {
		if output, err := api.Call(t.Context(), newest{}); output != nil || err != auth.ErrUnknownOperation {
			t.Errorf("%s: %v, %v", name, output, err)
		}
	}
}
