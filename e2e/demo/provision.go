package main

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// accounts are what the pool knows of the demo users. Bob is not among them:
// his account comes by invitation.
var accounts = []provision.User{
	{Name: "alice", Attributes: map[string]string{"name": "Alice Arendt"}},
	{Name: "carol", Attributes: map[string]string{"name": "Carol Castell"}, MFA: "SMS_MFA"},
	{Name: "dave", Attributes: map[string]string{"name": "Dave Dorn"}, MFA: "EMAIL_OTP"},
	{Name: authenticatorOwner, Attributes: map[string]string{"name": "Erin Ekdahl"}, MFA: "SOFTWARE_TOKEN_MFA"},
}

const (
	invited            = "bob"
	authenticatorOwner = "erin"
)

// createPool makes a user pool with the demo users in it. totpSecret is that
// of the authenticator, in base32.
func createPool(ctx context.Context, endpoint string) (pool *provision.Pool, totpSecret string, err error) {
	pool, err = provision.NewPool(ctx, provision.Client(endpoint), provision.Options{EmailIsAlias: true, Required: []string{"name"}})
	if err != nil {
		return nil, "", err
	}
	for _, account := range accounts {
		secret, err := pool.AddUser(ctx, account)
		if err != nil {
			return nil, "", err
		}
		if secret != "" {
			totpSecret = secret
		}
	}
	return pool, totpSecret, invite(ctx, pool)
}

// invite creates bob with a temporary password and without the name that the
// pool requires, and sends him an invitation. A bob who has been through that
// already is replaced, so that a visitor can see it once more.
func invite(ctx context.Context, pool *provision.Pool) error {
	_, err := pool.API.AdminDeleteUser(ctx, &cognito.AdminDeleteUserInput{UserPoolId: aws.String(pool.ID), Username: aws.String(invited)})
	if _, absent := errors.AsType[*types.UserNotFoundException](err); err != nil && !absent {
		return err
	}
	_, err = pool.API.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: aws.String(pool.ID), Username: aws.String(invited), TemporaryPassword: aws.String(provision.Password),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String(invited + "@example.com")},
			{Name: aws.String("email_verified"), Value: aws.String("true")},
		},
	})
	return err
}
