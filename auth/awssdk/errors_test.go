package awssdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// TestErrorTypes handles one refusal in each of the ways that callers know.
func TestErrorTypes(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "error-types")
	for _, tt := range []struct {
		flow      auth.Flow
		operation string
	}{
		{auth.FlowUserSRPAuth, "RespondToAuthChallenge"}, // Cognito tells at the verifier
		{auth.FlowUserPasswordAuth, "InitiateAuth"},
	} {
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: tt.flow, Username: "error-types", Password: []byte("Wrong-12345")})

		var exception *types.NotAuthorizedException
		if !errors.As(err, &exception) || exception.ErrorMessage() != "Incorrect username or password." {
			t.Errorf("types.NotAuthorizedException: %v", exception)
		}
		var api smithy.APIError
		if !errors.As(err, &api) || api.ErrorCode() != "NotAuthorizedException" || api.ErrorMessage() != "Incorrect username or password." || api.ErrorFault() != smithy.FaultClient {
			t.Errorf("smithy.APIError: %v", api)
		}
		var response *smithyhttp.ResponseError
		if !errors.As(err, &response) {
			t.Fatal("the HTTP response cannot be reached")
		}
		var failure *auth.Error
		if !errors.As(err, &failure) {
			t.Fatalf("%T is no *auth.Error", err)
		}
		requestID := response.HTTPResponse().Header.Get("x-amzn-requestid")
		if failure.Code != "NotAuthorizedException" || failure.Operation != tt.operation || failure.Status != 400 ||
			failure.RequestID != requestID || len(requestID) != 36 || failure.Retryable || failure.Challenge != nil {
			t.Errorf("%+v", *failure)
		}
		if want := tt.operation + ": NotAuthorizedException: Incorrect username or password."; err.Error() != want {
			t.Errorf("text %q, want %q", err, want)
		}
	}
}

func TestMFAErrorType(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "mfa-error", "phone_number=+12025550123")
	local.pool.prefer(t, "mfa-error", auth.ChallengeSMSMFA)
	step := client.signIn(t, "mfa-error")
	_, err := client.Respond(t.Context(), step, auth.Code(wrong(local.pool.nextCode(t, "mfa-error"))))
	var exception *types.CodeMismatchException
	if !errors.As(err, &exception) {
		t.Errorf("%v is no CodeMismatchException", err)
	}
}

// serve gives a client whose Cognito is the handler.
func serve(t *testing.T, handler http.HandlerFunc) *auth.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newClient(t, auth.Config{UserPoolID: "eu-west-1_Example12", ClientID: "client", API: awssdk.New(newSDKClient(server.URL, &recorder{}))})
}

var anyRequest = auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)}

// TestAnswerOfAnother is a server that is not Cognito.
func TestAnswerOfAnother(t *testing.T) {
	for name, tt := range map[string]struct {
		status    int
		body      string
		code      string
		retryable bool
	}{
		"page with 200":       {200, "<!doctype html><title>Hello</title>", auth.CodeMalformedResponse, false},
		"array":               {200, "[]", auth.CodeMalformedResponse, false},
		"empty object":        {200, "{}", auth.CodeMalformedResponse, false},
		"nothing":             {200, "", auth.CodeMalformedResponse, false},
		"cut off":             {200, `{"ChallengeName":"SMS_`, auth.CodeMalformedResponse, false},
		"page with 404":       {404, "<h1>Not found</h1>", auth.CodeMalformedResponse, false},
		"gateway":             {502, "<h1>Bad gateway</h1>", auth.CodeMalformedResponse, true},
		"exception of no one": {400, `{"__type":"NewestException","message":"new"}`, "NewestException", false},
	} {
		t.Run(name, func(t *testing.T) {
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				io.WriteString(w, tt.body)
			})
			_, err := client.Initiate(t.Context(), anyRequest)
			failure := wantCode(t, err, tt.code)
			if failure.Operation != "InitiateAuth" || failure.Retryable != tt.retryable || failure.Message == "" {
				t.Errorf("%+v", *failure)
			}
		})
	}
}

func TestNotReached(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // nobody listens at its address any more
	client := newClient(t, auth.Config{UserPoolID: "eu-west-1_Example12", ClientID: "client", API: awssdk.New(newSDKClient(server.URL, &recorder{}))})
	_, err := client.Initiate(t.Context(), anyRequest)
	failure := wantCode(t, err, auth.CodeNetworkError)
	if !failure.Retryable || failure.Status != 0 || failure.ErrorFault() != smithy.FaultUnknown {
		t.Errorf("%+v", *failure)
	}
}

// TestCancelled ends the context before and during a call.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // net/http notices a client that went away only then
		cancel()
		<-r.Context().Done()
	})
	for range 2 {
		_, err := client.Initiate(ctx, anyRequest)
		failure := wantCode(t, err, auth.CodeAbortError)
		if !errors.Is(err, context.Canceled) || failure.Retryable || failure.Operation != "InitiateAuth" {
			t.Errorf("%+v", *failure)
		}
	}
}

