package localcognito

type getTokensFromRefreshTokenInput struct {
	RefreshToken   string            `json:"RefreshToken" shape:"TokenModelType,required"`
	ClientID       string            `json:"ClientId" shape:"ClientIdType,required"`
	ClientSecret   string            `json:"ClientSecret" shape:"ClientSecretType"`
	DeviceKey      string            `json:"DeviceKey" shape:"DeviceKeyType"`
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

type getTokensFromRefreshTokenOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult"`
}

// getTokensFromRefreshToken is GetTokensFromRefreshToken. Only a client with
// rotation gets a new refresh token.
func getTokensFromRefreshToken(c *call, in *getTokensFromRefreshTokenInput) (*getTokensFromRefreshTokenOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	if !client.validSecret(in.ClientSecret) {
		return nil, fail(notAuthorized, "Unable to verify client secret for client %s", client.id)
	}
	g, id, err := c.liveGrant(client, in.RefreshToken, in.DeviceKey)
	if err != nil {
		return nil, err
	}
	result, err := c.signTokens(g, tokensAfterRefresh, in.ClientMetadata)
	if err != nil {
		return nil, err
	}
	g.issued[result.jti] = []string{id}
	if client.rotates() {
		var next string
		if result.RefreshToken, next, err = c.rotate(g, id); err != nil {
			return nil, err
		}
		g.issued[result.jti] = []string{id, next}
	}
	return &getTokensFromRefreshTokenOutput{result}, nil
}
