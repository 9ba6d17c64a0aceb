package localcognito

type adminSetUserPasswordInput struct {
	adminUserInput
	Password  string `json:"Password" shape:"PasswordType,required"`
	Permanent bool   `json:"Permanent"`
}

// adminUserInput is what operations on one user have in common.
type adminUserInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	Username   string `json:"Username" shape:"UsernameType,required"`
}

// adminSetUserPassword is AdminSetUserPassword.
func adminSetUserPassword(c *call, in *adminSetUserPasswordInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if err := p.checkHistory(u, in.Password); err != nil {
		return nil, err
	}
	return &empty{}, p.setPassword(u, in.Password, in.Permanent, c.now)
}
