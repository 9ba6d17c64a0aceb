package guides

import (
	"context"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// riddle asks one question and lets in who knows the answer.
var riddle = localcognito.Triggers{
	DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
		session := e.Request.Session
		if len(session) == 0 {
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			return e, nil
		}
		e.Response.IssueTokens = session[len(session)-1].ChallengeResult
		e.Response.FailAuthentication = !e.Response.IssueTokens
		return e, nil
	},
	CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
		e.Response.PublicChallengeParameters = map[string]string{"question": "who goes there?"}
		e.Response.PrivateChallengeParameters = map[string]string{"answer": "friend"}
		return e, nil
	},
	VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
		e.Response.AnswerCorrect = e.Request.ChallengeAnswer == e.Request.PrivateChallengeParameters["answer"]
		return e, nil
	},
}
