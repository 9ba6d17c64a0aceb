package auth

import (
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// Config says which user pool and app client a [Client] talks to.
type Config struct {
	// UserPoolID as the console shows it, such as "eu-west-1_AbC123xyz".
	UserPoolID string
	// ClientID of the app client, 1 to 128 characters.
	ClientID string
	// ClientSecret of a confidential app client, or empty. A page cannot keep a
	// secret: leave it to servers and tests.
	ClientSecret string
	// API reaches Cognito. Required.
	API API
	// CallOptions are the defaults of every call; those of a call replace them
	// member by member.
	CallOptions CallOptions
	// Devices keeps remembered devices. Nil: devices are not tracked, and a sign-in
	// on a pool that tracks them is one on a device that is forgotten.
	Devices DeviceStore
	// Now tells the time that TIMESTAMP has, which Cognito compares with its own.
	// Nil: time.Now. Where the local clock may be wrong, give Cognito's, which the
	// header Date of its answers tells.
	Now func() Time
}

// Client signs users in to one user pool through one app client. It holds no
// user's state; all its methods may be called from several goroutines.
type Client struct {
	config   Config
	poolName string
	spare    spare
	// What the API and the store can do besides. It is asked once, here, and nil where they cannot.
	parser        parser
	administrator interface{ Admin() bool }
	aliases       AliasStore
}

// New checks the configuration and gives a client. It calls nothing. The error
// is an [*Error] with code InvalidArgument.
func New(config Config) (*Client, error) {
	if !matchesUserPoolID(config.UserPoolID) {
		return nil, invalid(argUserPoolID, `expected region_id, such as "eu-west-1_AbC123xyz", up to 55 characters`)
	}
	if !matchesClientID(config.ClientID) {
		return nil, invalid(argClientID, "expected 1 to 128 letters, digits, _ or +")
	}
	if config.API == nil {
		return nil, invalid(argAPI, "expected an implementation of API")
	}
	parser := parserOf(config.API)
	if parser == nil {
		return nil, invalid(argAPI, "expected a method ParseJSON in a browser build")
	}
	poolName, err := srp.PoolName(config.UserPoolID)
	if err != nil {
		return nil, invalid(argUserPoolID, "expected a name after the underscore")
	}
	if config.Now == nil {
		config.Now = clock.Now
	}
	c := &Client{config: config, poolName: poolName, parser: parser}
	c.administrator, _ = config.API.(interface{ Admin() bool })
	c.aliases, _ = config.Devices.(AliasStore)
	return c, nil
}
