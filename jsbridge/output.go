package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// Members of AuthenticationResult that are nested.
const (
	result = "AuthenticationResult" + separator
	device = result + "NewDeviceMetadata" + separator
)

// readOutput reads what InitiateAuth and RespondToAuthChallenge answer.
func readOutput(p *packet) *auth.AuthOutput {
	output := &auth.AuthOutput{
		ChallengeName:       auth.ChallengeName(p.text("ChallengeName")),
		Session:             p.text("Session"),
		ChallengeParameters: p.texts("ChallengeParameters"),
		AvailableChallenges: p.list("AvailableChallenges"),
	}
	if p.has("AuthenticationResult") {
		output.AuthenticationResult = &auth.AuthenticationResult{
			AccessToken:  p.text(result + "AccessToken"),
			IDToken:      p.text(result + "IdToken"),
			RefreshToken: p.text(result + "RefreshToken"),
			TokenType:    p.text(result + "TokenType"),
			ExpiresIn:    p.number(result + "ExpiresIn"),
		}
		if p.has(result + "NewDeviceMetadata") {
			output.AuthenticationResult.NewDeviceMetadata = &auth.NewDeviceMetadata{
				DeviceKey:      p.text(device + "DeviceKey"),
				DeviceGroupKey: p.text(device + "DeviceGroupKey"),
			}
		}
	}
	return output
}

// putOutput writes it again, member for member, for the page.
func putOutput(w *writer, path string, output *auth.AuthOutput) {
	outside := w.enter(path)
	w.text("ChallengeName", string(output.ChallengeName))
	w.text("Session", output.Session)
	w.texts("ChallengeParameters", output.ChallengeParameters)
	w.list("AvailableChallenges", output.AvailableChallenges)
	if tokens := output.AuthenticationResult; tokens != nil {
		w.put("AuthenticationResult", tagObject, "")
		w.text(result+"AccessToken", tokens.AccessToken)
		w.text(result+"IdToken", tokens.IDToken)
		w.text(result+"RefreshToken", tokens.RefreshToken)
		w.text(result+"TokenType", tokens.TokenType)
		w.number(result+"ExpiresIn", int64(tokens.ExpiresIn))
		if metadata := tokens.NewDeviceMetadata; metadata != nil {
			w.put(result+"NewDeviceMetadata", tagObject, "")
			w.text(device+"DeviceKey", metadata.DeviceKey)
			w.text(device+"DeviceGroupKey", metadata.DeviceGroupKey)
		}
	}
	w.within = outside
}
