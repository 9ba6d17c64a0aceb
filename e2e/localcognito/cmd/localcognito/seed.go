package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"
)

// demoPassword is no secret: it is printed, and guards nothing.
const demoPassword = "Local-Cognito-1"

// localClient is an SDK client of a server on this machine, which takes any
// credentials.
func localClient(url, region string) *cognito.Client {
	return cognito.New(cognito.Options{
		Region: region, BaseEndpoint: aws.String(url),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
}

// demoUser is a user whose sign-in leads through one kind of challenge.
type demoUser struct {
	name, shows string
	temporary   bool
	mfa         *cognito.AdminSetUserMFAPreferenceInput
}

var demoUsers = []demoUser{
	{name: "alice", shows: "tokens after the password"},
	{name: "bob", shows: "NEW_PASSWORD_REQUIRED", temporary: true},
	{name: "carol", shows: "SMS_MFA", mfa: &cognito.AdminSetUserMFAPreferenceInput{
		SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}}},
	{name: "dave", shows: "EMAIL_OTP", mfa: &cognito.AdminSetUserMFAPreferenceInput{
		EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true}}},
}

// totpUser has an authenticator, which takes a sign-in to enrol.
var totpUser = demoUser{name: "erin", mfa: &cognito.AdminSetUserMFAPreferenceInput{
	SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}}}

// seedDemo provisions a server the way a real user pool is provisioned.
func seedDemo(ctx context.Context, url, region string, out io.Writer) error {
	api := localClient(url, region)
	pool, err := api.CreateUserPool(ctx, &cognito.CreateUserPoolInput{PoolName: aws.String("demo")})
	if err != nil {
		return err
	}
	poolID := pool.UserPool.Id
	_, err = api.SetUserPoolMfaConfig(ctx, &cognito.SetUserPoolMfaConfigInput{
		UserPoolId:                    poolID,
		MfaConfiguration:              types.UserPoolMfaTypeOptional,
		SmsMfaConfiguration:           &types.SmsMfaConfigType{SmsConfiguration: &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/local")}},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
	})
	if err != nil {
		return err
	}
	client, err := api.CreateUserPoolClient(ctx, &cognito.CreateUserPoolClientInput{
		UserPoolId: poolID, ClientName: aws.String("demo"),
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
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "user pool\t%s\nclient\t%s\n", *poolID, *client.UserPoolClient.ClientId)
	for i, u := range demoUsers {
		if err := createDemoUser(ctx, api, poolID, i, u); err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", u.name, demoPassword, u.shows)
	}
	secret, err := enrolDemoUser(ctx, api, poolID, client.UserPoolClient.ClientId)
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "%s\t%s\tSOFTWARE_TOKEN_MFA with the secret %s\n", totpUser.name, demoPassword, secret)
	return table.Flush()
}

func createDemoUser(ctx context.Context, api *cognito.Client, poolID *string, number int, u demoUser) error {
	attr := func(name, value string) types.AttributeType {
		return types.AttributeType{Name: aws.String(name), Value: aws.String(value)}
	}
	_, err := api.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: poolID, Username: aws.String(u.name), MessageAction: types.MessageActionTypeSuppress,
		TemporaryPassword: aws.String(demoPassword),
		UserAttributes: []types.AttributeType{
			attr("email", u.name+"@example.com"), attr("email_verified", "true"),
			attr("phone_number", fmt.Sprintf("+1202555010%d", number)), attr("phone_number_verified", "true"),
		},
	})
	if err != nil {
		return err
	}
	_, err = api.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: poolID, Username: aws.String(u.name), Password: aws.String(demoPassword), Permanent: !u.temporary,
	})
	if err != nil || u.mfa == nil {
		return err
	}
	return preferMFA(ctx, api, poolID, u)
}

func preferMFA(ctx context.Context, api *cognito.Client, poolID *string, u demoUser) error {
	in := *u.mfa
	in.UserPoolId, in.Username = poolID, aws.String(u.name)
	_, err := api.AdminSetUserMFAPreference(ctx, &in)
	return err
}

// enrolDemoUser creates totpUser and returns the authenticator's secret.
func enrolDemoUser(ctx context.Context, api *cognito.Client, poolID, clientID *string) (string, error) {
	if err := createDemoUser(ctx, api, poolID, len(demoUsers), demoUser{name: totpUser.name}); err != nil {
		return "", err
	}
	signedIn, err := api.InitiateAuth(ctx, &cognito.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: clientID,
		AuthParameters: map[string]string{"USERNAME": totpUser.name, "PASSWORD": demoPassword},
	})
	if err != nil {
		return "", err
	}
	token := signedIn.AuthenticationResult.AccessToken
	associated, err := api.AssociateSoftwareToken(ctx, &cognito.AssociateSoftwareTokenInput{AccessToken: token})
	if err != nil {
		return "", err
	}
	// The code before the current one, so that the current one is not used up.
	code, err := totp.GenerateCode(*associated.SecretCode, time.Now().Add(-30*time.Second))
	if err != nil {
		return "", err
	}
	_, err = api.VerifySoftwareToken(ctx, &cognito.VerifySoftwareTokenInput{
		AccessToken: token, UserCode: &code, FriendlyDeviceName: aws.String("demo phone"),
	})
	if err != nil {
		return "", err
	}
	return *associated.SecretCode, preferMFA(ctx, api, poolID, totpUser)
}
