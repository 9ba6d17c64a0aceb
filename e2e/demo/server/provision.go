package server

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// The users whose first sign-in differs from their second, and who are made
// anew on demand: bob gets an invitation, frank has to set up a second factor,
// and grace has no passkey yet.
const (
	invited  = "bob"
	beginner = "frank"
	chooser  = "grace"
)

// accounts are what the pool knows of the users who stay.
var accounts = []provision.User{
	{Name: "alice", Attributes: map[string]string{"name": "Alice Arendt"}},
	{Name: "carol", Attributes: map[string]string{"name": "Carol Castell"}, MFA: "SMS_MFA"},
	{Name: "dave", Attributes: map[string]string{"name": "Dave Dorn"}, MFA: "EMAIL_OTP"},
	{Name: "erin", Attributes: map[string]string{"name": "Erin Ekdahl"}, MFA: "SOFTWARE_TOKEN_MFA"},
}

// pools are where the demo users live: MFA is optional in one and required in
// the other.
type pools struct {
	main, strict *provision.Pool
	// totpSecrets are those of the authenticators that there are from the
	// beginning, in base32, by user.
	totpSecrets map[string]string
}

func idsOf(pool *provision.Pool) PoolIDs { return PoolIDs{pool.ID, pool.ClientID} }

// createPools makes the user pools with the demo users in them.
func createPools(ctx context.Context, endpoint string) (*pools, error) {
	api := provision.Client(endpoint)
	p := &pools{totpSecrets: map[string]string{}}
	var err error
	if p.main, err = provision.NewPool(ctx, api, provision.Options{
		EmailIsAlias: true, Required: []string{"name"},
		Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
		FirstFactors: []types.AuthFactorType{
			types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
		},
	}); err != nil {
		return nil, err
	}
	if p.strict, err = provision.NewPool(ctx, api, provision.Options{RequireMFA: true}); err != nil {
		return nil, err
	}
	for _, account := range accounts {
		secret, err := p.main.AddUser(ctx, account)
		if err != nil {
			return nil, err
		}
		if secret != "" {
			p.totpSecrets[account.Name] = secret
		}
	}
	return p, p.renew(ctx)
}

// renew makes bob, frank and grace as if they had never signed in.
func (p *pools) renew(ctx context.Context) error {
	for _, add := range []func(context.Context) error{p.invite, p.begin, p.addChooser} {
		if err := add(ctx); err != nil {
			return err
		}
	}
	return nil
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
	if err := remove(ctx, p.strict, beginner); err != nil {
		return err
	}
	if _, err := p.strict.AddUser(ctx, provision.User{Name: beginner}); err != nil {
		return err
	}
	_, err := p.strict.API.AdminUpdateUserAttributes(ctx, &cognito.AdminUpdateUserAttributesInput{
		UserPoolId: &p.strict.ID, Username: aws.String(beginner),
		UserAttributes: []types.AttributeType{{Name: aws.String("phone_number"), Value: aws.String("")}},
	})
	return err
}

func (p *pools) addChooser(ctx context.Context) error {
	if err := remove(ctx, p.main, chooser); err != nil {
		return err
	}
	_, err := p.main.AddUser(ctx, provision.User{Name: chooser, Attributes: map[string]string{"name": "Grace Gruber"}})
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
