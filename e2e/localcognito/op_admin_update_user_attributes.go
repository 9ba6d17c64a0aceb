package localcognito

type adminUpdateUserAttributesInput struct {
	adminUserInput
	UserAttributes []attribute `json:"UserAttributes" shape:"AttributeListType,required"`
}

// adminUpdateUserAttributes is AdminUpdateUserAttributes. Nothing is sent for
// a changed address; one that comes without its _verified attribute is
// unverified from then on.
func adminUpdateUserAttributes(c *call, in *adminUpdateUserAttributesInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if err := p.schema.check(in.UserAttributes); err != nil {
		return nil, err
	}
	if err := p.schema.checkChange(u, in.UserAttributes); err != nil {
		return nil, err
	}
	next := *u
	next.attributes = append(attributes{}, u.attributes...)
	for _, a := range in.UserAttributes {
		if old, _ := u.attributes.get(a.Name); (a.Name == "email" || a.Name == "phone_number") && old != a.Value {
			next.attributes.set(a.Name+"_verified", "false")
		}
	}
	for _, a := range in.UserAttributes {
		next.attributes.set(a.Name, a.Value)
	}
	for _, a := range next.attributes {
		if holder := p.aliasHolder(u, a.Name, a.Value); holder != nil && p.isAlias(&next, a.Name) {
			return nil, fail(aliasExists, "An account with the %s already exists.", a.Name)
		}
	}
	u.attributes, u.modified = next.attributes, c.now
	return &empty{}, nil
}
