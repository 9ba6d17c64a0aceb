package auth

import "context"

// Respond answers the challenge of a step and follows the sign-in to the next
// point where a person is needed, or to the tokens. Errors are *[Error]. After
// CodeMismatchException the same step can be answered again.
func (c *Client) Respond(ctx context.Context, step *Step, answer Answer, optFns ...func(*CallOptions)) (*Step, error) {
	if step == nil || step.Done() {
		return nil, invalid("step", "expected a step at a challenge")
	}
	if step.userPoolID != c.config.UserPoolID || step.clientID != c.config.ClientID {
		return nil, invalid("step", "expected a step of this client; it belongs to another user pool or app client")
	}
	handler, ok := challenges[step.Challenge]
	if !ok || handler.responses == nil {
		return nil, invalid("step", "expected a challenge that takes an answer, not "+printable(string(step.Challenge)))
	}
	responses, failed := handler.responses(step, answer)
	if failed == errMisfit {
		return nil, invalid("answer", "expected "+handler.expects+" for "+string(step.Challenge))
	}
	if failed != nil {
		return nil, failed
	}
	a := &attempt{username: step.Username, options: replaceOptions(c.callOptions(optFns))}
	defer a.end()
	output, err := c.respond(ctx, a, step.Challenge, step.Session, responses)
	if err != nil {
		return nil, err
	}
	return c.advance(ctx, a, OperationRespondToAuthChallenge, output)
}
