package awssdk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

const (
	password    = "Grüße-1234-密码"
	newPassword = "Zweites-5678-пароль"

	// The IAM credentials that the local Cognito knows.
	accessKey, secretKey = "AKIDLOCAL", "a secret access key"
)

// local is the local Cognito of all tests, at a clock that only TestExpired,
// with a server of its own, has to move.
var local struct {
	*localcognito.Server
	now  time.Time
	pool userPool // aliases by email; given_name and email are required
}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	local.now = time.Now()
	server, err := localcognito.Start(localcognito.Options{
		Now: func() time.Time { return local.now }, Credentials: map[string]string{accessKey: secretKey},
	})
	if err != nil {
		return 0, err
	}
	defer server.Close()
	local.Server = server
	if local.pool, err = newUserPool(context.Background(), server, &cip.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		Schema: []types.SchemaAttributeType{
			{Name: aws.String("given_name"), Required: aws.Bool(true)},
			{Name: aws.String("email"), Required: aws.Bool(true)},
		},
	}); err != nil {
		return 0, err
	}
	if err := provisionExample(); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// userPool is a user pool with every kind of MFA as an option.
type userPool struct {
	server *localcognito.Server
	admin  *cip.Client
	id     string
}

func newUserPool(ctx context.Context, server *localcognito.Server, in *cip.CreateUserPoolInput) (userPool, error) {
	admin := cip.New(cip.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL()),
		Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
	})
	in.PoolName = aws.String("tests")
	out, err := admin.CreateUserPool(ctx, in)
	if err != nil {
		return userPool{}, err
	}
	_, err = admin.SetUserPoolMfaConfig(ctx, &cip.SetUserPoolMfaConfigInput{
		UserPoolId: out.UserPool.Id, MfaConfiguration: types.UserPoolMfaTypeOptional,
		SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: &types.SmsConfigurationType{
			SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/sms"),
		}},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
	})
	return userPool{server, admin, *out.UserPool.Id}, err
}

// create makes a user with a temporary password for one test; attributes are
// name=value.
func (p userPool) create(t testing.TB, username string, attributes ...string) *types.UserType {
	t.Helper()
	in := &cip.AdminCreateUserInput{
		UserPoolId: &p.id, Username: &username, TemporaryPassword: aws.String(password),
		MessageAction: types.MessageActionTypeSuppress,
	}
	for _, attribute := range attributes {
		name, value, _ := strings.Cut(attribute, "=")
		in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: &name, Value: &value})
	}
	out, err := p.admin.AdminCreateUser(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := p.admin.AdminDeleteUser(context.Background(), &cip.AdminDeleteUserInput{UserPoolId: &p.id, Username: out.User.Username})
		if err != nil {
			t.Error(err)
		}
	})
	return out.User
}

// confirm makes a user with a permanent password.
func (p userPool) confirm(t testing.TB, username string, attributes ...string) *types.UserType {
	t.Helper()
	user := p.create(t, username, attributes...)
	_, err := p.admin.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: &p.id, Username: &username, Password: aws.String(password), Permanent: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// prefer makes one MFA method the user's own.
func (p userPool) prefer(t testing.TB, username string, method auth.ChallengeName) {
	t.Helper()
	in := &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &p.id, Username: &username}
	switch method {
	case auth.ChallengeSMSMFA:
		in.SMSMfaSettings = &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}
	case auth.ChallengeSoftwareTokenMFA:
		in.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}
	case auth.ChallengeEmailOTP:
		in.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true}
	}
	if _, err := p.admin.AdminSetUserMFAPreference(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

// attribute reads what Cognito has of a user.
func (p userPool) attribute(t testing.TB, username, name string) string {
	t.Helper()
	out, err := p.admin.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &p.id, Username: &username})
	if err != nil {
		t.Fatal(err)
	}
	for _, attribute := range out.UserAttributes {
		if *attribute.Name == name {
			return aws.ToString(attribute.Value)
		}
	}
	return ""
}

// nextCode waits for the next message to a user.
func (p userPool) nextCode(t testing.TB, username string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	message, err := p.server.Outbox().Next(ctx, p.id, username)
	if err != nil {
		t.Fatal(err)
	}
	return message.Code
}

// wrong gives a code of the same length that differs in its first digit.
func wrong(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}

// app is a client under test, and what it sent.
type app struct {
	*auth.Client
	config auth.Config
	wire   *recorder
}

var allFlows = []types.ExplicitAuthFlowsType{
	types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
	types.ExplicitAuthFlowsTypeAllowCustomAuth,
	types.ExplicitAuthFlowsTypeAllowUserAuth,
	types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
	types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
	types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
}

