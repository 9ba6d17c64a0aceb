package localcognito_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

const password = "Correct-1234"

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// fixture is a started server with one pool and one client, provisioned by
// the AWS SDK. Its clock stands at 15:04:05 on a day of one digit.
type fixture struct {
	*testing.T
	server *localcognito.Server
	clock  *clock
	api    *cognito.Client
	pool   string
	client string
	secret string
	issuer string // what the issuer of tokens begins with: the server's URL
	// session is that of the last SignUp, in tests that keep it.
	session *string
}

// setup changes what a fixture creates.
type setup struct {
	options localcognito.Options
	pool    cognito.CreateUserPoolInput
	client  cognito.CreateUserPoolClientInput
}

func newFixture(t *testing.T, changes ...func(*setup)) *fixture {
	t.Helper()
	t.Parallel()
	return anotherFixture(t, changes...)
}

// anotherFixture is for a test that has one.
func anotherFixture(t *testing.T, changes ...func(*setup)) *fixture {
	t.Helper()
	f := &fixture{T: t, clock: &clock{now: time.Date(2026, 5, 5, 15, 4, 5, 0, time.UTC)}}
	s := setup{
		options: localcognito.Options{Now: f.clock.Now},
		pool:    cognito.CreateUserPoolInput{PoolName: aws.String("test")},
		client: cognito.CreateUserPoolClientInput{
			ClientName: aws.String("test"),
			ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
				types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
				types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
			},
		},
	}
	for _, change := range changes {
		change(&s)
	}
	var err error
	if f.server, err = localcognito.Start(s.options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.server.Close() })
	f.issuer = f.server.URL()
	f.api = newSDKClient(f.server.URL())
	pool, err := f.api.CreateUserPool(t.Context(), &s.pool)
	if err != nil {
		t.Fatal(err)
	}
	f.pool = *pool.UserPool.Id
	f.client, f.secret = f.newClient(s.client)
	return f
}

func newSDKClient(url string, changes ...func(*cognito.Options)) *cognito.Client {
	return cognito.New(cognito.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(url),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		Retryer:     aws.NopRetryer{},
	}, changes...)
}

func (f *fixture) newClient(in cognito.CreateUserPoolClientInput) (id, secret string) {
	f.Helper()
	in.UserPoolId = &f.pool
	if in.ClientName == nil {
		in.ClientName = aws.String("another")
	}
	out, err := f.api.CreateUserPoolClient(f.Context(), &in)
	if err != nil {
		f.Fatal(err)
	}
	return *out.UserPoolClient.ClientId, aws.ToString(out.UserPoolClient.ClientSecret)
}

// create makes a user with a temporary password; attributes are name=value.
func (f *fixture) create(username string, attributes ...string) *types.UserType {
	f.Helper()
	out, err := f.api.AdminCreateUser(f.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: &f.pool, Username: &username, TemporaryPassword: aws.String(password),
		MessageAction: types.MessageActionTypeSuppress, UserAttributes: attrs(attributes...),
	})
	if err != nil {
		f.Fatal(err)
	}
	return out.User
}

// confirm makes a user with a permanent password.
func (f *fixture) confirm(username string, attributes ...string) *types.UserType {
	f.Helper()
	u := f.create(username, attributes...)
	f.setPassword(username, password, true)
	return u
}

func (f *fixture) setPassword(username, password string, permanent bool) {
	f.Helper()
	_, err := f.api.AdminSetUserPassword(f.Context(), &cognito.AdminSetUserPasswordInput{
		UserPoolId: &f.pool, Username: &username, Password: &password, Permanent: permanent,
	})
	if err != nil {
		f.Fatal(err)
	}
}

func attrs(pairs ...string) []types.AttributeType {
	var list []types.AttributeType
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, types.AttributeType{Name: &name, Value: &value})
	}
	return list
}

func value(list []types.AttributeType, name string) string {
	for _, a := range list {
		if *a.Name == name {
			return *a.Value
		}
	}
	return ""
}

// enableMFA turns on every method of the pool, and requires one if asked to.
func (f *fixture) enableMFA(mode types.UserPoolMfaType) {
	f.Helper()
	_, err := f.api.SetUserPoolMfaConfig(f.Context(), &cognito.SetUserPoolMfaConfigInput{
		UserPoolId: &f.pool, MfaConfiguration: mode,
		SmsMfaConfiguration:           &types.SmsMfaConfigType{SmsConfiguration: smsConfiguration()},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
	})
	if err != nil {
		f.Fatal(err)
	}
}

func smsConfiguration() *types.SmsConfigurationType {
	return &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/sms")}
}

// passwordAuth is InitiateAuth USER_PASSWORD_AUTH.
func (f *fixture) passwordAuth(username, password string) (*cognito.InitiateAuthOutput, error) {
	return f.initiate("USER_PASSWORD_AUTH", "USERNAME", username, "PASSWORD", password)
}

func (f *fixture) initiate(flow types.AuthFlowType, params ...string) (*cognito.InitiateAuthOutput, error) {
	return f.api.InitiateAuth(f.Context(), &cognito.InitiateAuthInput{
		AuthFlow: flow, ClientId: &f.client, AuthParameters: pairs(params),
	})
}

func (f *fixture) respond(challenge types.ChallengeNameType, session *string, params ...string) (*cognito.RespondToAuthChallengeOutput, error) {
	return f.api.RespondToAuthChallenge(f.Context(), &cognito.RespondToAuthChallengeInput{
		ChallengeName: challenge, ClientId: &f.client, Session: session, ChallengeResponses: pairs(params),
	})
}

func pairs(list []string) map[string]string {
	m := make(map[string]string)
	for i := 0; i < len(list); i += 2 {
		m[list[i]] = list[i+1]
	}
	return m
}

// signIn returns the tokens of a user without further challenges.
func (f *fixture) signIn(username string) *types.AuthenticationResultType {
	f.Helper()
	out, err := f.passwordAuth(username, password)
	if err != nil {
		f.Fatal(err)
	}
	if out.AuthenticationResult == nil {
		f.Fatalf("challenge %s instead of tokens", out.ChallengeName)
	}
	return out.AuthenticationResult
}

// nextCode waits for the next message to a user.
func (f *fixture) nextCode(username string) string {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.Context(), 10*time.Second)
	defer cancel()
	m, err := f.server.Outbox().Next(ctx, f.pool, username)
	if err != nil {
		f.Fatal(err)
	}
	return m.Code
}

// wrong returns a code of the same length that differs in its first digit.
func wrong(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}

// wantError checks the exception and, unless it is "", the message.
func wantError(t *testing.T, err error, exception, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Fatalf("got error %v, want %s", err, exception)
	}
	if api.ErrorCode() != exception {
		t.Fatalf("got %s (%s), want %s", api.ErrorCode(), api.ErrorMessage(), exception)
	}
	if message != "" && api.ErrorMessage() != message {
		t.Fatalf("got message %q, want %q", api.ErrorMessage(), message)
	}
}
