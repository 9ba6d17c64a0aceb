package localcognito

import (
	"slices"
	"strings"
)

type createUserPoolClientInput struct {
	clientSettings
	GenerateSecret bool `json:"GenerateSecret"`
}

type userPoolClientOutput struct {
	UserPoolClient userPoolClientDescription `json:"UserPoolClient"`
}

// userPoolClientDescription is the structure UserPoolClientType.
type userPoolClientDescription struct {
	ClientID     string `json:"ClientId"`
	ClientSecret string `json:"ClientSecret,omitempty"`
	clientSettings
	CreationDate     epoch `json:"CreationDate"`
	LastModifiedDate epoch `json:"LastModifiedDate"`
}

// createUserPoolClient is CreateUserPoolClient.
func createUserPoolClient(c *call, in *createUserPoolClientInput) (*userPoolClientOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	if err := checkExplicitAuthFlows(in.ExplicitAuthFlows); err != nil {
		return nil, err
	}
	a := &appClient{
		clientSettings: in.clientSettings, pool: p, created: c.now, modified: c.now,
		id: randomString(lowerAlphanumeric, 26),
	}
	if id := c.s.opts.FirstClientID; id != "" && len(c.s.clients) == 0 {
		a.id = id
	}
	if in.GenerateSecret {
		a.secret = randomString(lowerAlphanumeric, 51)
	}
	if err := a.resolveLifetimes(); err != nil {
		return nil, err
	}
	if err := a.checkPermissions(); err != nil {
		return nil, err
	}
	c.s.clients[a.id] = a
	return &userPoolClientOutput{a.describe()}, nil
}

// checkExplicitAuthFlows refuses a mix of legacy values and ALLOW_ ones.
func checkExplicitAuthFlows(flows []string) error {
	current := func(f string) bool { return strings.HasPrefix(f, "ALLOW_") }
	legacy := func(f string) bool { return !current(f) }
	if slices.ContainsFunc(flows, current) && slices.ContainsFunc(flows, legacy) {
		return fail(invalidParameter, "ExplicitAuthFlows cannot mix values that begin with ALLOW_ and values that do not.")
	}
	return nil
}

func (a *appClient) resolveLifetimes() (err error) {
	var units tokenValidityUnits
	if a.TokenValidityUnits != nil {
		units = *a.TokenValidityUnits
	}
	number := func(n *int) int {
		if n == nil {
			return 0
		}
		return *n
	}
	if a.accessTTL, err = accessValidity.resolve(number(a.AccessTokenValidity), units.AccessToken); err != nil {
		return err
	}
	if a.idTTL, err = idValidity.resolve(number(a.IDTokenValidity), units.IDToken); err != nil {
		return err
	}
	a.refreshTTL, err = refreshValidity.resolve(a.RefreshTokenValidity, units.RefreshToken)
	return err
}

// describe fills in the defaults, as DescribeUserPoolClient does.
func (a *appClient) describe() userPoolClientDescription {
	d := userPoolClientDescription{
		ClientID: a.id, ClientSecret: a.secret, clientSettings: a.clientSettings,
		CreationDate: epoch(a.created), LastModifiedDate: epoch(a.modified),
	}
	if len(d.ExplicitAuthFlows) == 0 {
		d.ExplicitAuthFlows = defaultAuthFlows
	}
	if d.PreventUserExistenceErrors == "" {
		d.PreventUserExistenceErrors = "LEGACY"
	}
	if d.RefreshTokenValidity == 0 {
		d.RefreshTokenValidity = 30
	}
	revocable, minutes := a.revocable(), int(a.sessionTTL().Minutes())
	d.EnableTokenRevocation, d.AuthSessionValidity = &revocable, &minutes
	return d
}
