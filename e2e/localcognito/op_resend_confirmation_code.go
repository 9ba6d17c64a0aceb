package localcognito

type resendConfirmationCodeInput struct {
	clientInput
	SecretHash string `json:"SecretHash" shape:"SecretHashType"`
	Username   string `json:"Username" shape:"UsernameType,required"`
}

type resendConfirmationCodeOutput struct {
	CodeDeliveryDetails *codeDeliveryDetails `json:"CodeDeliveryDetails,omitzero"`
}

// resendConfirmationCode is ResendConfirmationCode: a new code replaces the
// old one.
func resendConfirmationCode(c *call, in *resendConfirmationCodeInput) (*resendConfirmationCodeOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	p := client.pool
	if err := client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	u := p.lookupOrSub(in.Username)
	switch {
	case u == nil && client.hidesUsers():
		return &resendConfirmationCodeOutput{mediumEmail.details(inventEmail(in.Username))}, nil
	case u == nil:
		return nil, fail(userNotFound, msgUserNotFound)
	case u.status != statusUnconfirmed:
		return nil, fail(invalidParameter, "User is already confirmed.")
	}
	details := c.sendConfirmation(p, u, PurposeResendCode)
	if details == nil {
		return nil, fail(invalidParameter, "Auto verification not turned on.")
	}
	return &resendConfirmationCodeOutput{details}, nil
}
