package peers

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/authenticator"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// The credentials that may call Admin operations, beside those of package provision.
const accessKey, secretKey = "AKIAEXAMPLE", "the secret key of an administrator"

// helper does for a script in Node what users and their devices do.
type helper struct {
	*testing.T
	cognito  *localcognito.Server
	pools    map[string]*provision.Pool
	mu       sync.Mutex
	passkeys map[string]*authenticator.Authenticator
}

// question has the members that one of the answers needs.
type question struct {
	Pool, Secret string
	User         json.RawMessage // a name, or a provision.User
	Options      json.RawMessage
}

func (h *helper) answer(what string, q question) (any, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var name string
	json.Unmarshal(q.User, &name)
	switch what {
	case "user":
		var user provision.User
		if err := json.Unmarshal(q.User, &user); err != nil {
			return nil, err
		}
		secret, err := h.pools[q.Pool].AddUser(h.Context(), user)
		return map[string]string{"totp": secret}, err
	case "code":
		ctx, cancel := context.WithTimeout(h.Context(), 10*time.Second)
		defer cancel()
		message, err := h.cognito.Outbox().Next(ctx, q.Pool, name)
		return map[string]string{"code": message.Code}, err
	case "totp":
		code, err := totp.GenerateCode(q.Secret, time.Now())
		return map[string]string{"code": code}, err
	case "create":
		passkey, err := authenticator.New("http://localhost:8080")
		if err != nil {
			return nil, err
		}
		h.passkeys[name] = passkey
		var options authenticator.CreationOptions
		if err := json.Unmarshal(q.Options, &options); err != nil {
			return nil, err
		}
		credential, err := passkey.Create(options)
		return map[string]any{"credential": credential}, err
	case "get":
		var options string
		if err := json.Unmarshal(q.Options, &options); err != nil {
			return nil, err
		}
		credential, err := h.passkeys[name].Get(options)
		return map[string]any{"credential": json.RawMessage(credential)}, err
	}
	calls := h.cognito.Recorded()
	return map[string]any{"recorded": calls[len(calls)-1].ContextData}, nil
}

func (h *helper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q question
	err := json.NewDecoder(r.Body).Decode(&q)
	var answer any
	if err == nil {
		answer, err = h.answer(filepath.Base(r.URL.Path), q)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(answer)
}

// riddle asks once, after SRP where there was one.
func riddle() localcognito.Triggers {
	return localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			session := e.Request.Session
			switch {
			case len(session) == 0:
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			case session[len(session)-1].ChallengeName == "SRP_A":
				e.Response.ChallengeName = "PASSWORD_VERIFIER"
			case session[len(session)-1].ChallengeName == "PASSWORD_VERIFIER":
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			default:
				e.Response.IssueTokens = session[len(session)-1].ChallengeResult
				e.Response.FailAuthentication = !e.Response.IssueTokens
			}
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			e.Response.PublicChallengeParameters = map[string]string{"question": "who goes there?"}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": "friend"}
			return e, nil
		},
		VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
			e.Response.AnswerCorrect = e.Request.ChallengeAnswer == "friend"
			return e, nil
		},
	}
}

// TestAdminThroughSDK signs in as administrators do, through the AWS SDK for
// JavaScript and to a Cognito that verifies signatures: every flow and challenge
// that the Admin operations have.
func TestAdminThroughSDK(t *testing.T) {
	server, err := localcognito.Start(localcognito.Options{Credentials: map[string]string{accessKey: secretKey, "local": "local"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	h := &helper{T: t, cognito: server, pools: map[string]*provision.Pool{}, passkeys: map[string]*authenticator.Authenticator{}}
	api := provision.Client(server.URL())
	flows := []types.ExplicitAuthFlowsType{"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH"}
	pools := map[string]*provision.Pool{}
	for name, options := range map[string]provision.Options{
		"plain": {
			Secret: true, Flows: flows, FirstFactors: []types.AuthFactorType{"PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"},
			WebAuthn: &types.WebAuthnConfigurationType{RelyingPartyId: new("localhost")},
		},
		"required": {Secret: true, Flows: flows, RequireMFA: true},
		"tracking": {Secret: true, Flows: flows, Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}},
	} {
		pool, err := provision.NewPool(t.Context(), api, options)
		if err != nil {
			t.Fatal(err)
		}
		pools[name], h.pools[pool.ID] = pool, pool
	}
	if err := server.SetTriggers(pools["plain"].ID, riddle()); err != nil {
		t.Fatal(err)
	}
	help := httptest.NewServer(h)
	t.Cleanup(help.Close)

	type ids struct{ ID, ClientID, ClientSecret string }
	named := map[string]ids{}
	for name, pool := range pools {
		named[name] = ids{pool.ID, pool.ClientID, pool.ClientSecret}
	}
	text, err := json.Marshal(named)
	if err != nil {
		t.Fatal(err)
	}
	library := url.URL{Scheme: "file", Path: filepath.Join(dist, build.ESMFile)}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "--test", "--test-reporter=spec", "testdata/admin.mjs")
	node.Env = append(os.Environ(), "LIBRARY="+library.String(), "ENDPOINT="+server.URL(), "POOLS="+string(text), "HELPER="+help.URL, "KEY="+accessKey, "SECRET="+secretKey)
	if output, err := node.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
