package localcognito

import "slices"

type getUserAuthFactorsOutput struct {
	Username                  string   `json:"Username"`
	PreferredMfaSetting       string   `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList        []string `json:"UserMFASettingList,omitempty"`
	ConfiguredUserAuthFactors []string `json:"ConfiguredUserAuthFactors"`
}

// getUserAuthFactors is GetUserAuthFactors: what the user has and the pool
// allows as first factor, and a verified authenticator.
func getUserAuthFactors(c *call, in *accessTokenInput) (*getUserAuthFactorsOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	factors := []string{}
	for _, f := range firstFactors {
		if slices.Contains(p.allowedFirstFactors(), f.allowBy) && f.usable(u) && !slices.Contains(factors, f.allowBy) {
			factors = append(factors, f.allowBy)
		}
	}
	if u.mfa.token.verified {
		factors = append(factors, "SOFTWARE_TOKEN")
	}
	return &getUserAuthFactorsOutput{u.username, u.mfa.preferred, u.mfa.settings(), factors}, nil
}
