package peers

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// client is what the tests want of a peer. Its wrapper, a script or a Go type,
// spells it in the peer's own words and adds nothing that the peer cannot do.
type client interface {
	// begin opens a sign-in, for another user or once more.
	begin(request) step
	// respond answers what the last step asked for.
	respond(answer) step
	// refresh gets new tokens for the user who signed in.
	refresh() step
	// registerPasskey makes one for the user who signed in.
	registerPasskey() step
}

// request opens a sign-in.
type request struct {
	// Flow is Cognito's AuthFlow. Empty is the one that the client uses for a
	// password by default: USER_SRP_AUTH, or USER_PASSWORD_AUTH where it has no SRP.
	Flow     string `json:"flow,omitempty"`
	Username string `json:"username"`
	Password string `json:"password,omitempty"`
	// Preferred is PREFERRED_CHALLENGE.
	Preferred string `json:"preferred,omitempty"`
	// Email makes it a sign-up with this address, and the code that comes signs in.
	Email string `json:"email,omitempty"`
}

// answer is one of its members, or a Choice or Setup with what belongs to it.
type answer struct {
	Code        string `json:"code,omitempty"`
	Choice      string `json:"choice,omitempty"` // of SELECT_CHALLENGE and SELECT_MFA_TYPE, in Cognito's names
	Password    string `json:"password,omitempty"`
	Answer      string `json:"answer,omitempty"` // to CUSTOM_CHALLENGE
	Setup       string `json:"setup,omitempty"`  // in MFA_SETUP: SOFTWARE_TOKEN_MFA or EMAIL_OTP
	Email       string `json:"email,omitempty"`
	NewPassword string `json:"newPassword,omitempty"`
}

// step is where a sign-in stands after a call.
type step struct {
	Done                  bool
	Username, AccessToken string
	Challenge             string // in Cognito's names, CONFIRM_SIGN_UP beside them
	Choices               []string
	Secret                string // of an authenticator, base32

	// Code and Message are those of an error.
	Code, Message string
}

func (s step) String() string {
	if s.Code+s.Message != "" {
		return s.Code + ": " + s.Message
	}
	return fmt.Sprintf("challenge %q, done %t", s.Challenge, s.Done)
}

// visit is one client in one user pool of its own, for one row.
type visit struct {
	*testing.T
	client
	peer *peer
	pool *provision.Pool
	tap  *wiretap.Tap // what the client sends, without the provisioning
	site *site.Site
	page *browser.Page
	last step
}

// ended is how a row ends that does not come to its end: where a client does
// not do what the row wants of it.
type ended struct{ reason string }

func (v *visit) end(format string, args ...any) {
	panic(ended{fmt.Sprintf(format, args...)})
}

// open makes the user pool and lets the client know of it.
func (v *visit) open(options provision.Options) {
	v.Helper()
	var err error
	if v.pool, err = provision.NewPool(v.Context(), provision.Client(cognito.URL()), options); err != nil {
		v.Fatal(err)
	}
	v.tap = wiretap.Listen(v, witness{v, cognito})
	v.site = site.New(v, dist)
	v.page = chromium.Page(v) // after its servers, so that it ends before them
	v.page.AddAuthenticator()
	v.client = v.peer.open(v)
}

func (v *visit) user(user provision.User) (totpSecret string) {
	v.Helper()
	secret, err := v.pool.AddUser(v.Context(), user)
	if err != nil {
		v.Fatal(err)
	}
	return secret
}

// bareUser makes a user without attributes, and so without anything that could
// serve as MFA.
func (v *visit) bareUser(name string) {
	v.Helper()
	if _, err := v.pool.API.AdminCreateUser(v.Context(), &cip.AdminCreateUserInput{
		UserPoolId: &v.pool.ID, Username: &name, MessageAction: types.MessageActionTypeSuppress,
	}); err != nil {
		v.Fatal(err)
	}
	if _, err := v.pool.API.AdminSetUserPassword(v.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: &v.pool.ID, Username: &name, Password: aws.String(provision.Password), Permanent: true,
	}); err != nil {
		v.Fatal(err)
	}
}

