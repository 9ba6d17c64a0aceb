package localcognito

type confirmForgotPasswordInput struct {
	clientInput
	SecretHash       string `json:"SecretHash" shape:"SecretHashType"`
	Username         string `json:"Username" shape:"UsernameType,required"`
	ConfirmationCode string `json:"ConfirmationCode" shape:"ConfirmationCodeType,required"`
	Password         string `json:"Password" shape:"PasswordType,required"`
}

// confirmForgotPassword is ConfirmForgotPassword, with the code of
// ForgotPassword or of AdminResetUserPassword. A refused password leaves the
// code usable. To a client that hides users, the code of one who does not exist
// or is disabled is wrong (developer guide, "Managing user existence error
// responses").
func confirmForgotPassword(c *call, in *confirmForgotPasswordInput) (*empty, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	p := client.pool
	if err := client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	if err := p.policy.check(in.Password); err != nil {
		return nil, err
	}
	u := p.lookupOrSub(in.Username)
	name := attemptsName(u, in.Username)
	if err := p.attempt("ConfirmForgotPassword", name, c.now); err != nil {
		return nil, err
	}
	switch {
	case client.hidesUsers() && (u == nil || !u.enabled):
		return nil, fail(codeMismatch, msgCodeWrong)
	case u == nil:
		return nil, fail(userNotFound, msgUserNotFound)
	case !u.enabled:
		return nil, fail(notAuthorized, msgUserDisabled)
	}
	if err := u.reset.check(in.ConfirmationCode, c.now); err != nil {
		return nil, err
	}
	switch u.status {
	case statusUnconfirmed:
		return nil, fail(userNotConfirmed, "User is not confirmed.")
	case statusForceChangePassword:
		return nil, fail(notAuthorized, msgNotInState)
	}
	if err := p.checkHistory(u, in.Password); err != nil {
		return nil, err
	}
	if err := p.setPassword(u, in.Password, true, c.now); err != nil {
		return nil, err
	}
	p.forgetAttempts("ForgotPassword", name)
	p.forgetAttempts("ConfirmForgotPassword", name)
	return &empty{}, c.postConfirmation(client.pool, client, u, confirmedForgotPassword, in.ClientMetadata)
}
