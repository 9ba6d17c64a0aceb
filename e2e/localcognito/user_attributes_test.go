package localcognito_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// account is a user who has signed in, and what the user can do with the token.
type account struct {
	*fixture
	token *string
}

// account signs in a user of the pool.
func (f *fixture) account(username string) account {
	f.Helper()
	return account{f, f.signIn(username).AccessToken}
}

func (a account) update(pairs ...string) ([]types.CodeDeliveryDetailsType, error) {
	out, err := a.api.UpdateUserAttributes(a.Context(), &cognito.UpdateUserAttributesInput{AccessToken: a.token, UserAttributes: attrs(pairs...)})
	if err != nil {
		return nil, err
	}
	return out.CodeDeliveryDetailsList, nil
}

func (a account) delete(names ...string) error {
	_, err := a.api.DeleteUserAttributes(a.Context(), &cognito.DeleteUserAttributesInput{AccessToken: a.token, UserAttributeNames: names})
	return err
}

func (a account) prove(name, code string) error {
	_, err := a.api.VerifyUserAttribute(a.Context(), &cognito.VerifyUserAttributeInput{AccessToken: a.token, AttributeName: &name, Code: &code})
	return err
}

func (a account) askCode(name string) (*types.CodeDeliveryDetailsType, error) {
	out, err := a.api.GetUserAttributeVerificationCode(a.Context(), &cognito.GetUserAttributeVerificationCodeInput{AccessToken: a.token, AttributeName: &name})
	if err != nil {
		return nil, err
	}
	return out.CodeDeliveryDetails, nil
}

// want checks attributes as GetUser shows them; "name=" is one that is not there.
func (a account) want(pairs ...string) {
	a.Helper()
	out, err := a.api.GetUser(a.Context(), &cognito.GetUserInput{AccessToken: a.token})
	if err != nil {
		a.Fatal(err)
	}
	for _, want := range attrs(pairs...) {
		if got := value(out.UserAttributes, *want.Name); got != *want.Value {
			a.Errorf("%s is %q, want %q", *want.Name, got, *want.Value)
		}
	}
}

// lastMessage is the newest one to an address.
func (a account) lastMessage(to string) localcognito.Message {
	a.Helper()
	m, ok := a.server.Outbox().Last(a.pool, to)
	if !ok {
		a.Fatalf("nothing was sent to %s", to)
	}
	return m
}

func (f *fixture) adminUpdate(username string, pairs ...string) {
	f.Helper()
	if err := f.tryAdminUpdate(username, pairs...); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) tryAdminUpdate(username string, pairs ...string) error {
	_, err := f.api.AdminUpdateUserAttributes(f.Context(), &cognito.AdminUpdateUserAttributesInput{UserPoolId: &f.pool, Username: &username, UserAttributes: attrs(pairs...)})
	return err
}

func verifiedEmail(s *setup) {
	s.pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email"}
}

// requiredName is customAttributes and a standard attribute that must be there.
func requiredName(s *setup) {
	customAttributes(s)
	s.pool.Schema = append(s.pool.Schema, types.SchemaAttributeType{Name: aws.String("given_name"), Required: aws.Bool(true)})
}

const unauthorized = "A client attempted to write unauthorized attribute"

