package peers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// sdkCalls send the input of an operation with the AWS SDK for Go. A body of
// ours that the SDK's input type does not know is an error.
var sdkCalls = map[string]func(ctx context.Context, api *cip.Client, body []byte) error{
	"InitiateAuth": func(ctx context.Context, api *cip.Client, body []byte) error {
		var in cip.InitiateAuthInput
		if err := strictly(body, &in); err != nil {
			return err
		}
		_, err := api.InitiateAuth(ctx, &in)
		return err
	},
	"RespondToAuthChallenge": func(ctx context.Context, api *cip.Client, body []byte) error {
		var in cip.RespondToAuthChallengeInput
		if err := strictly(body, &in); err != nil {
			return err
		}
		_, err := api.RespondToAuthChallenge(ctx, &in)
		return err
	},
	"GetTokensFromRefreshToken": func(ctx context.Context, api *cip.Client, body []byte) error {
		var in cip.GetTokensFromRefreshTokenInput
		if err := strictly(body, &in); err != nil {
			return err
		}
		_, err := api.GetTokensFromRefreshToken(ctx, &in)
		return err
	},
}

func strictly(body []byte, in any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	return decoder.Decode(in)
}

// What our module sends from a browser is, as JSON and in target and content
// type, what the AWS SDK for Go sends for the same input.
func TestRequestsEqualTheSDKs(t *testing.T) {
	s := &visit{T: t, peer: &peer{open: func(v *visit) client {
		v.page.Open(pageOf(v, "cognito-wasm.js"))
		return nil
	}}}
	s.open(provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "nora", Temporary: true, Attributes: map[string]string{"given_name": "Nora"}})
	s.user(provision.User{Name: "dave", MFA: "EMAIL_OTP"})

	browser.Eval[any](s.page, fmt.Sprintf(`(async () => {
		window.client = await CognitoWasm.createClient({
			userPoolId: %q, clientId: %q, endpoint: %q,
			clientMetadata: {source: 'page "1"'}, analyticsMetadata: {AnalyticsEndpointId: 'endpoint'},
			userContextData: (name) => ({EncodedData: 'data of ' + name}),
		});
		await client.initiate({username: 'alice', password: 'Local-Cognito-1'});
		await client.initiate({flow: 'REFRESH_TOKEN_AUTH'}, {clientMetadata: {}});
		await client.initiate({flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Local-Cognito-1'});
		const nora = await client.initiate({username: 'nora', password: 'Local-Cognito-1'});
		await client.respond(nora, {newPassword: 'Pässw0rd-“2”', attributes: {given_name: 'Nóra'}});
		window.dave = await client.initiate({username: 'dave', password: 'Local-Cognito-1'});
	})()`, s.pool.ID, s.pool.ClientID, s.tap.URL))
	browser.Eval[any](s.page, fmt.Sprintf(`client.respond(dave, {code: %q}, {userContextData: {IpAddress: '192.0.2.1'}}).then(() => {})`, s.code("dave")))

	var sdk wiretap.Call
	capture := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sdk = wiretap.Call{Target: r.Header.Get("X-Amz-Target"), Header: r.Header}
		if err := json.Unmarshal(body, &sdk.Body); err != nil {
			t.Error(err)
		}
		w.Header().Set("content-type", "application/x-amz-json-1.1")
		io.WriteString(w, "{}")
	}))
	defer capture.Close()
	api := provision.Client(capture.URL)

	compared := 0
	for _, ours := range s.tap.Calls("") {
		send, ok := sdkCalls[ours.Operation]
		if !ok {
			t.Errorf("%s is not compared", ours.Operation)
			continue
		}
		body, err := json.Marshal(ours.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := send(t.Context(), api, body); err != nil {
			t.Errorf("%s: %v", ours.Operation, err)
			continue
		}
		if !reflect.DeepEqual(ours.Body, sdk.Body) {
			t.Errorf("%s: we sent the members %v, the SDK sends %v", ours.Operation, members(ours.Body), members(sdk.Body))
		}
		if ours.Target != sdk.Target {
			t.Errorf("we sent X-Amz-Target %q, the SDK sends %q", ours.Target, sdk.Target)
		}
		if name := "Content-Type"; ours.Header.Get(name) != sdk.Header.Get(name) {
			t.Errorf("we sent content-type %q, the SDK sends %q", ours.Header.Get(name), sdk.Header.Get(name))
		}
		compared++
	}
	// Five sign-ins with two calls each, but for the refresh and the password in
	// the clear, and two answers to challenges.
	if compared != 10 {
		t.Errorf("compared %d calls, want 10", compared)
	}
}

// members names what a message has, without the values, which are secrets.
func members(body map[string]any) []string {
	var names []string
	for name, value := range body {
		names = append(names, name)
		if nested, ok := value.(map[string]any); ok {
			for inner := range nested {
				names = append(names, name+"."+inner)
			}
		}
	}
	return names
}
