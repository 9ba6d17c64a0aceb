package auth

// webAuthn asks for a passkey. The step's CredentialRequestOptions go to the
// authenticator, and what it answers comes back as it is.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
var webAuthn = challenge{
	expects: takesCredential,
	describe: func(_ *Client, operation string, step *Step) *Error {
		if step.Parameters[paramCredentialRequestOptions] == "" {
			return malformed(operation, "ChallengeParameters."+paramCredentialRequestOptions, "expected PublicKeyCredentialRequestOptionsJSON")
		}
		return nil
	},
	responses: func(_ Context, c *Client, _ *attempt, _ *Step, answer Answer) (map[string]string, error) {
		credential, ok := answer.(Credential)
		if !ok {
			return nil, errMisfit
		}
		if members, err := c.parser.ParseJSON(string(credential)); err != nil || members["id"] == "" {
			return nil, invalid(argCredential, "expected an AuthenticationResponseJSON")
		}
		return map[string]string{paramCredential: string(credential)}, nil
	},
}
