package tokensource_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"golang.org/x/oauth2"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
	"github.com/cognito-wasm/cognito-wasm/auth/tokensource"
)

// clientID is that of an app client that rotates refresh tokens.
var clientID string

// A program calls an API as a user for as long as the session lasts.
func ExampleSource() {
	ctx := context.Background()
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: &endpoint}) // a local Cognito
	client, err := auth.New(auth.Config{UserPoolID: pool.ID, ClientID: clientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	step, err := client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: []byte("Local-Cognito-1")})
	if err != nil || !step.Done() {
		log.Fatal(err)
	}
	source, err := tokensource.New(ctx, tokensource.Config{
		Client: client, Tokens: *step.Tokens,
		Save: func(_ context.Context, tokens auth.Tokens) error {
			return keep(tokens.RefreshToken, tokens.DeviceKey)
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		fmt.Fprintf(w, "a %s token of %d parts", scheme, strings.Count(token, ".")+1)
	}))
	defer api.Close()
	response, err := oauth2.NewClient(ctx, source).Get(api.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the API got", string(text))
	// Output: the API got a Bearer token of 3 parts
}

// keep is where this program has its secrets.
func keep(_, _ string) error { return nil }
