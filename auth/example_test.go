//go:build !js

package auth_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// A user signs in with USER_SRP_AUTH: the password does not leave the program.
func Example() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(local.URL()), // without it the region's own
	})
	client, err := auth.New(auth.Config{UserPoolID: pool.ID, ClientID: pool.ClientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	step, err := client.Initiate(context.Background(), auth.InitiateRequest{Username: "alice", Password: []byte("Correct-1234")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Done(), step.Username, step.Tokens.TokenType)
	// Output: true alice Bearer
}

// Cognito asks for the code that it has sent. A wrong one can be corrected.
func ExampleClient_Respond() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: aws.String(local.URL())})
	client, err := auth.New(auth.Config{UserPoolID: pool.ID, ClientID: pool.ClientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	step, err := client.Initiate(ctx, auth.InitiateRequest{Username: "bob", Password: []byte("Correct-1234")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Challenge, "by", step.Delivery.Medium)

	_, err = client.Respond(ctx, step, auth.Code("no code"))
	if failure, ok := errors.AsType[*auth.Error](err); ok {
		fmt.Println(failure.Code)
	}
	step, err = client.Respond(ctx, step, auth.Code(readPhone(step)))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Done(), step.Username)
	// Output:
	// SMS_MFA by SMS
	// CodeMismatchException
	// true bob
}

// A refresh needs the refresh token, and the device that it was issued to.
func ExampleClient_Initiate_refresh() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: aws.String(local.URL())})
	client, err := auth.New(auth.Config{UserPoolID: pool.ID, ClientID: pool.ClientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	first, err := client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: []byte("Correct-1234")})
	if err != nil {
		log.Fatal(err)
	}
	next, err := client.Initiate(ctx, auth.InitiateRequest{
		Flow: auth.FlowRefreshTokenAuth, RefreshToken: first.Tokens.RefreshToken, DeviceKey: first.Tokens.DeviceKey,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("another access token:", next.Tokens.AccessToken != first.Tokens.AccessToken)
	fmt.Println("the same refresh token:", next.Tokens.RefreshToken == first.Tokens.RefreshToken)
	// Output:
	// another access token: true
	// the same refresh token: true
}
