package auth

// userAuth takes Username, and whatever decides the first factor: a
// PreferredChallenge, a Password (which prefers PASSWORD_SRP unless told
// otherwise), or the Session of ConfirmSignUp. Without any of it, or where the
// user lacks the preferred one, a step SELECT_CHALLENGE follows.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
func userAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if err := checkUsername(request.Username); err != nil {
		return nil, err
	}
	parameters := map[string]string{paramUsername: request.Username}
	preferred := request.PreferredChallenge
	if preferred == "" && len(request.Password) > 0 {
		preferred = ChallengePasswordSRP
	}
	if preferred == "" {
		return parameters, nil
	}
	if !firstFactors[preferred] {
		return nil, invalid(argPreferredChallenge, "expected PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP or WEB_AUTHN, not "+printable(string(preferred)))
	}
	parameters[paramPreferredChallenge] = string(preferred)
	if add, ok := passwordFactors[preferred]; ok {
		if err := add(a, request.Password, parameters); err != nil {
			return nil, err
		}
	}
	return parameters, nil
}

// firstFactors are the challenges that USER_AUTH can begin with.
var firstFactors = map[ChallengeName]bool{
	ChallengePassword: true, ChallengePasswordSRP: true, ChallengeEmailOTP: true, ChallengeSMSOTP: true, ChallengeWebAuthn: true,
}
