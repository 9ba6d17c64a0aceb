package auth

// challenge is what the engine knows of one of Cognito's challenges. Either the
// client answers it itself (inside) or a person does (responses).
type challenge struct {
	// inside answers with what the attempt holds: password and key pair.
	inside func(c *Client, a *attempt, output *AuthOutput) (map[string]string, *Error)

	// expects names the answer, for error texts.
	expects string
	// describe completes the step from its parameters; nil where nothing is to be parsed.
	describe func(c *Client, operation string, step *Step) *Error
	// responses turns a person's answer into ChallengeResponses, without USERNAME,
	// SECRET_HASH and DEVICE_KEY, which the engine adds. What a later challenge
	// needs it leaves in the attempt. errMisfit says that the answer is for
	// another kind of challenge.
	responses func(ctx Context, c *Client, a *attempt, step *Step, answer Answer) (map[string]string, error)
}

// challenges holds every challenge that the client can answer.
var challenges = map[ChallengeName]challenge{
	ChallengePasswordVerifier:    passwordVerifier,
	ChallengeNewPasswordRequired: newPasswordRequired,
	ChallengeSMSMFA:              smsMFA,
	ChallengeSoftwareTokenMFA:    softwareTokenMFA,
	ChallengeEmailOTP:            emailOTP,
	ChallengeSMSOTP:              smsOTP,
	ChallengeSelectMFAType:       selectMFAType,
	ChallengeMFASetup:            mfaSetup,

	ChallengeSelectChallenge: selectChallenge,
	ChallengePassword:        passwordChallenge,
	ChallengePasswordSRP:     passwordSRP,
	ChallengeWebAuthn:        webAuthn,
	ChallengeCustomChallenge: customChallenge,

	ChallengeDeviceSRPAuth:          deviceSRPAuth,
	ChallengeDevicePasswordVerifier: devicePasswordVerifier,
}

// errMisfit stands for "not the kind of answer that this challenge takes".
var errMisfit = invalid("answer", "does not fit the challenge")

func unsupported(operation string, output *AuthOutput) *Error {
	return &Error{
		Code:      CodeUnsupportedChallenge,
		Operation: operation,
		Message:   "this client cannot answer the challenge " + printable(string(output.ChallengeName)),
		Challenge: output,
	}
}

// printable quotes a name that came from outside, so that it cannot break a log line.
func printable(name string) string {
	const most = 64
	clean := make([]byte, 0, most)
	for i := 0; i < len(name) && len(clean) < most; i++ {
		if isWord(name[i]) || name[i] == '-' || name[i] == '.' {
			clean = append(clean, name[i])
		}
	}
	return `"` + string(clean) + `"`
}

// mostRounds is how many challenges one call answers by itself. A sign-in has three
// at most, PASSWORD_VERIFIER, DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER; twice
// that leaves room for what Cognito may add. Without an end, an endpoint that asks
// again and again would keep the caller for as long as it likes.
const mostRounds = 6

// advance follows an answer of Cognito's to where a person is needed: it
// answers what it can by itself and ends at tokens or at a challenge step.
func (c *Client) advance(ctx Context, a *attempt, operation string, output *AuthOutput) (*Step, error) {
	for round := 1; ; round++ {
		c.learnName(ctx, a, output)
		if output.ChallengeName == "" {
			return c.finish(ctx, a, operation, output)
		}
		handler, ok := challenges[output.ChallengeName]
		if !ok {
			return nil, unsupported(operation, output)
		}
		if handler.inside == nil {
			step, err := c.challengeStep(operation, handler, a.typed, a.username, output)
			if err != nil {
				return nil, err
			}
			return step, nil
		}
		if round > mostRounds {
			return nil, malformed(operation, "ChallengeName", "expected tokens or a challenge for the user by now, not "+printable(string(output.ChallengeName))+" again")
		}
		responses, failed := handler.inside(c, a, output)
		if failed != nil {
			if failed.Operation == "" {
				failed.Operation = operation
			}
			return nil, failed
		}
		a.session = output.Session
		next, err := c.respond(ctx, a, output.ChallengeName, responses)
		if err != nil {
			return nil, err
		}
		operation, output = c.operation(operationRespondToAuthChallenge), next
	}
}

// learnName takes the user's name from the parameters of a challenge: from there
// on it is the one that Cognito wants, in the place of an alias that was typed.
// Most challenges tell it as USER_ID_FOR_SRP, some beside it or alone as USERNAME
// (CUSTOM_CHALLENGE, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER), some not at all.
func (c *Client) learnName(ctx Context, a *attempt, output *AuthOutput) {
	name := output.ChallengeParameters[paramUserIDForSRP]
	if name == "" {
		name = output.ChallengeParameters[paramUsername]
	}
	if name == "" || name == a.username {
		return
	}
	a.username = name
	if a.device == nil || !ofDevice[output.ChallengeName] { // a device that is asked is the user's, whoever it was stored for
		c.findDevice(ctx, a)
	}
}

// ofDevice are the challenges to the device.
var ofDevice = map[ChallengeName]bool{ChallengeDeviceSRPAuth: true, ChallengeDevicePasswordVerifier: true}

// respond sends one RespondToAuthChallenge. Session goes back untouched. What
// began at a step cannot be started over, so there the one call is repeated when
// the device is refused, as AWS's own clients do.
func (c *Client) respond(ctx Context, a *attempt, name ChallengeName, responses map[string]string) (*AuthOutput, error) {
	responses[paramUsername] = a.username
	a.addDeviceKey(responses)
	in := &RespondToAuthChallengeInput{ChallengeName: name, Session: a.session, ChallengeResponses: responses}
	output, err := c.RespondToAuthChallenge(ctx, in, a.options)
	if !a.resumed || ofDevice[name] || !a.deviceRefused(err) {
		return output, err
	}
	device, refusal := a.device, err
	a.device, a.withoutDevice = nil, true
	delete(responses, paramDeviceKey)
	output, err = c.RespondToAuthChallenge(ctx, in, a.options)
	if a.ownDevice() {
		c.settleDevice(ctx, a.deviceOf, device, refusal, err)
	}
	return output, err
}
