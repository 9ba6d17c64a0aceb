package localcognito

type confirmSignUpInput struct {
	clientInput
	SecretHash         string `json:"SecretHash" shape:"SecretHashType"`
	Username           string `json:"Username" shape:"UsernameType,required"`
	ConfirmationCode   string `json:"ConfirmationCode" shape:"ConfirmationCodeType,required"`
	ForceAliasCreation bool   `json:"ForceAliasCreation"`
	Session            string `json:"Session" shape:"SessionType"`
}

type confirmSignUpOutput struct {
	Session string `json:"Session,omitempty"`
}

// confirmSignUp is ConfirmSignUp. To clients with ALLOW_USER_AUTH it returns a
// Session that InitiateAuth takes in USER_AUTH, whether or not they sent that of
// SignUp: Amplify v6 does not, and its autoSignIn relies on the answer.
func confirmSignUp(c *call, in *confirmSignUpInput) (*confirmSignUpOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	p := client.pool
	if err := client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	expired := fail(expiredCode, msgExpiredCode)
	u := p.lookupOrSub(in.Username)
	switch {
	case u == nil && client.hidesUsers():
		return nil, expired
	case u == nil:
		return nil, fail(userNotFound, msgUserNotFound)
	case u.status != statusUnconfirmed:
		return nil, fail(notAuthorized, "User cannot be confirmed. Current status is %s", u.status)
	}
	var sess *session
	if in.Session != "" {
		if sess, err = c.findSession(in.Session, client, signUpSessionName); err != nil {
			return nil, err
		}
		if err := sess.belongsTo(u.username); err != nil {
			return nil, err
		}
	}
	sent := u.confirmation
	if sent == nil || !c.now.Before(sent.expires) {
		return nil, expired
	}
	if !equalSecret(in.ConfirmationCode, sent.code) {
		return nil, fail(codeMismatch, msgCodeWrong)
	}
	if err := p.verifyAddress(u, sent.medium.attribute, in.ForceAliasCreation); err != nil {
		return nil, err
	}
	u.status, u.modified, u.confirmation = statusConfirmed, c.now, nil
	if err := c.postConfirmation(p, client, u, confirmedSignUp, in.ClientMetadata); err != nil {
		return nil, err
	}
	out := &confirmSignUpOutput{}
	if sess != nil {
		sess.used = true
	}
	if client.allows([]string{"ALLOW_USER_AUTH"}) {
		out.Session = c.newSession(&session{challenge: confirmedSessionName, login: &login{
			client: client, pool: p, user: u, name: in.Username, confirmedBy: otpFactors[sent.medium.name],
		}})
	}
	return out, nil
}

// verifyAddress marks an address as verified, and takes it from the user who
// signs in with it so far if the caller wants that.
func (p *pool) verifyAddress(u *user, attr string, force bool) error {
	value, _ := u.attributes.get(attr)
	if holder := p.aliasHolder(u, attr, value); holder != nil {
		if !force {
			return fail(aliasExists, "An account with the %s already exists.", attr)
		}
		holder.attributes.set(attr+"_verified", "false")
	}
	u.attributes.set(attr+"_verified", "true")
	return nil
}
