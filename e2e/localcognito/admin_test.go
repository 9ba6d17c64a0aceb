package localcognito_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestUserPool(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.options.Region = "us-gov-west-1"
		s.pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}}
		s.pool.Schema = []types.SchemaAttributeType{{Name: aws.String("team"), AttributeDataType: "String"}}
	})
	f.create("alice")
	out, err := f.api.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &f.pool})
	if err != nil {
		t.Fatal(err)
	}
	p := out.UserPool
	if *p.Name != "test" || !strings.HasPrefix(*p.Id, "us-gov-west-1_") || len(*p.Id) != len("us-gov-west-1_")+9 || p.EstimatedNumberOfUsers != 1 ||
		p.MfaConfiguration != "OFF" || !p.CreationDate.Equal(f.clock.Now()) || *p.Policies.PasswordPolicy.MinimumLength != 6 {
		t.Errorf("%+v", p)
	}
	custom := p.SchemaAttributes[len(p.SchemaAttributes)-1]
	if *custom.Name != "custom:team" {
		t.Errorf("custom attribute %q", *custom.Name)
	}
	f.setPassword("alice", "simple", true) // the pool's policy asks for six characters alone

	session, err := f.passwordAuth("alice", "simple")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.api.DeleteUserPool(t.Context(), &cognito.DeleteUserPoolInput{UserPoolId: &f.pool}); err != nil {
		t.Fatal(err)
	}
	_, err = f.api.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &f.pool})
	wantError(t, err, "ResourceNotFoundException", "User pool "+f.pool+" does not exist.")
	_, err = f.passwordAuth("alice", "simple")
	wantError(t, err, "ResourceNotFoundException", "User pool client "+f.client+" does not exist.")
	_, err = f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: session.AuthenticationResult.AccessToken})
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
}

func TestUserPoolRefused(t *testing.T) {
	f := newFixture(t)
	for name, tt := range map[string]struct {
		in        cognito.CreateUserPoolInput
		exception string
	}{
		"both kinds of aliases": {cognito.CreateUserPoolInput{AliasAttributes: []types.AliasAttributeType{"email"}, UsernameAttributes: []types.UsernameAttributeType{"email"}}, "InvalidParameterException"},
		"MFA without SMS":       {cognito.CreateUserPoolInput{MfaConfiguration: "ON"}, "InvalidParameterException"},
		"required custom":       {cognito.CreateUserPoolInput{Schema: []types.SchemaAttributeType{{Name: aws.String("team"), Required: aws.Bool(true)}}}, "InvalidParameterException"},
		"Lambda trigger":        {cognito.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{PreSignUp: aws.String("arn:aws:lambda:eu-west-1:000000000000:function:f")}}, "UnsupportedOperationException"},
		"name":                  {cognito.CreateUserPoolInput{PoolName: aws.String("a/b")}, "InvalidParameterException"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.in.PoolName == nil {
				tt.in.PoolName = aws.String("refused")
			}
			_, err := f.api.CreateUserPool(t.Context(), &tt.in)
			wantError(t, err, tt.exception, "")
		})
	}
	_, err := f.api.SetUserPoolMfaConfig(t.Context(), &cognito.SetUserPoolMfaConfigInput{UserPoolId: &f.pool, MfaConfiguration: "ON"})
	wantError(t, err, "InvalidParameterException", "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.")
}

func TestUserPoolMfaConfig(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	out, err := f.api.GetUserPoolMfaConfig(t.Context(), &cognito.GetUserPoolMfaConfigInput{UserPoolId: &f.pool})
	if err != nil {
		t.Fatal(err)
	}
	if out.MfaConfiguration != "OPTIONAL" || !out.SoftwareTokenMfaConfiguration.Enabled || out.EmailMfaConfiguration == nil || out.SmsMfaConfiguration.SmsConfiguration == nil {
		t.Errorf("%+v", out)
	}
}

