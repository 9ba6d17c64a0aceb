package tokensource_test

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

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// What all tests share: a local Cognito with a pool that tracks devices, and alice
// in it.
var (
	endpoint string
	pool     *provision.Pool
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	server, err := localcognito.Start(localcognito.Options{})
	if err != nil {
		return 0, err
	}
	defer server.Close()
	endpoint = server.URL()
	if pool, err = provision.NewPool(context.Background(), provision.Client(endpoint), provision.Options{
		Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true},
	}); err != nil {
		return 0, err
	}
	if _, err := pool.AddUser(context.Background(), provision.User{Name: "alice"}); err != nil {
		return 0, err
	}
	if clientID, err = newAppClient(context.Background()); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// newAppClient makes an app client that rotates refresh tokens without a grace
// period, unless changed.
func newAppClient(ctx context.Context, changes ...func(*cip.CreateUserPoolClientInput)) (id string, err error) {
	in := &cip.CreateUserPoolClientInput{
		UserPoolId: &pool.ID, ClientName: aws.String("rotating"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth},
		RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)},
	}
	for _, change := range changes {
		change(in)
	}
	out, err := pool.API.CreateUserPoolClient(ctx, in)
	if err != nil {
		return "", err
	}
	return *out.UserPoolClient.ClientId, nil
}

// app is an app client, and what happened, in its order: "refresh TOKEN" and what
// tests add.
type app struct {
	client *auth.Client
	wire   *wire

	mu     sync.Mutex
	events []string
}

func (a *app) note(event string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, event)
}

// refreshes counts the requests.
func (a *app) refreshes() (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, event := range a.events {
		if strings.HasPrefix(event, "refresh ") {
			n++
		}
	}
	return n
}

// newApp makes an app client and a client for it, which repeats nothing.
func newApp(t *testing.T, changes ...func(*cip.CreateUserPoolClientInput)) *app {
	t.Helper()
	id, err := newAppClient(t.Context(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{}
	a.wire = &wire{note: a.note}
	sdk := cip.New(cip.Options{
		Region: "eu-west-1", BaseEndpoint: &endpoint, Credentials: aws.AnonymousCredentials{}, HTTPClient: a.wire, RetryMaxAttempts: 1,
	})
	if a.client, err = auth.New(auth.Config{UserPoolID: pool.ID, ClientID: id, API: awssdk.New(sdk)}); err != nil {
		t.Fatal(err)
	}
	return a
}

// signIn gives alice's tokens.
func (a *app) signIn(t *testing.T) auth.Tokens {
	t.Helper()
	step, err := a.client.Initiate(t.Context(), auth.InitiateRequest{Username: "alice", Password: []byte(provision.Password)})
	if err != nil || !step.Done() {
		t.Fatalf("%+v, %v", step, err)
	}
	if step.Tokens.DeviceKey == "" {
		t.Fatal("the pool tracks no devices")
	}
	return *step.Tokens
}

// wire is an HTTP client that tells of refreshes, and can lose a request or its
// answer.
type wire struct {
	note func(string)
	lost func(send func() (*http.Response, error)) (*http.Response, error) // nil: nothing is lost
}

func (w *wire) Do(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	if strings.HasSuffix(request.Header.Get("X-Amz-Target"), ".GetTokensFromRefreshToken") {
		var in struct{ RefreshToken string }
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, err
		}
		w.note("refresh " + in.RefreshToken)
	}
	send := func() (*http.Response, error) { return http.DefaultClient.Do(request) }
	if w.lost != nil {
		return w.lost(send)
	}
	return send()
}

// wantCode checks the code of an error and that it holds none of the tokens.
func wantCode(t *testing.T, err error, code string, tokens ...auth.Tokens) {
	t.Helper()
	failure, ok := errors.AsType[*auth.Error](err)
	if !ok || failure.Code != code {
		t.Fatalf("got %v, want code %s", err, code)
	}
	for _, held := range tokens {
		for _, secret := range []string{held.RefreshToken, held.AccessToken, held.IDToken} {
			if secret != "" && strings.Contains(fmt.Sprintf("%+v %v", *failure, failure.Err), secret) {
				t.Error("the error holds a token")
			}
		}
	}
}

// works wants Cognito to take an access token as alice's.
func works(t *testing.T, accessToken string) {
	t.Helper()
	user, err := pool.API.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &accessToken})
	if err != nil || *user.Username != "alice" {
		t.Errorf("%v, %v", user, err)
	}
}
