package awssdk_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// TestAdminFlows has the flows of which no other test has the Admin form.
func TestAdminFlows(t *testing.T) {
	client := local.pool.newRow(t, adminForm)
	local.pool.confirm(t, "by-admin", "email=by-admin@example.com", "email_verified=true", "phone_number=+12025550123")
	for _, flow := range []auth.Flow{auth.FlowAdminUserPasswordAuth, auth.FlowAdminNoSRPAuth, auth.FlowUserSRPAuth} {
		t.Run(string(flow), func(t *testing.T) {
			request := auth.InitiateRequest{Flow: flow, Username: "by-admin@example.com", Password: []byte(password)}
			step := client.initiate(t, request)
			tokens := local.pool.wantTokens(t, step, "by-admin")
			for _, refresh := range []auth.Flow{auth.FlowRefreshTokenAuth, auth.FlowRefreshToken} {
				again := client.initiate(t, auth.InitiateRequest{Flow: refresh, Username: "by-admin", RefreshToken: tokens.RefreshToken})
				local.pool.wantTokens(t, again, "by-admin")
			}
			request.Password = []byte("Wrong-12345")
			_, err := client.Initiate(t.Context(), request)
			failure := wantCode(t, err, "NotAuthorizedException")
			operation := "AdminInitiateAuth"
			if flow == auth.FlowUserSRPAuth {
				operation = "AdminRespondToAuthChallenge" // Cognito tells at the verifier
			}
			if failure.Message != "Incorrect username or password." || failure.Operation != operation {
				t.Errorf("%s: message %q", failure.Operation, failure.Message)
			}
		})
	}
	local.pool.prefer(t, "by-admin", auth.ChallengeSMSMFA)
	for _, flow := range []auth.Flow{auth.FlowAdminUserPasswordAuth, auth.FlowUserSRPAuth} {
		step := client.initiate(t, auth.InitiateRequest{Flow: flow, Username: "by-admin", Password: []byte(password)})
		wantChallenge(t, step, auth.ChallengeSMSMFA)
		local.pool.wantTokens(t, client.respond(t, step, auth.Code(local.pool.nextCode(t, "by-admin"))), "by-admin")
	}
	_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "by-admin", Password: []byte(password)})
	wantCode(t, err, "InvalidParameterException") // AdminInitiateAuth does not have it
}

func TestAdminNewPasswordRequired(t *testing.T) {
	client := local.pool.newRow(t, adminForm)
	local.pool.create(t, "new-by-admin", "email=new@example.com")
	step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowAdminUserPasswordAuth, Username: "new-by-admin", Password: []byte(password)})
	wantChallenge(t, step, auth.ChallengeNewPasswordRequired)
	client.refused(t, step, auth.NewPassword{Password: []byte("weak"), Attributes: map[string]string{"given_name": "Ann"}}, "InvalidPasswordException")
	step = client.respond(t, step, auth.NewPassword{Password: []byte(newPassword), Attributes: map[string]string{"given_name": "Ann"}})
	local.pool.wantTokens(t, step, "new-by-admin")
}

// TestAdminFlowsWithoutAdmin are refused before anything is sent.
func TestAdminFlowsWithoutAdmin(t *testing.T) {
	client := local.pool.newApp(t)
	for _, flow := range []auth.Flow{auth.FlowAdminUserPasswordAuth, auth.FlowAdminNoSRPAuth} {
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: "nobody", Password: []byte(password)})
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.Contains(failure.Message, "is for servers") {
			t.Errorf("message %q", failure.Message)
		}
	}
	if sent := client.wire.take(); len(sent) != 0 {
		t.Errorf("%d calls", len(sent))
	}
}

// changing is an HTTP client that changes requests after they were signed.
type changing func(body []byte) []byte

func (change changing) Do(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(change(body)))
	return http.DefaultClient.Do(request)
}

// TestAdminRefused has calls whose signature is not that of the credentials. The
// exceptions are those of AWS's common errors.
func TestAdminRefused(t *testing.T) {
	client := local.pool.newApp(t)
	ahead, err := localcognito.Start(localcognito.Options{
		Now: func() time.Time { return time.Now().Add(16 * time.Minute) }, Credentials: map[string]string{accessKey: secretKey},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ahead.Close() })
	signed := func(changes ...func(*cip.Options)) *cip.Client {
		return newSDKClient(local.URL(), &recorder{}, append([]func(*cip.Options){withKey(secretKey)}, changes...)...)
	}
	for name, tt := range map[string]struct {
		sdk  *cip.Client
		code string
	}{
		"wrong key": {signed(withKey("another key")), "InvalidSignatureException"},
		// The SDK would sign again by the clock that the refusal tells, and be right.
		"clock":        {signed(func(o *cip.Options) { o.BaseEndpoint, o.Retryer = aws.String(ahead.URL()), aws.NopRetryer{} }), "InvalidSignatureException"},
		"no signature": {newSDKClient(local.URL(), &recorder{}), "MissingAuthenticationTokenException"},
		"changed body": {signed(func(o *cip.Options) {
			o.HTTPClient = changing(func(body []byte) []byte { return bytes.Replace(body, []byte("nobody"), []byte("mallet"), 1) })
		}), "InvalidSignatureException"},
	} {
		t.Run(name, func(t *testing.T) {
			config := client.config
			config.API = awssdk.NewAdmin(tt.sdk, awssdk.AdminOptions{UserPoolID: config.UserPoolID})
			_, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{
				Flow: auth.FlowAdminUserPasswordAuth, Username: "nobody", Password: []byte(password),
			})
			failure := wantCode(t, err, tt.code)
			if failure.Operation != "AdminInitiateAuth" || failure.Status == 0 || failure.Retryable || strings.Contains(err.Error(), secretKey) {
				t.Errorf("%+v", *failure)
			}
		})
	}
}

// TestAdminIncomplete leaves out what the Admin operations require; the SDK
// finds it, so nothing is sent.
func TestAdminIncomplete(t *testing.T) {
	config := local.pool.newApp(t).config
	for value, options := range map[string]awssdk.AdminOptions{
		"UserPoolId": {},
		"IpAddress": {UserPoolID: config.UserPoolID, ContextData: func(context.Context) *types.ContextDataType {
			return &types.ContextDataType{ServerName: aws.String("api.example.com"), ServerPath: aws.String("/"), HttpHeaders: []types.HttpHeader{}}
		}},
	} {
		wire := &recorder{}
		config.API = awssdk.NewAdmin(newSDKClient(local.URL(), wire, withKey(secretKey)), options)
		_, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{Username: "nobody", Password: []byte(password)})
		if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasSuffix(failure.Message, value+": expected a value") || failure.Retryable {
			t.Errorf("%+v", *failure)
		}
		if len(wire.messages) != 0 {
			t.Errorf("%s: %d calls", value, len(wire.messages))
		}
	}
}
