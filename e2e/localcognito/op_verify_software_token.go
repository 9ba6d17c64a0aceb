package localcognito

type verifySoftwareTokenInput struct {
	AccessToken        string `json:"AccessToken" shape:"TokenModelType"`
	Session            string `json:"Session" shape:"SessionType"`
	UserCode           string `json:"UserCode" shape:"SoftwareTokenMFAUserCodeType,required"`
	FriendlyDeviceName string `json:"FriendlyDeviceName" shape:"StringType"`
}

type verifySoftwareTokenOutput struct {
	Status string `json:"Status"`
}

// verifySoftwareToken is VerifySoftwareToken with an access token. It makes
// the authenticator usable; SetUserMFAPreference makes it used.
func verifySoftwareToken(c *call, in *verifySoftwareTokenInput) (*verifySoftwareTokenOutput, error) {
	g, err := c.authorizeSoftwareToken(in.AccessToken, in.Session)
	if err != nil {
		return nil, err
	}
	if err := g.user.mfa.token.verify(in.UserCode, in.FriendlyDeviceName, c.now); err != nil {
		return nil, err
	}
	return &verifySoftwareTokenOutput{"SUCCESS"}, nil
}
