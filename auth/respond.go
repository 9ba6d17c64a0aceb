package auth

// Respond answers the challenge of a step and follows the sign-in to the next
// point where a person is needed, or to the tokens. Errors are *[Error]. After
// CodeMismatchException the same step can be answered again.
func (c *Client) Respond(ctx Context, step *Step, answer Answer, optFns ...func(*CallOptions)) (*Step, error) {
	if err := c.checkStep(step); err != nil {
		return nil, err
	}
	handler, ok := challenges[step.Challenge]
	if !ok || handler.responses == nil {
		return nil, invalid("step", "expected a challenge that takes an answer, not "+printable(string(step.Challenge)))
	}
	a := c.newAttempt(step.typed, step.Username, replaceOptions(c.callOptions(optFns)))
	a.session, a.resumed = step.Session, true
	defer a.end()
	c.findDevice(ctx, a)
	responses, err := handler.responses(ctx, c, a, step, answer)
	if err == errMisfit {
		return nil, invalid("answer", "expected "+handler.expects+" for "+string(step.Challenge))
	}
	if err != nil {
		return nil, err
	}
	output, err := c.respond(ctx, a, step.Challenge, responses)
	if err != nil {
		return nil, err
	}
	next, err := c.advance(ctx, a, c.operation(operationRespondToAuthChallenge), output)
	if !a.deviceAsked || !a.deviceRefused(err) {
		return next, err
	}
	if request := reopening(step, answer); request != nil {
		return c.goOn(ctx, a, request, err)
	}
	return nil, c.beginAgain(ctx, a, err)
}

// reopening is the request that leads to where a password was asked for, which
// answers it as well; nil where something else was. Only USER_AUTH asks for one.
func reopening(step *Step, answer Answer) *InitiateRequest {
	request := InitiateRequest{Flow: FlowUserAuth, Username: step.Username, PreferredChallenge: step.Challenge}
	switch given := answer.(type) {
	case Password:
		request.Password = given
	case Choice:
		request.Password, request.PreferredChallenge = given.Password, ChallengeName(given.Name)
	}
	if _, ok := passwordFactors[request.PreferredChallenge]; !ok {
		return nil
	}
	return &request
}

const foreignStep = "expected a step of this client; it belongs to another user pool or app client"

// checkStep refuses what is no challenge step of this client, and any after Close.
func (c *Client) checkStep(step *Step) error {
	if err := c.checkOpen(); err != nil {
		return err
	}
	if step == nil || step.Done() {
		return invalid("step", "expected a step at a challenge")
	}
	if step.userPoolID != c.config.UserPoolID || step.clientID != c.config.ClientID {
		return invalid("step", foreignStep)
	}
	return nil
}
