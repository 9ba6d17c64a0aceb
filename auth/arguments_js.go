package auth

// What a page gives, as error texts name it: by its name in JavaScript.
const (
	argUserPoolID = "userPoolId"
	argClientID   = "clientId"
	argAPI        = "api"

	argFlow               = "flow"
	argUsername           = "username"
	argRefreshToken       = "refreshToken"
	argPreferredChallenge = "preferredChallenge"
	argPassword           = "password"

	argCode        = "code"
	argChoice      = "choice"
	argChoices     = "step.choices"
	argNewPassword = "newPassword"
	argAttribute   = "attributes."
	argCredential  = "credential"
	argEmail       = "email"

	argState          = "step"
	argStateVersion   = "step.version"
	argStateUsername  = "step.username"
	argStateChallenge = "step.challenge"
)

// The answers that challenges take.
const (
	takesCode         = "{code}"
	takesChoice       = "{choice}"
	takesFactor       = "{choice, password?}"
	takesPassword     = "{password}"
	takesNewPassword  = "{newPassword, attributes?}"
	takesCustomAnswer = "{answer}"
	takesCredential   = "{credential}"
	takesSetup        = "{setup: 'SOFTWARE_TOKEN_MFA', code} or {setup: 'EMAIL_OTP', email}"
)

// insteadOfAdminFlow ends the refusal of a flow for administrators.
const insteadOfAdminFlow = "in a page use USER_SRP_AUTH"
