package localcognito

import (
	"maps"
	"slices"

	"github.com/aws/aws-lambda-go/events"
)

// customAuth is AuthFlow CUSTOM_AUTH: DefineAuthChallenge decides what comes
// next. With CHALLENGE_NAME=SRP_A the password is part of it.
func customAuth() flow {
	return flow{
		name:     "CUSTOM_AUTH",
		allowBy:  []string{"ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"},
		required: []string{"USERNAME"},
		start:    startCustomAuth,
	}
}

func startCustomAuth(c *call, l *login, in *authRequest) (*authOutput, error) {
	if l.pool.triggers.DefineAuthChallenge == nil {
		return nil, fail(invalidPoolConfiguration, "Custom auth lambda trigger is not configured for the user pool.")
	}
	if l.user == nil && !l.client.hidesUsers() {
		return nil, fail(userNotFound, msgUserNotFound)
	}
	if l.user != nil {
		if err := l.user.maySignIn(); err != nil {
			return nil, err
		}
	}
	l.custom = &customState{}
	switch name := in.params["CHALLENGE_NAME"]; name {
	case "":
	case srpAName:
		if err := requireParameters(in.params, "SRP_A"); err != nil {
			return nil, err
		}
		var err error
		if l.srpA, err = parseSRPA(in.params["SRP_A"]); err != nil {
			return nil, err
		}
		l.custom.passed(srpAName)
	default:
		return nil, fail(invalidParameter, "CHALLENGE_NAME must be SRP_A.")
	}
	return c.advance(l)
}

// srpAName is what the sending of SRP_A is called in a trigger's session.
const srpAName = "SRP_A"

// customState is a CUSTOM_AUTH sign-in as its triggers see it.
type customState struct {
	session  []events.CognitoEventUserPoolsChallengeResult
	finished bool // DefineAuthChallenge has said issueTokens
	// byAlias is set where the last CUSTOM_CHALLENGE was answered with another
	// name than the one in its parameters.
	byAlias bool
}

// customResults are the challenges that appear in a trigger's session
// (developer guide, "Define Auth challenge Lambda trigger"). CUSTOM_CHALLENGE
// reports itself, as it can fail.
var customResults = []string{
	srpAName, passwordVerifierName, newPasswordRequiredName, methodSMS, methodSoftware, methodEmail,
	deviceSRPAuthName, devicePasswordVerifierName,
}

// passed notes a challenge that was answered well. It does nothing outside of
// CUSTOM_AUTH.
func (s *customState) passed(challenge string) {
	if s != nil && slices.Contains(customResults, challenge) {
		s.session = append(s.session, events.CognitoEventUserPoolsChallengeResult{ChallengeName: challenge, ChallengeResult: true})
	}
}

// history returns the session for an event: a copy of its own.
func (s *customState) history() []*events.CognitoEventUserPoolsChallengeResult {
	list := make([]*events.CognitoEventUserPoolsChallengeResult, 0, len(s.session))
	for _, r := range s.session {
		list = append(list, &r)
	}
	return list
}

// customStage asks DefineAuthChallenge what comes next.
func customStage(c *call, l *login) (string, error) {
	if l.custom == nil || l.custom.finished {
		return "", nil
	}
	t := l.pool.triggers.DefineAuthChallenge
	if t == nil {
		return "", fail(invalidPoolConfiguration, "Custom auth lambda trigger is not configured for the user pool.")
	}
	event := events.CognitoEventUserPoolsDefineAuthChallenge{CognitoEventUserPoolsHeader: l.header("DefineAuthChallenge_Authentication")}
	event.Request = events.CognitoEventUserPoolsDefineAuthChallengeRequest{
		UserAttributes: l.user.eventAttributes(), Session: l.custom.history(),
		ClientMetadata: maps.Clone(l.clientMetadata), UserNotFound: l.user == nil,
	}
	event, err := invoke(c, "DefineAuthChallenge", t, event)
	if err != nil {
		return "", err
	}
	switch r := event.Response; {
	case r.FailAuthentication, r.IssueTokens && l.user == nil:
		return "", fail(notAuthorized, msgIncorrectPassword)
	case r.IssueTokens:
		l.custom.finished = true
		return "", nil
	case r.ChallengeName == customChallengeName, r.ChallengeName == passwordVerifierName:
		return r.ChallengeName, nil
	default:
		return "", fail(invalidLambdaResponse, "DefineAuthChallenge must name CUSTOM_CHALLENGE or PASSWORD_VERIFIER, issue tokens or fail the authentication.")
	}
}
