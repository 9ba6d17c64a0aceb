package auth

// customAuth takes Username, and Password where the pool's triggers want SRP
// first: the password is verified inside then, before the first CUSTOM_CHALLENGE.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func customAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if len(request.Password) == 0 {
		if err := checkUsername(request.Username); err != nil {
			return nil, err
		}
		return map[string]string{paramUsername: request.Username}, nil
	}
	parameters, err := userSRPAuth(a, request)
	if err != nil {
		return nil, err
	}
	parameters[paramChallengeName] = paramSRPA
	return parameters, nil
}
