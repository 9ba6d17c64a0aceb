package peers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/smithy-go"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// message is the JSON of an operation, in or out.
type message = map[string]any

// sender sends any operation with an SDK, and gives its answer or the name of
// its exception, where the SDK has a type for it.
type sender interface {
	send(operation string, in message) (out message, exception string)
}

// operations is the table of what needs no AWS signature.
var operations = table{
	columns: []*peer{sdkJS, sdkGo},
	rows: []string{
		"SignUp", "ResendConfirmationCode", "ConfirmSignUp", "InitiateAuth", "RespondToAuthChallenge",
		"GetTokensFromRefreshToken", "RevokeToken", "GetUser", "GetUserAuthFactors", "SetUserMFAPreference", "ChangePassword",
		"GlobalSignOut", "AssociateSoftwareToken", "VerifySoftwareToken", "StartWebAuthnRegistration",
		"CompleteWebAuthnRegistration", "ListWebAuthnCredentials", "DeleteWebAuthnCredential", "ConfirmDevice", "GetDevice",
		"ListDevices", "UpdateDeviceStatus", "ForgetDevice", "ForgotPassword", "ConfirmForgotPassword", "UpdateUserAttributes",
		"DeleteUserAttributes", "GetUserAttributeVerificationCode", "VerifyUserAttribute", "SetUserSettings",
		"UpdateAuthEventFeedback", "DeleteUser",
	},
	cells: map[string][]cell{},
}

func init() {
	for _, name := range operations.rows {
		operations.cells[name] = []cell{yes, yes}
	}
}

func TestOperationsOfAWSSDKForJavaScript(t *testing.T) {
	sendsAll(t, sdkJS, func(v *visit) sender { return scriptSender{v.page} })
}

func TestOperationsOfAWSSDKForGo(t *testing.T) {
	sendsAll(t, sdkGo, func(v *visit) sender { return goSender{unsigned(v.tap.URL)} })
}

