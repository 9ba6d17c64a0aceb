package guides

import (
	"io"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

const backEnd = "A back end that verifies tokens"

func init() { noteExecuted("docs/testing.md", "TestBackEnd", backEnd) }

// The back end of the document takes the access tokens of the local Cognito, by
// AWS's own library, and nothing else.
func TestBackEnd(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	r.follow("docs/testing.md", backEnd)
	api := provision.Client("http://" + r.endpoint)
	signedIn, err := api.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: aws.String(exampleClient),
		AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": provision.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	tokens := signedIn.AuthenticationResult
	changed := []byte(*tokens.AccessToken)
	changed[len(changed)/2]++
	for name, tt := range map[string]struct {
		token, says string
		status      int
	}{
		"the access token": {*tokens.AccessToken, "Hello alice", http.StatusOK},
		"the ID token":     {*tokens.IdToken, "Sign in first.", http.StatusUnauthorized},
		"a changed token":  {string(changed), "Sign in first.", http.StatusUnauthorized},
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
		if err != nil || response.StatusCode != tt.status || string(body) != tt.says {
			t.Errorf("%s: %s, %q, %v, want %d and %q", name, response.Status, body, err, tt.status, tt.says)
		}
	}
}
