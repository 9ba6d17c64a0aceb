package localcognito_test

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// A server, a pool and a user, all over the API that the real service has.
func Example() {
	server, err := localcognito.Start(localcognito.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	ctx := context.Background()
	api := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(server.URL()),
		Credentials:  credentials.NewStaticCredentialsProvider("any", "any", ""),
	})
	pool, err := api.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("example")})
	if err != nil {
		log.Fatal(err)
	}
	client, err := api.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("example"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = api.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: pool.UserPool.Id, Username: aws.String("alice"),
	})
	if err != nil {
		log.Fatal(err)
	}
	invitation, err := server.Outbox().Next(ctx, *pool.UserPool.Id, "alice")
	if err != nil {
		log.Fatal(err)
	}
	out, err := api.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: client.UserPoolClient.ClientId, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": invitation.Code},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(out.ChallengeName)
	// Output: NEW_PASSWORD_REQUIRED
}

// A pool whose sign-in asks for a word, decided by Lambda handlers in Go.
func ExampleServer_SetTriggers() {
	server, err := localcognito.Start(localcognito.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	ctx := context.Background()
	api := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(server.URL()),
		Credentials:  credentials.NewStaticCredentialsProvider("any", "any", ""),
	})
	pool, err := api.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("example")})
	if err != nil {
		log.Fatal(err)
	}
	client, err := api.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("example"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowCustomAuth},
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = api.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: pool.UserPool.Id, Username: aws.String("alice")})
	if err != nil {
		log.Fatal(err)
	}
	err = server.SetTriggers(*pool.UserPool.Id, localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			e.Response.PublicChallengeParameters = map[string]string{"question": "the word?"}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": "friend"}
			return e, nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	out, err := api.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: client.UserPoolClient.ClientId, AuthFlow: types.AuthFlowTypeCustomAuth,
		AuthParameters: map[string]string{"USERNAME": "alice"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(out.ChallengeName, out.ChallengeParameters["question"])
	// Output: CUSTOM_CHALLENGE the word?
}
