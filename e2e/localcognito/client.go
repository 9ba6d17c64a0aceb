package localcognito

import (
	"slices"
	"time"
)

// clientSettings are the members that CreateUserPoolClient takes and
// DescribeUserPoolClient returns.
type clientSettings struct {
	ClientName                 string                `json:"ClientName" shape:"ClientNameType,required"`
	UserPoolID                 string                `json:"UserPoolId" shape:"UserPoolIdType,required"`
	ExplicitAuthFlows          []string              `json:"ExplicitAuthFlows,omitzero" shape:"ExplicitAuthFlowsType"`
	PreventUserExistenceErrors string                `json:"PreventUserExistenceErrors,omitempty" shape:"PreventUserExistenceErrorTypes"`
	AccessTokenValidity        *int                  `json:"AccessTokenValidity,omitzero" shape:"AccessTokenValidityType"`
	IDTokenValidity            *int                  `json:"IdTokenValidity,omitzero" shape:"IdTokenValidityType"`
	RefreshTokenValidity       int                   `json:"RefreshTokenValidity" shape:"RefreshTokenValidityType"`
	TokenValidityUnits         *tokenValidityUnits   `json:"TokenValidityUnits,omitzero"`
	AuthSessionValidity        *int                  `json:"AuthSessionValidity,omitzero" shape:"AuthSessionValidityType"`
	EnableTokenRevocation      *bool                 `json:"EnableTokenRevocation,omitzero"`
	RefreshTokenRotation       *refreshTokenRotation `json:"RefreshTokenRotation,omitzero"`
	ReadAttributes             []string              `json:"ReadAttributes,omitempty" shape:"ClientPermissionType"`
	WriteAttributes            []string              `json:"WriteAttributes,omitempty" shape:"ClientPermissionType"`
}

type tokenValidityUnits struct {
	AccessToken  string `json:"AccessToken,omitempty" shape:"TimeUnitsType"`
	IDToken      string `json:"IdToken,omitempty" shape:"TimeUnitsType"`
	RefreshToken string `json:"RefreshToken,omitempty" shape:"TimeUnitsType"`
}

type refreshTokenRotation struct {
	Feature                 string `json:"Feature" shape:"FeatureType,required"`
	RetryGracePeriodSeconds *int   `json:"RetryGracePeriodSeconds,omitzero" shape:"RetryGracePeriodSecondsType"`
}

// appClient is a user pool client.
type appClient struct {
	clientSettings
	id       string
	secret   string // empty: a public client
	pool     *pool
	created  time.Time
	modified time.Time

	accessTTL, idTTL, refreshTTL time.Duration
}

// validity describes one of the three token lifetimes (API reference,
// CreateUserPoolClient): its default, bounds and the unit of a bare number.
type validity struct {
	member         string
	unit           string
	unset          time.Duration
	least, longest time.Duration
}

var (
	accessValidity  = validity{"AccessTokenValidity", "hours", time.Hour, 5 * time.Minute, 24 * time.Hour}
	idValidity      = validity{"IdTokenValidity", "hours", time.Hour, 5 * time.Minute, 24 * time.Hour}
	refreshValidity = validity{"RefreshTokenValidity", "days", 30 * 24 * time.Hour, time.Hour, 3650 * 24 * time.Hour}
)

var timeUnits = map[string]time.Duration{
	"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour,
}

// resolve turns a number and a unit ("" for the default one) into a lifetime.
func (v validity) resolve(n int, unit string) (time.Duration, error) {
	if n == 0 {
		return v.unset, nil
	}
	if unit == "" {
		unit = v.unit
	}
	d := time.Duration(n) * timeUnits[unit]
	if d < v.least || d > v.longest {
		return 0, fail(invalidParameter, "Invalid range for %s: want %v to %v.", v.member, v.least, v.longest)
	}
	return d, nil
}

// defaultAuthFlows apply when ExplicitAuthFlows is empty (API reference).
var defaultAuthFlows = []string{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"}

func (a *appClient) allows(flows []string) bool {
	explicit := a.ExplicitAuthFlows
	if len(explicit) == 0 {
		explicit = defaultAuthFlows
	}
	return slices.ContainsFunc(flows, func(f string) bool { return slices.Contains(explicit, f) })
}

func (a *appClient) hidesUsers() bool { return a.PreventUserExistenceErrors == "ENABLED" }

func (a *appClient) rotates() bool {
	return a.RefreshTokenRotation != nil && a.RefreshTokenRotation.Feature == "ENABLED"
}

// gracePeriod is how long a refresh token can be used after it was rotated out.
func (a *appClient) gracePeriod(unset time.Duration) time.Duration {
	seconds := a.RefreshTokenRotation.RetryGracePeriodSeconds
	if seconds == nil {
		return unset
	}
	return time.Duration(*seconds) * time.Second
}

func (a *appClient) revocable() bool {
	return a.EnableTokenRevocation == nil || *a.EnableTokenRevocation
}

// sessionTTL is AuthSessionValidity, three minutes unless set.
func (a *appClient) sessionTTL() time.Duration {
	if a.AuthSessionValidity == nil {
		return 3 * time.Minute
	}
	return time.Duration(*a.AuthSessionValidity) * time.Minute
}

// findClient returns the client of a public call.
func (c *call) findClient(id string) (*appClient, error) {
	if a := c.s.clients[id]; a != nil {
		return a, nil
	}
	return nil, fail(resourceNotFound, "User pool client %s does not exist.", id)
}
