package localcognito

import (
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

const (
	newPasswordRequiredName = "NEW_PASSWORD_REQUIRED"
	userAttributePrefix     = "userAttributes."
)

// newPasswordStage asks for a new password where an administrator set one.
func newPasswordStage(_ *call, l *login) (string, error) {
	if l.password && l.user.status == statusForceChangePassword {
		return newPasswordRequiredName, nil
	}
	return "", nil
}

// newPasswordRequired is ChallengeName NEW_PASSWORD_REQUIRED. Its parameters
// hold JSON in strings: requiredAttributes the missing ones, userAttributes
// those the user has.
func newPasswordRequired() challenge {
	return challenge{
		name:     newPasswordRequiredName,
		required: []string{"NEW_PASSWORD"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			u := sess.login.user
			required := []string{}
			for _, name := range missingAttributes(sess.login.pool, u, nil) {
				required = append(required, userAttributePrefix+name)
			}
			has := make(map[string]string)
			for _, a := range u.attributes {
				if a.Name != "sub" {
					has[a.Name] = a.Value
				}
			}
			requiredJSON, err := json.Marshal(required)
			if err != nil {
				return nil, err
			}
			hasJSON, err := json.Marshal(has, json.Deterministic(true))
			if err != nil {
				return nil, err
			}
			return map[string]string{
				"USER_ID_FOR_SRP":    u.username,
				"requiredAttributes": string(requiredJSON),
				"userAttributes":     string(hasJSON),
			}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			p, u := sess.login.pool, sess.login.user
			if err := checkMember("PasswordType", "newPassword", responses["NEW_PASSWORD"]); err != nil {
				return err
			}
			given := attributesFrom(responses)
			if err := checkNewAttributes(sess.login.client, u, given); err != nil {
				return err
			}
			if err := p.checkHistory(u, responses["NEW_PASSWORD"]); err != nil {
				return err
			}
			if err := p.setPassword(u, responses["NEW_PASSWORD"], true, c.now); err != nil {
				return err
			}
			for _, a := range given {
				u.attributes.set(a.Name, a.Value)
			}
			sess.login.tokenSource = tokensAfterNewPassword
			return nil
		},
	}
}

// attributesFrom collects the userAttributes.<name> keys, sorted by name.
func attributesFrom(responses map[string]string) []attribute {
	var given []attribute
	for _, key := range slices.Sorted(maps.Keys(responses)) {
		if name, ok := strings.CutPrefix(key, userAttributePrefix); ok {
			given = append(given, attribute{name, responses[key]})
		}
	}
	return given
}

func checkNewAttributes(client *appClient, u *user, given attributes) error {
	p := client.pool
	if err := p.schema.check(given); err != nil {
		return err
	}
	for _, name := range given.names() {
		if slices.Contains(serviceAttributes, name) {
			return fail(invalidParameter, "Cannot modify the non-mutable attribute %s", name)
		}
	}
	if err := client.checkWrite(given.names()...); err != nil {
		return err
	}
	for _, a := range given {
		if err := checkMember("AttributeValueType", userAttributePrefix+a.Name, a.Value); err != nil {
			return err
		}
		if _, has := u.attributes.get(a.Name); has && slices.Contains(p.schema.required(), a.Name) {
			return fail(invalidParameter, "Cannot modify an already provided %s", a.Name)
		}
		if holder := p.aliasHolder(u, a.Name, a.Value); holder != nil {
			return fail(aliasExists, "An account with the %s already exists.", a.Name)
		}
	}
	if err := p.schema.checkChange(u, given); err != nil {
		return err
	}
	if missing := missingAttributes(p, u, given); len(missing) > 0 {
		// SignUp says it in other words.
		return fail(invalidParameter, "Invalid attributes given, %s is missing", missing[0])
	}
	return nil
}

// missingAttributes lists required attributes that neither u nor given has.
func missingAttributes(p *pool, u *user, given attributes) []string {
	return slices.DeleteFunc(p.schema.required(), func(name string) bool {
		_, has := u.attributes.get(name)
		value, _ := given.get(name)
		return has || value != ""
	})
}
