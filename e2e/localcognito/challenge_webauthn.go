package localcognito

import (
	"encoding/json" // the WebAuthn library's types are made for it

	"github.com/go-webauthn/webauthn/protocol"
)

// webAuthnChallenge is ChallengeName WEB_AUTHN, a first factor, and a second
// one where passkeys count as MFA. The options are JSON in a string, not
// wrapped in publicKey; so is the credential. A credential that is refused
// ends the session, as its challenge was used.
func webAuthnChallenge() challenge {
	return challenge{
		name:     factorWebAuthn,
		required: []string{"CREDENTIAL"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			l := sess.login
			rp, err := l.pool.relyingParty(l.user, anyOrigin)
			if err != nil {
				return nil, err
			}
			assertion, data, err := rp.BeginLogin(passkeyUser{l.user, rp.Config.RPID})
			if err != nil {
				return nil, fail(invalidParameter, "User does not have a passkey of the relying party.")
			}
			sess.webAuthn = data
			options, err := json.Marshal(assertion.Response)
			if err != nil {
				return nil, err
			}
			params := map[string]string{"CREDENTIAL_REQUEST_OPTIONS": string(options)}
			if l.password {
				params["USER_ID_FOR_SRP"] = l.user.username
			}
			return params, nil
		},
		answer: answerWebAuthn,
	}
}

func answerWebAuthn(_ *call, sess *session, responses map[string]string) error {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(responses["CREDENTIAL"]))
	if err != nil {
		return fail(invalidParameter, "CREDENTIAL must be an AuthenticationResponseJSON.")
	}
	sess.used = true
	refused := fail(notAuthorized, "The passkey was not accepted.")
	l := sess.login
	origin := parsed.Response.CollectedClientData.Origin
	if !originAllowed(sess.webAuthn.RelyingPartyID, origin) {
		return refused
	}
	rp, err := l.pool.relyingParty(l.user, origin)
	if err != nil {
		return err
	}
	verified, err := rp.ValidateLogin(passkeyUser{l.user, sess.webAuthn.RelyingPartyID}, *sess.webAuthn, parsed)
	if err != nil || verified.Authenticator.CloneWarning {
		return refused
	}
	for _, k := range l.user.passkeys {
		if string(k.credential.ID) == string(verified.ID) {
			k.credential = *verified
		}
	}
	if l.password {
		l.secondFactor = true
		return nil
	}
	return l.user.maySignIn()
}
