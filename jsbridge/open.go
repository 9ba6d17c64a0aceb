package jsbridge

import (
	"strings"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// maxAttempts bounds what a page may set, so that a slip of a digit does not
// keep a user waiting for hours.
const (
	defaultAttempts = 3
	maxAttempts     = 10
)

// open makes the client from ClientOptions. The transport gets its endpoint and
// number of attempts here.
func open(t *transport, parse func(string) (map[string]string, error), s storage, p *packet) (*opened, error) {
	const path = "client" + separator
	config := auth.Config{
		UserPoolID:   p.text(path + "userPoolId"),
		ClientID:     p.text(path + "clientId"),
		ClientSecret: p.text(path + "clientSecret"),
		API:          t,
		ParseJSON:    parse,
	}
	if p.flag(path + "deviceTracking") {
		config.Devices = devices{s, config.ClientID}
	}
	readOptions(p, "client")(&config.CallOptions)
	t.maxAttempts = defaultAttempts
	if p.has(path + "maxAttempts") {
		if t.maxAttempts = p.number(path + "maxAttempts"); t.maxAttempts < 1 || t.maxAttempts > maxAttempts {
			p.fail(path+"maxAttempts", "a whole number from 1 to 10")
		}
	}
	t.endpoint = p.text(path + "endpoint")
	region, fips, dualStack := p.text(path+"region"), p.flag(path+"fips"), p.flag(path+"dualStack")
	if p.err != nil {
		return nil, p.err
	}
	client, err := auth.New(config)
	if err != nil {
		return nil, err
	}
	if t.endpoint == "" {
		if region == "" {
			region, _, _ = strings.Cut(config.UserPoolID, "_")
		}
		if t.endpoint, err = endpoint(region, fips, dualStack); err != nil {
			return nil, err
		}
	}
	return &opened{client, t}, nil
}
