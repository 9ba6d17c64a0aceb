package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// open makes the client from ClientOptions.
func open(t *transport, s storage, p *packet) (*auth.Client, error) {
	const path = "client" + separator
	config := auth.Config{
		UserPoolID:   p.text(path + "userPoolId"),
		ClientID:     p.text(path + "clientId"),
		ClientSecret: p.text(path + "clientSecret"),
		API:          t,
		Now:          t.now,
	}
	t.admin = p.flag(path + "admin")
	if p.flag(path + "deviceTracking") {
		config.Devices = devices{s, config.ClientID}
	}
	readOptions(p, "client")(&config.CallOptions)
	if p.err != nil {
		return nil, p.err
	}
	return auth.New(config)
}
