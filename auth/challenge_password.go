package auth

// passwordFactors add what a password gives to the parameters of a call, by the
// name of the first factor in USER_AUTH.
var passwordFactors = map[ChallengeName]func(a *attempt, password []byte, parameters map[string]string) *Error{
	// The password itself goes to Cognito, under TLS.
	ChallengePassword: func(_ *attempt, password []byte, parameters map[string]string) *Error {
		if err := checkPassword(argPassword, password); err != nil {
			return err
		}
		parameters[paramPassword] = string(password)
		return nil
	},
	// The password stays here, for PASSWORD_VERIFIER.
	ChallengePasswordSRP: func(a *attempt, password []byte, parameters map[string]string) *Error {
		if err := checkPassword(argPassword, password); err != nil {
			return err
		}
		return a.beginSRP(ChallengePasswordVerifier, password, parameters)
	},
}

// passwordChallenge and passwordSRP are named by Cognito itself where only one
// factor is left.
var (
	passwordChallenge = passwordResponse(ChallengePassword)
	passwordSRP       = passwordResponse(ChallengePasswordSRP)
)

func passwordResponse(name ChallengeName) challenge {
	return challenge{
		expects: takesPassword,
		responses: func(_ Context, _ *Client, a *attempt, _ *Step, answer Answer) (map[string]string, error) {
			password, ok := answer.(Password)
			if !ok {
				return nil, errMisfit
			}
			responses := map[string]string{}
			if err := passwordFactors[name](a, password, responses); err != nil {
				return nil, err
			}
			return responses, nil
		},
	}
}

// beginSRP takes a key pair and keeps the password for the challenge that is to
// prove it.
func (a *attempt) beginSRP(verifier ChallengeName, password []byte, parameters map[string]string) *Error {
	ephemeral, err := a.spare.take()
	if err != nil {
		return &Error{Code: CodeInternalError, Message: "the key pair could not be made", Err: err}
	}
	a.end() // of a key pair that Cognito made no use of
	a.ephemeral, a.verifier, a.password = ephemeral, verifier, password
	parameters[paramSRPA] = ephemeral.A()
	return nil
}
