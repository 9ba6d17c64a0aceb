package localcognito_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The names that a client may read and write are in the API reference,
// CreateUserPoolClient; what the service says is in aws-sdk-js#1319 and #3603.
func TestAttributePermissions(t *testing.T) {
	f := newFixture(t, customAttributes)
	sub := value(f.confirm("alice", "email=alice@example.com", "email_verified=true", "nickname=al", "custom:age=40", "custom:team=blue").Attributes, "sub")
	limited, _ := f.newClient(cognito.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH"},
		ReadAttributes:    []string{"email", "custom:age"}, WriteAttributes: []string{"nickname", "custom:team"},
	})
	a := f.account("alice")
	a.want("email=alice@example.com", "email_verified=true", "nickname=al", "custom:age=40", "custom:team=blue")

	f.client = limited
	tokens := f.signIn("alice")
	a = account{f, tokens.AccessToken}
	a.want("sub="+sub, "email=alice@example.com", "email_verified=", "nickname=", "custom:age=40", "custom:team=")
	claims, _ := f.verify(*tokens.IdToken)
	for claim, want := range map[string]bool{"sub": true, "email": true, "custom:age": true, "email_verified": false, "nickname": false, "custom:team": false} {
		if _, has := claims[claim]; has != want {
			t.Errorf("the ID token has %s: %v", claim, has)
		}
	}
	if _, err := a.update("nickname=ally", "custom:team=red"); err != nil {
		t.Fatal(err)
	}
	_, err := a.update("nickname=refused", "email=a@example.com")
	wantError(t, err, "NotAuthorizedException", unauthorized)
	wantError(t, a.delete("email"), "NotAuthorizedException", unauthorized)
	if err := a.delete("nickname"); err != nil {
		t.Fatal(err)
	}
	out, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	if err != nil {
		t.Fatal(err)
	}
	if value(out.UserAttributes, "custom:team") != "red" || value(out.UserAttributes, "nickname") != "" || value(out.UserAttributes, "email") != "alice@example.com" {
		t.Error("custom:team, nickname or email")
	}

	signUp := func(pair string) error {
		_, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{ClientId: &f.client, Username: aws.String("eve"), Password: aws.String(password), UserAttributes: attrs(pair)})
		return err
	}
	for _, pair := range []string{"email=eve@example.com", "email_verified=true", "custom:shoe=44", "dev:custom:rank=1"} {
		wantError(t, signUp(pair), "NotAuthorizedException", unauthorized)
	}
	if err := signUp("nickname=eve"); err != nil {
		t.Error(err)
	}
	f.create("invited")
	posed, err := f.passwordAuth("invited", password)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.respond("NEW_PASSWORD_REQUIRED", posed.Session, "USERNAME", "invited", "NEW_PASSWORD", fresh, "userAttributes.email", "i@example.com")
	wantError(t, err, "NotAuthorizedException", unauthorized)
	_, err = f.respond("NEW_PASSWORD_REQUIRED", posed.Session, "USERNAME", "invited", "NEW_PASSWORD", fresh, "userAttributes.email_verified", "true")
	wantError(t, err, "InvalidParameterException", "Cannot modify the non-mutable attribute email_verified")

	described, err := f.api.DescribeUserPoolClient(t.Context(), &cognito.DescribeUserPoolClientInput{UserPoolId: &f.pool, ClientId: &limited})
	if err != nil {
		t.Fatal(err)
	}
	if c := described.UserPoolClient; !slices.Equal(c.ReadAttributes, []string{"email", "custom:age"}) || !slices.Equal(c.WriteAttributes, []string{"nickname", "custom:team"}) {
		t.Errorf("%v, %v", c.ReadAttributes, c.WriteAttributes)
	}
}

func TestAttributePermissionsRefused(t *testing.T) {
	f := newFixture(t, customAttributes, func(s *setup) {
		s.pool.Schema = append(s.pool.Schema, types.SchemaAttributeType{Name: aws.String("email"), Required: aws.Bool(true)})
	})
	const write, read = "Invalid write attributes specified while creating a client", "Invalid read attributes specified while creating a client"
	for name, tt := range map[string]struct {
		read, write []string
		message     string
	}{
		"reads unknown":           {[]string{"shoe"}, nil, read},
		"writes unknown":          {nil, []string{"email", "shoe"}, write},
		"writes sub":              {nil, []string{"email", "sub"}, write},
		"writes verified":         {nil, []string{"email", "email_verified"}, write},
		"writes developer-only":   {nil, []string{"email", "dev:custom:rank"}, write},
		"leaves out required":     {nil, []string{"nickname"}, write},
		"reads what it may":       {[]string{"sub", "email_verified", "dev:custom:rank"}, nil, ""},
		"writes what is required": {nil, []string{"email", "custom:badge"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.api.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
				UserPoolId: &f.pool, ClientName: aws.String("client"), ReadAttributes: tt.read, WriteAttributes: tt.write,
			})
			if tt.message != "" {
				wantError(t, err, "InvalidParameterException", tt.message)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}
