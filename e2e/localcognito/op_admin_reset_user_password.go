package localcognito

type adminResetUserPasswordInput struct {
	adminUserInput
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

// adminResetUserPassword is AdminResetUserPassword: the user must set a new
// password with the code that is sent to a verified address.
func adminResetUserPassword(c *call, in *adminResetUserPasswordInput) (*empty, error) {
	c.said.ClientMetadata = in.ClientMetadata
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if !u.enabled {
		return nil, fail(notAuthorized, msgUserDisabled)
	}
	for _, m := range []medium{mediumEmail, mediumSMS} {
		if verified, _ := u.attributes.get(m.attribute + "_verified"); verified == "true" {
			u.status, u.modified = statusResetRequired, c.now
			c.send(p, u, m, PurposeForgotPassword, randomString(digits, smsDigits))
			return &empty{}, nil
		}
	}
	return nil, fail(invalidParameter, "Cannot reset password for the user as there is no registered/verified email or phone_number")
}
