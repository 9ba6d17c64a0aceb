package localcognito

import (
	"encoding/json" // the WebAuthn library's types are made for it
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

type startWebAuthnRegistrationOutput struct {
	// CredentialCreationOptions is PublicKeyCredentialCreationOptionsJSON, an
	// object.
	CredentialCreationOptions jsontext.Value `json:"CredentialCreationOptions"`
}

// startWebAuthnRegistration is StartWebAuthnRegistration. A new start replaces
// the one before.
func startWebAuthnRegistration(c *call, in *accessTokenInput) (*startWebAuthnRegistrationOutput, error) {
	g, err := c.authorizePasskeys(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	if len(u.passkeys) >= maxPasskeys {
		return nil, fail(limitExceeded, "A user can have %d passkeys.", maxPasskeys)
	}
	rp, err := p.relyingParty(u, anyOrigin)
	if err != nil {
		return nil, err
	}
	holder := passkeyUser{u, rp.Config.RPID}
	exclude := webauthn.Credentials(holder.WebAuthnCredentials()).CredentialDescriptors()
	creation, session, err := rp.BeginRegistration(holder, webauthn.WithCredentialParameters(passkeyAlgorithms), webauthn.WithExclusions(exclude))
	if err != nil {
		return nil, err
	}
	options, err := json.Marshal(creation.Response)
	if err != nil {
		return nil, err
	}
	u.registration = &registration{session, g.client, c.now.Add(passkeyTimeout)}
	return &startWebAuthnRegistrationOutput{options}, nil
}

// authorizePasskeys returns the grant of an access token in a pool with
// passkeys.
func (c *call) authorizePasskeys(token string) (*grant, error) {
	g, err := c.authorize(token)
	if err != nil {
		return nil, err
	}
	if !g.client.pool.allowsPasskeys() {
		return nil, fail(webAuthnNotEnabled, "WebAuthn is not enabled for this user pool.")
	}
	return g, nil
}

type completeWebAuthnRegistrationInput struct {
	accessTokenInput
	// Credential is RegistrationResponseJSON, an object.
	Credential jsontext.Value `json:"Credential" shape:"Document,required"`
}

// completeWebAuthnRegistration is CompleteWebAuthnRegistration. Whatever its
// outcome, the challenge is used.
func completeWebAuthnRegistration(c *call, in *completeWebAuthnRegistrationInput) (*empty, error) {
	g, err := c.authorizePasskeys(in.AccessToken)
	if err != nil {
		return nil, err
	}
	p, u := g.client.pool, g.user
	if in.Credential.Kind() != '{' {
		return nil, fail(invalidParameter, "Credential must be a JSON object.")
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(in.Credential)
	if err != nil {
		return nil, fail(invalidParameter, "Credential must be a RegistrationResponseJSON.")
	}
	started := u.registration
	u.registration = nil
	client := parsed.Response.CollectedClientData
	switch {
	case started == nil || !c.now.Before(started.expires) || !equalSecret(client.Challenge, started.session.Challenge):
		return nil, fail(webAuthnChallengeNotFound, "The challenge of the credential was not found.")
	case started.client != g.client:
		return nil, fail(webAuthnClientMismatch, "The registration was started by another client.")
	case !originAllowed(started.session.RelyingPartyID, client.Origin):
		return nil, fail(webAuthnOriginNotAllowed, "The origin is not allowed for the relying party.")
	case !sameRelyingParty(started.session.RelyingPartyID, parsed.Response.AttestationObject.AuthData.RPIDHash):
		return nil, fail(webAuthnRelyingPartyMismatch, "The credential is of another relying party.")
	}
	rp, err := p.relyingParty(u, client.Origin)
	if err != nil {
		return nil, err
	}
	credential, err := rp.CreateCredential(passkeyUser{u, started.session.RelyingPartyID}, *started.session, parsed)
	if err != nil || p.passkey(credential.ID) != nil {
		return nil, fail(webAuthnCredentialNotSupported, "The credential is not supported.")
	}
	u.passkeys = append(u.passkeys, &passkey{*credential, started.session.RelyingPartyID, c.now})
	return &empty{}, nil
}

// passkey finds a credential of any user: ids must be unique (Web
// Authentication Level 3, section 7.1, step 26).
func (p *pool) passkey(id []byte) *passkey {
	for _, u := range p.users {
		i := slices.IndexFunc(u.passkeys, func(k *passkey) bool { return string(k.credential.ID) == string(id) })
		if i >= 0 {
			return u.passkeys[i]
		}
	}
	return nil
}
