package browser

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// AddAuthenticator gives a tab of Chromium's a virtual authenticator that is part
// of the machine and keeps passkeys, and whose user is there and says yes.
// https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/
func AddAuthenticator(ctx context.Context, t *chromedp.Target) (webauthn.AuthenticatorID, error) {
	if _, err := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		return "", err
	}
	added, err := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	return added.AuthenticatorID, err
}

// AddAuthenticator does so for the page, and skips the test in another engine.
func (p *Page) AddAuthenticator() webauthn.AuthenticatorID {
	p.t.Helper()
	id, err := chromedp.Run(p.Chromedp("a virtual authenticator"), AddAuthenticator)
	if err != nil {
		p.t.Fatal("adding an authenticator:", err)
	}
	return id
}