// TestCancelledBetween ends the context after Cognito's first answer.
func TestCancelledBetween(t *testing.T) {
	local.pool.confirm(t, "cancelled")
	app := local.pool.newApp(t)
	ctx, cancel := context.WithCancel(t.Context())
	app.config.API = cancelling{app.config.API, cancel}
	_, err := newClient(t, app.config).Initiate(ctx, auth.InitiateRequest{Username: "cancelled", Password: []byte(password)})
	if failure := wantCode(t, err, auth.CodeAbortError); failure.Operation != "RespondToAuthChallenge" {
		t.Errorf("%+v", *failure)
	}
}

type cancelling struct {
	auth.API
	cancel func()
}

func (c cancelling) Call(ctx context.Context, in auth.Input) (auth.Output, error) {
	output, err := c.API.Call(ctx, in)
	c.cancel()
	return output, err
}

// TestNoSecretsInErrors collects failures of every kind and looks for every
// secret that was in play, through all causes.
func TestNoSecretsInErrors(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	local.pool.confirm(t, "hush", "phone_number=+12025550123", "email=hush@example.com")
	local.pool.create(t, "hush-new")
	refresh := client.signIn(t, "hush").Tokens
	local.pool.prefer(t, "hush", auth.ChallengeSMSMFA)
	step, fresh := client.signIn(t, "hush"), client.signIn(t, "hush-new")
	code := local.pool.nextCode(t, "hush")

	secrets := []string{
		password, newPassword, "Wrong-Secret-9", "bad-\xff", "weak-secret", code, wrong(code), "not-a-token", "Sessi0n-of-nobody-at-all",
		client.config.ClientSecret, step.Session, fresh.Session,
		refresh.AccessToken, refresh.IDToken, refresh.RefreshToken,
	}
	var failures []error
	initiate := func(request auth.InitiateRequest) {
		_, err := client.Initiate(t.Context(), request)
		failures = append(failures, err)
	}
	respond := func(step *auth.Step, answer auth.Answer) {
		_, err := client.Respond(t.Context(), step, answer)
		failures = append(failures, err)
	}
	for _, flow := range passwordFlows {
		initiate(auth.InitiateRequest{Flow: flow, Username: "hush", Password: []byte("Wrong-Secret-9")})
		initiate(auth.InitiateRequest{Flow: flow, Username: "hush", Password: []byte("bad-\xff")})
		initiate(auth.InitiateRequest{Flow: flow, Username: "hush", Password: []byte(strings.Repeat(password, 20))})
	}
	initiate(auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: "other", RefreshToken: refresh.RefreshToken})
	initiate(auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: "hush", RefreshToken: "not-a-token"})
	_, err := client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: "not-a-token"})
	failures = append(failures, err)
	respond(step, auth.Code(wrong(code)))
	respond(step, auth.NewPassword{Password: []byte(newPassword)})
	respond(step, auth.Code(strings.Repeat(code, 500)))
	respond(fresh, auth.Code(code))
	respond(fresh, auth.NewPassword{Password: []byte(newPassword)})
	respond(fresh, auth.NewPassword{Password: []byte("weak-secret"), Attributes: map[string]string{"email": "e@example.com", "given_name": "G"}})
	moved := *step
	moved.Session = "Sessi0n-of-nobody-at-all"
	respond(&moved, auth.Code(code))
	_, err = local.pool.newApp(t).Resume(step.State())
	failures = append(failures, err)
	state := step.State()
	state.Challenge = auth.ChallengePasswordVerifier
	_, err = client.Resume(state)
	failures = append(failures, err)
	_, err = serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(w, r.Body) // tokens and passwords are not JSON of Cognito's
	}).Initiate(t.Context(), anyRequest)
	failures = append(failures, err)
	for _, message := range client.wire.take() {
		for _, name := range []string{"SECRET_HASH", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"} {
			if secret, ok := message.params()[name].(string); ok {
				secrets = append(secrets, secret)
			}
		}
	}

	wantNoSecrets(t, failures, secrets)
}

