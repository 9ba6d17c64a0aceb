package localcognito

type updateUserAttributesInput struct {
	metadataInput
	UserAttributes []attribute `json:"UserAttributes" shape:"AttributeListType,required"`
}

type updateUserAttributesOutput struct {
	CodeDeliveryDetailsList []*codeDeliveryDetails `json:"CodeDeliveryDetailsList"`
}

// updateUserAttributes is UpdateUserAttributes.
func updateUserAttributes(c *call, in *updateUserAttributesInput) (*updateUserAttributesOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	sent, err := c.changeOwn(g, in.UserAttributes)
	if err != nil {
		return nil, err
	}
	return &updateUserAttributesOutput{sent}, nil
}

// changeOwn changes attributes of the user who has signed in, as far as the
// client may. Names that do not exist are told from those that it may not write.
func (c *call) changeOwn(g *grant, given attributes) ([]*codeDeliveryDetails, error) {
	p := g.client.pool
	for _, name := range given.names() {
		if p.schema.index(name) < 0 || name == "sub" {
			return nil, p.schema.checkUpdate(given)
		}
	}
	if err := g.client.checkWrite(given.names()...); err != nil {
		return nil, err
	}
	return c.updateAttributes(p, g.user, given, false)
}

type deleteUserAttributesInput struct {
	accessTokenInput
	UserAttributeNames []string `json:"UserAttributeNames" shape:"AttributeNameType,required"`
}

// deleteUserAttributes is DeleteUserAttributes. Attributes that the user does not
// have are deleted already.
func deleteUserAttributes(c *call, in *deleteUserAttributesInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	_, err = c.changeOwn(g, blank(in.UserAttributeNames))
	return &empty{}, err
}
