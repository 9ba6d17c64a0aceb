//go:build !js

package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// plainAPI calls Cognito with net/http. It knows what most sign-ins need and
// repeats nothing.
type plainAPI struct{ endpoint string }

func (a plainAPI) Call(ctx context.Context, in auth.Input) (auth.Output, error) {
	var request struct {
		AuthFlow           auth.Flow          `json:",omitempty"`
		ChallengeName      auth.ChallengeName `json:",omitempty"`
		ClientId           string
		Session            string            `json:",omitempty"`
		AuthParameters     map[string]string `json:",omitempty"`
		ChallengeResponses map[string]string `json:",omitempty"`
		ClientMetadata     map[string]string `json:",omitempty"`
	}
	switch in := in.(type) {
	case *auth.InitiateAuthInput:
		request.AuthFlow, request.ClientId, request.Session = in.AuthFlow, in.ClientID, in.Session
		request.AuthParameters, request.ClientMetadata = in.AuthParameters, in.ClientMetadata
	case *auth.RespondToAuthChallengeInput:
		request.ChallengeName, request.ClientId, request.Session = in.ChallengeName, in.ClientID, in.Session
		request.ChallengeResponses, request.ClientMetadata = in.ChallengeResponses, in.ClientMetadata
	default:
		return nil, auth.ErrUnknownOperation
	}
	body, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+in.Operation())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		var exception struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&exception); err != nil {
			return nil, err
		}
		return nil, &smithy.GenericAPIError{Code: exception.Type, Message: exception.Message}
	}
	output := &auth.AuthOutput{}
	return output, json.NewDecoder(answer.Body).Decode(output)
}

// Cognito can be reached by other means than the AWS SDK.
func ExampleAPI() {
	client, err := auth.New(auth.Config{UserPoolID: pool.ID, ClientID: pool.ClientID, API: plainAPI{local.URL()}})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	_, err = client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: []byte("Wrong-1234")})
	if failure, ok := errors.AsType[*auth.Error](err); ok {
		fmt.Println(failure.Operation, failure.Code)
	}
	step, err := client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: []byte("Correct-1234")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Done(), step.Username, step.Tokens.IDToken != "")
	// Output:
	// RespondToAuthChallenge NotAuthorizedException
	// true alice true
}
