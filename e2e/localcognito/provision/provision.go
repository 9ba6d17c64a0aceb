// Package provision makes user pools, app clients and users over Cognito's own
// API, with the AWS SDK for Go. It is written for the local Cognito and would do
// the same in an AWS account.
package provision

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/srp"
)

// Password is what users get who are given none. It guards nothing.
const Password = "Local-Cognito-1"

// Client gives an SDK client of the local Cognito at url, which takes any
// credentials.
func Client(url string) *cip.Client {
	return cip.New(cip.Options{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
}

// Pool is a user pool with one app client.
type Pool struct {
	API          *cip.Client
	ID           string
	ClientID     string
	ClientSecret string // empty for a public client
	users        int
}

// Options describe a pool. The zero value is a pool with optional MFA, generic
// errors for unknown users and a public client.
type Options struct {
	// Secret gives the app client a secret.
	Secret bool
	// Legacy lets errors tell which users exist (PreventUserExistenceErrors).
	Legacy bool
	// EmailIsUsername makes users sign in by email; their real names are UUIDs.
	EmailIsUsername bool
	// EmailIsAlias lets users sign in by email beside their names.
	EmailIsAlias bool
	// Aliases are attributes that users sign in by beside their names and email.
	Aliases []types.AliasAttributeType
	// IgnoreCase makes user names and aliases the same in any case.
	IgnoreCase bool
	// Required are attributes that every user must have, such as "given_name".
	Required []string
	// RequireMFA makes MFA required instead of optional.
	RequireMFA bool
	// Flows are allowed beside SRP, password and refresh, such as ALLOW_USER_AUTH.
	Flows []types.ExplicitAuthFlowsType
	// FirstFactors are what USER_AUTH may begin with; the password alone if empty.
	FirstFactors []types.AuthFactorType
	// Devices makes the pool track devices.
	Devices *types.DeviceConfigurationType
	// Rotation has the app client's refresh tokens replaced at each use.
	Rotation *types.RefreshTokenRotationType
	// WebAuthn sets the relying party of passkeys.
	WebAuthn *types.WebAuthnConfigurationType
}

// NewPool makes a pool and its app client.
func NewPool(ctx context.Context, api *cip.Client, options Options) (*Pool, error) {
	in := &cip.CreateUserPoolInput{
		PoolName: aws.String("test"), DeviceConfiguration: options.Devices,
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}
	if len(options.FirstFactors) > 0 {
		in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: options.FirstFactors}}
	}
	if options.EmailIsUsername {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
	}
	if options.EmailIsAlias {
		in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	}
	in.AliasAttributes = append(in.AliasAttributes, options.Aliases...)
	if options.IgnoreCase {
		in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	}
	for _, name := range options.Required {
		in.Schema = append(in.Schema, types.SchemaAttributeType{
			Name: aws.String(name), Required: aws.Bool(true), Mutable: aws.Bool(true), AttributeDataType: types.AttributeDataTypeString,
		})
	}
	pool, err := api.CreateUserPool(ctx, in)
	if err != nil {
		return nil, err
	}
	mfa := types.UserPoolMfaTypeOptional
	if options.RequireMFA {
		mfa = types.UserPoolMfaTypeOn
	}
	if _, err := api.SetUserPoolMfaConfig(ctx, &cip.SetUserPoolMfaConfigInput{
		UserPoolId:       pool.UserPool.Id,
		MfaConfiguration: mfa,
		SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: &types.SmsConfigurationType{
			SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/local"),
		}},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{},
		WebAuthnConfiguration:         options.WebAuthn,
	}); err != nil {
		return nil, err
	}
	existence := types.PreventUserExistenceErrorTypesEnabled
	if options.Legacy {
		existence = types.PreventUserExistenceErrorTypesLegacy
	}
	client, err := api.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("test"), GenerateSecret: options.Secret,
		PreventUserExistenceErrors: existence, RefreshTokenRotation: options.Rotation,
		ExplicitAuthFlows: append([]types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		}, options.Flows...),
	})
	if err != nil {
		return nil, err
	}
	return &Pool{
		API:          api,
		ID:           *pool.UserPool.Id,
		ClientID:     *client.UserPoolClient.ClientId,
		ClientSecret: aws.ToString(client.UserPoolClient.ClientSecret),
	}, nil
}

