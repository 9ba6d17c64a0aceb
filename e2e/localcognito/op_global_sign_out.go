package localcognito

// accessTokenInput is what token-class operations have in common.
type accessTokenInput struct {
	AccessToken string `json:"AccessToken" shape:"TokenModelType,required"`
}

// globalSignOut is GlobalSignOut.
func globalSignOut(c *call, in *accessTokenInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	g.client.pool.signOutEverywhere(g.user)
	return &empty{}, nil
}
