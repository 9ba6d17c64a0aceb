package localcognito

import (
	"maps"
	"slices"

	"github.com/aws/aws-lambda-go/events"
)

// migrateUser asks the trigger for a user that the pool does not have, in
// flows that send the password. The user that it describes is in the pool from
// then on; without attributes in its response nobody is.
func (c *call) migrateUser(l *login, password string) error {
	t := l.pool.triggers.MigrateUser
	if l.user != nil || t == nil {
		return nil
	}
	event := events.CognitoEventUserPoolsMigrateUser{CognitoEventUserPoolsHeader: l.header("UserMigration_Authentication")}
	event.Password = password
	event.ValidationData = maps.Clone(l.validationData)
	event, err := invoke(c, "UserMigration", t, event)
	if err != nil {
		return err
	}
	r := event.CognitoEventUserPoolsMigrateUserResponse
	if len(r.UserAttributes) == 0 {
		return nil
	}
	var given []attribute
	for _, name := range slices.Sorted(maps.Keys(r.UserAttributes)) {
		if name != "username" { // documented as part of the attributes, but none
			given = append(given, attribute{name, r.UserAttributes[name]})
		}
	}
	u, err := l.pool.newUser(c, l.name, given, r.ForceAliasCreation)
	if err != nil {
		return err
	}
	switch r.FinalUserStatus {
	case statusConfirmed:
		if err := l.pool.setPassword(u, password, true, c.now); err != nil {
			return err
		}
	case "", statusResetRequired:
		u.status = statusResetRequired
	default:
		return fail(invalidLambdaResponse, "UserMigration must set finalUserStatus to CONFIRMED or RESET_REQUIRED.")
	}
	l.pool.takeAliases(u)
	l.pool.users[u.username] = u
	l.user = u
	return nil
}
