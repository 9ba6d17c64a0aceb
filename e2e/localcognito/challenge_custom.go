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

func poseCustom(c *call, sess *session) (map[string]string, error) {
	l := sess.login
	header := l.header("CreateAuthChallenge_Authentication")
	params := map[string]string{}
	if t := l.pool.triggers.CreateAuthChallenge; t != nil {
		event := events.CognitoEventUserPoolsCreateAuthChallenge{CognitoEventUserPoolsHeader: header}
		event.Request = events.CognitoEventUserPoolsCreateAuthChallengeRequest{
			UserAttributes: l.user.eventAttributes(), ChallengeName: customChallengeName, Session: l.custom.history(),
			ClientMetadata: maps.Clone(l.clientMetadata), UserNotFound: l.user == nil,
		}
		event, err := invoke(c, "CreateAuthChallenge", t, event)
		if err != nil {
			return nil, err
		}
		maps.Copy(params, event.Response.PublicChallengeParameters)
		sess.private, sess.metadata = maps.Clone(event.Response.PrivateChallengeParameters), event.Response.ChallengeMetadata
	}
	params["USERNAME"] = header.UserName
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
