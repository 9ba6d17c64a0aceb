package localcognito

import (
	"maps"

	"github.com/aws/aws-lambda-go/events"
)

// Trigger sources of pre sign-up (developer guide, "Pre sign-up Lambda trigger").
const (
	preSignUpUser  = "PreSignUp_SignUp"
	preSignUpAdmin = "PreSignUp_AdminCreateUser"
)

// preSignUp runs the trigger, whose error keeps the user out. client is nil where an
// administrator calls.
func (c *call) preSignUp(p *pool, client *appClient, u *user, source string, validation []attribute, metadata map[string]string) (r events.CognitoEventUserPoolsPreSignupResponse, err error) {
	t := p.triggers.PreSignUp
	if t == nil {
		return r, nil
	}
	event := events.CognitoEventUserPoolsPreSignup{CognitoEventUserPoolsHeader: p.header(client, u.username, source)}
	event.Request.UserAttributes = u.eventAttributes()
	event.Request.ValidationData = make(map[string]string)
	for _, a := range validation {
		event.Request.ValidationData[a.Name] = a.Value
	}
	event.Request.ClientMetadata = maps.Clone(metadata)
	event, err = invoke(c, "PreSignUp", t, event)
	return event.Response, err
}

// confirmBy confirms a new user, and verifies addresses, as the trigger says.
func (u *user) confirmBy(r events.CognitoEventUserPoolsPreSignupResponse) error {
	for _, v := range []struct {
		verify    bool
		attribute string
	}{{r.AutoVerifyEmail, "email"}, {r.AutoVerifyPhone, "phone_number"}} {
		if !v.verify {
			continue
		}
		if !hasAttribute(v.attribute)(u) {
			return fail(invalidLambdaResponse, "PreSignUp cannot verify %s: the user has none.", v.attribute)
		}
		u.attributes.set(v.attribute+"_verified", "true")
	}
	if r.AutoConfirmUser {
		u.status = statusConfirmed
	}
	return nil
}
