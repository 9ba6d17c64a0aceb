package localcognito

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"
)

// poolSettings are the members that CreateUserPool takes and DescribeUserPool
// returns unchanged.
type poolSettings struct {
	AliasAttributes             []string                     `json:"AliasAttributes,omitzero" shape:"AliasAttributeType"`
	UsernameAttributes          []string                     `json:"UsernameAttributes,omitzero" shape:"UsernameAttributeType"`
	AutoVerifiedAttributes      []string                     `json:"AutoVerifiedAttributes,omitzero" shape:"VerifiedAttributeType"`
	MfaConfiguration            string                       `json:"MfaConfiguration,omitempty" shape:"UserPoolMfaType"`
	Policies                    *poolPolicies                `json:"Policies,omitzero"`
	SmsConfiguration            *smsConfiguration            `json:"SmsConfiguration,omitzero"`
	UsernameConfiguration       *usernameConfiguration       `json:"UsernameConfiguration,omitzero"`
	AdminCreateUserConfig       *adminCreateUserConfig       `json:"AdminCreateUserConfig,omitzero"`
	DeviceConfiguration         *deviceConfiguration         `json:"DeviceConfiguration,omitzero"`
	AccountRecoverySetting      *accountRecoverySetting      `json:"AccountRecoverySetting,omitzero"`
	UserAttributeUpdateSettings *userAttributeUpdateSettings `json:"UserAttributeUpdateSettings,omitzero"`
	UserPoolAddOns              *userPoolAddOns              `json:"UserPoolAddOns,omitzero"`
}

type poolPolicies struct {
	PasswordPolicy *passwordPolicy `json:"PasswordPolicy,omitzero"`
	SignInPolicy   *signInPolicy   `json:"SignInPolicy,omitzero"`
}

// signInPolicy is the structure SignInPolicyType.
type signInPolicy struct {
	AllowedFirstAuthFactors []string `json:"AllowedFirstAuthFactors,omitzero" shape:"AllowedFirstAuthFactorType"`
}

type smsConfiguration struct {
	SnsCallerArn string `json:"SnsCallerArn" shape:"StringType,required"`
	ExternalID   string `json:"ExternalId,omitempty" shape:"StringType"`
	SnsRegion    string `json:"SnsRegion,omitempty" shape:"StringType"`
}

type usernameConfiguration struct {
	CaseSensitive bool `json:"CaseSensitive"`
}

type adminCreateUserConfig struct {
	AllowAdminCreateUserOnly bool `json:"AllowAdminCreateUserOnly"`
}

// userAttributeUpdateSettings is the structure UserAttributeUpdateSettingsType.
type userAttributeUpdateSettings struct {
	AttributesRequireVerificationBeforeUpdate []string `json:"AttributesRequireVerificationBeforeUpdate,omitzero" shape:"VerifiedAttributeType"`
}

// userPoolAddOns is the structure UserPoolAddOnsType, threat protection.
type userPoolAddOns struct {
	AdvancedSecurityMode string `json:"AdvancedSecurityMode" shape:"AdvancedSecurityModeType,required"`
}

// pool is a user pool. Everything in it is guarded by the server's lock.
type pool struct {
	poolSettings
	id, name    string
	region      string
	created     time.Time
	modified    time.Time
	schema      schema
	policy      passwordPolicy
	mfa         poolMFA
	users       map[string]*user // by canonical user name
	groups      map[string]*group
	lockouts    expiring[string, *lockout]
	attempts    expiring[attemptsKey, *attempts]
	grants      expiring[string, *grant] // by event id
	keys        func() (*poolKeys, error)
	triggers    Triggers
	deviceGroup string // DeviceGroupKey of all devices
	// simulation derives the salts and names of users that do not exist.
	simulation [32]byte
}

