package localcognito

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Trigger is a Lambda function of a user pool: it gets the event, fills in the
// response and returns it. It has the signature of a Go Lambda handler, so the
// code of a real trigger runs here unchanged. ctx is that of the request.
//
// A trigger runs while the server works on the request and must not call the
// server, which would wait for the trigger: after [Options.TriggerTimeout] the
// request fails. Its error becomes UserLambdaValidationException with the error's
// text, as in Cognito; a panic, or no answer in time, UnexpectedLambdaException.
type Trigger[Event any] func(ctx context.Context, event Event) (Event, error)

// Triggers are the Lambda triggers of a user pool (developer guide,
// "Customizing user pool workflows with Lambda triggers"). A nil one is not
// configured. What ClientMetadata reaches is documented at each.
type Triggers struct {
	// DefineAuthChallenge decides each step of CUSTOM_AUTH. Its session holds
	// what happened so far; it gets the ClientMetadata of
	// RespondToAuthChallenge, not that of InitiateAuth.
	DefineAuthChallenge Trigger[events.CognitoEventUserPoolsDefineAuthChallenge]
	// CreateAuthChallenge makes a CUSTOM_CHALLENGE. Cognito refuses the sign-in
	// where it gives no PrivateChallengeParameters. ClientMetadata as above.
	CreateAuthChallenge Trigger[events.CognitoEventUserPoolsCreateAuthChallenge]
	// VerifyAuthChallengeResponse judges ANSWER. ClientMetadata as above.
	VerifyAuthChallengeResponse Trigger[events.CognitoEventUserPoolsVerifyAuthChallenge]
	// PreSignUp may refuse, confirm and verify a user of SignUp, and gets its
	// ClientMetadata and ValidationData. It may refuse one of AdminCreateUser too;
	// the rest of its response is ignored then.
	PreSignUp Trigger[events.CognitoEventUserPoolsPreSignup]
	// PostConfirmation follows ConfirmSignUp, AdminConfirmSignUp and
	// ConfirmForgotPassword, and SignUp where PreSignUp has confirmed the user. It gets their ClientMetadata.
	PostConfirmation Trigger[events.CognitoEventUserPoolsPostConfirmation]
	// CustomMessage may change the text of every message, in which {####} stands for
	// the code and {username}, in invitations, for the user name; both have to be
	// there. Its trigger source is the Purpose of [Message]. It gets the
	// ClientMetadata of the call that sends.
	CustomMessage Trigger[events.CognitoEventUserPoolsCustomMessage]
	// MigrateUser may bring a user that the pool does not have, in flows that
	// send the password. It gets the ClientMetadata of InitiateAuth as
	// validationData.
	MigrateUser Trigger[events.CognitoEventUserPoolsMigrateUser]
	// PreAuthentication may refuse a sign-in at InitiateAuth, whose
	// ClientMetadata is its validationData.
	PreAuthentication Trigger[events.CognitoEventUserPoolsPreAuthentication]
	// PostAuthentication follows the last challenge, before tokens are
	// issued, and gets the ClientMetadata of RespondToAuthChallenge.
	PostAuthentication Trigger[events.CognitoEventUserPoolsPostAuthentication]
	// PreTokenGeneration (event version V1_0) changes the claims of the ID token,
	// and groups and roles. It gets the ClientMetadata of RespondToAuthChallenge or
	// of GetTokensFromRefreshToken.
	PreTokenGeneration Trigger[events.CognitoEventUserPoolsPreTokenGen]
	// PreTokenGenerationV2 (event version V2_0) changes the claims of both tokens,
	// values of any JSON type included, the scopes of the access token, and groups
	// and roles. ClientMetadata as above. A pool has one of the two.
	PreTokenGenerationV2 Trigger[events.CognitoEventUserPoolsPreTokenGenV2_0]
}

// ErrTwoPreTokenGenerations is the error of [Server.SetTriggers] about triggers of
// both event versions: a user pool sends events of one.
var ErrTwoPreTokenGenerations = errors.New("localcognito: PreTokenGeneration and PreTokenGenerationV2 exclude each other")

