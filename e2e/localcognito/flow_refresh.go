package localcognito

// refreshTokenAuth is AuthFlow REFRESH_TOKEN_AUTH, or its alias
// REFRESH_TOKEN. Where refresh token rotation is on the flow is refused, and
// GetTokensFromRefreshToken is the only way.
func refreshTokenAuth(name string) flow {
	return flow{
		name:     name,
		allowBy:  []string{"ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY"},
		required: []string{"REFRESH_TOKEN"},
		start: func(c *call, l *login, in *authRequest) (*authOutput, error) {
			params := in.params
			if l.client.rotates() {
				return nil, fail(invalidParameter, "%s flow not enabled for this client", name)
			}
			if l.client.secret != "" && params["SECRET_HASH"] == "" {
				return nil, l.client.checkSecretHash("", "")
			}
			g, id, err := c.liveGrant(l.client, params["REFRESH_TOKEN"], l.deviceKey)
			if err != nil {
				return nil, err
			}
			if !l.client.validSecretHash(g.user.username, params["SECRET_HASH"]) {
				return nil, fail(notAuthorized, "SecretHash does not match for the client: %s", l.client.id)
			}
			result, err := c.signTokens(g, tokensAfterRefresh, nil)
			if err != nil {
				return nil, err
			}
			g.issued[result.jti] = []string{id}
			return &authOutput{AuthenticationResult: result}, nil
		},
	}
}
