package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// The operations of auth.API that are authorised by a session or an access
// token.

func (t *transport) AssociateSoftwareToken(ctx context.Context, in *auth.AssociateSoftwareTokenInput) (*auth.AssociateSoftwareTokenOutput, error) {
	var body writer
	body.text("Session", in.Session)
	answer, err := t.send(ctx, auth.OperationAssociateSoftwareToken, body.buf)
	if err != nil {
		return nil, err
	}
	output := &auth.AssociateSoftwareTokenOutput{SecretCode: answer.text("SecretCode"), Session: answer.text("Session")}
	return output, answer.malformed(auth.OperationAssociateSoftwareToken)
}

func (t *transport) VerifySoftwareToken(ctx context.Context, in *auth.VerifySoftwareTokenInput) (*auth.VerifySoftwareTokenOutput, error) {
	var body writer
	body.text("Session", in.Session)
	body.text("UserCode", in.UserCode)
	body.text("FriendlyDeviceName", in.FriendlyDeviceName)
	answer, err := t.send(ctx, auth.OperationVerifySoftwareToken, body.buf)
	if err != nil {
		return nil, err
	}
	output := &auth.VerifySoftwareTokenOutput{Status: answer.text("Status"), Session: answer.text("Session")}
	return output, answer.malformed(auth.OperationVerifySoftwareToken)
}

func (t *transport) ConfirmDevice(ctx context.Context, in *auth.ConfirmDeviceInput) (*auth.ConfirmDeviceOutput, error) {
	const config = "DeviceSecretVerifierConfig"
	var body writer
	body.text("AccessToken", in.AccessToken)
	body.text("DeviceKey", in.DeviceKey)
	body.text("DeviceName", in.DeviceName)
	body.put(config, tagObject, "")
	body.text(config+separator+"Salt", in.Salt)
	body.text(config+separator+"PasswordVerifier", in.PasswordVerifier)
	answer, err := t.send(ctx, auth.OperationConfirmDevice, body.buf)
	if err != nil {
		return nil, err
	}
	output := &auth.ConfirmDeviceOutput{UserConfirmationNecessary: answer.flag("UserConfirmationNecessary")}
	return output, answer.malformed(auth.OperationConfirmDevice)
}

// malformed gives the error of an answer whose members are not what they should be.
func (p *packet) malformed(operation string) error {
	if p.err == nil {
		return nil
	}
	p.err.Code, p.err.Operation = auth.CodeMalformedResponse, operation
	return p.err
}