func TestUserPoolClient(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.client = cognito.CreateUserPoolClientInput{ClientName: aws.String("defaults")} })
	out, err := f.api.DescribeUserPoolClient(t.Context(), &cognito.DescribeUserPoolClientInput{UserPoolId: &f.pool, ClientId: &f.client})
	if err != nil {
		t.Fatal(err)
	}
	// The defaults are those of the API reference.
	c := out.UserPoolClient
	if c.ClientSecret != nil || c.PreventUserExistenceErrors != "LEGACY" || c.RefreshTokenValidity != 30 || !*c.EnableTokenRevocation || *c.AuthSessionValidity != 3 || len(c.ExplicitAuthFlows) != 3 {
		t.Errorf("%+v", c)
	}
	_, secret := f.newClient(cognito.CreateUserPoolClientInput{GenerateSecret: true})
	if len(secret) < 24 || len(secret) > 64 {
		t.Errorf("secret of %d characters", len(secret))
	}
	for name, in := range map[string]cognito.CreateUserPoolClientInput{
		"access token for four minutes": {AccessTokenValidity: aws.Int32(4), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: "minutes"}},
		"ID token for two days":         {IdTokenValidity: aws.Int32(2), TokenValidityUnits: &types.TokenValidityUnitsType{IdToken: "days"}},
		"refresh token for a minute":    {RefreshTokenValidity: 1, TokenValidityUnits: &types.TokenValidityUnitsType{RefreshToken: "minutes"}},
		"session for an hour":           {AuthSessionValidity: aws.Int32(60)},
		"grace of two minutes":          {RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: "ENABLED", RetryGracePeriodSeconds: aws.Int32(120)}},
		"old and new flows":             {ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"}},
	} {
		in.UserPoolId, in.ClientName = &f.pool, aws.String("refused")
		_, err := f.api.CreateUserPoolClient(t.Context(), &in)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		wantError(t, err, "InvalidParameterException", "")
	}
	_, err = f.api.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{UserPoolId: aws.String("eu-west-1_none"), ClientName: aws.String("x")})
	wantError(t, err, "ResourceNotFoundException", "")
}

