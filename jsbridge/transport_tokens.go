package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// composeTokens is compose for the operations that are authorised by a session or
// an access token.
func composeTokens(body *writer, in auth.Input) (read func(answer *packet) auth.Output) {
	switch in := in.(type) {
	case *auth.AssociateSoftwareTokenInput:
		body.text("Session", in.Session)
		return func(answer *packet) auth.Output {
			return &auth.AssociateSoftwareTokenOutput{SecretCode: answer.text("SecretCode"), Session: answer.text("Session")}
		}
	case *auth.VerifySoftwareTokenInput:
		body.text("Session", in.Session)
		body.text("UserCode", in.UserCode)
		body.text("FriendlyDeviceName", in.FriendlyDeviceName)
		return func(answer *packet) auth.Output {
			return &auth.VerifySoftwareTokenOutput{Status: answer.text("Status"), Session: answer.text("Session")}
		}
	case *auth.ConfirmDeviceInput:
		const config = "DeviceSecretVerifierConfig"
		body.text("AccessToken", in.AccessToken)
		body.text("DeviceKey", in.DeviceKey)
		body.text("DeviceName", in.DeviceName)
		body.put(config, tagObject, "")
		body.text(config+separator+"Salt", in.Salt)
		body.text(config+separator+"PasswordVerifier", in.PasswordVerifier)
		return func(answer *packet) auth.Output {
			return &auth.ConfirmDeviceOutput{UserConfirmationNecessary: answer.flag("UserConfirmationNecessary")}
		}
	}
	return nil
}
