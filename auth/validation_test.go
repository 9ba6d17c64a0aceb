package auth_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// The limits in this file are those of Cognito's API model.

func TestConfig(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*auth.Config)
		value  string // "" where the configuration is good
	}{
		"good":                       {asItIs[*auth.Config], ""},
		"pool of 55 characters":      {func(c *auth.Config) { c.UserPoolID = "eu-west-1_" + strings.Repeat("a", 45) }, ""},
		"pool with two underscores":  {func(c *auth.Config) { c.UserPoolID = "local_region_abc" }, ""},
		"app client, 128 characters": {func(c *auth.Config) { c.ClientID = strings.Repeat("+", 128) }, ""},
		"no pool":                    {func(c *auth.Config) { c.UserPoolID = "" }, nameUserPoolID},
		"pool without underscore":    {func(c *auth.Config) { c.UserPoolID = "eu-west-1" }, nameUserPoolID},
		"pool without name":          {func(c *auth.Config) { c.UserPoolID = "eu-west-1_" }, nameUserPoolID},
		"pool without region":        {func(c *auth.Config) { c.UserPoolID = "_Example12" }, nameUserPoolID},
		"pool of 56 characters":      {func(c *auth.Config) { c.UserPoolID = "eu-west-1_" + strings.Repeat("a", 46) }, nameUserPoolID},
		"pool with dash in name":     {func(c *auth.Config) { c.UserPoolID = "eu-west-1_Exa-mple" }, nameUserPoolID},
		"pool with blank":            {func(c *auth.Config) { c.UserPoolID = "eu-west-1 _Example12" }, nameUserPoolID},
		"pool with umlaut":           {func(c *auth.Config) { c.UserPoolID = "eu-west-1_Exämple" }, nameUserPoolID},
		"no app client":              {func(c *auth.Config) { c.ClientID = "" }, nameClientID},
		"app client, 129 characters": {func(c *auth.Config) { c.ClientID = strings.Repeat("c", 129) }, nameClientID},
		"app client with dash":       {func(c *auth.Config) { c.ClientID = "a-b" }, nameClientID},
		"no API":                     {func(c *auth.Config) { c.API = nil }, nameAPI},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{}
			config := config(s)
			tt.change(&config)
			client, err := auth.New(config)
			if len(s.inputs) != 0 {
				t.Errorf("%d calls", len(s.inputs))
			}
			if tt.value == "" {
				if err != nil || client == nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if failure := wantCode(t, err, auth.CodeInvalidArgument); client != nil || !strings.HasPrefix(failure.Message, tt.value+": expected ") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestInitiateRefused(t *testing.T) {
	request := func(username, password string) auth.InitiateRequest {
		return auth.InitiateRequest{Username: username, Password: []byte(password)}
	}
	for name, tt := range map[string]struct {
		request auth.InitiateRequest
		message string
	}{
		"no username":                 {request("", password), nameUsername + ": expected 1 to 128 characters"},
		"username, 129 characters":    {request(strings.Repeat("a", 129), password), nameUsername + ": expected 1 to 128 characters"},
		"username, 129 long ones":     {request(strings.Repeat("語", 129), password), nameUsername + ": expected 1 to 128 characters"},
		"username not UTF-8":          {request("ali\xffce", password), nameUsername + ": expected valid UTF-8"},
		"username a surrogate":        {request("ali\xed\xa0\x80ce", password), nameUsername + ": expected valid UTF-8"},
		"no password":                 {request("alice", ""), namePassword + ": expected 1 to 256 characters"},
		"password, 257 characters":    {request("alice", strings.Repeat("a", 257)), namePassword + ": expected 1 to 256 characters"},
		"password, 257 long ones":     {request("alice", strings.Repeat("😀", 257)), namePassword + ": expected 1 to 256 characters"},
		"password not UTF-8":          {request("alice", "secr\xff"), namePassword + ": expected valid UTF-8"},
		"no refresh token":            {auth.InitiateRequest{Flow: auth.FlowRefreshTokenAuth}, nameRefreshToken + ": expected "},
		"ADMIN_NO_SRP_AUTH":           {auth.InitiateRequest{Flow: auth.FlowAdminNoSRPAuth}, nameFlow + ": ADMIN_NO_SRP_AUTH is for servers"},
		"ADMIN_USER_PASSWORD_AUTH":    {auth.InitiateRequest{Flow: auth.FlowAdminUserPasswordAuth}, nameFlow + ": ADMIN_USER_PASSWORD_AUTH is for servers"},
		"preference without password": {auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice", PreferredChallenge: auth.ChallengePasswordSRP}, namePassword + ": expected 1 to 256 characters"},
		"unknown preference":          {auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice", PreferredChallenge: "SMS_MFA"}, namePreferredChallenge + ": expected PASSWORD, "},
		"unknown flow":                {auth.InitiateRequest{Flow: "user_srp_auth"}, nameFlow + `: expected one of Cognito's flows, such as USER_SRP_AUTH, not "user_srp_auth"`},
		"unknown flow, unprintable":   {auth.InitiateRequest{Flow: "\x1b[31m\nflow"}, nameFlow + `: expected one of Cognito's flows, such as USER_SRP_AUTH, not "31mflow"`},
		"unknown flow, without limit": {auth.InitiateRequest{Flow: auth.Flow(strings.Repeat("F", 1000))}, nameFlow + `: expected one of Cognito's flows, such as USER_SRP_AUTH, not "` + strings.Repeat("F", 64) + `"`},
	} {
		flows := []auth.Flow{tt.request.Flow}
		if tt.request.Flow == "" {
			flows = []auth.Flow{"", auth.FlowUserSRPAuth, auth.FlowUserPasswordAuth}
			if strings.HasPrefix(tt.message, nameUsername) {
				flows = append(flows, auth.FlowCustomAuth, auth.FlowUserAuth)
			}
		}
		for _, flow := range flows {
			t.Run(name+" "+string(flow), func(t *testing.T) {
				client, script := newClient(t)
				request := tt.request
				request.Flow = flow
				_, err := client.Initiate(t.Context(), request)
				if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, tt.message) || failure.Operation != "" {
					t.Errorf("%v", err)
				}
				if len(script.inputs) != 0 {
					t.Errorf("%d calls", len(script.inputs))
				}
			})
		}
	}
}

// TestLongest is accepted: limits count characters, not bytes.
func TestLongest(t *testing.T) {
	for _, flow := range []auth.Flow{auth.FlowUserSRPAuth, auth.FlowUserPasswordAuth} {
		client, script := newClient(t)
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: strings.Repeat("語", 128), Password: []byte(strings.Repeat("😀", 256))})
		wantCode(t, err, auth.CodeNetworkError) // the script's end
		if len(script.inputs) != 1 {
			t.Errorf("%s: %d calls", flow, len(script.inputs))
		}
	}
}

func TestAdminFlowsOnTheWireLevel(t *testing.T) {
	client, script := newClient(t)
	for _, flow := range []auth.Flow{auth.FlowAdminNoSRPAuth, auth.FlowAdminUserPasswordAuth} {
		_, err := client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{AuthFlow: flow})
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, "AuthFlow: "+string(flow)+" is for servers") || !strings.Contains(failure.Message, insteadOfAdminFlow) {
			t.Errorf("%v", err)
		}
	}
	_, err := client.InitiateAuth(t.Context(), nil)
	wantCode(t, err, auth.CodeInvalidArgument)
	_, err = client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{})
	wantCode(t, err, auth.CodeInvalidArgument)
	_, err = client.RespondToAuthChallenge(t.Context(), nil)
	wantCode(t, err, auth.CodeInvalidArgument)
	_, err = client.RespondToAuthChallenge(t.Context(), &auth.RespondToAuthChallengeInput{})
	wantCode(t, err, auth.CodeInvalidArgument)
	if len(script.inputs) != 0 {
		t.Errorf("%d calls", len(script.inputs))
	}
}