// TestNoSecretsInErrorsOfRows does the same for what came after passwords and
// codes: every flow and every challenge fails once.
func TestNoSecretsInErrorsOfRows(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
		t.Fatal(err)
	}
	var secrets []string
	var failures []error
	for _, f := range forms {
		client, username := pool.newRow(t, f, withDevices(store)), "hush-"+f.name
		pool.confirm(t, username, "email="+username+"@example.com", "phone_number=+12025550123")
		signedIn := client.signIn(t, username)
		passkey := pool.register(t, signedIn.Tokens)
		device := store.devices[username]
		secrets = append(secrets, client.config.ClientSecret, device.Password, signedIn.Tokens.AccessToken, signedIn.Tokens.RefreshToken,
			"Wrong-Secret-9", "custom-answer-secret", "Sessi0n-of-nobody-at-all", "forged-device-password")

		initiate := func(request auth.InitiateRequest) {
			request.Username, request.Password = username, []byte("Wrong-Secret-9")
			_, err := client.Initiate(t.Context(), request)
			failures = append(failures, err)
		}
		initiate(auth.InitiateRequest{Flow: auth.FlowCustomAuth})
		initiate(auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengePassword})
		initiate(auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengePasswordSRP})
		initiate(auth.InitiateRequest{Flow: auth.FlowUserAuth, Session: "Sessi0n-of-nobody-at-all"})
		initiate(auth.InitiateRequest{Flow: auth.FlowAdminUserPasswordAuth}) // refused in one form by us, in the other by Cognito
		// Where the sign-in cannot go on without the device, its failure is an error.
		store.devices[username] = auth.Device{Key: device.Key, GroupKey: device.GroupKey, Password: "forged-device-password"}
		riddled := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: username})
		_, err := client.Respond(t.Context(), riddled, auth.CustomAnswer("friend"))
		secrets, failures = append(secrets, riddled.Session), append(failures, err)
		delete(store.devices, username)

		for _, tt := range []struct {
			request auth.InitiateRequest
			answer  func(step *auth.Step) auth.Answer
		}{
			{auth.InitiateRequest{Flow: auth.FlowCustomAuth}, func(*auth.Step) auth.Answer { return auth.Code("custom-answer-secret") }},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth}, func(*auth.Step) auth.Answer {
				return auth.Choice{Name: "PASSWORD", Password: []byte("Wrong-Secret-9")}
			}},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth}, func(*auth.Step) auth.Answer {
				return auth.Choice{Name: "PASSWORD_SRP", Password: []byte("Wrong-Secret-9")}
			}},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth}, func(*auth.Step) auth.Answer { return auth.Choice{Name: "custom-answer-secret"} }},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengeEmailOTP}, func(*auth.Step) auth.Answer {
				code := pool.nextCode(t, username)
				secrets = append(secrets, code, wrong(code))
				return auth.Code(wrong(code))
			}},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengeSMSOTP}, func(*auth.Step) auth.Answer {
				code := pool.nextCode(t, username)
				secrets = append(secrets, code, wrong(code))
				return auth.Code(wrong(code))
			}},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengeWebAuthn}, func(step *auth.Step) auth.Answer {
				passkey.Origin = "https://elsewhere.example"
				credential := assert(t, passkey, step)
				secrets = append(secrets, string(credential))
				return credential
			}},
			{auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengeWebAuthn}, func(*auth.Step) auth.Answer {
				return auth.Credential("custom-answer-secret")
			}},
		} {
			tt.request.Username = username
			step := client.initiate(t, tt.request)
			secrets = append(secrets, step.Session)
			_, err := client.Respond(t.Context(), step, tt.answer(step))
			failures = append(failures, err)
		}
		for _, sent := range client.wire.messages {
			for _, name := range []string{"SECRET_HASH", "SRP_A", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"} {
				if secret, ok := sent.params()[name].(string); ok {
					secrets = append(secrets, secret)
				}
			}
		}
	}

	setup := newPool(t)
	setup.requireMFA(t)
	setup.confirm(t, "hush")
	client := setup.newRow(t, publicForm)
	secret, step, err := client.TOTPSecret(t.Context(), client.signIn(t, "hush"))
	if err != nil {
		t.Fatal(err)
	}
	code := wrong(authenticatorCode(t, secret))
	secrets = append(secrets, secret, step.Session, code)
	_, err = client.Respond(t.Context(), step, auth.SetupSoftwareToken{Code: code})
	_, _, spent := client.TOTPSecret(t.Context(), &auth.Step{Session: step.Session, Challenge: auth.ChallengeMFASetup})
	failures = append(failures, err, spent)
	wantNoSecrets(t, failures, secrets)
}

// wantNoSecrets looks for the secrets in the failures and in all their causes.
func wantNoSecrets(t *testing.T, failures []error, secrets []string) {
	t.Helper()
	for i, failure := range failures {
		if failure == nil {
			t.Errorf("failure %d did not fail", i)
		}
		for err := failure; err != nil; err = errors.Unwrap(err) {
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err)} {
				// Six random digits may well be part of a UUID.
				if own, ok := errors.AsType[*auth.Error](failure); ok && own.RequestID != "" {
					text = strings.ReplaceAll(text, own.RequestID, "")
				}
				for j, secret := range secrets {
					if strings.Contains(text, secret) {
						t.Errorf("the text of failure %d (%T) holds secret %d", i, err, j)
					}
				}
			}
		}
	}
}
