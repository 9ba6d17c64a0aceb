package localcognito

type getUserOutput struct {
	Username            string      `json:"Username"`
	UserAttributes      []attribute `json:"UserAttributes"`
	PreferredMfaSetting string      `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList  []string    `json:"UserMFASettingList,omitempty"`
}

// getUser is GetUser. It shows what the client may read.
func getUser(c *call, in *accessTokenInput) (*getUserOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	u := g.user
	return &getUserOutput{u.username, g.client.readable(u), u.mfa.preferred, u.mfa.settings()}, nil
}
