package srp

import "errors"

// ErrSpent is returned by [Ephemeral.PasswordClaim] when the Ephemeral has made its one claim, successful or not, or was
// discarded. Start again with [NewEphemeral] and a new call to Cognito.
var ErrSpent = errors.New("srp: the ephemeral is spent: it serves one claim")

// ParameterError says that a value cannot be used, and what could. It never contains the value.
type ParameterError struct {
	// Parameter is the name of the value, Cognito's own where it has one: SALT, SRP_B, PASSWORD, UserPoolId, …
	Parameter string
	// Expected completes the sentence "expected …", such as "standard base64".
	Expected string
}

// Error implements error.
func (e *ParameterError) Error() string {
	return "srp: " + e.Parameter + ": expected " + e.Expected
}
