package localcognito

import (
	"github.com/go-json-experiment/json"
)

const mfaSetupName = "MFA_SETUP"

// setupProgress is how far an MFA_SETUP with TOTP has come: each step gives
// the next Session.
type setupProgress int

const (
	setupPosed      setupProgress = iota
	setupAssociated               // AssociateSoftwareToken gave a secret
	setupVerified                 // VerifySoftwareToken has seen a code of it
)

// setupMethods are the methods that a user can set up while signing in. SMS
// is not one of them: the phone number has to be there before.
var setupMethods = []string{methodSoftware, methodEmail}

// mfaSetup is ChallengeName MFA_SETUP, for users without MFA in a pool that
// requires it. It is answered with the Session of VerifySoftwareToken, or
// with EMAIL, which EMAIL_OTP follows.
func mfaSetup() challenge {
	return challenge{
		name: mfaSetupName,
		pose: func(c *call, sess *session) (map[string]string, error) {
			l := sess.login
			methods, err := json.Marshal(l.pool.setupMethods())
			if err != nil {
				return nil, err
			}
			return map[string]string{
				"USER_ID_FOR_SRP": l.user.username,
				"MFAS_CAN_SETUP":  string(methods),
			}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			l := sess.login
			if sess.setup == setupVerified {
				l.user.mfa.enabled[methodSoftware] = true
				l.secondFactor = true
				return nil
			}
			if email := responses["EMAIL"]; email != "" {
				return c.setupEmail(l, email)
			}
			return fail(invalidParameter, "MFA_SETUP needs the Session of VerifySoftwareToken, or EMAIL.")
		},
	}
}

func (p *pool) setupMethods() []string {
	names := []string{}
	for _, name := range setupMethods {
		for _, m := range mfaMethods {
			if m.name == name && m.allowed(p) {
				names = append(names, name)
			}
		}
	}
	return names
}

// setupEmail has a code sent to the address. It becomes the user's with the
// right answer, not before.
func (c *call) setupEmail(l *login, email string) error {
	if l.pool.mfa.Email == nil {
		return fail(invalidParameter, "EMAIL_OTP is not one of MFAS_CAN_SETUP.")
	}
	if err := checkMember("AttributeValueType", "email", email); err != nil {
		return err
	}
	if !nameFormats["email"].MatchString(email) {
		return fail(invalidParameter, "Invalid email address format.")
	}
	if l.pool.aliasHolder(l.user, "email", email) != nil {
		return fail(aliasExists, "An account with the email already exists.")
	}
	if err := l.pool.schema.checkChange(l.user, []attribute{{"email", email}}); err != nil {
		return err
	}
	l.newEmail, l.chosen = email, methodEmail
	return nil
}

// finishEmailSetup keeps the address whose code came back.
func (l *login) finishEmailSetup() error {
	if l.newEmail == "" {
		return nil
	}
	l.user.attributes.set("email", l.newEmail)
	l.user.attributes.set("email_verified", "true")
	l.user.mfa.enabled[methodEmail] = true
	l.newEmail = ""
	return nil
}

// continueSetup replaces the Session of an MFA_SETUP by one that is a step
// further.
func (c *call) continueSetup(sess *session, progress setupProgress) string {
	sess.used = true
	return c.newSession(&session{login: sess.login, challenge: mfaSetupName, setup: progress})
}
