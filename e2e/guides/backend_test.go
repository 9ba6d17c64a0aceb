package guides

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

const backEnd = "A back end that verifies tokens"

const service = "A service that verifies tokens"

func init() {
	noteExecuted("docs/testing.md", "TestBackEnd", backEnd)
	noteExecuted(sessionGuide, "TestServiceInGo", service)
}

// The service in Go does the same.
func TestServiceInGo(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	r.follow(localCognito[0], localCognito[1])
	r.follow(sessionGuide, service)
	takesAccessTokens(r)
}

// The back end of the document takes the access tokens of the local Cognito, by
// AWS's own library, and nothing else.
func TestBackEnd(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	r.follow("docs/testing.md", backEnd)
	takesAccessTokens(r)
}

// takesAccessTokens asks a service with the tokens of alice, and with others.
func takesAccessTokens(r *reader) {
	t := r.t
	t.Helper()
	api := provision.Client("http://" + r.endpoint)
	signIn := func(client *string) *types.AuthenticationResultType {
		t.Helper()
		signedIn, err := api.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
			AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: client,
			AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": provision.Password},
		})
		if err != nil {
			t.Fatal(err)
		}
		return signedIn.AuthenticationResult
	}
	tokens := signIn(aws.String(exampleClient))
	other, err := api.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: aws.String(testrun.UserPoolID), ClientName: aws.String("another"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(*tokens.AccessToken)
	changed[len(changed)/2]++
	for name, tt := range map[string]struct {
		token, says string
		status      int
	}{
		"the access token": {*tokens.AccessToken, "Hello alice", http.StatusOK},
		"the ID token":     {*tokens.IdToken, "Sign in first.", http.StatusUnauthorized},
		"a changed token":  {string(changed), "Sign in first.", http.StatusUnauthorized},
		"another app's":    {*signIn(other.UserPoolClient.ClientId).AccessToken, "Sign in first.", http.StatusUnauthorized},
		"no token":         {"", "Sign in first.", http.StatusUnauthorized},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.token != "" {
			request.Header.Set("Authorization", "Bearer "+tt.token)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != tt.status || strings.TrimSpace(string(body)) != tt.says {
			t.Errorf("%s: %s, %q, %v, want %d and %q", name, response.Status, body, err, tt.status, tt.says)
		}
	}
}