// The table has every operation of the SDK that the local Cognito answers
// without a signature.
func TestOperationsAreAll(t *testing.T) {
	signing, err := localcognito.Start(localcognito.Options{Credentials: map[string]string{"id": "key"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { signing.Close() })
	listed := map[string]bool{}
	for _, name := range operations.rows {
		listed[name] = true
	}
	api := reflect.TypeFor[*cip.Client]()
	for i := range api.NumMethod() {
		method := api.Method(i)
		if !method.Type.IsVariadic() || listed[method.Name] { // operations end in optFns
			continue
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, signing.URL(), strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-amz-json-1.1")
		request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+method.Name)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if text := string(body); !strings.Contains(text, "UnknownOperationException") && !strings.Contains(text, "MissingAuthenticationTokenException") {
			t.Errorf("%s is answered and not in the table: %s", method.Name, text)
		}
	}
}

// sendsAll sends every operation of the table in an order that makes sense, from
// sign-up to the end of all sessions.
func sendsAll(t *testing.T, p *peer, open func(*visit) sender) {
	t.Parallel()
	v := &visit{T: t, peer: p}
	options := choice
	options.Devices = tracking.Devices
	v.open(options)
	api := open(v)
	clientID := v.pool.ClientID
	send := func(operation string, in message) message {
		t.Helper()
		out, exception := api.send(operation, in)
		if exception != "" {
			t.Fatalf("%s: %s", operation, exception)
		}
		return out
	}
	expect := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}

	signedUp := send("SignUp", message{
		"ClientId": clientID, "Username": "alice", "Password": provision.Password,
		"UserAttributes": []message{{"Name": "email", "Value": "alice@example.com"}},
	})
	expect("UserConfirmed", signedUp["UserConfirmed"], false)
	resent := send("ResendConfirmationCode", message{"ClientId": clientID, "Username": "alice"})
	expect("AttributeName", resent["CodeDeliveryDetails"].(message)["AttributeName"], "email")
	send("ConfirmSignUp", message{"ClientId": clientID, "Username": "alice", "ConfirmationCode": v.code("alice")})

	asked := send("InitiateAuth", message{
		"ClientId": clientID, "AuthFlow": "USER_AUTH", "AuthParameters": message{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"},
	})
	expect("ChallengeName", asked["ChallengeName"], "EMAIL_OTP")
	tokens := send("RespondToAuthChallenge", message{
		"ClientId": clientID, "ChallengeName": "EMAIL_OTP", "Session": asked["Session"],
		"ChallengeResponses": message{"USERNAME": "alice", "EMAIL_OTP_CODE": v.code("alice")},
	})["AuthenticationResult"].(message)
	token := tokens["AccessToken"]

	device := tokens["NewDeviceMetadata"].(message)
	key := device["DeviceKey"].(string)
	verifier, err := srp.NewDeviceVerifier(device["DeviceGroupKey"].(string), key)
	if err != nil {
		t.Fatal(err)
	}
	confirmed := send("ConfirmDevice", message{
		"AccessToken": token, "DeviceKey": key, "DeviceName": "browser",
		"DeviceSecretVerifierConfig": message{"Salt": verifier.Salt, "PasswordVerifier": verifier.PasswordVerifier},
	})
	expect("UserConfirmationNecessary", confirmed["UserConfirmationNecessary"], false)
	send("UpdateDeviceStatus", message{"AccessToken": token, "DeviceKey": key, "DeviceRememberedStatus": "remembered"})
	expect("DeviceKey", send("GetDevice", message{"AccessToken": token, "DeviceKey": key})["Device"].(message)["DeviceKey"], key)
	expect("the number of devices", len(list(send("ListDevices", message{"AccessToken": token}), "Devices")), 1)

	expect("Username", send("GetUser", message{"AccessToken": token})["Username"], "alice")
	secret := send("AssociateSoftwareToken", message{"AccessToken": token})["SecretCode"].(string)
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	expect("Status", send("VerifySoftwareToken", message{"AccessToken": token, "UserCode": code})["Status"], "SUCCESS")
	send("SetUserMFAPreference", message{"AccessToken": token, "SoftwareTokenMfaSettings": message{"Enabled": true, "PreferredMfa": true}})
	factors := send("GetUserAuthFactors", message{"AccessToken": token})
	expect("PreferredMfaSetting", factors["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA")
	send("SetUserMFAPreference", message{"AccessToken": token, "SoftwareTokenMfaSettings": message{"Enabled": false}})

	started := send("StartWebAuthnRegistration", message{"AccessToken": token})
	creation, err := json.Marshal(started["CredentialCreationOptions"])
	if err != nil {
		t.Fatal(err)
	}
	credential := browser.Eval[message](v.page, fmt.Sprintf(
		"navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(%s)}).then((credential) => credential.toJSON())", creation))
	send("CompleteWebAuthnRegistration", message{"AccessToken": token, "Credential": credential})
	passkeys := list(send("ListWebAuthnCredentials", message{"AccessToken": token}), "Credentials")
	if len(passkeys) != 1 {
		t.Fatalf("%d passkeys, want 1", len(passkeys))
	}
	id := passkeys[0].(message)["CredentialId"]
	expect("CredentialId", id, credential["id"])
	send("DeleteWebAuthnCredential", message{"AccessToken": token, "CredentialId": id})
	expect("the number of passkeys", len(list(send("ListWebAuthnCredentials", message{"AccessToken": token}), "Credentials")), 0)

	fresh := send("GetTokensFromRefreshToken", message{"ClientId": clientID, "RefreshToken": tokens["RefreshToken"], "DeviceKey": key})
	token = fresh["AuthenticationResult"].(message)["AccessToken"]
	send("ForgetDevice", message{"AccessToken": token, "DeviceKey": key})
	expect("the number of devices", len(list(send("ListDevices", message{"AccessToken": token}), "Devices")), 0)

	send("ChangePassword", message{"AccessToken": token, "PreviousPassword": provision.Password, "ProposedPassword": "Another-Passw0rd"})
	tokens = send("InitiateAuth", message{
		"ClientId": clientID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": message{"USERNAME": "alice", "PASSWORD": "Another-Passw0rd"},
	})["AuthenticationResult"].(message)
	send("RevokeToken", message{"ClientId": clientID, "Token": tokens["RefreshToken"]})
	_, exception := api.send("GetUser", message{"AccessToken": tokens["AccessToken"]})
	expect("the answer to a revoked token", exception, "NotAuthorizedException")
	send("GlobalSignOut", message{"AccessToken": token})
	_, exception = api.send("GetUser", message{"AccessToken": token})
	expect("the answer after GlobalSignOut", exception, "NotAuthorizedException")

	forgot := send("ForgotPassword", message{"ClientId": clientID, "Username": "alice"})
	expect("AttributeName", forgot["CodeDeliveryDetails"].(message)["AttributeName"], "email")
	send("ConfirmForgotPassword", message{"ClientId": clientID, "Username": "alice", "ConfirmationCode": v.code("alice"), "Password": provision.Password})
	token = send("InitiateAuth", message{
		"ClientId": clientID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": message{"USERNAME": "alice", "PASSWORD": provision.Password},
	})["AuthenticationResult"].(message)["AccessToken"]
	updated := send("UpdateUserAttributes", message{"AccessToken": token, "UserAttributes": []message{
		{"Name": "email", "Value": "al@example.com"}, {"Name": "nickname", "Value": "al"},
	}})
	expect("the number of codes", len(list(updated, "CodeDeliveryDetailsList")), 1)
	send("GetUserAttributeVerificationCode", message{"AccessToken": token, "AttributeName": "email"})
	send("VerifyUserAttribute", message{"AccessToken": token, "AttributeName": "email", "Code": v.code("alice")})
	send("DeleteUserAttributes", message{"AccessToken": token, "UserAttributeNames": []string{"nickname"}})
	send("SetUserSettings", message{"AccessToken": token, "MFAOptions": []message{}})
	_, exception = api.send("UpdateAuthEventFeedback", message{
		"UserPoolId": v.pool.ID, "Username": "alice", "EventId": "event", "FeedbackToken": "a.b.c", "FeedbackValue": "Valid",
	})
	expect("the answer to feedback", exception, "UserPoolAddOnNotEnabledException")
	send("DeleteUser", message{"AccessToken": token})
	_, exception = api.send("GetUser", message{"AccessToken": token})
	expect("the answer after DeleteUser", exception, "UserNotFoundException")

	sent := v.sent()
	sent["InitiateAuth"], sent["RespondToAuthChallenge"] = sent["USER_AUTH"], sent["EMAIL_OTP"]
	for _, name := range operations.rows {
		if !sent[name] {
			t.Errorf("%s was not sent", name)
		}
	}
	if !t.Failed() {
		for _, name := range operations.rows {
			outcomes.set(name, p)
		}
	}
}

func list(out message, member string) []any {
	items, _ := out[member].([]any)
	return items
}

// scriptSender is the SDK for JavaScript in its page.
type scriptSender struct{ page *browser.Page }

func (s scriptSender) send(operation string, in message) (message, string) {
	text, err := json.Marshal(in)
	if err != nil {
		panic(err) // it is of ours
	}
	answer := browser.Eval[struct {
		Out       message
		Exception string
	}](s.page, fmt.Sprintf("Peer.send(%q, %s).then((Out) => ({Out}), (error) => ({Exception: Peer.exceptionOf(error)}))", operation, text))
	return answer.Out, answer.Exception
}

// goSender is the SDK for Go, called by the names of its methods.
type goSender struct{ api *cip.Client }

func (s goSender) send(operation string, in message) (message, string) {
	method := reflect.ValueOf(s.api).MethodByName(operation)
	input := reflect.New(method.Type().In(1).Elem())
	// Documents are interfaces, which JSON cannot be read into.
	if credential, ok := in["Credential"]; ok {
		input.Elem().FieldByName("Credential").Set(reflect.ValueOf(document.NewLazyDocument(credential)))
		in = message{"AccessToken": in["AccessToken"]}
	}
	text, err := json.Marshal(in)
	if err == nil {
		err = strictly(text, input.Interface())
	}
	if err != nil {
		return nil, err.Error()
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), input})
	if err, ok := results[1].Interface().(error); ok {
		return nil, exceptionOf(err)
	}
	if started, ok := results[0].Interface().(*cip.StartWebAuthnRegistrationOutput); ok {
		options, err := started.CredentialCreationOptions.MarshalSmithyDocument()
		if err != nil {
			return nil, err.Error()
		}
		return message{"CredentialCreationOptions": json.RawMessage(options)}, ""
	}
	var out message
	if text, err = json.Marshal(results[0].Interface()); err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		return nil, err.Error()
	}
	return out, ""
}

// exceptionOf is the name of an exception, where it has become the SDK's type for it.
func exceptionOf(err error) string {
	if generic, ok := errors.AsType[*smithy.GenericAPIError](err); ok {
		return generic.Code + ", which is none of the SDK's types"
	}
	return failed(err).Code
}
