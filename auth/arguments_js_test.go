package auth_test

// What pages read in error texts.
const (
	nameUserPoolID         = `userPoolId`
	nameClientID           = `clientId`
	nameAPI                = `api`
	nameFlow               = `flow`
	nameUsername           = `username`
	nameRefreshToken       = `refreshToken`
	namePreferredChallenge = `preferredChallenge`
	namePassword           = `password`
	nameCode               = `code`
	nameChoice             = `choice`
	nameChoices            = `step.choices`
	nameNewPassword        = `newPassword`
	nameGivenName          = `attributes."given_name"`
	nameCredential         = `credential`
	nameEmail              = `email`
	nameState              = `step`
	nameStateUsername      = `step.username`
	nameStateVersion       = `step.version`
	nameStateChallenge     = `step.challenge`

	takesCode         = `{code}`
	takesNewPassword  = `{newPassword, attributes?}`
	takesMFAType      = `{choice}`
	takesFactor       = `{choice, password?}`
	takesPassword     = `{password}`
	takesCustomAnswer = `{answer}`
	takesCredential   = `{credential}`
	takesSetup        = `{setup: 'SOFTWARE_TOKEN_MFA', code} or {setup: 'EMAIL_OTP', email}`

	insteadOfAdminFlow = "in a page use USER_SRP_AUTH"
)
