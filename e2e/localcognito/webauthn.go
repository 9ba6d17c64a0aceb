package localcognito

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

const (
	// defaultRelyingParty is the relying party id of a pool that sets none:
	// the one that a browser lets pages of this machine use.
	defaultRelyingParty = "localhost"
	// passkeyTimeout is what options tell the browser, and how long a
	// registration may take (180000 ms were seen of the real service).
	passkeyTimeout = 3 * time.Minute
	maxPasskeys    = 20 // of a user (developer guide, "Quotas")
)

// multiFactorPasskeys is the FactorConfiguration in which a passkey with user
// verification counts as MFA.
const multiFactorPasskeys = "MULTI_FACTOR_WITH_USER_VERIFICATION"

// webAuthnConfiguration is the structure WebAuthnConfigurationType.
type webAuthnConfiguration struct {
	RelyingPartyID      string `json:"RelyingPartyId,omitempty" shape:"RelyingPartyIdType"`
	UserVerification    string `json:"UserVerification,omitempty" shape:"UserVerificationType"`
	FactorConfiguration string `json:"FactorConfiguration,omitempty" shape:"WebAuthnFactorConfigurationType"`
}

// passkey is a WebAuthn credential of a user.
type passkey struct {
	credential webauthn.Credential
	rpID       string
	created    time.Time
}

// registration is a StartWebAuthnRegistration that waits to be completed.
type registration struct {
	session *webauthn.SessionData
	client  *appClient
	expires time.Time
}

// passkeyUser shows a user to the WebAuthn library. The user handle is the sub.
type passkeyUser struct {
	*user
	rpID string
}

func (u passkeyUser) WebAuthnID() []byte          { return []byte(u.sub) }
func (u passkeyUser) WebAuthnName() string        { return u.username }
func (u passkeyUser) WebAuthnDisplayName() string { return u.username }
func (u passkeyUser) WebAuthnCredentials() []webauthn.Credential {
	var list []webauthn.Credential
	for _, k := range u.passkeys {
		if k.rpID == u.rpID {
			list = append(list, k.credential)
		}
	}
	return list
}

func hasPasskey(u *user) bool { return len(u.passkeys) > 0 }

func (p *pool) webAuthn() webAuthnConfiguration {
	var config webAuthnConfiguration
	if p.mfa.WebAuthn != nil {
		config = *p.mfa.WebAuthn
	}
	if config.RelyingPartyID == "" {
		config.RelyingPartyID = defaultRelyingParty
	}
	if config.UserVerification == "" {
		config.UserVerification = string(protocol.VerificationPreferred)
	}
	return config
}

func (p *pool) allowsPasskeys() bool {
	return slices.Contains(p.allowedFirstFactors(), factorWebAuthn)
}

// passkeyMFA reports whether the pool takes a verified user's passkey as MFA.
func (p *pool) passkeyMFA() bool {
	return p.allowsPasskeys() && p.webAuthn().FactorConfiguration == multiFactorPasskeys
}

// verification is what a ceremony with u demands of the authenticator.
func (p *pool) verification(u *user) protocol.UserVerificationRequirement {
	if p.passkeyMFA() && u.mfa.enabled[factorWebAuthn] {
		return protocol.VerificationRequired
	}
	return protocol.UserVerificationRequirement(p.webAuthn().UserVerification)
}

// relyingParty returns the verifying side for pages of origin.
func (p *pool) relyingParty(u *user, origin string) (*webauthn.WebAuthn, error) {
	timeout := webauthn.TimeoutConfig{Timeout: passkeyTimeout, TimeoutUVD: passkeyTimeout}
	return webauthn.New(&webauthn.Config{
		RPID: p.webAuthn().RelyingPartyID, RPDisplayName: p.webAuthn().RelyingPartyID, RPOrigins: []string{origin},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   p.verification(u),
		},
		Timeouts: webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
		// Authenticators may add outputs that nobody asked for, to be ignored
		// (Web Authentication Level 3, section 9.2).
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// passkeyAlgorithms are ES256 and RS256, as Cognito offers them.
var passkeyAlgorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// anyOrigin stands where options are made, which do not depend on the origin.
const anyOrigin = "https://" + defaultRelyingParty

// originAllowed is the rule by which a browser lets a page use a relying party
// id (Web Authentication Level 3, section 5.1.3): the host is the id or below
// it, over https, or over http on localhost. Cognito has no list of origins.
func originAllowed(rpID, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return false
	}
	host := u.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return false
	}
	return host == rpID || strings.HasSuffix(host, "."+rpID)
}

// sameRelyingParty checks the hash that authenticator data begins with.
func sameRelyingParty(rpID string, hash []byte) bool {
	want := sha256.Sum256([]byte(rpID))
	return subtle.ConstantTimeCompare(want[:], hash) == 1
}
