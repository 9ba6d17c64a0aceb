package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// quiz is a pool's own challenge: questions in a row, the second wrong answer
// fails. It keeps the ClientMetadata that reached each trigger.
type quiz struct {
	questions int

	mu   sync.Mutex
	seen []string // "Trigger step", in the order of the calls
}

func (q *quiz) see(trigger string, metadata map[string]string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.seen = append(q.seen, trigger+" "+metadata["step"])
}

// metadata gives what was seen and forgets it.
func (q *quiz) metadata() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	seen := q.seen
	q.seen = nil
	return seen
}

func (q *quiz) triggers() localcognito.Triggers {
	return localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			q.see("Define", e.Request.ClientMetadata)
			right, wrong, last := 0, 0, ""
			for _, result := range e.Request.Session {
				last = result.ChallengeName
				switch {
				case last != "CUSTOM_CHALLENGE":
				case result.ChallengeResult:
					right++
				default:
					wrong++
				}
			}
			switch {
			case last == "SRP_A":
				e.Response.ChallengeName = "PASSWORD_VERIFIER"
			case wrong == 2:
				e.Response.FailAuthentication = true
			case right == q.questions:
				e.Response.IssueTokens = true
			default:
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			}
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			q.see("Create", e.Request.ClientMetadata)
			n := 1
			for _, result := range e.Request.Session {
				if result.ChallengeName == "CUSTOM_CHALLENGE" && result.ChallengeResult {
					n++
				}
			}
			e.Response.PublicChallengeParameters = map[string]string{"question": fmt.Sprint("What is ", n, "?"), "hint": "✓"}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": fmt.Sprint("It is ", n)}
			return e, nil
		},
		VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
			q.see("Verify", e.Request.ClientMetadata)
			if e.Request.ChallengeAnswer == "break it" {
				return e, errors.New("the judge is ill")
			}
			e.Response.AnswerCorrect = e.Request.ChallengeAnswer == e.Request.PrivateChallengeParameters["answer"]
			return e, nil
		},
	}
}

// quizStage is a stage whose pool asks some questions.
func quizStage(t *testing.T, questions int, options provision.Options) (*stage, *quiz) {
	t.Helper()
	options.Flows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowCustomAuth}
	s, q := newStage(t, options), &quiz{questions: questions}
	if err := s.cognito.SetTriggers(s.pool.ID, q.triggers()); err != nil {
		t.Fatal(err)
	}
	return s, q
}

// CUSTOM_AUTH, with the password verified first and without.
func TestCustomAuth(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, q := quizStage(t, 2, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		const begin = `{flow: 'CUSTOM_AUTH', username: 'alice'}`
		const withSRP = `{flow: 'CUSTOM_AUTH', username: 'alice', password: 'Local-Cognito-1'}`

		for _, request := range []string{begin, withSRP} {
			step := initiate(page, request).wantStep(t, "CUSTOM_CHALLENGE")
			if step.Parameters["question"] != "What is 1?" || step.Parameters["hint"] != "✓" || step.Parameters["answer"] != "" {
				t.Errorf("got parameters %v, want the public ones", step.Parameters)
			}
			// A wrong answer is one more challenge, if the trigger says so.
			wrong := respond(page, `{answer: 'It is 7'}`).wantStep(t, "CUSTOM_CHALLENGE")
			if wrong.Session == step.Session || wrong.Parameters["question"] != "What is 1?" {
				t.Errorf("got the question %q, want the first one in a new session", wrong.Parameters["question"])
			}
			second := respond(page, `{answer: 'It is 1'}`).wantStep(t, "CUSTOM_CHALLENGE")
			if second.Parameters["question"] != "What is 2?" {
				t.Errorf("got the question %q, want the second", second.Parameters["question"])
			}
			respond(page, `{answer: 'It is 2'}`).wantDone(t, "alice")
		}

		// failAuthentication.
		initiate(page, begin).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'x'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'x'}`).wantError(t, "NotAuthorizedException")

		// A trigger's own error, with its text.
		initiate(page, begin).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'break it'}`).want(t, "Lambda error", "UserLambdaValidationException", "VerifyAuthChallengeResponse failed with error the judge is ill")
		// An empty answer is sent; what becomes of it is Cognito's to say.
		respond(page, `{answer: ''}`).want(t, "empty answer", "InvalidParameterException", "ANSWER")
		respond(page, `{answer: 'It is 1'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{code: 'It is 2'}`).want(t, "misfit", "InvalidArgument", "expected {answer} for CUSTOM_CHALLENGE")
		respond(page, `{answer: 'It is 2'}`).wantDone(t, "alice")

		// The password is what it is.
		initiate(page, `{flow: 'CUSTOM_AUTH', username: 'alice', password: 'wrong'}`).wantError(t, "NotAuthorizedException")

		// MFA comes after the password and before the questions.
		initiate(page, `{flow: 'CUSTOM_AUTH', username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
		respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'It is 1'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'It is 2'}`).wantDone(t, "carol")

		// A user who is not there is asked like any other.
		initiate(page, `{flow: 'CUSTOM_AUTH', username: 'nobody'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'It is 1'}`).wantStep(t, "CUSTOM_CHALLENGE")
		respond(page, `{answer: 'It is 2'}`).wantError(t, "NotAuthorizedException")
		q.metadata()
	})
}

