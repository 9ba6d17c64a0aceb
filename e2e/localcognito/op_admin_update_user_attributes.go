package localcognito

type adminUpdateUserAttributesInput struct {
	adminUserInput
	UserAttributes []attribute `json:"UserAttributes" shape:"AttributeListType,required"`
}

// adminUpdateUserAttributes is AdminUpdateUserAttributes. A changed address that
// comes without its _verified attribute is unverified from then on; a code is
// sent only where the pool keeps the old one until the new one is verified.
func adminUpdateUserAttributes(c *call, in *adminUpdateUserAttributesInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	_, err = c.updateAttributes(p, u, in.UserAttributes, true)
	return &empty{}, err
}

type adminDeleteUserAttributesInput struct {
	adminUserInput
	UserAttributeNames []string `json:"UserAttributeNames" shape:"AttributeNameType,required"`
}

// adminDeleteUserAttributes is AdminDeleteUserAttributes.
func adminDeleteUserAttributes(c *call, in *adminDeleteUserAttributesInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	_, err = c.updateAttributes(p, u, blank(in.UserAttributeNames), true)
	return &empty{}, err
}

// blank are attributes without values, which updateAttributes deletes.
func blank(names []string) attributes {
	var list attributes
	for _, name := range names {
		list = append(list, attribute{Name: name})
	}
	return list
}