func TestAnswerRefused(t *testing.T) {
	const codeWanted, passwordWanted = "answer: expected " + takesCode + " for ", "answer: expected " + takesNewPassword + " for NEW_PASSWORD_REQUIRED"
	good := auth.NewPassword{Password: []byte("Another-5678"), Attributes: map[string]string{"given_name": "Ann"}}
	withPassword := func(password string) auth.NewPassword {
		return auth.NewPassword{Password: []byte(password), Attributes: good.Attributes}
	}
	type refusal struct {
		name    string
		answer  auth.Answer
		message string
	}
	refusals := map[auth.ChallengeName][]refusal{
		auth.ChallengeNewPasswordRequired: {
			{"nil", nil, passwordWanted},
			{"code", auth.Code("123456"), passwordWanted},
			{"pointer", &good, passwordWanted},
			{"empty password", withPassword(""), nameNewPassword + ": expected 1 to 256 characters"},
			{"password, 257 characters", withPassword(strings.Repeat("ü", 257)), nameNewPassword + ": expected 1 to 256 characters"},
			{"password not UTF-8", withPassword("secr\xff"), nameNewPassword + ": expected valid UTF-8"},
			{"no required attribute", auth.NewPassword{Password: good.Password}, nameGivenName + ": expected a value"},
			{"empty required attribute", auth.NewPassword{Password: good.Password, Attributes: map[string]string{"given_name": ""}}, nameGivenName + ": expected a value"},
		},
	}
	for _, challenge := range []auth.ChallengeName{auth.ChallengeSMSMFA, auth.ChallengeSoftwareTokenMFA, auth.ChallengeEmailOTP} {
		refusals[challenge] = []refusal{
			{"nil", nil, codeWanted + string(challenge)},
			{"new password", good, codeWanted + string(challenge)},
			{"pointer", new(auth.Code), codeWanted + string(challenge)},
			{"empty code", auth.Code(""), nameCode + ": expected 1 to 2048 characters"},
			{"code, 2049 characters", auth.Code(strings.Repeat("1", 2049)), nameCode + ": expected 1 to 2048 characters"},
		}
	}
	for challenge, refusals := range refusals {
		for _, tt := range refusals {
			t.Run(string(challenge)+" "+tt.name, func(t *testing.T) {
				client, script := newClient(t, &auth.AuthOutput{ChallengeName: challenge, Session: opaque, ChallengeParameters: map[string]string{
					"requiredAttributes": `["userAttributes.given_name"]`, "userAttributes": `{"email":"a@example.com"}`,
				}})
				step, err := client.Initiate(t.Context(), signIn)
				if err != nil {
					t.Fatal(err)
				}
				_, err = client.Respond(t.Context(), step, tt.answer)
				if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, tt.message) {
					t.Errorf("%v, want %s", err, tt.message)
				}
				if len(script.inputs) != 1 {
					t.Errorf("%d calls", len(script.inputs))
				}
			})
		}
	}
}

func TestStepRefused(t *testing.T) {
	client, script := newClient(t, &auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA, Session: opaque}, tokens(asItIs[*auth.AuthenticationResult]))
	step, err := client.Initiate(t.Context(), signIn)
	if err != nil {
		t.Fatal(err)
	}
	done, err := client.Respond(t.Context(), step, auth.Code("123456"))
	if err != nil {
		t.Fatal(err)
	}
	verifier, newest := *step, *step
	verifier.Challenge, newest.Challenge = auth.ChallengePasswordVerifier, "NEWEST"
	for name, step := range map[string]*auth.Step{
		"nil": nil, "zero": {}, "done": done, "needs no person": &verifier, "not known": &newest,
		"made by hand": {Challenge: auth.ChallengeSMSMFA, Session: opaque, Username: "alice"},
	} {
		_, err := client.Respond(t.Context(), step, auth.Code("123456"))
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, "step: expected ") || strings.Contains(err.Error(), opaque) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(script.inputs) != 2 {
		t.Errorf("%d calls", len(script.inputs))
	}
}
