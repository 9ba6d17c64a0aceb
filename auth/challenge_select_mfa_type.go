package auth

// selectMFAType asks which of several second factors to use. Whatever Cognito
// offers can be chosen, WEB_AUTHN as well.
var selectMFAType = challenge{
	expects: takesChoice,
	describe: func(c *Client, operation string, step *Step) (err *Error) {
		step.Choices, err = c.parseList(operation, paramMFAsCanChoose, step.Parameters[paramMFAsCanChoose])
		return err
	},
	responses: func(_ Context, _ *Client, _ *attempt, step *Step, answer Answer) (map[string]string, error) {
		choice, ok := answer.(Choice)
		if !ok {
			return nil, errMisfit
		}
		if err := step.checkChoice(choice.Name); err != nil {
			return nil, err
		}
		return map[string]string{paramAnswer: choice.Name}, nil
	},
}
