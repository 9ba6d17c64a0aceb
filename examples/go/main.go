// A program that signs in through the AWS SDK's client.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

func main() {
	cognito := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-west-1", BaseEndpoint: aws.String("http://localhost:9229")})
	client, err := auth.New(auth.Config{UserPoolID: "eu-west-1_AbC123xyz", ClientID: "1example23456789", API: awssdk.New(cognito)})
	if err != nil {
		log.Fatal(err)
	}
	step, err := client.Initiate(context.Background(), auth.InitiateRequest{Username: "alice", Password: []byte("Local-Cognito-1")})
	if err != nil {
		log.Fatal(err)
	}
	if !step.Done() {
		log.Fatalf("Cognito asks for %s: answer with client.Respond", step.Challenge)
	}
	fmt.Println(step.Username, "has a", step.Tokens.TokenType, "token")
}
