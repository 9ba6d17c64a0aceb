package localcognito

type associateSoftwareTokenInput struct {
	AccessToken string `json:"AccessToken" shape:"TokenModelType"`
	Session     string `json:"Session" shape:"SessionType"`
}

type associateSoftwareTokenOutput struct {
	SecretCode string `json:"SecretCode"` // base32
}

// associateSoftwareToken is AssociateSoftwareToken with an access token. A
// new secret replaces an unverified one; a verified one stays in use until
// the new one is verified.
func associateSoftwareToken(c *call, in *associateSoftwareTokenInput) (*associateSoftwareTokenOutput, error) {
	g, err := c.authorizeSoftwareToken(in.AccessToken, in.Session)
	if err != nil {
		return nil, err
	}
	g.user.mfa.token.pending = newTOTPSecret()
	return &associateSoftwareTokenOutput{g.user.mfa.token.pending}, nil
}

func (c *call) authorizeSoftwareToken(accessToken, session string) (*grant, error) {
	if accessToken == "" {
		if session != "" {
			return nil, fail(unsupportedOperation, "The local Cognito does not have the challenge MFA_SETUP yet.")
		}
		return nil, fail(invalidParameter, "Missing required parameter AccessToken or Session")
	}
	g, err := c.authorize(accessToken)
	if err != nil {
		return nil, err
	}
	if !g.client.pool.mfa.SoftwareToken {
		return nil, fail(softwareTokenMFANotFound, "Software Token MFA has not been enabled by the userPool")
	}
	return g, nil
}
