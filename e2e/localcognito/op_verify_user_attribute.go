package localcognito

import "slices"

type getUserAttributeVerificationCodeInput struct {
	metadataInput
	AttributeName string `json:"AttributeName" shape:"AttributeNameType,required"`
}

type getUserAttributeVerificationCodeOutput struct {
	CodeDeliveryDetails *codeDeliveryDetails `json:"CodeDeliveryDetails"`
}

// getUserAttributeVerificationCode is GetUserAttributeVerificationCode: a code
// to the address that waits to become the user's, else to the one that is.
func getUserAttributeVerificationCode(c *call, in *getUserAttributeVerificationCodeInput) (*getUserAttributeVerificationCodeOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	m, err := addressMedium(in.AttributeName)
	if err != nil {
		return nil, err
	}
	v := u.verifications[m.attribute]
	if !v.pending {
		to, ok := u.attributes.get(m.attribute)
		if !ok {
			return nil, fail(invalidParameter, "The user has no %s.", m.attribute)
		}
		v = verification{to: to}
	}
	if err := p.attempt("GetUserAttributeVerificationCode", u.username, c.now); err != nil {
		return nil, err
	}
	return &getUserAttributeVerificationCodeOutput{c.sendVerification(p, u, m, v, PurposeVerifyUserAttribute)}, nil
}

// addressMedium returns the medium of an attribute that a code can verify.
func addressMedium(attr string) (medium, error) {
	i := slices.IndexFunc(addressMedia, func(m medium) bool { return m.attribute == attr })
	if i < 0 {
		return medium{}, fail(invalidParameter, "AttributeName must be email or phone_number.")
	}
	return addressMedia[i], nil
}

type verifyUserAttributeInput struct {
	accessTokenInput
	AttributeName string `json:"AttributeName" shape:"AttributeNameType,required"`
	Code          string `json:"Code" shape:"ConfirmationCodeType,required"`
}

// verifyUserAttribute is VerifyUserAttribute. A wrong code, and an address that
// is somebody else's alias, leave the code usable.
func verifyUserAttribute(c *call, in *verifyUserAttributeInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	m, err := addressMedium(in.AttributeName)
	if err != nil {
		return nil, err
	}
	if err := p.attempt("VerifyUserAttribute", u.username, c.now); err != nil {
		return nil, err
	}
	// A code for an address that the user had before proves nothing.
	v, ok := u.verifications[m.attribute]
	if now, _ := u.attributes.get(m.attribute); !ok || !v.pending && now != v.to {
		return nil, fail(expiredCode, msgExpiredCode)
	}
	if err := v.check(in.Code, c.now); err != nil {
		return nil, err
	}
	if p.aliasHolder(u, m.attribute, v.to) != nil {
		return nil, fail(aliasExists, "An account with the %s already exists.", m.attribute)
	}
	u.attributes.set(m.attribute, v.to)
	u.attributes.set(m.attribute+"_verified", "true")
	u.modified = c.now
	delete(u.verifications, m.attribute)
	p.forgetAttempts("VerifyUserAttribute", u.username)
	return &empty{}, nil
}
