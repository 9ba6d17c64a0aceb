package auth

import (
	"errors"

	"github.com/cognito-wasm/cognito-wasm/srp"
)

// passwordVerifier is answered inside, because Cognito wants the answer within
// seconds. It proves the password without sending it.
var passwordVerifier = challenge{
	inside: func(c *Client, a *attempt, output *AuthOutput) (map[string]string, *Error) {
		// The hash is over the real name; the typed alias would never match.
		userID := output.ChallengeParameters[paramUserIDForSRP]
		if userID == "" {
			return nil, malformed("", "ChallengeParameters."+paramUserIDForSRP, "expected the user's real name")
		}
		return c.claim(a, srp.UserIdentity(c.poolName, userID), output)
	},
}

// claim proves that the attempt's password is that of an identity. A key pair
// that was drawn for another challenge would prove another password.
func (c *Client) claim(a *attempt, identity srp.Identity, output *AuthOutput) (map[string]string, *Error) {
	if a.verifier != output.ChallengeName {
		return nil, unsupported("", output)
	}
	claim, err := a.ephemeral.PasswordClaim(identity, a.password, srp.Challenge{
		Salt:        output.ChallengeParameters[paramSalt],
		B:           output.ChallengeParameters[paramSRPB],
		SecretBlock: output.ChallengeParameters[paramSecretBlock],
	}, c.config.Now())
	if err != nil {
		return nil, claimError(err)
	}
	return map[string]string{
		paramPasswordClaimSignature:   claim.Signature,
		paramPasswordClaimSecretBlock: claim.SecretBlock,
		paramTimestamp:                claim.Timestamp,
	}, nil
}

// claimError blames the parameter that Cognito sent, which srp has named.
func claimError(err error) *Error {
	if parameter, ok := errors.AsType[*srp.ParameterError](err); ok {
		return &Error{
			Code:    CodeMalformedResponse,
			Message: "ChallengeParameters." + parameter.Parameter + ": expected " + parameter.Expected,
			Err:     err,
		}
	}
	return &Error{Code: CodeMalformedResponse, Message: err.Error(), Err: err}
}
