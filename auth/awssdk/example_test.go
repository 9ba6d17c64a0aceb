package awssdk_test

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// A Go program signs a user in with SRP: the password does not leave it.
func ExampleClient() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "eu-west-1",
		BaseEndpoint: endpoint, // a local Cognito; without it the region's own
	})
	client, err := auth.New(auth.Config{UserPoolID: userPoolID, ClientID: clientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	step, err := client.Initiate(context.Background(), auth.InitiateRequest{Username: "alice", Password: []byte("Correct-1234")})
	if err != nil {
		log.Fatal(err)
	}
	if !step.Done() {
		log.Fatalf("Cognito asks for %s: answer with client.Respond", step.Challenge)
	}
	fmt.Println(step.Username, "has a", step.Tokens.TokenType, "token")
	// Output: alice has a Bearer token
}