// ClientMetadata reaches the triggers from RespondToAuthChallenge and not from
// InitiateAuth: developer guide, "Custom authentication challenge Lambda triggers".
func TestCustomAuthMetadata(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, q := quizStage(t, 1, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		check := func(what string, want ...string) {
			t.Helper()
			if got := q.metadata(); !slices.Equal(got, want) {
				t.Errorf("%s: the triggers saw %q, want %q", what, got, want)
			}
		}
		do(page, `keep(client.initiate({flow: 'CUSTOM_AUTH', username: 'alice'}, {clientMetadata: {step: 'one'}}))`).wantStep(t, "CUSTOM_CHALLENGE")
		check("initiate", "Define ", "Create ")
		do(page, `keep(client.respond(step, {answer: 'wrong'}, {clientMetadata: {step: 'two'}}))`).wantStep(t, "CUSTOM_CHALLENGE")
		check("wrong answer", "Verify two", "Define two", "Create two")
		do(page, `keep(client.respond(step, {answer: 'It is 1'}, {clientMetadata: {step: 'three'}}))`).wantDone(t, "alice")
		check("right answer", "Verify three", "Define three")
		// With a password the verifier is such an answer, and carries it.
		do(page, `keep(client.initiate({flow: 'CUSTOM_AUTH', username: 'alice', password: 'Local-Cognito-1'}, {clientMetadata: {step: 'one'}}))`).wantStep(t, "CUSTOM_CHALLENGE")
		check("initiate with SRP", "Define ", "Define one", "Create one")
	})
}

// Without triggers, and with one that answers nonsense.
func TestCustomAuthConfiguration(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, q := quizStage(t, 1, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		set := func(change func(*localcognito.Triggers)) {
			t.Helper()
			triggers := q.triggers()
			change(&triggers)
			if err := s.cognito.SetTriggers(s.pool.ID, triggers); err != nil {
				t.Fatal(err)
			}
		}
		const begin = `{flow: 'CUSTOM_AUTH', username: 'alice'}`
		set(func(triggers *localcognito.Triggers) { *triggers = localcognito.Triggers{} })
		initiate(page, begin).wantError(t, "InvalidUserPoolConfigurationException")
		type define = events.CognitoEventUserPoolsDefineAuthChallenge
		set(func(triggers *localcognito.Triggers) {
			triggers.DefineAuthChallenge = func(_ context.Context, e define) (define, error) { return e, nil }
		})
		initiate(page, begin).wantError(t, "InvalidLambdaResponseException")
		set(func(triggers *localcognito.Triggers) {
			triggers.DefineAuthChallenge = func(context.Context, define) (define, error) { panic("a defect of the pool's owner") }
		})
		initiate(page, begin).wantError(t, "UnexpectedLambdaException")
		set(func(triggers *localcognito.Triggers) {
			triggers.PreAuthentication = func(_ context.Context, e events.CognitoEventUserPoolsPreAuthentication) (events.CognitoEventUserPoolsPreAuthentication, error) {
				return e, errors.New("not today")
			}
		})
		initiate(page, begin).want(t, "PreAuthentication", "UserLambdaValidationException", "PreAuthentication failed with error not today")
	})
}
