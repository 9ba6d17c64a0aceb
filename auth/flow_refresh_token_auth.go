package auth

// refreshTokenAuth takes RefreshToken, and Username where the app client has a
// secret. Cognito refuses it for app clients that rotate refresh tokens.
func refreshTokenAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if request.RefreshToken == "" {
		return nil, invalid("refreshToken", "expected the refresh token of an earlier sign-in")
	}
	a.refreshToken = request.RefreshToken
	return map[string]string{paramRefreshToken: request.RefreshToken}, nil
}
