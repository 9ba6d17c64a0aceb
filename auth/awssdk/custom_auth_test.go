package awssdk_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// riddle asks until the answer is "friend", three times at most. After SRP the
// password comes first. told collects what ClientMetadata the triggers got.
func riddle(told map[string]string) localcognito.Triggers {
	const question, answer = "who goes there?", "friend"
	return localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			session := e.Request.Session
			told["define"] = e.Request.ClientMetadata["from"]
			if len(session) == 0 {
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
				return e, nil
			}
			asked := 0
			for _, passed := range session {
				if passed.ChallengeName == "CUSTOM_CHALLENGE" {
					asked++
				}
			}
			switch last := session[len(session)-1]; {
			case last.ChallengeName == "SRP_A":
				e.Response.ChallengeName = "PASSWORD_VERIFIER"
			case last.ChallengeName == "CUSTOM_CHALLENGE" && last.ChallengeResult:
				e.Response.IssueTokens = true
			case asked == 3:
				e.Response.FailAuthentication = true
			default:
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			}
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			told["create"] = e.Request.ClientMetadata["from"]
			e.Response.PublicChallengeParameters = map[string]string{"question": question}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": answer}
			return e, nil
		},
		VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
			told["verify"] = e.Request.ClientMetadata["from"]
			if e.Request.ChallengeAnswer == "crash" {
				return e, errors.New("the trigger refuses.")
			}
			e.Response.AnswerCorrect = e.Request.ChallengeAnswer == e.Request.PrivateChallengeParameters["answer"]
			return e, nil
		},
	}
}

func TestCustomAuth(t *testing.T) {
	for _, f := range forms {
		for name, secret := range map[string][]byte{"alone": nil, "with SRP": []byte(password)} {
			t.Run(f.name+" "+name, func(t *testing.T) {
				pool, told := newPool(t), map[string]string{}
				if err := local.SetTriggers(pool.id, riddle(told)); err != nil {
					t.Fatal(err)
				}
				pool.confirm(t, "custom", "email=custom@example.com", "email_verified=true")
				client := pool.newRow(t, f)
				request := auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "custom@example.com", Password: secret}

				step := client.initiate(t, request)
				wantChallenge(t, step, auth.ChallengeCustomChallenge)
				if step.Parameters["question"] != "who goes there?" || step.Session == "" {
					t.Errorf("parameters %v", step.Parameters)
				}
				again := client.respond(t, step, auth.CustomAnswer("foe"))
				wantChallenge(t, again, auth.ChallengeCustomChallenge)
				if again.Session == step.Session {
					t.Error("the session is the same")
				}
				pool.wantTokens(t, client.respond(t, again, auth.CustomAnswer("friend")), "custom")
				client.refused(t, again, auth.CustomAnswer("friend"), "NotAuthorizedException") // sessions work once

				// What the documentation promises: the metadata of answers reaches all three.
				for _, trigger := range []string{"define", "create", "verify"} {
					if told[trigger] != "row" {
						t.Errorf("%s was told %q", trigger, told[trigger])
					}
				}
				sent := client.wire.messages[0].params()
				if (secret != nil) != (sent["CHALLENGE_NAME"] == "SRP_A" && sent["SRP_A"] != nil) {
					t.Errorf("CHALLENGE_NAME %v", sent["CHALLENGE_NAME"])
				}

				step = client.initiate(t, request)
				for _, wrong := range []auth.CustomAnswer{"foe", "Freund"} {
					step = client.respond(t, step, wrong)
				}
				client.refused(t, step, auth.CustomAnswer("foe"), "NotAuthorizedException")
				step = client.initiate(t, request)
				client.refused(t, step, auth.CustomAnswer("crash"), "UserLambdaValidationException")
				if secret != nil {
					request.Password = []byte("Wrong-12345")
					_, err := client.Initiate(t.Context(), request)
					wantCode(t, err, "NotAuthorizedException")
				}
			})
		}
	}
}

func TestCustomAuthNotConfigured(t *testing.T) {
	pool := newPool(t)
	pool.confirm(t, "custom")
	_, err := pool.newRow(t, publicForm).Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "custom"})
	wantCode(t, err, "InvalidUserPoolConfigurationException")
}
