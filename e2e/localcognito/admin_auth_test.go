package localcognito_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (f *fixture) adminInitiate(flow types.AuthFlowType, params ...string) (*cognito.AdminInitiateAuthOutput, error) {
	return f.api.AdminInitiateAuth(f.Context(), &cognito.AdminInitiateAuthInput{
		UserPoolId: &f.pool, ClientId: &f.client, AuthFlow: flow, AuthParameters: pairs(params), ContextData: contextData(),
	})
}

func (f *fixture) adminRespond(challenge types.ChallengeNameType, session *string, params map[string]string) (*cognito.AdminRespondToAuthChallengeOutput, error) {
	return f.api.AdminRespondToAuthChallenge(f.Context(), &cognito.AdminRespondToAuthChallengeInput{
		UserPoolId: &f.pool, ClientId: &f.client, ChallengeName: challenge, Session: session, ChallengeResponses: params, ContextData: contextData(),
	})
}

func contextData() *types.ContextDataType {
	return &types.ContextDataType{
		IpAddress: aws.String("192.0.2.1"), ServerName: aws.String("api.example.com"), ServerPath: aws.String("/login"),
		HttpHeaders: []types.HttpHeader{{HeaderName: aws.String("accept"), HeaderValue: aws.String("*/*")}}, EncodedData: aws.String("fingerprint"),
	}
}

func adminFixture(t *testing.T) *fixture {
	return choiceFixture(t, allow("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"))
}

func TestAdminPasswordFlows(t *testing.T) {
	f := adminFixture(t)
	f.confirm("alice", "email=alice@example.com")
	for _, flow := range []types.AuthFlowType{"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"} {
		out, err := f.adminInitiate(flow, "USERNAME", "alice", "PASSWORD", password)
		if err != nil || out.AuthenticationResult == nil {
			t.Fatalf("%s: %v", flow, err)
		}
		_, err = f.adminInitiate(flow, "USERNAME", "alice", "PASSWORD", "Wrong-1234")
		wantError(t, err, "NotAuthorizedException", incorrect)
		for _, refresh := range []types.AuthFlowType{"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"} {
			again, err := f.adminInitiate(refresh, "REFRESH_TOKEN", *out.AuthenticationResult.RefreshToken)
			if err != nil || again.AuthenticationResult == nil {
				t.Errorf("%s: %v", refresh, err)
			}
		}
	}
	_, err := f.adminInitiate("ADMIN_USER_PASSWORD_AUTH", "USERNAME", "alice")
	wantError(t, err, "InvalidParameterException", "Missing required parameter PASSWORD")
	_, err = f.adminInitiate("USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password)
	wantError(t, err, "InvalidParameterException", "Initiate Auth method not supported.")

	asked, err := f.adminInitiate("ADMIN_NO_SRP_AUTH", "USERNAME", "alice")
	if err != nil || asked.ChallengeName != "ADMIN_NO_SRP_AUTH" {
		t.Fatalf("%v %v", asked, err)
	}
	_, err = f.respond("ADMIN_NO_SRP_AUTH", asked.Session, "USERNAME", "alice", "PASSWORD", password)
	wantError(t, err, "InvalidParameterException", "Challenge ADMIN_NO_SRP_AUTH is not supported here.")
	done, err := f.adminRespond("ADMIN_NO_SRP_AUTH", asked.Session, map[string]string{"USERNAME": "alice", "PASSWORD": password})
	if err != nil || done.AuthenticationResult == nil {
		t.Error(err)
	}
	other := newPoolClient(f, &cognito.CreateUserPoolInput{PoolName: aws.String("other")})
	f.client = other
	_, err = f.adminInitiate("ADMIN_USER_PASSWORD_AUTH", "USERNAME", "alice", "PASSWORD", password)
	wantError(t, err, "ResourceNotFoundException", "User pool client "+other+" does not exist.")
}

func TestAdminFlows(t *testing.T) {
	f := adminFixture(t)
	f.confirm("alice", "email=alice@example.com")

	s := newSRPClient()
	started, err := f.adminInitiate("USER_SRP_AUTH", "USERNAME", "alice", "SRP_A", s.A().Text(16))
	if err != nil || started.ChallengeName != "PASSWORD_VERIFIER" {
		t.Fatalf("%v %v", started, err)
	}
	done, err := f.adminRespond("PASSWORD_VERIFIER", nil, s.answer(f, "alice", password, started.ChallengeParameters).ChallengeResponses)
	if err != nil || done.AuthenticationResult == nil {
		t.Errorf("USER_SRP_AUTH: %v", err)
	}

	f.setTriggers((&riddle{}).triggers())
	asked, err := f.adminInitiate("CUSTOM_AUTH", "USERNAME", "alice")
	if err != nil || asked.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("%v %v", asked, err)
	}
	done, err = f.adminRespond("CUSTOM_CHALLENGE", asked.Session, map[string]string{"USERNAME": "alice", "ANSWER": "friend"})
	if err != nil || done.AuthenticationResult == nil {
		t.Errorf("CUSTOM_AUTH: %v", err)
	}

	chosen, err := f.adminInitiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "EMAIL_OTP")
	if err != nil || chosen.ChallengeName != "EMAIL_OTP" || len(chosen.AvailableChallenges) != 3 {
		t.Fatalf("%v %v", chosen, err)
	}
	code := f.nextCode("alice")
	_, err = f.adminRespond("EMAIL_OTP", chosen.Session, map[string]string{"USERNAME": "alice", "EMAIL_OTP_CODE": wrong(code)})
	wantError(t, err, "CodeMismatchException", "")
	done, err = f.adminRespond("EMAIL_OTP", chosen.Session, map[string]string{"USERNAME": "alice", "EMAIL_OTP_CODE": code})
	if err != nil || done.AuthenticationResult == nil {
		t.Errorf("USER_AUTH: %v", err)
	}
}
