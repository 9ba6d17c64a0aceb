package auth_test

import (
	"errors"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// signInOnly is an API that knows two operations, as one may that was written for
// an earlier version.
type signInOnly struct{ script }

func (s *signInOnly) Call(ctx auth.Context, in auth.Input) (auth.Output, error) {
	switch in.(type) {
	case *auth.InitiateAuthInput, *auth.RespondToAuthChallengeInput:
		return s.script.Call(ctx, in)
	}
	return nil, auth.ErrUnknownOperation
}

// TestUnknownOperation names the operation, and costs a user no sign-in that
// Cognito has finished.
func TestUnknownOperation(t *testing.T) {
	api := &signInOnly{script{answers: []answer{
		{output: setup()},
		done(&auth.NewDeviceMetadata{DeviceKey: "key", DeviceGroupKey: "group"}),
	}}}
	config := config(api)
	config.Devices = &stored{}
	client, err := auth.New(config)
	if err != nil {
		t.Fatal(err)
	}
	step, err := client.Initiate(t.Context(), signIn)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = client.TOTPSecret(t.Context(), step)
	if failure := wantCode(t, err, auth.CodeInvalidArgument); failure.Operation != "AssociateSoftwareToken" || failure.Retryable || !errors.Is(err, auth.ErrUnknownOperation) {
		t.Errorf("%+v", *failure)
	}
	_, err = client.Respond(t.Context(), step, auth.SetupSoftwareToken{Code: "123456"})
	if failure := wantCode(t, err, auth.CodeInvalidArgument); failure.Operation != "VerifySoftwareToken" {
		t.Errorf("%+v", *failure)
	}
	step, err = client.Respond(t.Context(), step, auth.SetupEmail{Email: "a@example.com"})
	if err != nil || !step.Done() {
		t.Fatalf("the sign-in did not end: %v", err)
	}
	if failure := wantCode(t, step.NewDevice.Err, auth.CodeInvalidArgument); failure.Operation != "ConfirmDevice" {
		t.Errorf("%+v", *failure)
	}
	if failure := auth.ErrUnknownOperation.(*auth.Error); failure.Operation != "" {
		t.Errorf("the error of all became that of %s", failure.Operation)
	}
}

// confused is an API that gives the outputs of other operations, or none.
type confused struct {
	parser
	output auth.Output
}

func (c confused) Call(auth.Context, auth.Input) (auth.Output, error) { return c.output, nil }

func TestOutputOfAnotherOperation(t *testing.T) {
	step := auth.State{Version: auth.StateVersion, UserPoolID: userPoolID, ClientID: clientID, Username: "alice", Challenge: auth.ChallengeMFASetup,
		Parameters: map[string]string{"MFAS_CAN_SETUP": `["SOFTWARE_TOKEN_MFA"]`}}
	for _, output := range []auth.Output{nil, (*auth.AuthOutput)(nil), &auth.ConfirmDeviceOutput{}} {
		client, err := auth.New(config(confused{output: output}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Initiate(t.Context(), signIn)
		wantCode(t, err, auth.CodeMalformedResponse)
		setup, err := client.Resume(step)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = client.TOTPSecret(t.Context(), setup)
		wantCode(t, err, auth.CodeMalformedResponse)
		_, err = client.Respond(t.Context(), setup, auth.SetupSoftwareToken{Code: "123456"})
		wantCode(t, err, "EnableSoftwareTokenMFAException")
	}
}
