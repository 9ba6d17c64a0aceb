package auth

// userSRPAuth takes Username and Password. The password never leaves: Cognito
// gets A now and a signature in PASSWORD_VERIFIER.
func userSRPAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if err := checkUsername(request.Username); err != nil {
		return nil, err
	}
	if err := checkPassword(argPassword, request.Password); err != nil {
		return nil, err
	}
	parameters := map[string]string{paramUsername: request.Username}
	if err := a.beginSRP(ChallengePasswordVerifier, request.Password, parameters); err != nil {
		return nil, err
	}
	return parameters, nil
}
