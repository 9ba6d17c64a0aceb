package peers

import (
	"slices"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// refusal is what Cognito does not do, by an exception that the SDK documents
// for the operation.
type refusal struct {
	operation, exception string
	in                   func(s *signedIn) message
}

// signedIn is alice, who has signed in twice, and what she could call with.
type signedIn struct {
	clientID, poolID string
	token            any // of the session that lasts
	over             any // of the one that was revoked
	device           any // one that was confirmed
	session          any // of EMAIL_OTP, which waits for its code
	code             string
}

// refusals has each operation of [operations].
var refusals = []refusal{
	{"SignUp", "UsernameExistsException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "alice", "Password": provision.Password}
	}},
	{"SignUp", "InvalidPasswordException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "carol", "Password": "weak"}
	}},
	{"ResendConfirmationCode", "InvalidParameterException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "alice"} // confirmed long ago
	}},
	{"ConfirmSignUp", "ExpiredCodeException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "bob", "ConfirmationCode": "000000"} // bob has no address
	}},
	{"InitiateAuth", "NotAuthorizedException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": message{"USERNAME": "alice", "PASSWORD": "wrong"}}
	}},
	{"InitiateAuth", "UserNotConfirmedException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": message{"USERNAME": "bob", "PASSWORD": provision.Password}}
	}},
	{"RespondToAuthChallenge", "CodeMismatchException", func(s *signedIn) message {
		return message{
			"ClientId": s.clientID, "ChallengeName": "EMAIL_OTP", "Session": s.session,
			"ChallengeResponses": message{"USERNAME": "alice", "EMAIL_OTP_CODE": wrongCode(s.code)},
		}
	}},
	{"GetTokensFromRefreshToken", "NotAuthorizedException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "RefreshToken": s.token}
	}},
	{"RevokeToken", "UnsupportedTokenTypeException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Token": s.token}
	}},
	{"RevokeToken", "UnauthorizedException", func(s *signedIn) message {
		return message{"ClientId": "nobodysclient", "Token": s.token}
	}},
	{"GetUser", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"GetUserAuthFactors", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"GlobalSignOut", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"DeleteUser", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"ListDevices", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"ListWebAuthnCredentials", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"StartWebAuthnRegistration", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"AssociateSoftwareToken", "NotAuthorizedException", func(s *signedIn) message { return message{"AccessToken": s.over} }},
	{"SetUserSettings", "NotAuthorizedException", func(s *signedIn) message {
		return message{"AccessToken": s.over, "MFAOptions": []message{}}
	}},
	{"SetUserMFAPreference", "InvalidParameterException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "SoftwareTokenMfaSettings": message{"Enabled": true}} // there is none yet
	}},
	{"VerifySoftwareToken", "EnableSoftwareTokenMFAException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "UserCode": s.code[:6]} // a code by email
	}},
	{"ChangePassword", "NotAuthorizedException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "PreviousPassword": "wrong", "ProposedPassword": newPassword}
	}},
	{"ChangePassword", "InvalidPasswordException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "PreviousPassword": provision.Password, "ProposedPassword": "weak"}
	}},
	{"ForgotPassword", "UserNotFoundException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "nobody"}
	}},
	{"ConfirmForgotPassword", "InvalidPasswordException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "alice", "ConfirmationCode": "000000", "Password": "weak"}
	}},
	{"ConfirmForgotPassword", "ExpiredCodeException", func(s *signedIn) message {
		return message{"ClientId": s.clientID, "Username": "alice", "ConfirmationCode": "000000", "Password": newPassword} // none was sent
	}},
	{"UpdateUserAttributes", "InvalidParameterException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "UserAttributes": []message{{"Name": "custom:none", "Value": "x"}}}
	}},
	{"DeleteUserAttributes", "InvalidParameterException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "UserAttributeNames": []string{"custom:none"}}
	}},
	{"GetUserAttributeVerificationCode", "InvalidParameterException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "AttributeName": "nickname"}
	}},
	{"VerifyUserAttribute", "ExpiredCodeException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "AttributeName": "email", "Code": "000000"} // none was sent
	}},
	{"ConfirmDevice", "DeviceKeyExistsException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "DeviceKey": s.device, "DeviceSecretVerifierConfig": message{"Salt": "AQ==", "PasswordVerifier": "Ag=="}}
	}},
	{"GetDevice", "ResourceNotFoundException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "DeviceKey": noDevice}
	}},
	{"UpdateDeviceStatus", "ResourceNotFoundException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "DeviceKey": noDevice, "DeviceRememberedStatus": "remembered"}
	}},
	{"ForgetDevice", "ResourceNotFoundException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "DeviceKey": noDevice}
	}},
	{"CompleteWebAuthnRegistration", "InvalidParameterException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "Credential": message{"id": "none"}}
	}},
	{"DeleteWebAuthnCredential", "ResourceNotFoundException", func(s *signedIn) message {
		return message{"AccessToken": s.token, "CredentialId": "none"}
	}},
	{"UpdateAuthEventFeedback", "UserPoolAddOnNotEnabledException", func(s *signedIn) message {
		return message{"UserPoolId": s.poolID, "Username": "alice", "EventId": "event", "FeedbackToken": "a.b.c", "FeedbackValue": "Valid"}
	}},
}

