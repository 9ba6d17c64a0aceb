package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// putStep writes a step as "value", as step.ts reads it.
func putStep(w *writer, step *auth.Step) {
	outside := w.enter("value")
	w.flag("done", step.Done())
	w.text("username", step.Username)
	if tokens := step.Tokens; tokens != nil {
		const path = "tokens" + separator
		w.put("tokens", tagObject, "")
		w.text(path+"accessToken", tokens.AccessToken)
		w.text(path+"idToken", tokens.IDToken)
		w.text(path+"refreshToken", tokens.RefreshToken)
		w.text(path+"deviceKey", tokens.DeviceKey)
		w.text(path+"tokenType", tokens.TokenType)
		w.number(path+"expiresAt", tokens.ExpiresAt.UnixMilli())
		if device := step.NewDevice; device != nil {
			const path = "newDevice" + separator
			w.put("newDevice", tagObject, "")
			w.text(path+"key", device.Key)
			w.flag(path+"userConfirmationNecessary", device.UserConfirmationNecessary)
			if device.Err != nil {
				putError(w, path+"error", device.Err)
			}
		}
		w.within = outside
		return
	}
	state := step.State()
	w.text("userPoolId", state.UserPoolID)
	w.text("clientId", state.ClientID)
	w.text("typed", state.Typed)
	w.text("challenge", string(step.Challenge))
	w.text("session", step.Session)
	w.texts("parameters", step.Parameters)
	if delivery := step.Delivery; delivery != nil {
		w.put("delivery", tagObject, "")
		w.text("delivery"+separator+"medium", delivery.Medium)
		w.text("delivery"+separator+"destination", delivery.Destination)
	}
	w.list("choices", step.Choices)
	w.list("requiredAttributes", step.RequiredAttributes)
	w.texts("userAttributes", step.UserAttributes)
	w.within = outside
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
