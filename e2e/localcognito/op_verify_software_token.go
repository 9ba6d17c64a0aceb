package localcognito

type verifySoftwareTokenInput struct {
	AccessToken        string `json:"AccessToken" shape:"TokenModelType"`
	Session            string `json:"Session" shape:"SessionType"`
	UserCode           string `json:"UserCode" shape:"SoftwareTokenMFAUserCodeType,required"`
	FriendlyDeviceName string `json:"FriendlyDeviceName" shape:"StringType"`
}

type verifySoftwareTokenOutput struct {
	Status  string `json:"Status"`
	Session string `json:"Session,omitempty"`
}

// verifySoftwareToken is VerifySoftwareToken. With an access token it makes
// the authenticator usable, and SetUserMFAPreference makes it used; with a
// Session the answer to MFA_SETUP does.
func verifySoftwareToken(c *call, in *verifySoftwareTokenInput) (*verifySoftwareTokenOutput, error) {
	u, sess, err := c.authorizeSoftwareToken(in.AccessToken, in.Session)
	if err != nil {
		return nil, err
	}
	if sess != nil && sess.setup != setupAssociated {
		return nil, fail(notAuthorized, "Invalid session for the user.")
	}
	if err := u.mfa.token.verify(in.UserCode, in.FriendlyDeviceName, c.now); err != nil {
		return nil, err
	}
	out := &verifySoftwareTokenOutput{Status: "SUCCESS"}
	if sess != nil {
		out.Session = c.continueSetup(sess, setupVerified)
	}
	return out, nil
}
