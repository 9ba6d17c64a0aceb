package auth

// selectChallenge asks which first factor to use; the step's Choices are
// Cognito's AvailableChallenges.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
var selectChallenge = challenge{
	expects: takesFactor,
	responses: func(_ Context, _ *Client, a *attempt, step *Step, answer Answer) (map[string]string, error) {
		choice, ok := answer.(Choice)
		if !ok {
			return nil, errMisfit
		}
		if err := step.checkChoice(choice.Name); err != nil {
			return nil, err
		}
		responses := map[string]string{paramAnswer: choice.Name}
		if add, ok := passwordFactors[ChallengeName(choice.Name)]; ok {
			if err := add(a, choice.Password, responses); err != nil {
				return nil, err
			}
		}
		return responses, nil
	},
}

// checkChoice refuses what was not offered, before Cognito does.
func (s *Step) checkChoice(choice string) *Error {
	for _, offered := range s.Choices {
		if choice == offered {
			return nil
		}
	}
	expected := "expected one of " + argChoices
	for i, offered := range s.Choices {
		if i == 0 {
			expected += ": "
		} else {
			expected += ", "
		}
		expected += printable(offered)
	}
	return invalid(argChoice, expected)
}