// newAppClient makes an app client, which allows every flow of this package
// unless changed.
func (p userPool) newAppClient(ctx context.Context, changes ...func(*cip.CreateUserPoolClientInput)) (id, secret string, err error) {
	in := &cip.CreateUserPoolClientInput{
		UserPoolId: &p.id, ClientName: aws.String("tests"), ExplicitAuthFlows: allFlows,
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
	}
	for _, change := range changes {
		change(in)
	}
	out, err := p.admin.CreateUserPoolClient(ctx, in)
	if err != nil {
		return "", "", err
	}
	return *out.UserPoolClient.ClientId, aws.ToString(out.UserPoolClient.ClientSecret), nil
}

func withSecret(in *cip.CreateUserPoolClientInput) { in.GenerateSecret = true }

// newApp makes an app client and a client for it over the real SDK.
func (p userPool) newApp(t testing.TB, changes ...func(*cip.CreateUserPoolClientInput)) app {
	t.Helper()
	id, secret, err := p.newAppClient(t.Context(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	wire := &recorder{}
	config := auth.Config{UserPoolID: p.id, ClientID: id, ClientSecret: secret, API: awssdk.New(newSDKClient(p.server.URL(), wire))}
	return app{newClient(t, config), config, wire}
}

func newClient(t testing.TB, config auth.Config) *auth.Client {
	t.Helper()
	client, err := auth.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// newSDKClient makes the SDK's own client without credentials. It waits for
// nothing between its attempts.
func newSDKClient(url string, wire *recorder, changes ...func(*cip.Options)) *cip.Client {
	return cip.New(cip.Options{
		Region: "eu-west-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{}, HTTPClient: wire,
		Retryer: retry.NewStandard(func(options *retry.StandardOptions) {
			options.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	}, changes...)
}

// signIn starts USER_SRP_AUTH with the right password.
func (a app) signIn(t testing.TB, username string) *auth.Step {
	t.Helper()
	step, err := a.Initiate(t.Context(), auth.InitiateRequest{Username: username, Password: []byte(password)})
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// recorder is an HTTP client that keeps what it sends.
type recorder struct {
	mu       sync.Mutex
	messages []message
	taken    int
}

type message struct {
	method, target, contentType string
	body                        map[string]any
}

// params gives AuthParameters or ChallengeResponses, whichever there are.
func (m message) params() map[string]any {
	for _, member := range []string{"AuthParameters", "ChallengeResponses"} {
		if params, ok := m.body[member].(map[string]any); ok {
			return params
		}
	}
	return nil
}

func (r *recorder) Do(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	m := message{method: request.Method, target: request.Header.Get("X-Amz-Target"), contentType: request.Header.Get("Content-Type")}
	if err := json.Unmarshal(body, &m.body); err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.messages = append(r.messages, m)
	r.mu.Unlock()
	request.Body = io.NopCloser(bytes.NewReader(body))
	return http.DefaultClient.Do(request)
}

// take gives what was sent since the last take.
func (r *recorder) take() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	messages := r.messages[r.taken:]
	r.taken = len(r.messages)
	return messages
}

// wantCode checks the type and the code of an error and gives it.
func wantCode(t testing.TB, err error, code string) *auth.Error {
	t.Helper()
	var failure *auth.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got error %v, want *auth.Error with code %s", err, code)
	}
	if failure.Code != code {
		t.Fatalf("got %v, want code %s", failure, code)
	}
	var exception smithy.APIError
	if !errors.As(err, &exception) || exception.ErrorCode() != code {
		t.Errorf("smithy.APIError behind %v: %v", err, exception)
	}
	return failure
}

// wantTokens checks that a sign-in is over and whose it is. What the tokens say
// is for GetUser, which the local Cognito verifies.
func (p userPool) wantTokens(t testing.TB, step *auth.Step, username string) *auth.Tokens {
	t.Helper()
	if !step.Done() {
		t.Fatalf("at challenge %s instead of tokens", step.Challenge)
	}
	user, err := p.admin.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &step.Tokens.AccessToken})
	if err != nil {
		t.Fatal(err)
	}
	if *user.Username != username || step.Username != username {
		t.Errorf("signed in %q as %q, want %q", *user.Username, step.Username, username)
	}
	if step.Tokens.IDToken == "" || step.Tokens.RefreshToken == "" || step.Tokens.TokenType != "Bearer" {
		t.Error("a token or its type is missing")
	}
	return step.Tokens
}
