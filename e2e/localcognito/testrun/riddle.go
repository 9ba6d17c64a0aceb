package testrun

import (
	"context"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// Riddle are triggers for CUSTOM_AUTH that ask one question, in the parameter
// "question", to which the answer is "friend"; after the password, if there is
// one. They are made as the developer guide has them:
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
var Riddle = localcognito.Triggers{
	DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
		session := e.Request.Session
		if len(session) == 0 {
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			return e, nil
		}
		switch last := session[len(session)-1]; {
		case last.ChallengeName == "SRP_A":
			e.Response.ChallengeName = "PASSWORD_VERIFIER"
		case last.ChallengeName == "PASSWORD_VERIFIER" && last.ChallengeResult:
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
		case last.ChallengeName == "CUSTOM_CHALLENGE" && last.ChallengeResult:
			e.Response.IssueTokens = true
		default:
			e.Response.FailAuthentication = true
		}
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
