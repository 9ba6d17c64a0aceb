package localcognito

type changePasswordInput struct {
	accessTokenInput
	PreviousPassword string `json:"PreviousPassword" shape:"PasswordType"`
	ProposedPassword string `json:"ProposedPassword" shape:"PasswordType,required"`
}

// changePassword is ChangePassword.
func changePassword(c *call, in *changePasswordInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	if u.credential != nil && !u.credential.matches(p.srpName(), u.username, in.PreviousPassword) {
		return nil, fail(notAuthorized, msgIncorrectPassword)
	}
	if err := p.checkHistory(u, in.ProposedPassword); err != nil {
		return nil, err
	}
	return &empty{}, p.setPassword(u, in.ProposedPassword, true, c.now)
}
