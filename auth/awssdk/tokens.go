package awssdk

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// tokens has the operations that are authorised by a session or an access token.
type tokens struct{ client TokenClient }

func (t tokens) AssociateSoftwareToken(ctx context.Context, in *auth.AssociateSoftwareTokenInput) (*auth.AssociateSoftwareTokenOutput, error) {
	out, err := t.client.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{Session: text(in.Session)}, retries(true))
	if err != nil {
		return nil, err
	}
	return &auth.AssociateSoftwareTokenOutput{SecretCode: aws.ToString(out.SecretCode), Session: aws.ToString(out.Session)}, nil
}

func (t tokens) VerifySoftwareToken(ctx context.Context, in *auth.VerifySoftwareTokenInput) (*auth.VerifySoftwareTokenOutput, error) {
	out, err := t.client.VerifySoftwareToken(ctx, &cip.VerifySoftwareTokenInput{
		Session: text(in.Session), UserCode: text(in.UserCode), FriendlyDeviceName: text(in.FriendlyDeviceName),
	}, retries(true))
	if err != nil {
		return nil, err
	}
	return &auth.VerifySoftwareTokenOutput{Status: string(out.Status), Session: aws.ToString(out.Session)}, nil
}

func (t tokens) ConfirmDevice(ctx context.Context, in *auth.ConfirmDeviceInput) (*auth.ConfirmDeviceOutput, error) {
	out, err := t.client.ConfirmDevice(ctx, &cip.ConfirmDeviceInput{
		AccessToken: text(in.AccessToken), DeviceKey: text(in.DeviceKey), DeviceName: text(in.DeviceName),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{
			Salt: text(in.Salt), PasswordVerifier: text(in.PasswordVerifier),
		},
	}, retries(true)) // twice would be DeviceKeyExistsException
	if err != nil {
		return nil, err
	}
	return &auth.ConfirmDeviceOutput{UserConfirmationNecessary: out.UserConfirmationNecessary}, nil
}
