package auth_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

const (
	userPoolID = "eu-west-1_Example12"
	clientID   = "exampleclient"
	password   = "Correct-1234"
)

// script is an API whose answers are written down. It stands for what the local
// Cognito, against which package awssdk tests, never answers.
type script struct {
	parser
	answers []answer
	// inputs are what was sent: *auth.InitiateAuthInput, *auth.RespondToAuthChallengeInput.
	inputs []auth.Input

	// What the operations without a row of their own answer, and what came.
	associated *auth.AssociateSoftwareTokenOutput
	verified   *auth.VerifySoftwareTokenOutput
	verifying  *auth.VerifySoftwareTokenInput
	confirmed  *auth.ConfirmDeviceInput
}

type answer struct {
	output *auth.AuthOutput
	err    error
}

var errNotScripted = errors.New("the script ends here")

func (s *script) next(in auth.Input) (auth.Output, error) {
	s.inputs = append(s.inputs, in)
	if len(s.answers) < len(s.inputs) {
		return nil, errNotScripted
	}
	next := s.answers[len(s.inputs)-1]
	return next.output, next.err
}

func (s *script) Call(_ auth.Context, in auth.Input) (auth.Output, error) {
	switch in := in.(type) {
	case *auth.AssociateSoftwareTokenInput:
		if s.associated == nil {
			return nil, errNotScripted
		}
		return s.associated, nil
	case *auth.VerifySoftwareTokenInput:
		s.verifying = in
		if s.verified == nil {
			return nil, errNotScripted
		}
		return s.verified, nil
	case *auth.ConfirmDeviceInput:
		s.confirmed = in
		return &auth.ConfirmDeviceOutput{}, nil
	}
	return s.next(in)
}

// responses gives the i-th input, which has to be an answer to a challenge.
func (s *script) responses(t *testing.T, i int) *auth.RespondToAuthChallengeInput {
	t.Helper()
	if len(s.inputs) <= i {
		t.Fatalf("%d calls", len(s.inputs))
	}
	in, ok := s.inputs[i].(*auth.RespondToAuthChallengeInput)
	if !ok {
		t.Fatalf("call %d is %T", i, s.inputs[i])
	}
	return in
}

// newClient makes a client on a script with these outputs.
func newClient(t *testing.T, outputs ...*auth.AuthOutput) (*auth.Client, *script) {
	t.Helper()
	s := &script{}
	for _, output := range outputs {
		s.answers = append(s.answers, answer{output: output})
	}
	client, err := auth.New(config(s))
	if err != nil {
		t.Fatal(err)
	}
	return client, s
}

func config(api auth.API) auth.Config {
	return auth.Config{UserPoolID: userPoolID, ClientID: clientID, API: api}
}

// parser is the part of an API that only a browser build asks for.
type parser struct{}

func (parser) ParseJSON(text string) (map[string]string, error) {
	var object map[string]any
	if json.Unmarshal([]byte(text), &object) != nil {
		var array []any
		if err := json.Unmarshal([]byte(text), &array); err != nil {
			return nil, err
		}
		object = map[string]any{}
		for i, element := range array {
			object[strconv.Itoa(i)] = element
		}
	}
	if object == nil {
		return nil, errors.New("null")
	}
	texts := map[string]string{}
	for name, value := range object {
		if text, ok := value.(string); ok {
			texts[name] = text
		}
	}
	return texts, nil
}

var signIn = auth.InitiateRequest{Username: "alice", Password: []byte(password)}

// wantCode checks the type and the code of an error and gives it.
func wantCode(t *testing.T, err error, code string) *auth.Error {
	t.Helper()
	var failure *auth.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got error %v, want *auth.Error with code %s", err, code)
	}
	if failure.Code != code || failure.ErrorCode() != code {
		t.Fatalf("got %v, want code %s", failure, code)
	}
	return failure
}

func tokens(change func(*auth.AuthenticationResult)) *auth.AuthOutput {
	result := &auth.AuthenticationResult{AccessToken: "access", IDToken: "id", RefreshToken: "refresh", TokenType: "Bearer", ExpiresIn: 3600}
	change(result)
	return &auth.AuthOutput{AuthenticationResult: result}
}

// verifier is a PASSWORD_VERIFIER that can be answered. Any number in hex is a
// salt, and nearly any an SRP_B; nobody verifies the claim here.
func verifier(change func(map[string]string)) *auth.AuthOutput {
	parameters := map[string]string{
		"SALT": "2e7c9b1a5d3f4e6078c1d2a3b4c5d6e7", "SRP_B": "5eed0123456789abcdef", "SECRET_BLOCK": "c2VjcmV0LWJsb2Nr", "USERNAME": "real-alice", "USER_ID_FOR_SRP": "real-alice",
	}
	change(parameters)
	return &auth.AuthOutput{ChallengeName: auth.ChallengePasswordVerifier, ChallengeParameters: parameters}
}

func asItIs[T any](T) {}
