//go:build !js

package auth

// What callers give, as error texts name it: by its name in Go. arguments_js.go
// has the names that a page knows.
const (
	argUserPoolID = "Config.UserPoolID"
	argClientID   = "Config.ClientID"
	argAPI        = "Config.API"

	argFlow               = "InitiateRequest.Flow"
	argUsername           = "InitiateRequest.Username"
	argRefreshToken       = "InitiateRequest.RefreshToken"
	argPreferredChallenge = "InitiateRequest.PreferredChallenge"
	argPassword           = "Password" // an answer, or a member of InitiateRequest or Choice

	argCode        = "Code" // an answer, or a member of SetupSoftwareToken
	argChoice      = "Choice.Name"
	argChoices     = "Step.Choices"
	argNewPassword = "NewPassword.Password"
	argAttribute   = "NewPassword.Attributes " // and the quoted name
	argCredential  = "Credential"
	argEmail       = "SetupEmail.Email"

	argState          = "state"
	argStateVersion   = "State.Version"
	argStateUsername  = "State.Username"
	argStateChallenge = "State.Challenge"
)

// The answers that challenges take.
const (
	takesCode         = "auth.Code"
	takesChoice       = "auth.Choice"
	takesFactor       = "auth.Choice"
	takesPassword     = "auth.Password"
	takesNewPassword  = "auth.NewPassword"
	takesCustomAnswer = "auth.CustomAnswer"
	takesCredential   = "auth.Credential"
	takesSetup        = "auth.SetupSoftwareToken or auth.SetupEmail"
)

// insteadOfAdminFlow ends the refusal of a flow for administrators.
const insteadOfAdminFlow = "give Config an API that does, such as awssdk.NewAdmin's"
