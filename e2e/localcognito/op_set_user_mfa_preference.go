package localcognito

type setUserMFAPreferenceInput struct {
	accessTokenInput
	mfaPreference
}

// setUserMFAPreference is SetUserMFAPreference.
func setUserMFAPreference(c *call, in *setUserMFAPreferenceInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	return &empty{}, g.client.pool.setPreference(g.user, in.mfaPreference)
}

type adminSetUserMFAPreferenceInput struct {
	adminUserInput
	mfaPreference
}

// adminSetUserMFAPreference is AdminSetUserMFAPreference.
func adminSetUserMFAPreference(c *call, in *adminSetUserMFAPreferenceInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	return &empty{}, p.setPreference(u, in.mfaPreference)
}
