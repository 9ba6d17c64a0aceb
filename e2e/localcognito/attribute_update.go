package localcognito

import (
	"maps"
	"slices"
)

// addressMedia are the media whose address can be verified by a code.
var addressMedia = []medium{mediumEmail, mediumSMS}

// verification is a code that proves an address of a user.
type verification struct {
	sentCode
	to string
	// pending is set where the address becomes the user's with the right code,
	// not before.
	pending bool
}

// checkUpdate refuses names and values that a user cannot be given later on, and
// the loss of a required attribute.
func (s schema) checkUpdate(given []attribute) error {
	for _, a := range given {
		i := s.index(a.Name)
		switch {
		case a.Name == "sub":
			return fail(invalidParameter, "Cannot modify the non-mutable attribute sub")
		case i < 0:
			return fail(invalidParameter, "user.%s: Attribute does not exist in the schema.\n", a.Name)
		case !s[i].mutable():
			return fail(invalidParameter, "user.%s: Attribute cannot be updated.\n", a.Name)
		case a.Value == "" && s[i].Required:
			return fail(invalidParameter, "Attributes did not conform to the schema: %s: The attribute is required", a.Name)
		}
		if err := s[i].checkValue(a.Value); err != nil {
			return err
		}
	}
	return nil
}

// updateAttributes is what UpdateUserAttributes, DeleteUserAttributes and their
// Admin forms have in common; all of given takes effect or nothing. An empty
// value deletes. A changed address is unverified, unless the call says otherwise;
// one of AttributesRequireVerificationBeforeUpdate becomes the user's when its
// code comes back. Codes go to those, and to all that the pool verifies where the
// user has made the change.
func (c *call) updateAttributes(p *pool, u *user, given []attribute, byAdmin bool) ([]*codeDeliveryDetails, error) {
	if err := p.schema.checkUpdate(given); err != nil {
		return nil, err
	}
	next := *u
	next.attributes, next.verifications = slices.Clone(u.attributes), maps.Clone(u.verifications)
	for _, a := range given {
		next.attributes.set(a.Name, a.Value)
	}
	unproven := make(map[string]verification)
	for _, m := range addressMedia {
		if v, ok := p.changeAddress(u, &next, m, given, byAdmin); ok {
			unproven[m.attribute] = v
		}
	}
	if err := p.checkNewAliases(u, &next, unproven); err != nil {
		return nil, err
	}
	u.attributes, u.verifications, u.modified = next.attributes, next.verifications, c.now
	sent := []*codeDeliveryDetails{}
	for _, m := range addressMedia {
		if v, ok := unproven[m.attribute]; ok {
			sent = append(sent, c.sendVerification(p, u, m, v, PurposeUpdateUserAttribute))
		}
	}
	return sent, nil
}

// changeAddress settles what becomes of the address of m, which next has from
// the call. It returns what the user has to prove; ok is false for nothing.
func (p *pool) changeAddress(u, next *user, m medium, given []attribute, byAdmin bool) (v verification, ok bool) {
	verified := m.attribute + "_verified"
	old, _ := u.attributes.get(m.attribute)
	value, is := last(given, m.attribute)
	says, _ := last(given, verified)
	pending := u.verifications[m.attribute]
	if !is {
		if says == "true" && pending.pending {
			next.attributes.set(m.attribute, pending.to)
			delete(next.verifications, m.attribute)
		}
		return verification{}, false
	}
	if pending.pending { // it is no longer wanted
		delete(next.verifications, m.attribute)
	}
	switch {
	case value == old || says == "true":
		return verification{}, false
	case value == "":
		next.attributes.set(verified, "")
		return verification{}, false
	case p.verifiesBeforeUpdate(m.attribute):
		wasVerified, _ := u.attributes.get(verified)
		next.attributes.set(m.attribute, old)
		next.attributes.set(verified, wasVerified)
		return verification{to: value, pending: true}, true
	default:
		next.attributes.set(verified, "false")
		return verification{to: value}, !byAdmin && slices.Contains(p.AutoVerifiedAttributes, m.attribute)
	}
}

// verifiesBeforeUpdate reports whether an address stays as it is until the new
// one is proven.
func (p *pool) verifiesBeforeUpdate(attr string) bool {
	return p.UserAttributeUpdateSettings != nil && slices.Contains(p.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate, attr)
}

// checkNewAliases refuses what signs in somebody else already. An address that
// has to be verified for that clashes when it is.
func (p *pool) checkNewAliases(u, next *user, unproven map[string]verification) error {
	for _, a := range next.attributes {
		if p.aliasHolder(u, a.Name, a.Value) != nil && p.isAlias(next, a.Name) {
			return fail(aliasExists, "An account with the %s already exists.", a.Name)
		}
	}
	for attr, v := range unproven {
		if slices.Contains(p.UsernameAttributes, attr) && p.aliasHolder(u, attr, v.to) != nil {
			return fail(aliasExists, "An account with the %s already exists.", attr)
		}
	}
	return nil
}

// sendVerification sends a fresh code to the address of v, and expects it back.
func (c *call) sendVerification(p *pool, u *user, m medium, v verification, purpose string) *codeDeliveryDetails {
	v.sentCode = sentCode{code: randomString(digits, smsDigits), expires: c.now.Add(confirmationTTL)}
	if u.verifications == nil {
		u.verifications = make(map[string]verification)
	}
	u.verifications[m.attribute] = v
	c.sendTo(p, u, m, v.to, purpose, v.code)
	return m.details(v.to)
}

// last returns the value that counts where a name is given more than once.
func last(given []attribute, name string) (string, bool) {
	for _, a := range slices.Backward(given) {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}
