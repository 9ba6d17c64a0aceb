package main

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"
)

// provisioned is a pool with the demo users in it.
type provisioned struct {
	api              *cognito.Client
	poolID, clientID string
	totpSecret       string // of erin's authenticator, base32
}

// provision creates the pool as it would be created at AWS: with the SDK, over
// the API. The local Cognito takes any credentials.
func provision(ctx context.Context, endpoint string) (*provisioned, error) {
	p := &provisioned{api: cognito.New(cognito.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})}
	for _, step := range []func(context.Context) error{p.createPool, p.createClient, p.createUsers, p.inviteBob, p.enrolErin} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *provisioned) createPool(ctx context.Context) error {
	created, err := p.api.CreateUserPool(ctx, &cognito.CreateUserPoolInput{
		PoolName:        aws.String("demo"),
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		Schema:          []types.SchemaAttributeType{{Name: aws.String("name"), Required: aws.Bool(true), Mutable: aws.Bool(true)}},
	})
	if err != nil {
		return err
	}
	p.poolID = *created.UserPool.Id
	_, err = p.api.SetUserPoolMfaConfig(ctx, &cognito.SetUserPoolMfaConfigInput{
		UserPoolId:       aws.String(p.poolID),
		MfaConfiguration: types.UserPoolMfaTypeOptional,
		SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: &types.SmsConfigurationType{
			SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/local")}},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
	})
	return err
}

func (p *provisioned) createClient(ctx context.Context) error {
	created, err := p.api.CreateUserPoolClient(ctx, &cognito.CreateUserPoolClientInput{
		UserPoolId: aws.String(p.poolID), ClientName: aws.String("demo page"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
	})
	if err != nil {
		return err
	}
	p.clientID = *created.UserPoolClient.ClientId
	return nil
}

// person is what the pool knows of a demo user. Bob is not here: his account
// comes by invitation.
type person struct {
	username, name, phone string
	mfa                   cognito.AdminSetUserMFAPreferenceInput
}

var people = []person{
	{username: "alice", name: "Alice Arendt", phone: "+12025550100"},
	{username: "carol", name: "Carol Castell", phone: "+12025550102", mfa: cognito.AdminSetUserMFAPreferenceInput{
		SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}}},
	{username: "dave", name: "Dave Dorn", phone: "+12025550103", mfa: cognito.AdminSetUserMFAPreferenceInput{
		EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true}}},
	{username: erin, name: "Erin Ekdahl", phone: "+12025550104"},
}

const (
	bob  = "bob"
	erin = "erin"
)

func (p *provisioned) createUsers(ctx context.Context) error {
	for _, one := range people {
		_, err := p.api.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
			UserPoolId: aws.String(p.poolID), Username: aws.String(one.username), MessageAction: types.MessageActionTypeSuppress,
			UserAttributes: attributes(
				"name", one.name, "email", one.username+"@example.com", "email_verified", "true",
				"phone_number", one.phone, "phone_number_verified", "true"),
		})
		if err != nil {
			return err
		}
		_, err = p.api.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
			UserPoolId: aws.String(p.poolID), Username: aws.String(one.username), Password: aws.String(password), Permanent: true,
		})
		if err != nil {
			return err
		}
		if one.mfa == (cognito.AdminSetUserMFAPreferenceInput{}) {
			continue
		}
		if err := p.prefer(ctx, one.username, one.mfa); err != nil {
			return err
		}
	}
	return nil
}

func attributes(namesAndValues ...string) []types.AttributeType {
	var list []types.AttributeType
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		list = append(list, types.AttributeType{Name: &namesAndValues[i], Value: &namesAndValues[i+1]})
	}
	return list
}

func (p *provisioned) prefer(ctx context.Context, username string, mfa cognito.AdminSetUserMFAPreferenceInput) error {
	mfa.UserPoolId, mfa.Username = aws.String(p.poolID), aws.String(username)
	_, err := p.api.AdminSetUserMFAPreference(ctx, &mfa)
	return err
}

// inviteBob creates bob with a temporary password and without the name that
// the pool requires, and sends him the invitation. A bob who has been through
// that already is replaced, so that a visitor can see it once more.
func (p *provisioned) inviteBob(ctx context.Context) error {
	_, err := p.api.AdminDeleteUser(ctx, &cognito.AdminDeleteUserInput{UserPoolId: aws.String(p.poolID), Username: aws.String(bob)})
	if _, absent := errors.AsType[*types.UserNotFoundException](err); err != nil && !absent {
		return err
	}
	_, err = p.api.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: aws.String(p.poolID), Username: aws.String(bob), TemporaryPassword: aws.String(password),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes:         attributes("email", bob+"@example.com", "email_verified", "true"),
	})
	return err
}

// enrolErin gives erin an authenticator, which takes a sign-in.
func (p *provisioned) enrolErin(ctx context.Context) error {
	signedIn, err := p.api.InitiateAuth(ctx, &cognito.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: aws.String(p.clientID),
		AuthParameters: map[string]string{"USERNAME": erin, "PASSWORD": password},
	})
	if err != nil {
		return err
	}
	token := signedIn.AuthenticationResult.AccessToken
	associated, err := p.api.AssociateSoftwareToken(ctx, &cognito.AssociateSoftwareTokenInput{AccessToken: token})
	if err != nil {
		return err
	}
	p.totpSecret = *associated.SecretCode
	// A code works once. This takes the one before, so that the page's is unused.
	code, err := totp.GenerateCode(p.totpSecret, time.Now().Add(-totpPeriod))
	if err != nil {
		return err
	}
	_, err = p.api.VerifySoftwareToken(ctx, &cognito.VerifySoftwareTokenInput{
		AccessToken: token, UserCode: &code, FriendlyDeviceName: aws.String("erin's phone"),
	})
	if err != nil {
		return err
	}
	return p.prefer(ctx, erin, cognito.AdminSetUserMFAPreferenceInput{
		SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}})
}