func TestUpdateUserAttributes(t *testing.T) {
	f := newFixture(t, verifiedEmail, requiredName)
	f.confirm("alice", "email=alice@example.com", "email_verified=true", "given_name=Alice", "custom:badge=1")
	a := f.account("alice")
	sent, err := a.update("nickname=al", "custom:age=40", "email=alice@example.com", "phone_number=+12025550100")
	if err != nil || len(sent) != 0 { // the same address, and one that the pool does not verify
		t.Fatal(sent, err)
	}
	a.want("nickname=al", "custom:age=40", "email_verified=true", "phone_number=+12025550100", "phone_number_verified=false")

	sent, err = a.update("email=al@example.org")
	if err != nil || len(sent) != 1 {
		t.Fatal(sent, err)
	}
	f.wantDelivery(&sent[0], nil, "EMAIL", "email", "a***@e***")
	a.want("email=al@example.org", "email_verified=false")
	m := a.lastMessage("al@example.org")
	if m.Purpose != localcognito.PurposeUpdateUserAttribute || len(m.Code) != 6 {
		t.Errorf("a code of %d digits for %s", len(m.Code), m.Purpose)
	}
	wantError(t, a.prove("email", wrong(m.Code)), "CodeMismatchException", mismatch)
	wantError(t, a.prove("phone_number", m.Code), "ExpiredCodeException", expired)
	if err := a.prove("email", m.Code); err != nil {
		t.Fatal("after a wrong code:", err)
	}
	a.want("email=al@example.org", "email_verified=true")
	wantError(t, a.prove("email", m.Code), "ExpiredCodeException", expired)

	// The code of an address does not prove the next one.
	if _, err := a.update("email=first@example.org"); err != nil {
		t.Fatal(err)
	}
	m = a.lastMessage("first@example.org")
	f.adminUpdate("alice", "email=second@example.org")
	wantError(t, a.prove("email", m.Code), "ExpiredCodeException", expired)
	a.want("email=second@example.org", "email_verified=false")

	if err := a.delete("nickname", "email", "locale"); err != nil {
		t.Fatal(err)
	}
	a.want("nickname=", "email=", "email_verified=")
	if _, err := a.update("custom:age="); err != nil { // the same
		t.Fatal(err)
	}
	a.want("custom:age=")

	for name, tt := range map[string]struct{ pair, exception, message string }{
		"unknown":          {"shoe=44", "InvalidParameterException", "user.shoe: Attribute does not exist in the schema.\n"},
		"sub":              {"sub=1", "InvalidParameterException", "Cannot modify the non-mutable attribute sub"},
		"immutable":        {"custom:badge=2", "InvalidParameterException", "user.custom:badge: Attribute cannot be updated.\n"},
		"value":            {"custom:team=a", "InvalidParameterException", ""},
		"address":          {"email=none", "InvalidParameterException", "Invalid email address format."},
		"required":         {"given_name=", "InvalidParameterException", ""},
		"verified by page": {"email_verified=true", "NotAuthorizedException", unauthorized},
		"developer-only":   {"dev:custom:rank=1", "NotAuthorizedException", unauthorized},
		"name too long":    {"custom:a-name-that-is-much-too-long=1", "InvalidParameterException", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.update("nickname=refused", tt.pair)
			wantError(t, err, tt.exception, tt.message)
			a.want("nickname=", "given_name=Alice", "custom:badge=1")
		})
	}
	wantError(t, a.delete("given_name"), "InvalidParameterException", "")
	wantError(t, a.delete("custom:badge"), "InvalidParameterException", "")
	wantError(t, a.delete("shoe"), "InvalidParameterException", "user.shoe: Attribute does not exist in the schema.\n")
	wantError(t, a.delete("email_verified"), "NotAuthorizedException", unauthorized)
	none := account{f, aws.String("a.b.c")}
	_, err = none.update("nickname=al")
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
	wantError(t, none.delete("nickname"), "NotAuthorizedException", "Invalid Access Token")
	wantError(t, none.prove("email", "123456"), "NotAuthorizedException", "Invalid Access Token")
	_, err = none.askCode("email")
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
}

// What administrators may write and users may not; what neither may.
func TestAdminUpdateBeyondClients(t *testing.T) {
	f := newFixture(t, requiredName)
	f.confirm("alice", "given_name=Alice", "email=alice@example.com", "email_verified=true")
	f.adminUpdate("alice", "dev:custom:rank=1", "phone_number=+12025550100", "phone_number_verified=true")
	a := f.account("alice")
	a.want("dev:custom:rank=1", "phone_number_verified=true")
	if all := f.server.Outbox().All(f.pool, ""); len(all) != 0 {
		t.Errorf("%d messages", len(all))
	}
	remove := func(names ...string) error {
		_, err := f.api.AdminDeleteUserAttributes(t.Context(), &cognito.AdminDeleteUserAttributesInput{UserPoolId: &f.pool, Username: aws.String("alice"), UserAttributeNames: names})
		return err
	}
	if err := remove("dev:custom:rank", "phone_number"); err != nil {
		t.Fatal(err)
	}
	a.want("dev:custom:rank=", "phone_number=", "phone_number_verified=", "given_name=Alice")
	wantError(t, remove("given_name"), "InvalidParameterException", "")
	wantError(t, remove("shoe"), "InvalidParameterException", "user.shoe: Attribute does not exist in the schema.\n")
	wantError(t, f.tryAdminUpdate("alice", "given_name="), "InvalidParameterException", "")
	wantError(t, f.tryAdminUpdate("alice", "custom:age=old"), "InvalidParameterException", "")
	wantError(t, f.tryAdminUpdate("alice", "custom:badge=1"), "InvalidParameterException", "user.custom:badge: Attribute cannot be updated.\n")
}

