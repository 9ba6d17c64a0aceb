package localcognito

import "github.com/go-webauthn/webauthn/protocol"

type setUserPoolMfaConfigInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	mfaConfig
}

// mfaConfig is the output of both operations, and all but one member of
// SetUserPoolMfaConfig's input.
type mfaConfig struct {
	MfaConfiguration string                 `json:"MfaConfiguration,omitempty" shape:"UserPoolMfaType"`
	SMS              *smsMFAConfiguration   `json:"SmsMfaConfiguration,omitzero"`
	SoftwareToken    *enabledConfiguration  `json:"SoftwareTokenMfaConfiguration,omitzero"`
	Email            *emailMFAConfiguration `json:"EmailMfaConfiguration,omitzero"`
	WebAuthn         *webAuthnConfiguration `json:"WebAuthnConfiguration,omitzero"`
}

type smsMFAConfiguration struct {
	SmsAuthenticationMessage string            `json:"SmsAuthenticationMessage,omitempty" shape:"StringType"`
	SmsConfiguration         *smsConfiguration `json:"SmsConfiguration,omitzero"`
}

type enabledConfiguration struct {
	Enabled bool `json:"Enabled"`
}

type emailMFAConfiguration struct {
	Message string `json:"Message,omitempty" shape:"StringType"`
	Subject string `json:"Subject,omitempty" shape:"StringType"`
}

// setUserPoolMfaConfig is SetUserPoolMfaConfig. Members that are absent keep
// what was set before.
func setUserPoolMfaConfig(c *call, in *setUserPoolMfaConfigInput) (*mfaConfig, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	next, mode := p.mfa, p.MfaConfiguration
	if in.SMS != nil {
		next.SMSMessage = in.SMS.SmsAuthenticationMessage
		if in.SMS.SmsConfiguration != nil {
			next.SMS = in.SMS.SmsConfiguration
		}
	}
	if in.SoftwareToken != nil {
		next.SoftwareToken = in.SoftwareToken.Enabled
	}
	if in.Email != nil {
		next.Email = in.Email
	}
	if in.WebAuthn != nil {
		if id := in.WebAuthn.RelyingPartyID; id != "" && protocol.ValidateRPID(id) != nil {
			return nil, fail(invalidParameter, "RelyingPartyId must be a domain name.")
		}
		next.WebAuthn = in.WebAuthn
	}
	if in.MfaConfiguration != "" {
		mode = in.MfaConfiguration
	}
	if mode != mfaOff && next.SMS == nil && !next.SoftwareToken && next.Email == nil {
		return nil, fail(invalidParameter, "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.")
	}
	p.mfa, p.MfaConfiguration, p.modified = next, mode, c.now
	return p.mfaConfig(), nil
}

// getUserPoolMfaConfig is GetUserPoolMfaConfig.
func getUserPoolMfaConfig(c *call, in *poolInput) (*mfaConfig, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	return p.mfaConfig(), nil
}

func (p *pool) mfaConfig() *mfaConfig {
	out := &mfaConfig{MfaConfiguration: p.MfaConfiguration, Email: p.mfa.Email, WebAuthn: p.mfa.WebAuthn}
	if p.mfa.SMS != nil {
		out.SMS = &smsMFAConfiguration{p.mfa.SMSMessage, p.mfa.SMS}
	}
	if p.mfa.SoftwareToken {
		out.SoftwareToken = &enabledConfiguration{true}
	}
	return out
}
