package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// Every reply that is no error has its members under this path.
const value = "value" + separator

// putStep writes a step as step.ts reads it.
func putStep(w *writer, step *auth.Step) {
	w.flag(value+"done", step.Done())
	w.text(value+"username", step.Username)
	if tokens := step.Tokens; tokens != nil {
		const path = value + "tokens" + separator
		w.text(path+"accessToken", tokens.AccessToken)
		w.text(path+"idToken", tokens.IDToken)
		w.text(path+"refreshToken", tokens.RefreshToken)
		w.text(path+"deviceKey", tokens.DeviceKey)
		w.text(path+"tokenType", tokens.TokenType)
		w.number(path+"expiresAt", tokens.ExpiresAt.UnixMilli())
		if device := step.NewDevice; device != nil {
			const path = value + "newDevice" + separator
			w.text(path+"key", device.Key)
			w.flag(path+"userConfirmationNecessary", device.UserConfirmationNecessary)
			if device.Err != nil {
				putErrorAt(w, path+"error"+separator, device.Err)
			}
		}
		return
	}
	state := step.State()
	w.text(value+"userPoolId", state.UserPoolID)
	w.text(value+"clientId", state.ClientID)
	w.text(value+"typed", state.Typed)
	w.text(value+"challenge", string(step.Challenge))
	w.text(value+"session", step.Session)
	w.texts(value+"parameters", step.Parameters)
	if delivery := step.Delivery; delivery != nil {
		w.text(value+"delivery"+separator+"medium", delivery.Medium)
		w.text(value+"delivery"+separator+"destination", delivery.Destination)
	}
	w.list(value+"choices", step.Choices)
	w.list(value+"requiredAttributes", step.RequiredAttributes)
	w.texts(value+"userAttributes", step.UserAttributes)
}

// readState reads what toJSON() of a step in step.ts gave.
func readState(p *packet) auth.State {
	const path = "step" + separator
	return auth.State{
		Version:    auth.StateVersion, // step.ts has looked
		UserPoolID: p.text(path + "userPoolId"),
		ClientID:   p.text(path + "clientId"),
		Username:   p.text(path + "username"),
		Typed:      p.text(path + "typed"),
		Challenge:  auth.ChallengeName(p.text(path + "challenge")),
		Session:    p.text(path + "session"),
		Parameters: p.texts(path + "parameters"),
		Choices:    p.list(path + "choices"),
	}
}