// Verification before an update is in the developer guide, "Configuring email or
// phone verification", and in the API reference of both operations.
func TestVerificationBeforeUpdate(t *testing.T) {
	before := &types.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: []types.VerifiedAttributeType{"email"}}
	f := newFixture(t, verifiedEmail, func(s *setup) {
		s.pool.AliasAttributes = []types.AliasAttributeType{"email"}
		s.pool.UserAttributeUpdateSettings = before
	})
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	f.confirm("bob", "email=bob@example.com", "email_verified=true")
	a := f.account("alice")
	unchanged := func() {
		t.Helper()
		a.want("email=alice@example.com", "email_verified=true")
		f.signIn("alice@example.com")
	}
	sent, err := a.update("email=new@example.org", "nickname=al")
	if err != nil || len(sent) != 1 || *sent[0].Destination != "n***@e***" {
		t.Fatal(sent, err)
	}
	unchanged()
	a.want("nickname=al")
	first := a.lastMessage("new@example.org")
	details, err := a.askCode("email")
	f.wantDelivery(details, err, "EMAIL", "email", "n***@e***")
	second := a.lastMessage("new@example.org")
	if second.Purpose != localcognito.PurposeVerifyUserAttribute {
		t.Errorf("sent for %s", second.Purpose)
	}
	if first.Code != second.Code {
		wantError(t, a.prove("email", first.Code), "CodeMismatchException", mismatch)
	}
	unchanged()
	f.clock.Advance(24 * time.Hour)
	a = f.account("alice")
	wantError(t, a.prove("email", second.Code), "ExpiredCodeException", expired)
	unchanged()
	if _, err := a.askCode("email"); err != nil {
		t.Fatal(err)
	}
	if err := a.prove("email", a.lastMessage("new@example.org").Code); err != nil {
		t.Fatal(err)
	}
	a.want("email=new@example.org", "email_verified=true")
	f.signIn("new@example.org")

	// An alias of somebody else shows when it is about to become the user's, and
	// the code can be tried again when it is free.
	if _, err := a.update("email=bob@example.com"); err != nil {
		t.Fatal(err)
	}
	code := a.lastMessage("bob@example.com").Code
	wantError(t, a.prove("email", code), "AliasExistsException", "An account with the email already exists.")
	a.want("email=new@example.org", "email_verified=true")
	f.adminUpdate("bob", "email=b@example.com", "email_verified=true")
	if err := a.prove("email", code); err != nil {
		t.Fatal(err)
	}
	a.want("email=bob@example.com")

	// The old address ends an update that is under way.
	if _, err := a.update("email=third@example.org"); err != nil {
		t.Fatal(err)
	}
	if sent, err := a.update("email=bob@example.com"); err != nil || len(sent) != 0 {
		t.Fatal(sent, err)
	}
	wantError(t, a.prove("email", a.lastMessage("third@example.org").Code), "ExpiredCodeException", expired)
	a.want("email=bob@example.com", "email_verified=true")

	// So for administrators, unless they verify the address themselves.
	f.adminUpdate("alice", "email=admin@example.org")
	a.want("email=bob@example.com", "email_verified=true")
	if err := a.prove("email", a.lastMessage("admin@example.org").Code); err != nil {
		t.Fatal(err)
	}
	a.want("email=admin@example.org", "email_verified=true")
	f.adminUpdate("alice", "email=at-once@example.org", "email_verified=true")
	a.want("email=at-once@example.org", "email_verified=true")
	if _, ok := f.server.Outbox().Last(f.pool, "at-once@example.org"); ok {
		t.Error("a code for an address that the administrator has verified")
	}
	f.adminUpdate("alice", "email=later@example.org")
	f.adminUpdate("alice", "email_verified=true")
	a.want("email=later@example.org", "email_verified=true")

	_, err = f.api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("refused"), UserAttributeUpdateSettings: before})
	wantError(t, err, "InvalidParameterException", "")
}