// prefersNothing turns several MFA methods on, none of them preferred.
func (v *visit) prefersNothing(username string) {
	v.Helper()
	if _, err := v.pool.API.AdminSetUserMFAPreference(v.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &v.pool.ID, Username: &username,
		SMSMfaSettings:   &types.SMSMfaSettingsType{Enabled: true},
		EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
	}); err != nil {
		v.Fatal(err)
	}
}

func (v *visit) triggers(triggers localcognito.Triggers) {
	v.Helper()
	if err := cognito.SetTriggers(v.pool.ID, triggers); err != nil {
		v.Fatal(err)
	}
}

// code is the last one that was sent to the user.
func (v *visit) code(username string) string {
	v.Helper()
	message, ok := cognito.Outbox().Last(v.pool.ID, username)
	if !ok {
		v.end("no code was sent to %s", username)
	}
	return message.Code
}

// totp is the code that an authenticator with the secret shows.
func (v *visit) totp(secret string) string {
	v.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		v.end("the secret of the authenticator is none: %v", err)
	}
	return code
}

func (v *visit) begins(r request) *visit {
	v.last = v.begin(r)
	if v.peer == passwordlessAuth && v.last.Code == "NotAuthorizedException" {
		v.Log("refused, as one in 512 is: its salt for the key derivation keeps a leading zero byte of u, which Cognito's has not; once more")
		v.last = v.begin(r)
	}
	return v
}

// signsIn begins with name and password by the flow.
func (v *visit) signsIn(flow, username string) *visit {
	return v.begins(request{Flow: flow, Username: username, Password: provision.Password})
}

// prefers begins USER_AUTH.
func (v *visit) prefers(challenge, username, password string) *visit {
	return v.begins(request{Flow: "USER_AUTH", Preferred: challenge, Username: username, Password: password})
}

func (v *visit) answers(a answer) *visit {
	v.last = v.respond(a)
	return v
}

// asks says which challenge the client must show, and which choices.
func (v *visit) asks(challenge string, choices ...string) *visit {
	if v.last.Challenge != challenge {
		v.end("got %s, want the challenge %s", v.last, challenge)
	}
	if got := strings.Join(v.last.Choices, " "); len(choices) > 0 && got != strings.Join(choices, " ") {
		v.end("got the choices %s, want %v", got, choices)
	}
	return v
}

// refused says which exception the client must report.
func (v *visit) refused(exception string) {
	if v.last.Code != exception {
		v.end("got %s, want %s", v.last, exception)
	}
}

// signedIn says that the client must have tokens, which Cognito takes for the
// user's.
func (v *visit) signedIn(username string) {
	v.Helper()
	if !v.last.Done {
		v.end("got %s, want tokens", v.last)
	}
	if v.last.Username != "" && v.last.Username != username {
		v.end("signed in as %s, want %s", v.last.Username, username)
	}
	user, err := v.pool.API.GetUser(context.Background(), &cip.GetUserInput{AccessToken: aws.String(v.last.AccessToken)})
	if err != nil {
		v.end("Cognito does not take the access token: %v", err)
	}
	if *user.Username != username {
		v.end("the access token is of %s, want %s", *user.Username, username)
	}
}

// sent are the flows, challenges and other operations that the client sent.
func (v *visit) sent() map[string]bool {
	names := map[string]bool{}
	for _, call := range v.tap.Calls("") {
		switch call.Operation {
		case "InitiateAuth":
			names[fmt.Sprint(call.Body["AuthFlow"])] = true
		case "RespondToAuthChallenge":
			names[fmt.Sprint(call.Body["ChallengeName"])] = true
		default:
			names[call.Operation] = true
		}
	}
	return names
}
