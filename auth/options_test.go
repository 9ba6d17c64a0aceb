package auth_test

import (
	"reflect"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestCallOptions follows them into every call of a sign-in: the client's own,
// replaced member by member by those of one call.
func TestCallOptions(t *testing.T) {
	s := &script{answers: []answer{{output: verifier(asItIs[map[string]string])}, {output: &auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA}}}}
	config := config(s)
	config.CallOptions = auth.CallOptions{
		ClientMetadata:    map[string]string{"of": "client"},
		AnalyticsMetadata: &auth.AnalyticsMetadata{AnalyticsEndpointID: "client"},
	}
	client, err := auth.New(config)
	if err != nil {
		t.Fatal(err)
	}
	ofCall := func(options *auth.CallOptions) {
		options.ClientMetadata = map[string]string{"of": "call"}
		options.UserContextData = &auth.UserContextData{EncodedData: "call"}
	}
	step, err := client.Initiate(t.Context(), signIn, ofCall)
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Respond(t.Context(), step, auth.Code("123456"))
	wantCode(t, err, auth.CodeNetworkError) // the script's end

	type options struct {
		metadata  map[string]string
		analytics *auth.AnalyticsMetadata
		context   *auth.UserContextData
	}
	merged := options{map[string]string{"of": "call"}, &auth.AnalyticsMetadata{AnalyticsEndpointID: "client"}, &auth.UserContextData{EncodedData: "call"}}
	own := options{map[string]string{"of": "client"}, &auth.AnalyticsMetadata{AnalyticsEndpointID: "client"}, nil}
	initiate := s.inputs[0].(*auth.InitiateAuthInput)
	verify, respond := s.responses(t, 1), s.responses(t, 2)
	for i, tt := range []struct{ got, want options }{
		{options{initiate.ClientMetadata, initiate.AnalyticsMetadata, initiate.UserContextData}, merged},
		{options{verify.ClientMetadata, verify.AnalyticsMetadata, verify.UserContextData}, merged},
		{options{respond.ClientMetadata, respond.AnalyticsMetadata, respond.UserContextData}, own},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("call %d has %+v, want %+v", i, tt.got, tt.want)
		}
	}
}

// TestWireLevelInput keeps what is given, and writes into nothing of the caller's.
func TestWireLevelInput(t *testing.T) {
	client, script := newClient(t, tokens(asItIs[*auth.AuthenticationResult]), tokens(asItIs[*auth.AuthenticationResult]))
	initiate := auth.InitiateAuthInput{AuthFlow: "NEWEST_FLOW", ClientID: "other", AuthParameters: map[string]string{"TARGET_ACR_VALUES": "x"}, Session: opaque}
	respond := auth.RespondToAuthChallengeInput{ChallengeName: "NEWEST_CHALLENGE", Session: opaque, ChallengeResponses: map[string]string{"ANSWER": "x"}}
	initiateCopy, respondCopy := initiate, respond
	if _, err := client.InitiateAuth(t.Context(), &initiate); err != nil {
		t.Fatal(err)
	}
	if _, err := client.RespondToAuthChallenge(t.Context(), &respond); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(initiate, initiateCopy) || !reflect.DeepEqual(respond, respondCopy) {
		t.Error("the caller's input was changed")
	}
	if !reflect.DeepEqual(script.inputs[0], &initiate) {
		t.Errorf("sent %+v", script.inputs[0])
	}
	respond.ClientID = clientID
	if !reflect.DeepEqual(script.inputs[1], &respond) {
		t.Errorf("sent %+v", script.inputs[1])
	}
}
