package awssdk_test

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

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

// A sign-in ends where a person has to answer, and goes on with the answer.
func ExampleNew_challenges() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: endpoint})
	client, err := auth.New(auth.Config{UserPoolID: userPoolID, ClientID: clientID, API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	step, err := client.Initiate(ctx, auth.InitiateRequest{
		Flow: auth.FlowUserAuth, Username: "bob", Password: []byte("Correct-1234"), // PASSWORD_SRP
	})
	for err == nil && !step.Done() {
		fmt.Println("Cognito asks for", step.Challenge)
		var answer auth.Answer
		switch step.Challenge {
		case auth.ChallengeSMSMFA, auth.ChallengeEmailOTP, auth.ChallengeSoftwareTokenMFA:
			answer = auth.Code(ask("code", step))
		case auth.ChallengeSelectChallenge, auth.ChallengeSelectMFAType:
			answer = auth.Choice{Name: step.Choices[0], Password: []byte("Correct-1234")}
		case auth.ChallengeNewPasswordRequired:
			answer = auth.NewPassword{Password: []byte(ask("new password", step))}
		default:
			log.Fatal("not for this program")
		}
		step, err = client.Respond(ctx, step, answer)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Username, "is signed in")
	// Output:
	// Cognito asks for SMS_MFA
	// bob is signed in
}

// A server signs users in by AdminInitiateAuth, with IAM credentials, and tells
// threat protection whose request it serves.
func ExampleNewAdmin() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: endpoint, Credentials: iam})
	api := awssdk.NewAdmin(cognito, awssdk.AdminOptions{
		UserPoolID: userPoolID,
		ContextData: func(context.Context) *types.ContextDataType { // of the request in the context
			return &types.ContextDataType{
				IpAddress: aws.String("192.0.2.1"), ServerName: aws.String("www.example.com"), ServerPath: aws.String("/sign-in"),
				HttpHeaders: []types.HttpHeader{{HeaderName: aws.String("User-Agent"), HeaderValue: aws.String("Example/1")}},
			}
		},
	})
	client, err := auth.New(auth.Config{UserPoolID: userPoolID, ClientID: clientID, API: api})
	if err != nil {
		log.Fatal(err)
	}
	step, err := client.Initiate(context.Background(), auth.InitiateRequest{
		Flow: auth.FlowAdminUserPasswordAuth, Username: "alice", Password: []byte("Correct-1234"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Username, "has a", step.Tokens.TokenType, "token")
	// Output: alice has a Bearer token
}