func TestAdminCreateUser(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.pool.AliasAttributes = []types.AliasAttributeType{"email"} })
	create := func(in cognito.AdminCreateUserInput) (*cognito.AdminCreateUserOutput, error) {
		in.UserPoolId = &f.pool
		return f.api.AdminCreateUser(t.Context(), &in)
	}
	out, err := create(cognito.AdminCreateUserInput{
		Username: aws.String("alice"), UserAttributes: attrs("email=alice@example.com", "email_verified=true", "phone_number=+12025550100"),
		DesiredDeliveryMediums: []types.DeliveryMediumType{"SMS"},
	})
	if err != nil {
		t.Fatal(err)
	}
	u := out.User
	if *u.Username != "alice" || u.UserStatus != "FORCE_CHANGE_PASSWORD" || !u.Enabled || len(value(u.Attributes, "sub")) != 36 || !u.UserCreateDate.Equal(f.clock.Now()) {
		t.Errorf("%+v", u)
	}
	m, ok := f.server.Outbox().Last(f.pool, "alice")
	if !ok || m.Medium != "SMS" || m.Destination != "+12025550100" || m.Purpose != "CustomMessage_AdminCreateUser" {
		t.Fatalf("invitation by %s to %s for %s", m.Medium, m.Destination, m.Purpose)
	}
	if first, err := f.passwordAuth("alice", m.Code); err != nil || first.ChallengeName != "NEW_PASSWORD_REQUIRED" {
		t.Fatal("the generated password:", err)
	}
	if _, err := create(cognito.AdminCreateUserInput{Username: aws.String("alice"), MessageAction: "RESEND"}); err != nil {
		t.Fatal(err)
	}
	_, err = f.passwordAuth("alice", m.Code)
	wantError(t, err, "NotAuthorizedException", incorrect)
	resent, _ := f.server.Outbox().Last(f.pool, "alice")
	if resent.Medium != "SMS" { // the API reference's default
		t.Errorf("resent by %q", resent.Medium)
	}
	if _, err := f.passwordAuth("alice", resent.Code); err != nil {
		t.Error("the resent password:", err)
	}
	f.setPassword("alice", password, true)

	for name, tt := range map[string]struct {
		in        cognito.AdminCreateUserInput
		exception string
	}{
		"same name":          {cognito.AdminCreateUserInput{Username: aws.String("alice")}, "UsernameExistsException"},
		"same alias":         {cognito.AdminCreateUserInput{Username: aws.String("eve"), UserAttributes: attrs("email=alice@example.com", "email_verified=true")}, "AliasExistsException"},
		"name like an alias": {cognito.AdminCreateUserInput{Username: aws.String("eve@example.com")}, "InvalidParameterException"},
		"weak password":      {cognito.AdminCreateUserInput{Username: aws.String("eve"), TemporaryPassword: aws.String("weak")}, "InvalidPasswordException"},
		"unknown attribute":  {cognito.AdminCreateUserInput{Username: aws.String("eve"), UserAttributes: attrs("shoe=44")}, "InvalidParameterException"},
		"sub":                {cognito.AdminCreateUserInput{Username: aws.String("eve"), UserAttributes: attrs("sub=1")}, "InvalidParameterException"},
		"resend to nobody":   {cognito.AdminCreateUserInput{Username: aws.String("eve"), MessageAction: "RESEND"}, "UserNotFoundException"},
		"resend too late":    {cognito.AdminCreateUserInput{Username: aws.String("alice"), MessageAction: "RESEND"}, "UnsupportedUserStateException"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := create(tt.in)
			wantError(t, err, tt.exception, "")
		})
	}
	_, err = f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("eve")})
	wantError(t, err, "UserNotFoundException", "User does not exist.")

	// An unverified address is no alias, so it may be there twice.
	f.confirm("unverified", "email=alice@example.com")
	// Taking over an alias unverifies it where it was.
	if _, err := create(cognito.AdminCreateUserInput{Username: aws.String("eve"), ForceAliasCreation: true, UserAttributes: attrs("email=alice@example.com", "email_verified=true")}); err != nil {
		t.Fatal(err)
	}
	started, err := newSRPClient().start(f, "alice@example.com")
	if err != nil || started.ChallengeParameters["USER_ID_FOR_SRP"] != "eve" {
		t.Error("the alias still signs in alice:", err)
	}
	quiet := len(f.server.Outbox().All(f.pool, ""))
	f.create("quiet")
	if n := len(f.server.Outbox().All(f.pool, "")); n != quiet {
		t.Error("SUPPRESS sent a message")
	}
}

func TestAdminUpdateUserAttributes(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.pool.AliasAttributes = []types.AliasAttributeType{"email"}
		s.pool.Schema = []types.SchemaAttributeType{{Name: aws.String("badge"), Mutable: aws.Bool(false)}}
	})
	f.confirm("alice", "email=alice@example.com", "email_verified=true", "custom:badge=1")
	f.confirm("bob", "email=bob@example.com", "email_verified=true")
	update := func(pairs ...string) error {
		_, err := f.api.AdminUpdateUserAttributes(t.Context(), &cognito.AdminUpdateUserAttributesInput{UserPoolId: &f.pool, Username: aws.String("alice"), UserAttributes: attrs(pairs...)})
		return err
	}
	get := func(name string) string {
		out, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
		if err != nil {
			t.Fatal(err)
		}
		return value(out.UserAttributes, name)
	}
	f.clock.Advance(time.Minute)
	if err := update("email=al@example.com", "nickname=al"); err != nil {
		t.Fatal(err)
	}
	if get("email") != "al@example.com" || get("email_verified") != "false" || get("nickname") != "al" {
		t.Error("email, email_verified or nickname")
	}
	if err := update("nickname="); err != nil || get("nickname") != "" {
		t.Error("an empty value deletes:", err)
	}
	wantError(t, update("email=bob@example.com", "email_verified=true"), "AliasExistsException", "An account with the email already exists.")
	wantError(t, update("custom:badge=2"), "InvalidParameterException", "")
	wantError(t, update("shoe=44"), "InvalidParameterException", "")
	if get("email") != "al@example.com" {
		t.Error("a refused update took effect")
	}
}
