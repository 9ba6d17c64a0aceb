package localcognito_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

func TestRecorded(t *testing.T) {
	f := adminFixture(t)
	f.confirm("alice", "email=alice@example.com")
	analytics := &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("endpoint")}
	user := &types.UserContextDataType{EncodedData: aws.String("fingerprint"), IpAddress: aws.String("192.0.2.1")}
	metadata := map[string]string{"from": "test"}
	posed, err := f.api.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		AuthFlow: "USER_AUTH", ClientId: &f.client, AnalyticsMetadata: analytics, UserContextData: user, ClientMetadata: metadata,
		AuthParameters: map[string]string{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"},
	})
	if err != nil {
		t.Fatal(err)
	}
	// Calls that are refused are recorded as well.
	_, err = f.api.RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
		ChallengeName: "EMAIL_OTP", ClientId: &f.client, Session: posed.Session, AnalyticsMetadata: analytics,
		ChallengeResponses: map[string]string{"USERNAME": "alice", "EMAIL_OTP_CODE": wrong(f.nextCode("alice"))},
	})
	wantError(t, err, "CodeMismatchException", "")
	_, err = f.api.AdminInitiateAuth(t.Context(), &cognito.AdminInitiateAuthInput{
		UserPoolId: &f.pool, ClientId: &f.client, AuthFlow: "USER_AUTH", AuthParameters: map[string]string{"USERNAME": "alice"},
		ContextData: contextData(), AnalyticsMetadata: analytics,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.signUp("bob", nil)
	now := f.clock.Now()
	want := []localcognito.Recorded{
		{
			Time: now, Operation: "InitiateAuth", ClientID: f.client, AnalyticsEndpointID: "endpoint", ClientMetadata: metadata,
			UserContextData: &localcognito.UserContextData{IPAddress: "192.0.2.1", EncodedData: "fingerprint"},
		},
		{Time: now, Operation: "RespondToAuthChallenge", ClientID: f.client, AnalyticsEndpointID: "endpoint"},
		{
			Time: now, Operation: "AdminInitiateAuth", ClientID: f.client, AnalyticsEndpointID: "endpoint",
			ContextData: &localcognito.ContextData{
				IPAddress: "192.0.2.1", ServerName: "api.example.com", ServerPath: "/login", EncodedData: "fingerprint",
				HTTPHeaders: []localcognito.HTTPHeader{{Name: "accept", Value: "*/*"}},
			},
		},
		{Time: now, Operation: "SignUp", ClientID: f.client},
	}
	if got := f.server.Recorded(); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// The SDK checks required members itself, so these bodies are sent by hand.
func TestContextDataMembers(t *testing.T) {
	f := adminFixture(t)
	for _, missing := range []string{"ipAddress", "serverName", "serverPath", "httpHeaders"} {
		members := map[string]string{
			"ipAddress": `"IpAddress":"192.0.2.1"`, "serverName": `"ServerName":"s"`, "serverPath": `"ServerPath":"/"`, "httpHeaders": `"HttpHeaders":[]`,
		}
		delete(members, missing)
		body := `{"UserPoolId":"` + f.pool + `","ClientId":"` + f.client + `","AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"alice"},"ContextData":{"EncodedData":"e"`
		for _, m := range members {
			body += "," + m
		}
		r, answer := send(t, f.server.URL(), "POST", "application/x-amz-json-1.1", target+"AdminInitiateAuth", body+"}}")
		want := "1 validation error detected: Value null at 'contextData." + missing + "' failed to satisfy constraint: Member must not be null"
		if r.StatusCode != 400 || answer["__type"] != "InvalidParameterException" || answer["message"] != want {
			t.Errorf("%d %v", r.StatusCode, answer)
		}
	}
}

func TestUserMigration(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.client.PreventUserExistenceErrors = "ENABLED" })
	f.setTriggers(localcognito.Triggers{
		MigrateUser: func(_ context.Context, e events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) {
			if e.UserName == "legacy" && e.Password == password {
				e.UserAttributes = map[string]string{"email": "legacy@example.com", "email_verified": "true"}
				e.FinalUserStatus = "CONFIRMED"
			}
			return e, nil
		},
	})
	_, err := f.passwordAuth("legacy", "Wrong-1234")
	wantError(t, err, "NotAuthorizedException", incorrect)
	_, err = f.passwordAuth("nobody", password)
	wantError(t, err, "NotAuthorizedException", incorrect)
	f.signIn("legacy")
	// From now on the pool knows the password itself.
	f.setTriggers(localcognito.Triggers{})
	out, err := newSRPClient().signIn(f, "legacy", password)
	if err != nil || out.AuthenticationResult == nil {
		t.Fatal(err)
	}
}
