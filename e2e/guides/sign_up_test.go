package guides

import (
	"context"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// Somebody signs up, takes a wrong name, password and code first, and is signed in
// by the right code.
func TestSignUpGuide(t *testing.T) {
	t.Parallel()
	v := toAccount(t, "docs/sign-up.md", testrun.Start(t, "", provision.User{Name: "alice"}))
	v.does(`fill({username: 'alice', email: 'zoe@example.com', password: 'Local-Cognito-1'}, 'Go on')`, "This user name is taken")
	v.does(`fill({username: 'zoe', password: 'weak'}, 'Go on')`, "This password is too weak")
	v.does(`fill({password: 'Local-Cognito-1'}, 'Go on')`, "Enter the code sent to z***@e***")
	first, wrong := v.code("zoe")
	v.does(`fill({code: '`+wrong+`'}, 'Go on')`, "This code is wrong")
	v.does(`press('Send me another code')`, "Enter the code sent to z***@e***")
	second, _ := v.code("zoe")
	if first == second {
		t.Error("the same code was sent again")
	}
	v.does(`fill({code: ' `+second+`'}, 'Go on')`, "Signed in as zoe")

	// Who comes back later has no page with a code any more, and needs the name alone.
	v.open()
	v.does(`fill({username: 'yan', email: 'yan@example.com', password: 'Local-Cognito-1'}, 'Go on')`, "Enter the code")
	v.open()
	v.does(`fill({username: 'yan'}, 'Send me another code')`, "Enter the code sent to y***@e***")
	code, _ := v.code("yan")
	v.does(`fill({code: '`+code+`'}, 'Go on')`, "Signed in as yan")

	// Without ALLOW_USER_AUTH there is no Session, and the password signs in.
	v = toAccount(t, "docs/sign-up.md", testrun.StartPool(t, "", provision.Options{}))
	v.does(`fill({username: 'zoe', email: 'zoe@example.com', password: 'Local-Cognito-1'}, 'Go on')`, "Enter the code")
	code, _ = v.code("zoe")
	v.does(`fill({code: '`+code+`'}, 'Go on')`, "Signed in as zoe")

	// Where a trigger confirms users there is no code.
	if err := v.cognito.Server.SetTriggers(v.cognito.Pool.ID, localcognito.Triggers{PreSignUp: confirmsAll}); err != nil {
		t.Fatal(err)
	}
	v.open()
	v.does(`fill({username: 'xia', email: 'xia@example.com', password: 'Local-Cognito-1'}, 'Go on')`, "Signed in as xia")
}

func confirmsAll(_ context.Context, event events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
	event.Response.AutoConfirmUser = true
	return event, nil
}
