package auth

// refreshTokenAuth takes RefreshToken, Username where the app client has a secret,
// and DeviceKey where the pool tracks devices. Cognito refuses it for app clients that rotate refresh tokens: see Refresh.
func refreshTokenAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if request.RefreshToken == "" {
		return nil, invalid(argRefreshToken, "expected the refresh token of an earlier sign-in")
	}
	a.refreshToken, a.deviceKey = request.RefreshToken, request.DeviceKey
	parameters := map[string]string{paramRefreshToken: request.RefreshToken}
	if request.DeviceKey != "" {
		parameters[paramDeviceKey] = request.DeviceKey
	}
	return parameters, nil
}
