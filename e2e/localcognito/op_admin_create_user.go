package localcognito

import (
	"regexp"
	"slices"
)

type adminCreateUserInput struct {
	UserPoolID             string            `json:"UserPoolId" shape:"UserPoolIdType,required"`
	Username               string            `json:"Username" shape:"UsernameType,required"`
	TemporaryPassword      string            `json:"TemporaryPassword" shape:"PasswordType,blank"`
	MessageAction          string            `json:"MessageAction" shape:"MessageActionType"`
	DesiredDeliveryMediums []string          `json:"DesiredDeliveryMediums" shape:"DeliveryMediumType"`
	ForceAliasCreation     bool              `json:"ForceAliasCreation"`
	UserAttributes         []attribute       `json:"UserAttributes"`
	ValidationData         []attribute       `json:"ValidationData"`
	ClientMetadata         map[string]string `json:"ClientMetadata"`
}

type adminCreateUserOutput struct {
	User userOutput `json:"User"`
}

// nameFormats are the shapes of user names that are addresses.
var nameFormats = map[string]*regexp.Regexp{
	"email":        regexp.MustCompile(`\A[^\s@]+@[^\s@]+\z`),
	"phone_number": regexp.MustCompile(`\A\+[0-9]{1,15}\z`),
}

// adminCreateUser is AdminCreateUser.
func adminCreateUser(c *call, in *adminCreateUserInput) (*adminCreateUserOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	c.said.ClientMetadata = in.ClientMetadata
	if in.MessageAction == "RESEND" {
		return c.resendInvitation(p, in)
	}
	u, err := p.newUser(c, in.Username, in.UserAttributes, in.ForceAliasCreation)
	if err != nil {
		return nil, err
	}
	if _, err := c.preSignUp(p, nil, u, preSignUpAdmin, in.ValidationData, in.ClientMetadata); err != nil {
		return nil, err
	}
	if in.TemporaryPassword == "" && in.MessageAction == "SUPPRESS" && p.allowsOTP() && len(p.availableFactors(u)) > 0 {
		// Nobody would ever learn a generated password, and the user can do
		// without one.
		u.status = statusConfirmed
		p.takeAliases(u)
		p.users[u.username] = u
		return &adminCreateUserOutput{u.output()}, nil
	}
	password := in.TemporaryPassword
	if password == "" {
		password = p.policy.generate()
	}
	if err := p.setPassword(u, password, false, c.now); err != nil {
		return nil, err
	}
	p.takeAliases(u)
	p.users[u.username] = u
	if in.MessageAction != "SUPPRESS" {
		c.invite(p, u, in.DesiredDeliveryMediums, password)
	}
	return &adminCreateUserOutput{u.output()}, nil
}

// resendInvitation sets and sends a fresh temporary password.
func (c *call) resendInvitation(p *pool, in *adminCreateUserInput) (*adminCreateUserOutput, error) {
	u := p.lookup(in.Username)
	if u == nil {
		return nil, fail(userNotFound, msgUserNotFound)
	}
	if u.status != statusForceChangePassword {
		return nil, fail(unsupportedUserState, "Resend not possible. %s status is not FORCE_CHANGE_PASSWORD", in.Username)
	}
	password := in.TemporaryPassword
	if password == "" {
		password = p.policy.generate()
	}
	if err := p.setPassword(u, password, false, c.now); err != nil {
		return nil, err
	}
	c.invite(p, u, in.DesiredDeliveryMediums, password)
	return &adminCreateUserOutput{u.output()}, nil
}

// invite sends a temporary password by a medium asked for that the user has,
// else by SMS, else by email. Without an address the message still appears in
// the outbox, so that a generated password is not lost.
func (c *call) invite(p *pool, u *user, desired []string, password string) {
	chosen := mediumEmail
	for _, m := range []medium{mediumEmail, mediumSMS} {
		if !hasAttribute(m.attribute)(u) {
			continue
		}
		chosen = m
		if slices.Contains(desired, m.name) {
			break
		}
	}
	c.send(p, u, chosen, PurposeAdminCreateUser, password)
}

// newUser makes a user that is not in the pool yet.
func (p *pool) newUser(c *call, name string, given []attribute, force bool) (*user, error) {
	if err := p.schema.check(given); err != nil {
		return nil, err
	}
	u := &user{sub: newUUID(), enabled: true, created: c.now, modified: c.now, mfa: userMFA{enabled: map[string]bool{}}}
	u.username = p.canonical(name)
	u.attributes.set("sub", u.sub)
	for _, a := range given {
		u.attributes.set(a.Name, a.Value)
	}
	if len(p.UsernameAttributes) > 0 {
		i := slices.IndexFunc(p.UsernameAttributes, func(attr string) bool { return nameFormats[attr].MatchString(name) })
		if i < 0 {
			return nil, fail(invalidParameter, "Username should be %s.", map[string]string{"email": "an email", "phone_number": "a phone number"}[p.UsernameAttributes[0]])
		}
		u.username = u.sub
		u.attributes.set(p.UsernameAttributes[i], name)
	}
	for _, attr := range p.AliasAttributes {
		if format := nameFormats[attr]; format != nil && format.MatchString(name) {
			return nil, fail(invalidParameter, "Username cannot be of %s format, since user pool is configured for %s alias.", attr, attr)
		}
	}
	if p.users[u.username] != nil || len(p.UsernameAttributes) > 0 && p.lookup(name) != nil {
		return nil, fail(usernameExists, "User account already exists")
	}
	return u, p.checkAliases(u, u.attributes, force)
}

// checkAliases refuses addresses that sign in somebody else already, unless
// the call wants to take an alias over.
func (p *pool) checkAliases(u *user, given []attribute, force bool) error {
	for _, a := range given {
		holder := p.aliasHolder(u, a.Name, a.Value)
		if holder != nil && p.isAlias(u, a.Name) && !force {
			return fail(aliasExists, "An account with the %s already exists.", a.Name)
		}
	}
	return nil
}

// takeAliases ends the verified state of addresses that u takes over.
func (p *pool) takeAliases(u *user) {
	for _, a := range u.attributes {
		if holder := p.aliasHolder(u, a.Name, a.Value); holder != nil && p.isAlias(u, a.Name) {
			holder.attributes.set(a.Name+"_verified", "false")
		}
	}
}
