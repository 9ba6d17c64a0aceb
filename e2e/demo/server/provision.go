package server

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// The users who differ from the others by more than a second factor: bob has an
// invitation, frank has to set up a second factor, grace begins with a choice, and
// heidi's device is remembered.
const (
	invited  = "bob"
	beginner = "frank"
	chooser  = "grace"
	roamer   = "heidi"
)

// accounts are what the main pool knows of its users, but for the invited one.
var accounts = []provision.User{
	{Name: "alice", Attributes: map[string]string{"name": "Alice Arendt"}},
	{Name: "carol", Attributes: map[string]string{"name": "Carol Castell"}, MFA: "SMS_MFA"},
	{Name: "dave", Attributes: map[string]string{"name": "Dave Dorn"}, MFA: "EMAIL_OTP"},
	{Name: "erin", Attributes: map[string]string{"name": "Erin Ekdahl"}, MFA: "SOFTWARE_TOKEN_MFA"},
	{Name: chooser, Attributes: map[string]string{"name": "Grace Gruber"}},
}

// pools are where the demo users live: MFA is optional in one and required in
// another, and the third tracks devices.
type pools struct {
	main, strict, tracking *provision.Pool
}

func idsOf(pool *provision.Pool) PoolIDs { return PoolIDs{pool.ID, pool.ClientID} }

// createPools makes the user pools, without users.
func createPools(ctx context.Context, endpoint string) (*pools, error) {
	api := provision.Client(endpoint)
	p := new(pools)
	for _, made := range []struct {
		pool    **provision.Pool
		options provision.Options
	}{
		{&p.main, provision.Options{
			EmailIsAlias: true, Required: []string{"name"},
			Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
			FirstFactors: []types.AuthFactorType{
				types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
			},
		}},
		{&p.strict, provision.Options{RequireMFA: true}},
		{&p.tracking, provision.Options{Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true}}},
	} {
		var err error
		if *made.pool, err = provision.NewPool(ctx, api, made.options); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// renew makes all demo users as if they had never signed in. It gives the secrets
// of the authenticators that they have, in base32, by user.
func (p *pools) renew(ctx context.Context) (totpSecrets map[string]string, err error) {
	totpSecrets = map[string]string{}
	for _, account := range accounts {
		secret, err := replace(ctx, p.main, account)
		if err != nil {
			return nil, err
		}
		if secret != "" {
			totpSecrets[account.Name] = secret
		}
	}
	if _, err := replace(ctx, p.tracking, provision.User{Name: roamer, MFA: "SMS_MFA"}); err != nil {
		return nil, err
	}
	if err := p.invite(ctx); err != nil {
		return nil, err
	}
	return totpSecrets, p.begin(ctx)
}

// replace creates a user anew.
func replace(ctx context.Context, pool *provision.Pool, user provision.User) (totpSecret string, err error) {
	if err := remove(ctx, pool, user.Name); err != nil {
		return "", err
	}
	return pool.AddUser(ctx, user)
}

// invite creates bob with a temporary password and without the name that the
// pool requires, and sends him an invitation, unless he has one already.
func (p *pools) invite(ctx context.Context) error {
	bob, err := p.main.API.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: &p.main.ID, Username: aws.String(invited)})
	if err == nil && bob.UserStatus == types.UserStatusTypeForceChangePassword {
		return nil
	}
	if err := remove(ctx, p.main, invited); err != nil {
		return err
	}
	_, err = p.main.API.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: &p.main.ID, Username: aws.String(invited), TemporaryPassword: aws.String(TemporaryPassword),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String(invited + "@example.com")},
			{Name: aws.String("email_verified"), Value: aws.String("true")},
		},
	})
	return err
}

// begin creates frank without a phone number, which would be a second factor
// already.
func (p *pools) begin(ctx context.Context) error {
	if _, err := replace(ctx, p.strict, provision.User{Name: beginner}); err != nil {
		return err
	}
	_, err := p.strict.API.AdminUpdateUserAttributes(ctx, &cognito.AdminUpdateUserAttributesInput{
		UserPoolId: &p.strict.ID, Username: aws.String(beginner),
		UserAttributes: []types.AttributeType{{Name: aws.String("phone_number"), Value: aws.String("")}},
	})
	return err
}

// remove deletes a user, if there is one.
func remove(ctx context.Context, pool *provision.Pool, name string) error {
	_, err := pool.API.AdminDeleteUser(ctx, &cognito.AdminDeleteUserInput{UserPoolId: &pool.ID, Username: &name})
	if _, absent := errors.AsType[*types.UserNotFoundException](err); absent {
		return nil
	}
	return err
}
