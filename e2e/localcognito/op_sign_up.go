package localcognito

import (
	"errors"
	"slices"
)

type signUpInput struct {
	clientInput
	SecretHash     string      `json:"SecretHash" shape:"SecretHashType"`
	Username       string      `json:"Username" shape:"UsernameType,required"`
	Password       string      `json:"Password" shape:"PasswordType,blank"`
	UserAttributes []attribute `json:"UserAttributes"`
	ValidationData []attribute `json:"ValidationData"`
}

type signUpOutput struct {
	CodeDeliveryDetails *codeDeliveryDetails `json:"CodeDeliveryDetails,omitzero"`
	Session             string               `json:"Session,omitempty"`
	UserConfirmed       bool                 `json:"UserConfirmed"`
	UserSub             string               `json:"UserSub"`
}

// signUp is SignUp. The password may be missing or blank where the pool has a factor
// that does without one. A client with ALLOW_USER_AUTH gets a Session for
// ConfirmSignUp.
func signUp(c *call, in *signUpInput) (*signUpOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	p := client.pool
	if err := client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	if p.AdminCreateUserConfig != nil && p.AdminCreateUserConfig.AllowAdminCreateUserOnly {
		return nil, fail(notAuthorized, "SignUp is not permitted for this user pool")
	}
	if err := client.checkWrite(attributes(in.UserAttributes).names()...); err != nil {
		return nil, err
	}
	u, err := p.newUser(c, in.Username, in.UserAttributes, true) // aliases clash in ConfirmSignUp
	if e := (*apiError)(nil); errors.As(err, &e) && e.Type == usernameExists {
		return nil, fail(usernameExists, "User already exists")
	} else if err != nil {
		return nil, err
	}
	if missing := missingAttributes(p, u, nil); len(missing) > 0 {
		return nil, fail(invalidParameter, "Attributes did not conform to the schema: %s: The attribute is required", missing[0])
	}
	switch {
	case in.Password != "":
		if err := p.setPassword(u, in.Password, true, c.now); err != nil {
			return nil, err
		}
	case !p.allowsOTP():
		return nil, fail(invalidParameter, "Missing required parameter Password")
	}
	u.status = statusUnconfirmed
	response, err := c.preSignUp(p, client, u, preSignUpUser, in.ValidationData, in.ClientMetadata)
	if err != nil {
		return nil, err
	}
	if err := u.confirmBy(response); err != nil {
		return nil, err
	}
	p.users[u.username] = u
	out := &signUpOutput{UserSub: u.sub, UserConfirmed: u.status == statusConfirmed}
	if !out.UserConfirmed {
		out.CodeDeliveryDetails = c.sendConfirmation(p, u, PurposeSignUp)
	} else if err := c.postConfirmation(p, client, u, confirmedSignUp, in.ClientMetadata); err != nil {
		return nil, err
	}
	if client.allows([]string{"ALLOW_USER_AUTH"}) {
		out.Session = c.newSession(&session{challenge: signUpSessionName, login: &login{client: client, pool: p, user: u, name: in.Username}})
	}
	return out, nil
}

// allowsOTP reports whether users can sign in with a code instead of a
// password.
func (p *pool) allowsOTP() bool {
	return slices.ContainsFunc(p.allowedFirstFactors(), func(f string) bool { return f == factorEmail || f == factorSMS })
}
