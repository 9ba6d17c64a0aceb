package awssdk_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// form is one of the two forms of the operations: for the public, and Admin.
type form struct {
	name string
	api  func(poolID string, url string, wire *recorder) auth.API
}

var (
	publicForm = form{"public", func(_, url string, wire *recorder) auth.API { return awssdk.New(newSDKClient(url, wire)) }}
	adminForm  = form{"admin", func(poolID, url string, wire *recorder) auth.API {
		return awssdk.NewAdmin(newSDKClient(url, wire, withKey(secretKey)), awssdk.AdminOptions{
			UserPoolID: poolID, ContextData: func(context.Context) *types.ContextDataType { return contextData },
		})
	}}
	forms = []form{publicForm, adminForm}
)

func withKey(secret string) func(*cip.Options) {
	return func(options *cip.Options) {
		options.Credentials = credentials.NewStaticCredentialsProvider(accessKey, secret, "")
	}
}

var contextData = &types.ContextDataType{
	IpAddress: aws.String("192.0.2.1"), ServerName: aws.String("api.example.com"), ServerPath: aws.String("/sign-in"),
	HttpHeaders: []types.HttpHeader{{HeaderName: aws.String("accept"), HeaderValue: aws.String("*/*")}},
	EncodedData: aws.String("fingerprint"),
}

// said is what accompanies every call of a row.
var said = auth.CallOptions{
	ClientMetadata:    map[string]string{"from": "row"},
	AnalyticsMetadata: &auth.AnalyticsMetadata{AnalyticsEndpointID: "endpoint"},
	UserContextData:   &auth.UserContextData{IPAddress: "192.0.2.1", EncodedData: "fingerprint"},
}

// newRow makes a confidential app client that allows every flow, and a client for
// it. When the test ends, every call that was made has to have carried what was
// to be said, and its SECRET_HASH.
func (p userPool) newRow(t *testing.T, f form, changes ...func(*auth.Config)) app {
	t.Helper()
	id, secret, err := p.newAppClient(t.Context(), withSecret)
	if err != nil {
		t.Fatal(err)
	}
	wire := &recorder{}
	config := auth.Config{UserPoolID: p.id, ClientID: id, ClientSecret: secret, API: f.api(p.id, p.server.URL(), wire), CallOptions: said}
	for _, change := range changes {
		change(&config)
	}
	t.Cleanup(func() {
		p.checkRecorded(t, f, id)
		checkHashes(t, config, wire)
	})
	return app{newClient(t, config), config, wire}
}

// checkRecorded asks the local Cognito what it was told.
func (p userPool) checkRecorded(t *testing.T, f form, clientID string) {
	t.Helper()
	calls := 0
	for _, call := range p.server.Recorded() {
		if call.ClientID != clientID || !strings.HasSuffix(call.Operation, "InitiateAuth") && !strings.HasSuffix(call.Operation, "RespondToAuthChallenge") {
			continue
		}
		calls++
		if call.AnalyticsEndpointID != "endpoint" || !maps.Equal(call.ClientMetadata, said.ClientMetadata) {
			t.Errorf("%s was told %q, %v", call.Operation, call.AnalyticsEndpointID, call.ClientMetadata)
		}
		if admin := f.name == adminForm.name; admin != strings.HasPrefix(call.Operation, "Admin") || admin != (call.ContextData != nil) || admin != (call.UserContextData == nil) {
			t.Errorf("%s: ContextData %v, UserContextData %v", call.Operation, call.ContextData, call.UserContextData)
		}
		if data := call.UserContextData; data != nil && *data != (localcognito.UserContextData{IPAddress: "192.0.2.1", EncodedData: "fingerprint"}) {
			t.Errorf("%s: UserContextData %+v", call.Operation, *data)
		}
		if data := call.ContextData; data != nil && (data.IPAddress != "192.0.2.1" || data.ServerName != "api.example.com" || data.ServerPath != "/sign-in" ||
			len(data.HTTPHeaders) != 1 || data.HTTPHeaders[0] != localcognito.HTTPHeader{Name: "accept", Value: "*/*"} || data.EncodedData != "fingerprint") {
			t.Errorf("%s: ContextData %+v", call.Operation, *data)
		}
	}
	if calls == 0 {
		t.Error("nothing was recorded")
	}
}

// checkHashes computes each SECRET_HASH again, over the name of the same call.
func checkHashes(t *testing.T, config auth.Config, wire *recorder) {
	t.Helper()
	for _, sent := range wire.messages {
		if name, ok := sent.params()["USERNAME"].(string); ok && sent.params()["SECRET_HASH"] != secretHash(config, name) {
			t.Errorf("%s: SECRET_HASH is not over %q", sent.target, name)
		}
	}
}

// newPool makes a pool for one test, with these first factors, in which each
// user may have any second one.
func newPool(t *testing.T, changes ...func(*cip.CreateUserPoolInput)) userPool {
	t.Helper()
	in := &cip.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{
			types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
		}}},
	}
	for _, change := range changes {
		change(in)
	}
	pool, err := newUserPool(t.Context(), local.Server, in)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// requireMFA makes everybody have a second factor.
func (p userPool) requireMFA(t *testing.T) {
	t.Helper()
	if _, err := p.admin.SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: &p.id, MfaConfiguration: types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
	}); err != nil {
		t.Fatal(err)
	}
}

// initiate fails the test where a sign-in cannot be opened.
func (a app) initiate(t *testing.T, request auth.InitiateRequest) *auth.Step {
	t.Helper()
	step, err := a.Initiate(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// respond fails the test where an answer is refused.
func (a app) respond(t *testing.T, step *auth.Step, answer auth.Answer) *auth.Step {
	t.Helper()
	next, err := a.Respond(t.Context(), step, answer)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// refused wants an answer to be refused.
func (a app) refused(t *testing.T, step *auth.Step, answer auth.Answer, code string) {
	t.Helper()
	_, err := a.Respond(t.Context(), step, answer)
	wantCode(t, err, code)
}

func wantChallenge(t *testing.T, step *auth.Step, challenge auth.ChallengeName) {
	t.Helper()
	if step.Done() || step.Challenge != challenge {
		t.Fatalf("at %q (done: %t), want %s", step.Challenge, step.Done(), challenge)
	}
}
