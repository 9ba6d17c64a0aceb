package auth

import (
	"strings"
)

// mfaSetup makes a user set up a second factor before the first sign-in: an
// authenticator (TOTPSecret, then SetupSoftwareToken) or an email address
// (SetupEmail, then EMAIL_OTP).
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
var mfaSetup = challenge{
	expects: takesSetup,
	describe: func(c *Client, operation string, step *Step) (err *Error) {
		step.Choices, err = c.parseList(operation, paramMFAsCanSetup, step.Parameters[paramMFAsCanSetup])
		return err
	},
	responses: func(ctx Context, c *Client, a *attempt, _ *Step, answer Answer) (map[string]string, error) {
		switch given := answer.(type) {
		case SetupSoftwareToken:
			return map[string]string{}, c.verifySoftwareToken(ctx, a, given)
		case SetupEmail:
			if !strings.Contains(given.Email, "@") {
				return nil, invalid(argEmail, "expected an email address")
			}
			return map[string]string{paramEmail: given.Email}, nil
		}
		return nil, errMisfit
	},
}

// TOTPSecret begins the set-up of an authenticator at a step MFA_SETUP. It gives
// the shared secret in base32 (RFC 4648), for an otpauth URI, and the step to
// answer with [SetupSoftwareToken], because Cognito changes the session.
func (c *Client) TOTPSecret(ctx Context, step *Step) (secret string, next *Step, err error) {
	if err := c.checkStep(step); err != nil {
		return "", nil, err
	}
	if step.Challenge != ChallengeMFASetup {
		return "", nil, invalid("step", "expected a step at MFA_SETUP, not at "+printable(string(step.Challenge)))
	}
	answer, err := c.call(ctx, operationAssociateSoftwareToken, &AssociateSoftwareTokenInput{Session: step.Session})
	if err != nil {
		return "", nil, err
	}
	output, _ := answer.(*AssociateSoftwareTokenOutput)
	if output == nil || output.SecretCode == "" {
		return "", nil, malformed(operationAssociateSoftwareToken, "SecretCode", "expected the secret in base32")
	}
	changed := *step
	changed.Session = output.Session
	return output.SecretCode, &changed, nil
}

// verifySoftwareToken shows Cognito that the authenticator has the secret; the
// challenge is answered with the session that this gives.
func (c *Client) verifySoftwareToken(ctx Context, a *attempt, given SetupSoftwareToken) error {
	code := cleanCode(given.Code)
	if err := checkCode(code); err != nil {
		return err
	}
	answer, err := c.call(ctx, operationVerifySoftwareToken, &VerifySoftwareTokenInput{
		Session: a.session, UserCode: code, FriendlyDeviceName: given.DeviceName,
	})
	if err != nil {
		return err
	}
	output, _ := answer.(*VerifySoftwareTokenOutput)
	if output == nil || output.Status != "SUCCESS" {
		return &Error{
			Code:      exceptionEnableSoftwareTokenMFA,
			Operation: operationVerifySoftwareToken,
			Message:   "Cognito did not accept the code",
		}
	}
	a.session = output.Session
	return nil
}