// noDevice is the key of no device.
const noDevice = "eu-west-1_00000000-0000-4000-8000-000000000000"

func TestRefusalsOfAWSSDKForJavaScript(t *testing.T) {
	refusesAll(t, sdkJS, func(v *visit) sender { return scriptSender{v.page} })
}

func TestRefusalsOfAWSSDKForGo(t *testing.T) {
	refusesAll(t, sdkGo, func(v *visit) sender { return goSender{unsigned(v.tap.URL)} })
}

// refusesAll has an SDK see every refusal, as the type that it has for it.
func refusesAll(t *testing.T, p *peer, open func(*visit) sender) {
	t.Parallel()
	v := &visit{T: t, peer: p}
	options := choice
	options.Devices, options.Legacy = tracking.Devices, true // the name of nobody is refused, not taken
	v.open(options)
	v.user(provision.User{Name: "alice"})
	s := v.signedInTwice()
	api := open(v)
	for _, r := range refusals {
		if !documented(t, r.operation)[r.exception] {
			t.Errorf("%s is not documented for %s", r.exception, r.operation)
		}
		if _, exception := api.send(r.operation, r.in(s)); exception != r.exception {
			t.Errorf("%s gave %q, want %q", r.operation, exception, r.exception)
		}
	}
}

// signedInTwice signs alice in, with what all SDKs have in common, and bob up.
func (v *visit) signedInTwice() *signedIn {
	v.Helper()
	ctx, api := v.Context(), v.pool.API
	signIn := func(parameters map[string]string, flow types.AuthFlowType) *cip.InitiateAuthOutput {
		out, err := api.InitiateAuth(ctx, &cip.InitiateAuthInput{AuthFlow: flow, ClientId: &v.pool.ClientID, AuthParameters: parameters})
		if err != nil {
			v.Fatal(err)
		}
		return out
	}
	password := map[string]string{"USERNAME": "alice", "PASSWORD": provision.Password}
	s := &signedIn{clientID: v.pool.ClientID, poolID: v.pool.ID, over: *signIn(password, "USER_PASSWORD_AUTH").AuthenticationResult.AccessToken}
	v.signsOutElsewhere("alice")
	token := signIn(password, "USER_PASSWORD_AUTH").AuthenticationResult.AccessToken
	s.token, s.device = *token, v.anotherDevice("alice")
	s.session = *signIn(map[string]string{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"}, "USER_AUTH").Session
	s.code = v.code("alice")
	if _, err := api.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{AccessToken: token}); err != nil {
		v.Fatal(err)
	}
	if _, err := api.SignUp(ctx, &cip.SignUpInput{ClientId: &v.pool.ClientID, Username: new("bob"), Password: new(provision.Password)}); err != nil {
		v.Fatal(err)
	}
	return s
}

// Every operation of the table is refused once.
func TestRefusalsAreAll(t *testing.T) {
	for _, name := range operations.rows {
		if !slices.ContainsFunc(refusals, func(r refusal) bool { return r.operation == name }) {
			t.Errorf("%s is not refused", name)
		}
	}
}
