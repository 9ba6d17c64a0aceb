package auth

import (
	"strings"
)

// newPasswordRequired is what a user meets whose password an administrator set.
// https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html
var newPasswordRequired = challenge{
	expects: takesNewPassword,
	describe: func(c *Client, operation string, step *Step) *Error {
		step.RequiredAttributes = []string{}
		step.UserAttributes = map[string]string{}
		if text := step.Parameters[paramRequiredAttributes]; text != "" {
			names, err := c.parseList(operation, paramRequiredAttributes, text)
			if err != nil {
				return err
			}
			for _, name := range names {
				step.RequiredAttributes = append(step.RequiredAttributes, strings.TrimPrefix(name, attributePrefix))
			}
		}
		if text := step.Parameters[paramUserAttributes]; text != "" {
			attributes, err := c.parser.ParseJSON(text)
			if err != nil {
				return malformed(operation, "ChallengeParameters."+paramUserAttributes, "expected a JSON object")
			}
			step.UserAttributes = attributes
		}
		return nil
	},
	responses: func(_ Context, _ *Client, _ *attempt, step *Step, answer Answer) (map[string]string, error) {
		given, ok := answer.(NewPassword)
		if !ok {
			return nil, errMisfit
		}
		if err := checkPassword(argNewPassword, given.Password); err != nil {
			return nil, err
		}
		for _, name := range step.RequiredAttributes {
			if given.Attributes[name] == "" && step.UserAttributes[name] == "" {
				return nil, invalid(argAttribute+printable(name), "expected a value: the user pool requires it")
			}
		}
		responses := map[string]string{paramNewPassword: string(given.Password)}
		for name, value := range given.Attributes {
			// Pages hand back the attributes they were shown; Cognito refuses to
			// modify a required one that has a value.
			if had, ok := step.UserAttributes[name]; !ok || had != value {
				responses[attributePrefix+name] = value
			}
		}
		return responses, nil
	},
}

const attributePrefix = "userAttributes."
