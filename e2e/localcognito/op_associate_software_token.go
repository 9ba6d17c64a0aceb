package localcognito

type associateSoftwareTokenInput struct {
	AccessToken string `json:"AccessToken" shape:"TokenModelType"`
	Session     string `json:"Session" shape:"SessionType"`
}

type associateSoftwareTokenOutput struct {
	SecretCode string `json:"SecretCode"` // base32
	Session    string `json:"Session,omitempty"`
}

// associateSoftwareToken is AssociateSoftwareToken, with an access token or
// with the Session of MFA_SETUP. A new secret replaces an unverified one; a
// verified one stays in use until the new one is verified.
func associateSoftwareToken(c *call, in *associateSoftwareTokenInput) (*associateSoftwareTokenOutput, error) {
	u, sess, err := c.authorizeSoftwareToken(in.AccessToken, in.Session)
	if err != nil {
		return nil, err
	}
	u.mfa.token.pending = newTOTPSecret()
	out := &associateSoftwareTokenOutput{SecretCode: u.mfa.token.pending}
	if sess != nil {
		out.Session = c.continueSetup(sess, setupAssociated)
	}
	return out, nil
}

// authorizeSoftwareToken returns the user of an access token, or that of an
// MFA_SETUP with its session.
func (c *call) authorizeSoftwareToken(accessToken, id string) (*user, *session, error) {
	var u *user
	var p *pool
	var sess *session
	switch {
	case accessToken != "":
		g, err := c.authorize(accessToken)
		if err != nil {
			return nil, nil, err
		}
		u, p = g.user, g.client.pool
	case id != "":
		var err error
		if sess, err = c.findSession(id, nil, mfaSetupName); err != nil {
			return nil, nil, err
		}
		u, p = sess.login.user, sess.login.pool
		if err := sess.belongsTo(u.username); err != nil {
			return nil, nil, err
		}
	default:
		return nil, nil, fail(invalidParameter, "Missing required parameter AccessToken or Session")
	}
	if !p.mfa.SoftwareToken {
		return nil, nil, fail(softwareTokenMFANotFound, "Software Token MFA has not been enabled by the userPool")
	}
	return u, sess, nil
}
