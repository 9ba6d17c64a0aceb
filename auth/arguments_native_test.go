//go:build !js

package auth_test

// What Go programs read in error texts.
const (
	nameUserPoolID         = `Config.UserPoolID`
	nameClientID           = `Config.ClientID`
	nameAPI                = `Config.API`
	nameFlow               = `InitiateRequest.Flow`
	nameUsername           = `InitiateRequest.Username`
	nameRefreshToken       = `InitiateRequest.RefreshToken`
	namePreferredChallenge = `InitiateRequest.PreferredChallenge`
	namePassword           = `Password`
	nameCode               = `Code`
	nameChoice             = `Choice.Name`
	nameChoices            = `Step.Choices`
	nameNewPassword        = `NewPassword.Password`
	nameGivenName          = `NewPassword.Attributes "given_name"`
	nameCredential         = `Credential`
	nameEmail              = `SetupEmail.Email`
	nameState              = `state`
	nameStateUsername      = `State.Username`
	nameStateVersion       = `State.Version`
	nameStateChallenge     = `State.Challenge`

	takesCode         = `auth.Code`
	takesNewPassword  = `auth.NewPassword`
	takesMFAType      = `auth.Choice`
	takesFactor       = `auth.Choice`
	takesPassword     = `auth.Password`
	takesCustomAnswer = `auth.CustomAnswer`
	takesCredential   = `auth.Credential`
	takesSetup        = `auth.SetupSoftwareToken or auth.SetupEmail`

	insteadOfAdminFlow = "awssdk.NewAdmin"
)
