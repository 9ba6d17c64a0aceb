package localcognito

type forgotPasswordInput struct {
	clientInput
	SecretHash string `json:"SecretHash" shape:"SecretHashType"`
	Username   string `json:"Username" shape:"UsernameType,required"`
}

type forgotPasswordOutput struct {
	CodeDeliveryDetails *codeDeliveryDetails `json:"CodeDeliveryDetails,omitzero"`
}

// forgotPassword is ForgotPassword: it sends a code for ConfirmForgotPassword,
// which replaces an earlier one. To a client that hides users, one who does not
// exist, is disabled or has no verified address seems to get one too (developer
// guide, "Managing user existence error responses").
func forgotPassword(c *call, in *forgotPasswordInput) (*forgotPasswordOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	p := client.pool
	if err := client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	if err := p.checkRecovery(); err != nil {
		return nil, err
	}
	u := p.lookupOrSub(in.Username)
	if err := p.attempt("ForgotPassword", attemptsName(u, in.Username), c.now); err != nil {
		return nil, err
	}
	m, problem := p.mayReset(u)
	switch {
	case problem == nil:
		return &forgotPasswordOutput{c.sendReset(p, u, m)}, nil
	case client.hidesUsers() && problem.Message != msgNotInState:
		return &forgotPasswordOutput{p.simulatedReset(in.Username)}, nil
	default:
		return nil, problem
	}
}

// mayReset returns where the code for u goes, or why there is none.
func (p *pool) mayReset(u *user) (medium, *apiError) {
	switch {
	case u == nil:
		return medium{}, fail(userNotFound, msgUserNotFound)
	case !u.enabled:
		return medium{}, fail(notAuthorized, msgUserDisabled)
	case u.status == statusForceChangePassword:
		return medium{}, fail(notAuthorized, msgNotInState)
	}
	m, ok := p.recoveryMedium(u)
	if !ok {
		return medium{}, fail(invalidParameter, msgNoRecovery)
	}
	return m, nil
}

// attemptsName is the name that attempts are counted for: an alias counts as
// its user.
func attemptsName(u *user, name string) string {
	if u == nil {
		return name
	}
	return u.username
}
