package auth_test

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestClose overwrites the pair and refuses every call, a good one or not.
func TestClose(t *testing.T) {
	client, script, step := at(t, setup())
	client.Prepare()
	pair, sent := client.Spare(), len(script.inputs)
	for range 2 {
		client.Close()
		client.Prepare()
		if client.Spare() != nil {
			t.Error("a closed client has a pair")
		}
	}
	wantDiscarded(t, pair)
	for name, call := range map[string]func() error{
		"Initiate": func() error { _, err := client.Initiate(t.Context(), signIn); return err },
		"Initiate, no flow": func() error {
			_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: "none"})
			return err
		},
		"Respond": func() error {
			_, err := client.Respond(t.Context(), step, auth.SetupEmail{Email: "a@example.com"})
			return err
		},
		"Respond nil": func() error { _, err := client.Respond(t.Context(), nil, nil); return err },
		"TOTPSecret":  func() error { _, _, err := client.TOTPSecret(t.Context(), step); return err },
		"Resume":      func() error { _, err := client.Resume(step.State()); return err },
		"InitiateAuth": func() error {
			_, err := client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth})
			return err
		},
		"InitiateAuth nil": func() error { _, err := client.InitiateAuth(t.Context(), nil); return err },
		"RespondToAuthChallenge": func() error {
			_, err := client.RespondToAuthChallenge(t.Context(), &auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA})
			return err
		},
		"RespondToAuthChallenge nil": func() error { _, err := client.RespondToAuthChallenge(t.Context(), nil); return err },
	} {
		t.Run(name, func(t *testing.T) {
			if failure := wantCode(t, call(), auth.CodeClosed); failure.Retryable || failure.Operation != "" {
				t.Errorf("%+v", *failure)
			}
		})
	}
	if len(script.inputs) != sent || script.verifying != nil {
		t.Error("a closed client has sent something")
	}
}

// closing is an API that has the client closed while it is asked.
type closing struct {
	script
	client *auth.Client
}

func (c *closing) Call(ctx auth.Context, in auth.Input) (auth.Output, error) {
	c.client.Close()
	return c.script.Call(ctx, in)
}

// TestCloseBetween closes a client whose sign-in is under way. It sends nothing
// more, but what Cognito has finished is not lost.
func TestCloseBetween(t *testing.T) {
	api := &closing{script: script{answers: []answer{{output: verifier(asItIs[map[string]string])}}}}
	var err error
	if api.client, err = auth.New(config(api)); err != nil {
		t.Fatal(err)
	}
	_, err = api.client.Initiate(t.Context(), signIn)
	if failure := wantCode(t, err, auth.CodeClosed); failure.Operation != "" || len(api.inputs) != 1 {
		t.Errorf("after %d calls: %+v", len(api.inputs), *failure)
	}

	api = &closing{script: script{answers: []answer{done(&auth.NewDeviceMetadata{DeviceKey: "key", DeviceGroupKey: "group"})}}}
	tracking := config(api)
	tracking.Devices = &stored{}
	if api.client, err = auth.New(tracking); err != nil {
		t.Fatal(err)
	}
	step, err := api.client.Initiate(t.Context(), signIn)
	if err != nil || !step.Done() {
		t.Fatalf("the tokens were lost: %v", err)
	}
	if wantCode(t, step.NewDevice.Err, auth.CodeClosed); api.confirmed != nil {
		t.Error("the device was confirmed")
	}
}