// User describes a user. Every user has a verified email address, NAME@example.com,
// and a phone number of their own.
type User struct {
	// Name is the user name, an email address in a pool where that is the name.
	Name string
	// Password defaults to the constant.
	Password string
	// Temporary makes the user choose a new password at the first sign-in.
	Temporary bool
	// MFA is SMS_MFA, EMAIL_OTP or SOFTWARE_TOKEN_MFA, or empty.
	MFA string
	// Attributes beside email and phone_number.
	Attributes map[string]string
}

// mfaPreferences are the requests that turn an MFA on, by its challenge name.
var mfaPreferences = map[string]func() *cip.AdminSetUserMFAPreferenceInput{
	"SMS_MFA": func() *cip.AdminSetUserMFAPreferenceInput {
		return &cip.AdminSetUserMFAPreferenceInput{SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}}
	},
	"EMAIL_OTP": func() *cip.AdminSetUserMFAPreferenceInput {
		return &cip.AdminSetUserMFAPreferenceInput{EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true}}
	},
	"SOFTWARE_TOKEN_MFA": func() *cip.AdminSetUserMFAPreferenceInput {
		return &cip.AdminSetUserMFAPreferenceInput{SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}}
	},
}

// AddUser makes a user. For SOFTWARE_TOKEN_MFA it gives the shared secret of the
// authenticator, in base32.
func (p *Pool) AddUser(ctx context.Context, user User) (totpSecret string, err error) {
	p.users++
	if user.Password == "" {
		user.Password = Password
	}
	email := user.Name
	if !strings.Contains(email, "@") {
		email += "@example.com"
	}
	attributes := []types.AttributeType{
		attribute("email", email), attribute("email_verified", "true"),
		attribute("phone_number", fmt.Sprintf("+1202555%04d", p.users)), attribute("phone_number_verified", "true"),
	}
	for name, value := range user.Attributes {
		attributes = append(attributes, attribute(name, value))
	}
	if _, err := p.API.AdminCreateUser(ctx, &cip.AdminCreateUserInput{
		UserPoolId: &p.ID, Username: &user.Name, MessageAction: types.MessageActionTypeSuppress,
		TemporaryPassword: &user.Password, UserAttributes: attributes,
	}); err != nil {
		return "", err
	}
	if !user.Temporary {
		if _, err := p.API.AdminSetUserPassword(ctx, &cip.AdminSetUserPasswordInput{
			UserPoolId: &p.ID, Username: &user.Name, Password: &user.Password, Permanent: true,
		}); err != nil {
			return "", err
		}
	}
	preference, ok := mfaPreferences[user.MFA]
	if !ok {
		return "", nil
	}
	if user.MFA == "SOFTWARE_TOKEN_MFA" {
		if totpSecret, err = p.enrolAuthenticator(ctx, user); err != nil {
			return "", err
		}
	}
	in := preference()
	in.UserPoolId, in.Username = &p.ID, &user.Name
	_, err = p.API.AdminSetUserMFAPreference(ctx, in)
	return totpSecret, err
}

// enrolAuthenticator does what a user does who sets up an authenticator app.
func (p *Pool) enrolAuthenticator(ctx context.Context, user User) (string, error) {
	parameters := map[string]string{"USERNAME": user.Name, "PASSWORD": user.Password}
	if p.ClientSecret != "" {
		parameters["SECRET_HASH"] = srp.SecretHash(p.ClientSecret, user.Name, p.ClientID)
	}
	signedIn, err := p.API.InitiateAuth(ctx, &cip.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &p.ClientID, AuthParameters: parameters,
	})
	if err != nil {
		return "", err
	}
	token := signedIn.AuthenticationResult.AccessToken
	associated, err := p.API.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{AccessToken: token})
	if err != nil {
		return "", err
	}
	// A code is good for one use. That of half a minute ago is still accepted, and
	// leaves this half minute's for the first sign-in.
	code, err := totp.GenerateCode(*associated.SecretCode, time.Now().Add(-30*time.Second))
	if err != nil {
		return "", err
	}
	_, err = p.API.VerifySoftwareToken(ctx, &cip.VerifySoftwareTokenInput{AccessToken: token, UserCode: &code, FriendlyDeviceName: aws.String("phone")})
	return *associated.SecretCode, err
}

func attribute(name, value string) types.AttributeType {
	return types.AttributeType{Name: &name, Value: &value}
}
