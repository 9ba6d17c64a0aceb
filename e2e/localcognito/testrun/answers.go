package testrun

import (
	"context"
	"fmt"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// answers are what a user of Start does at each challenge.
var answers = map[auth.ChallengeName]func(c *Cognito, step *auth.Step) (auth.Answer, error){
	auth.ChallengeSMSMFA:   (*Cognito).sentCode,
	auth.ChallengeSMSOTP:   (*Cognito).sentCode,
	auth.ChallengeEmailOTP: (*Cognito).sentCode,
	auth.ChallengeSoftwareTokenMFA: func(c *Cognito, step *auth.Step) (auth.Answer, error) {
		code, err := totp.GenerateCode(c.secrets[step.Username], time.Now())
		return auth.Code(code), err
	},
	auth.ChallengeNewPasswordRequired: func(*Cognito, *auth.Step) (auth.Answer, error) {
		return auth.NewPassword{Password: []byte(provision.Password + "!")}, nil
	},
}

// Answer answers a challenge as the user would: with the code that was sent to
// the outbox, or that the user's authenticator shows; NEW_PASSWORD_REQUIRED with
// [provision.Password] and an exclamation mark. Other challenges are an error.
func (c *Cognito) Answer(_ context.Context, step *auth.Step) (auth.Answer, error) {
	answer, ok := answers[step.Challenge]
	if !ok {
		return nil, fmt.Errorf("testrun: %s has no answer of its own: give one in Options.Answer", step.Challenge)
	}
	return answer(c, step)
}

func (c *Cognito) sentCode(step *auth.Step) (auth.Answer, error) {
	message, ok := c.Server.Outbox().Last(c.Pool.ID, step.Username)
	if !ok {
		return nil, fmt.Errorf("testrun: no code was sent to %s", step.Username)
	}
	return auth.Code(message.Code), nil
}
