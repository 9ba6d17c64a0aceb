package localcognito

import (
	"maps"

	"github.com/aws/aws-lambda-go/events"
)

const customChallengeName = "CUSTOM_CHALLENGE"

// customChallenge is ChallengeName CUSTOM_CHALLENGE, made and judged by
// triggers. A wrong answer is no error: DefineAuthChallenge decides about it.
func customChallenge() challenge {
	return challenge{
		name:     customChallengeName,
		required: []string{"ANSWER"},
		pose:     poseCustom,
		answer:   answerCustom,
	}
}

// poseCustom asks CreateAuthChallenge. Without privateChallengeParameters in its
// answer the sign-in is refused, as reports say (amplify-js#8145,
// amazon-cognito-passwordless-auth#214); the public ones may be missing
// (amazon-cognito-developer-guide#20). Cognito does not say why it refuses, so
// the log does.
func poseCustom(c *call, sess *session) (map[string]string, error) {
	l := sess.login
	t := l.pool.triggers.CreateAuthChallenge
	if t == nil {
		return nil, fail(invalidPoolConfiguration, "CreateAuthChallenge trigger is not configured for the user pool.")
	}
	header := l.header("CreateAuthChallenge_Authentication")
	event := events.CognitoEventUserPoolsCreateAuthChallenge{CognitoEventUserPoolsHeader: header}
	event.Request = events.CognitoEventUserPoolsCreateAuthChallengeRequest{
		UserAttributes: l.user.eventAttributes(), ChallengeName: customChallengeName, Session: l.custom.history(),
		ClientMetadata: maps.Clone(l.clientMetadata), UserNotFound: l.user == nil,
	}
	event, err := invoke(c, "CreateAuthChallenge", t, event)
	if err != nil {
		return nil, err
	}
	r := event.Response
	if len(r.PrivateChallengeParameters) == 0 {
		c.s.log.Warn("CreateAuthChallenge gave no privateChallengeParameters; Cognito refuses the sign-in then")
		return nil, fail(notAuthorized, msgIncorrectPassword)
	}
	params := map[string]string{}
	maps.Copy(params, r.PublicChallengeParameters)
	params["USERNAME"] = header.UserName
	sess.private, sess.metadata = maps.Clone(r.PrivateChallengeParameters), r.ChallengeMetadata
	return params, nil
}

func answerCustom(c *call, sess *session, responses map[string]string) error {
	l := sess.login
	t := l.pool.triggers.VerifyAuthChallengeResponse
	if t == nil {
		return fail(invalidPoolConfiguration, "VerifyAuthChallengeResponse trigger is not configured for the user pool.")
	}
	event := events.CognitoEventUserPoolsVerifyAuthChallenge{CognitoEventUserPoolsHeader: l.header("VerifyAuthChallengeResponse_Authentication")}
	event.Request = events.CognitoEventUserPoolsVerifyAuthChallengeRequest{
		UserAttributes: l.user.eventAttributes(), PrivateChallengeParameters: maps.Clone(sess.private),
		ChallengeAnswer: responses["ANSWER"], ClientMetadata: maps.Clone(l.clientMetadata), UserNotFound: l.user == nil,
	}
	event, err := invoke(c, "VerifyAuthChallengeResponse", t, event)
	if err != nil {
		return err
	}
	l.custom.byAlias = l.user != nil && l.pool.canonical(responses["USERNAME"]) != l.user.username
	l.custom.session = append(l.custom.session, events.CognitoEventUserPoolsChallengeResult{
		ChallengeName: customChallengeName, ChallengeResult: event.Response.AnswerCorrect, ChallengeMetadata: sess.metadata,
	})
	return nil
}
