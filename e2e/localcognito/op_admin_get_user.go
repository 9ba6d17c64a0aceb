package localcognito

type adminGetUserOutput struct {
	Username             string      `json:"Username"`
	UserAttributes       []attribute `json:"UserAttributes"`
	UserCreateDate       epoch       `json:"UserCreateDate"`
	UserLastModifiedDate epoch       `json:"UserLastModifiedDate"`
	Enabled              bool        `json:"Enabled"`
	UserStatus           string      `json:"UserStatus"`
	PreferredMfaSetting  string      `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList   []string    `json:"UserMFASettingList,omitempty"`
}

// adminGetUser is AdminGetUser.
func adminGetUser(c *call, in *adminUserInput) (*adminGetUserOutput, error) {
	_, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	return &adminGetUserOutput{
		u.username, u.attributes, epoch(u.created), epoch(u.modified), u.enabled, u.status,
		u.mfa.preferred, u.mfa.settings(),
	}, nil
}