func newPool(region, name string, settings poolSettings, sch schema, keys func() (*poolKeys, error), now time.Time) *pool {
	p := &pool{
		poolSettings: settings,
		id:           region + "_" + randomString(alphanumeric, 9),
		name:         name,
		region:       region,
		created:      now,
		modified:     now,
		schema:       sch,
		policy:       defaultPasswordPolicy,
		users:        make(map[string]*user),
		groups:       make(map[string]*group),
		keys:         keys,
		deviceGroup:  "-" + randomString(alphanumeric, 8),
	}
	if settings.Policies != nil && settings.Policies.PasswordPolicy != nil {
		p.policy = settings.Policies.PasswordPolicy.withDefaults()
	}
	if p.MfaConfiguration == "" {
		p.MfaConfiguration = mfaOff
	}
	p.mfa.SMS = settings.SmsConfiguration
	rand.Read(p.simulation[:])
	return p
}

// srpName is the pool name in the SRP formulas: the id after its first "_".
func (p *pool) srpName() string {
	_, name, _ := strings.Cut(p.id, "_")
	return name
}

// under is the address of the pool below a base: its issuer, and where its keys
// are.
func (p *pool) under(base string) string { return base + "/" + p.id }

// canonical returns the form in which user names are stored and compared.
func (p *pool) canonical(name string) string {
	if p.UsernameConfiguration != nil && !p.UsernameConfiguration.CaseSensitive {
		return strings.ToLower(name)
	}
	return name
}

// lookup finds a user by user name or by an alias that the pool accepts for
// signing in. It returns nil if there is none. A sub signs nobody in: see
// lookupOrSub.
func (p *pool) lookup(name string) *user {
	name = p.canonical(name)
	if u := p.users[name]; u != nil {
		return u
	}
	for _, u := range p.users {
		for _, attr := range p.signInAttributes() {
			if v, ok := u.attributes.get(attr); ok && p.canonical(v) == name && p.isAlias(u, attr) {
				return u
			}
		}
	}
	return nil
}

// lookupOrSub finds a user as the member Username of most operations names one:
// "If username isn't an alias attribute in your user pool, this value must be
// the sub of a local user" (API reference). User names and aliases come first.
func (p *pool) lookupOrSub(name string) *user {
	if u := p.lookup(name); u != nil {
		return u
	}
	for _, u := range p.users {
		if u.sub == p.canonical(name) {
			return u
		}
	}
	return nil
}

func (p *pool) signInAttributes() []string {
	return slices.Concat(p.UsernameAttributes, p.AliasAttributes)
}

// isAlias reports whether the value of attr signs u in: an email address or
// phone number used as an alias must be verified, one that is the user name
// need not be (developer guide, "Customizing sign-in attributes").
func (p *pool) isAlias(u *user, attr string) bool {
	if slices.Contains(p.UsernameAttributes, attr) || attr == "preferred_username" {
		return true
	}
	verified, _ := u.attributes.get(attr + "_verified")
	return verified == "true"
}

// aliasHolder returns the user beside u that value already signs in through
// attr, or nil.
func (p *pool) aliasHolder(u *user, attr, value string) *user {
	if !slices.Contains(p.signInAttributes(), attr) {
		return nil
	}
	for _, other := range p.users {
		if v, ok := other.attributes.get(attr); ok && other != u && p.canonical(v) == p.canonical(value) && p.isAlias(other, attr) {
			return other
		}
	}
	return nil
}

// findPool returns the pool of a control-plane call.
func (c *call) findPool(id string) (*pool, error) {
	if p := c.s.pools[id]; p != nil {
		return p, nil
	}
	return nil, fail(resourceNotFound, "User pool %s does not exist.", id)
}

// findUser returns the user of a control-plane call, by user name, alias or sub.
func (c *call) findUser(poolID, name string) (*pool, *user, error) {
	p, err := c.findPool(poolID)
	if err != nil {
		return nil, nil, err
	}
	if u := p.lookupOrSub(name); u != nil {
		return p, u, nil
	}
	return nil, nil, fail(userNotFound, msgUserNotFound)
}