func TestGetUserAttributeVerificationCode(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice", "email=alice@example.com", "phone_number=+12025550100")
	f.confirm("bob")
	a := f.account("alice")
	for _, tt := range []struct {
		attribute, to, masked string
		medium                types.DeliveryMediumType
	}{
		{"email", "alice@example.com", "a***@e***", "EMAIL"},
		{"phone_number", "+12025550100", "+*******0100", "SMS"},
	} {
		details, err := a.askCode(tt.attribute)
		f.wantDelivery(details, err, tt.medium, tt.attribute, tt.masked)
		if err := a.prove(tt.attribute, a.lastMessage(tt.to).Code); err != nil {
			t.Fatal(err)
		}
		a.want(tt.attribute+"="+tt.to, tt.attribute+"_verified=true")
	}
	_, err := a.askCode("nickname")
	wantError(t, err, "InvalidParameterException", "")
	wantError(t, a.prove("nickname", "123456"), "InvalidParameterException", "")
	_, err = f.account("bob").askCode("email")
	wantError(t, err, "InvalidParameterException", "")

	// Per user and hour, five codes and 15 attempts (developer guide, "Quotas").
	for range 3 {
		if _, err := a.askCode("email"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = a.askCode("email")
	wantError(t, err, "LimitExceededException", limitExceeded)
	code := a.lastMessage("alice@example.com").Code
	for range 14 {
		wantError(t, a.prove("email", wrong(code)), "CodeMismatchException", mismatch)
	}
	if err := a.prove("email", code); err != nil {
		t.Fatal("the fifteenth attempt:", err)
	}
	f.clock.Advance(time.Hour - time.Second)
	a = f.account("alice")
	_, err = a.askCode("email")
	wantError(t, err, "LimitExceededException", limitExceeded)
	f.clock.Advance(time.Second)
	if _, err = a.askCode("email"); err != nil {
		t.Fatal("after an hour:", err)
	}
	code = a.lastMessage("alice@example.com").Code
	for range 15 {
		wantError(t, a.prove("email", wrong(code)), "CodeMismatchException", mismatch)
	}
	wantError(t, a.prove("email", code), "LimitExceededException", limitExceeded)
}

// In a pool that signs in by address the new one must be free at once.
func TestUpdateUserNameAttribute(t *testing.T) {
	for name, settings := range map[string]*types.UserAttributeUpdateSettingsType{
		"at once":  nil,
		"verified": {AttributesRequireVerificationBeforeUpdate: []types.VerifiedAttributeType{"email"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, verifiedEmail, func(s *setup) {
				s.pool.UsernameAttributes = []types.UsernameAttributeType{"email"}
				s.pool.UserAttributeUpdateSettings = settings
			})
			f.confirm("alice@example.com", "email_verified=true")
			f.confirm("bob@example.com")
			a := f.account("alice@example.com")
			_, err := a.update("email=bob@example.com")
			wantError(t, err, "AliasExistsException", "An account with the email already exists.")
			a.want("email=alice@example.com", "email_verified=true")
		})
	}
}

func TestPreferredUsernameAlias(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.pool.AliasAttributes = []types.AliasAttributeType{"preferred_username"} })
	f.confirm("alice")
	f.confirm("bob", "preferred_username=bobby")
	a := f.account("alice")
	_, err := a.update("preferred_username=bobby")
	wantError(t, err, "AliasExistsException", "An account with the preferred_username already exists.")
	if _, err := a.update("preferred_username=ally"); err != nil {
		t.Fatal(err)
	}
	f.signIn("ally")
}

// ClientMetadata of calls by access token is kept, without a client id.
func TestRecordedByToken(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice", "email=alice@example.com")
	token, metadata := f.signIn("alice").AccessToken, map[string]string{"from": "test"}
	before := len(f.server.Recorded())
	if _, err := f.api.UpdateUserAttributes(t.Context(), &cognito.UpdateUserAttributesInput{AccessToken: token, UserAttributes: attrs("nickname=al"), ClientMetadata: metadata}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.api.GetUserAttributeVerificationCode(t.Context(), &cognito.GetUserAttributeVerificationCodeInput{AccessToken: token, AttributeName: aws.String("email"), ClientMetadata: metadata}); err != nil {
		t.Fatal(err)
	}
	want := []localcognito.Recorded{
		{Time: f.clock.Now(), Operation: "UpdateUserAttributes", ClientMetadata: metadata},
		{Time: f.clock.Now(), Operation: "GetUserAttributeVerificationCode", ClientMetadata: metadata},
	}
	if got := f.server.Recorded()[before:]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
