package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// challenges is what the password of each demo user leads to.
var challenges = map[string]types.ChallengeNameType{
	"alice": "", "bob": "NEW_PASSWORD_REQUIRED", "carol": "SMS_MFA", "dave": "EMAIL_OTP", "erin": "SOFTWARE_TOKEN_MFA",
}

// TestRun starts the command, reads what it prints and signs in with that.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-addr", "localhost:0", "-cors", "strict", "-region", "eu-central-1", "-seed"}, write, io.Discard)
		write.CloseWithError(io.EOF)
		ended <- err
	}()
	lines := bufio.NewScanner(read)
	next := func() string {
		t.Helper()
		if !lines.Scan() {
			t.Fatalf("output ends early: %v", <-ended)
		}
		return lines.Text()
	}
	url := next()
	pool, client := strings.Fields(next())[2], strings.Fields(next())[1]
	if pool != "eu-central-1_AbC123xyz" || client != "1example23456789" {
		t.Errorf("got pool %q and client %q, want those of the documentation", pool, client)
	}
	api := provision.Client(url)
	for range challenges {
		user := strings.Fields(next())
		out, err := api.InitiateAuth(ctx, &cognito.InitiateAuthInput{
			AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: aws.String(client),
			AuthParameters: map[string]string{"USERNAME": user[0], "PASSWORD": user[1]},
		})
		if err != nil {
			t.Fatalf("%s: %v", user[0], err)
		}
		want, known := challenges[user[0]]
		if !known || out.ChallengeName != want {
			t.Errorf("%s: challenge %q, want %q", user[0], out.ChallengeName, want)
		}
	}
	// A pipe blocks even an empty write until somebody reads.
	go io.Copy(io.Discard, read)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, args := range [][]string{{"-cors", "lax"}, {"-addr", "nowhere"}, {"-region", "a_b"}, {"-nonsense"}, {"extra"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v: accepted", args)
		}
	}
}