// SetTriggers replaces all triggers of a user pool. It fails with
// [ErrUnknownPool] if there is no pool of that id, and with
// [ErrTwoPreTokenGenerations].
func (s *Server) SetTriggers(poolID string, triggers Triggers) error {
	if triggers.PreTokenGeneration != nil && triggers.PreTokenGenerationV2 != nil {
		return ErrTwoPreTokenGenerations
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pools[poolID]
	if p == nil {
		return fmt.Errorf("%w: %q", ErrUnknownPool, poolID)
	}
	p.triggers = triggers
	return nil
}

// invoke calls a trigger that is configured, and waits as long as the options
// say. name is its name in messages.
func invoke[Event any](c *call, name string, t Trigger[Event], event Event) (Event, error) {
	limit := c.s.opts.TriggerTimeout
	ctx, cancel := context.WithTimeout(c.ctx, limit)
	defer cancel()
	type answer struct {
		event Event
		err   error
		died  bool
	}
	answered := make(chan answer, 1)
	go func() {
		// It stays so where the trigger panics, or ends its goroutine as
		// testing.T.FailNow does.
		a := answer{died: true}
		defer func() {
			if p := recover(); p != nil {
				c.s.log.Error("trigger panicked", "trigger", name, "type", fmt.Sprintf("%T", p))
			}
			answered <- a
		}()
		event, err := t(ctx, event)
		a = answer{event: event, err: err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var a answer
	select {
	case a = <-answered:
		switch {
		case a.died:
			return a.event, fail(unexpectedLambda, "%s failed with an unhandled error.", name)
		case a.err == nil:
			return a.event, nil
		case !errors.Is(ctx.Err(), context.DeadlineExceeded):
			return a.event, fail(userLambdaValidation, "%s failed with error %s.", name, strings.TrimSuffix(a.err.Error(), "."))
		}
	case <-timer.C:
	}
	c.s.triggerTimeouts.Add(1)
	c.s.log.Error("trigger timed out", "trigger", name, "after", limit)
	return a.event, fail(unexpectedLambda, "%s did not answer within %v. %s", name, limit, msgTriggerCalls)
}

// noClient is the clientId of events that no app client has caused.
const noClient = "CLIENT_ID_NOT_APPLICABLE"

// header is what all events have in common. client is nil where an administrator
// calls; source is the triggerSource.
func (p *pool) header(client *appClient, username, source string) events.CognitoEventUserPoolsHeader {
	id := noClient
	if client != nil {
		id = client.id
	}
	return events.CognitoEventUserPoolsHeader{
		Version: "1", TriggerSource: source, Region: p.region, UserPoolID: p.id, UserName: username,
		CallerContext: events.CognitoEventUserPoolsCallerContext{AWSSDKVersion: "aws-sdk-unknown-unknown", ClientID: id},
	}
}

func (l *login) header(source string) events.CognitoEventUserPoolsHeader {
	name := l.name
	if l.user != nil {
		name = l.user.username
	}
	return l.pool.header(l.client, name, source)
}

// eventAttributes are the userAttributes of an event: the attributes, and the
// status under the name that Cognito gives it.
func (u *user) eventAttributes() map[string]string {
	m := make(map[string]string)
	if u == nil {
		return m
	}
	for _, a := range u.attributes {
		m[a.Name] = a.Value
	}
	m["cognito:user_status"] = u.status
	return m
}

// preAuthentication runs the trigger at the start of a sign-in.
func (c *call) preAuthentication(l *login) error {
	t := l.pool.triggers.PreAuthentication
	if t == nil || l.user == nil && !l.client.hidesUsers() {
		return nil
	}
	event := events.CognitoEventUserPoolsPreAuthentication{CognitoEventUserPoolsHeader: l.header("PreAuthentication_Authentication")}
	event.Request.UserAttributes = l.user.eventAttributes()
	event.Request.ValidationData = maps.Clone(l.validationData)
	event.Request.UserNotFound = l.user == nil
	_, err := invoke(c, "PreAuthentication", t, event)
	return err
}

// postAuthentication runs the trigger between the last challenge and the
// tokens.
func (c *call) postAuthentication(l *login) error {
	t := l.pool.triggers.PostAuthentication
	if t == nil {
		return nil
	}
	event := events.CognitoEventUserPoolsPostAuthentication{CognitoEventUserPoolsHeader: l.header("PostAuthentication_Authentication")}
	event.Request.UserAttributes = l.user.eventAttributes()
	event.Request.ClientMetadata = maps.Clone(l.clientMetadata)
	_, err := invoke(c, "PostAuthentication", t, event)
	return err
}

// Trigger sources of post confirmation (developer guide, "Post confirmation Lambda
// trigger").
const (
	confirmedSignUp         = "PostConfirmation_ConfirmSignUp"
	confirmedForgotPassword = "PostConfirmation_ConfirmForgotPassword"
)

// postConfirmation runs the trigger after ConfirmSignUp, ConfirmForgotPassword, or
// what an administrator (client is nil) or PreSignUp has confirmed.
func (c *call) postConfirmation(p *pool, client *appClient, u *user, source string, metadata map[string]string) error {
	t := p.triggers.PostConfirmation
	if t == nil {
		return nil
	}
	event := events.CognitoEventUserPoolsPostConfirmation{CognitoEventUserPoolsHeader: p.header(client, u.username, source)}
	event.Request.UserAttributes = u.eventAttributes()
	event.Request.ClientMetadata = maps.Clone(metadata)
	_, err := invoke(c, "PostConfirmation", t, event)
	return err
}
