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
	w.put(path, tagObject, "")
	path += separator
	w.text(path+"ChallengeName", string(output.ChallengeName))
	w.text(path+"Session", output.Session)
	w.texts(path+"ChallengeParameters", output.ChallengeParameters)
	w.list(path+"AvailableChallenges", output.AvailableChallenges)
	if tokens := output.AuthenticationResult; tokens != nil {
		w.put(path+"AuthenticationResult", tagObject, "")
		w.text(path+result+"AccessToken", tokens.AccessToken)
		w.text(path+result+"IdToken", tokens.IDToken)
		w.text(path+result+"RefreshToken", tokens.RefreshToken)
		w.text(path+result+"TokenType", tokens.TokenType)
		w.number(path+result+"ExpiresIn", int64(tokens.ExpiresIn))
		if metadata := tokens.NewDeviceMetadata; metadata != nil {
			w.put(path+result+"NewDeviceMetadata", tagObject, "")
			w.text(path+device+"DeviceKey", metadata.DeviceKey)
			w.text(path+device+"DeviceGroupKey", metadata.DeviceGroupKey)
		}
	}
}
